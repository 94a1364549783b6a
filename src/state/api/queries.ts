/** The GraphQL documents of the store, and the shapes of their answers. */

/** How many of the newest commits come with every look at the branch: more than others write between two looks, as a rule. */
export const NEWEST = 20;
/** How many come with a page of history. */
export const PAGE = 100;

/** One commit of the branch. */
export interface CommitNode {
  oid: string;
  message: string;
}

/** Where the branch is, and what was committed there last. The name of the query is what request logs show. */
export const HEAD = `query StateHead($owner: String!, $name: String!, $ref: String!) {
  repository(owner: $owner, name: $name) {
    ref(qualifiedName: $ref) { target { oid ... on Commit { history(first: ${NEWEST}) { nodes { oid message } } } } }
  }
}`;
export interface HeadData {
  repository: { ref: { target: { oid: string; history?: { nodes: CommitNode[] } } | null } | null } | null;
}

/** Earlier commits, a page at a time. */
export const HISTORY = `query StateHistory($owner: String!, $name: String!, $commit: GitObjectID!, $after: String) {
  repository(owner: $owner, name: $name) {
    object(oid: $commit) {
      ... on Commit { history(first: ${PAGE}, after: $after) { nodes { oid message } pageInfo { hasNextPage endCursor } } }
    }
  }
}`;
export interface HistoryData {
  repository: {
    object: {
      history?: { nodes: CommitNode[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
    } | null;
  } | null;
}

/** What each alias of a document of objects answers. */
export interface ObjectNode {
  __typename: string;
  oid: string;
  /** Of a blob; null when it is binary. */
  text?: string | null;
  /** Of a tree. */
  entries?: TreeEntryNode[];
}
export interface TreeEntryNode {
  name: string;
  /** A number, as in `stat`: 0o100644 for a plain file. */
  mode: number;
  type: string;
  oid: string;
}
/** `at` is the commit itself: where a server does not have it yet, the absence of everything else proves nothing. */
export interface ObjectsData {
  repository: ({ at: { oid: string } | null } & Record<string, ObjectNode | null>) | null;
}

const FIELDS = {
  files: '__typename oid ... on Blob { text }',
  trees: '__typename oid ... on Tree { entries { name mode type oid } }',
};

/** A document that asks for several objects of one commit by alias `o0`, `o1`…, each by an expression `$o0`, `$o1`… */
export function objectsQuery(what: keyof typeof FIELDS, count: number): string {
  const numbers = Array.from({ length: count }, (_, index) => index);
  const name = what === 'files' ? 'StateFiles' : 'StateTrees';
  return `query ${name}($owner: String!, $name: String!, $commit: GitObjectID!${numbers.map((n) => `, $o${n}: String!`).join('')}) {
  repository(owner: $owner, name: $name) {
    at: object(oid: $commit) { oid }
${numbers.map((n) => `    o${n}: object(expression: $o${n}) { ${FIELDS[what]} }`).join('\n')}
  }
}`;
}

/** The compare-and-swap. */
export const COMMIT = `mutation StateCommit($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;
export interface CommitData {
  createCommitOnBranch: { commit: { oid: string } | null } | null;
}
