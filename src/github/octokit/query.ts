/** The one query of an observation, and the shape of its answer. Checked against GitHub's schema in the tests. */
import { RELATIONS, type RelationNodes } from './relations.ts';

const ACTOR =
  'author { login __typename ... on User { databaseId } ... on Bot { databaseId } ... on Mannequin { databaseId } }';
const COMMENT = `nodes { id fullDatabaseId url body createdAt lastEditedAt ${ACTOR} }`;
const REVIEW = `nodes { fullDatabaseId state body submittedAt commit { oid } ${ACTOR} }`;

/** The comment that asks a question: whether somebody ticked an option, and who reacted to it. */
const ASKED = `asked: node(id: $question) {
    ... on IssueComment {
      body
      editor { login __typename ... on User { databaseId } ... on Bot { databaseId } }
      reactions(last: 50) { nodes { content createdAt user { login databaseId } } }
    }
  }`;

/** A file of the default branch; `byteSize` tells a whole text from one that was cut off. */
const FILE = 'file: object(expression: $file) { ... on Blob { oid text byteSize } }';

/** What is asked of the repository itself, whatever else is asked of it. */
export const REPOSITORY = `id
    name
    owner { login }
    defaultBranchRef { name target { oid } }
    ours: labels(query: "orch:", first: 20) { nodes { id name } }`;

/** At most this many logins are asked for in the same query; more are looked up one by one. */
export const MAX_LOGINS = 3;
/** Collaborators that one login's search shows; GitHub searches by part of the name. */
export const MAX_MATCHES = 10;

/**
 * The query for so many logins, for the comment that asks a question where there is one, and for a file where one is wanted: what is not asked for
 * costs no byte. Roles are asked for by alias (`c0`, `c1`…), because whose they are is only a hint; reading them needs more than
 * reading the issue, so a refusal of that part must not cost the rest. Without `relations` for a server that does not know them.
 */
export function observeQuery(logins: number, { question = false, file = false, relations = true } = {}): string {
  const variables = [
    ...Array.from({ length: logins }, (_, index) => `, $login${index}: String!`),
    ...(question ? [', $question: ID!'] : []),
    ...(file ? [', $file: String!'] : []),
  ].join('');
  const roles = Array.from(
    { length: logins },
    (_, index) =>
      `c${index}: collaborators(query: $login${index}, first: ${MAX_MATCHES}) { edges { permission permissionSources { roleName } node { databaseId login } } }`,
  ).join('\n    ');
  return `query Observe($owner: String!, $name: String!, $issue: Int!, $branch: String!, $branchRef: String!, $stateRef: String!, $config: String!${variables}) {${question ? `\n  ${ASKED}` : ''}
  repository(owner: $owner, name: $name) {
    ${REPOSITORY}
    config: object(expression: $config) { ... on Blob { oid text } }${file ? `\n    ${FILE}` : ''}
    state: ref(qualifiedName: $stateRef) { target { oid } }
    branch: ref(qualifiedName: $branchRef) { target { oid } }
    ${roles}
    issue(number: $issue) {
      id number title body url state lastEditedAt editor { login __typename ... on User { databaseId } ... on Bot { databaseId } } ${ACTOR}
      labels(first: 50) { nodes { name } }
      ${relations ? RELATIONS : ''}
      comments(last: 100) { pageInfo { hasPreviousPage startCursor } ${COMMENT} }
      timelineItems(itemTypes: [LABELED_EVENT], last: 50) {
        filteredCount
        nodes { ... on LabeledEvent { createdAt label { name } actor { login __typename ... on User { databaseId } ... on Bot { databaseId } } } }
      }
      renames: timelineItems(itemTypes: [RENAMED_TITLE_EVENT], last: 1) {
        nodes { ... on RenamedTitleEvent { createdAt actor { login __typename ... on User { databaseId } ... on Bot { databaseId } } } }
      }
    }
    pullRequests(headRefName: $branch, first: 1, orderBy: { field: CREATED_AT, direction: DESC }) {
      nodes {
        id number url state isDraft mergeable mergeCommit { oid } reviewDecision headRefOid baseRefName headRef { id }
        comments(last: 50) { ${COMMENT} }
        reviews(last: 50) { ${REVIEW} }
        latestOpinionatedReviews(first: 50) { ${REVIEW} }
        commits(last: 1) {
          nodes {
            commit {
              checkSuites(first: 50) { nodes { conclusion workflowRun { workflow { name } } } }
              statusCheckRollup {
                contexts(first: 100) {
                  nodes {
                    __typename
                    ... on CheckRun { name status conclusion title summary detailsUrl checkSuite { app { slug } } }
                    ... on StatusContext { context state description targetUrl }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}`;
}

/** Comments before a cursor, where the newest hundred did not reach back far enough. */
export const COMMENTS_QUERY = `query EarlierComments($owner: String!, $name: String!, $issue: Int!, $before: String!) {
  repository(owner: $owner, name: $name) {
    issue(number: $issue) {
      comments(last: 100, before: $before) { pageInfo { hasPreviousPage startCursor } ${COMMENT} }
    }
  }
}`;

export interface ActorNode {
  login: string;
  __typename: string;
  databaseId?: number | null;
}
export interface CommentNode {
  id: string;
  fullDatabaseId: string | number;
  url: string;
  body: string;
  createdAt: string;
  lastEditedAt: string | null;
  author: ActorNode | null;
}
export interface CommentPage {
  pageInfo: { hasPreviousPage: boolean; startCursor: string | null };
  nodes: CommentNode[];
}
export interface ReviewNode {
  fullDatabaseId: string | number;
  state: string;
  body: string;
  /** Null only for a review that was not submitted yet. */
  submittedAt: string | null;
  commit: { oid: string } | null;
  author: ActorNode | null;
}
export type ContextNode =
  | {
      __typename: 'CheckRun';
      name: string;
      status: string;
      conclusion: string | null;
      title: string | null;
      summary: string | null;
      detailsUrl: string | null;
      checkSuite: { app: { slug: string } | null } | null;
    }
  | {
      __typename: 'StatusContext';
      context: string;
      state: string;
      description: string | null;
      targetUrl: string | null;
    };
export interface PullRequestNode {
  id: string;
  number: number;
  url: string;
  state: 'OPEN' | 'CLOSED' | 'MERGED';
  isDraft: boolean;
  mergeable: 'MERGEABLE' | 'CONFLICTING' | 'UNKNOWN';
  mergeCommit: { oid: string } | null;
  reviewDecision: 'APPROVED' | 'CHANGES_REQUESTED' | 'REVIEW_REQUIRED' | null;
  headRefOid: string;
  baseRefName: string;
  headRef: { id: string } | null;
  comments: { nodes: CommentNode[] };
  reviews: { nodes: ReviewNode[] };
  latestOpinionatedReviews: { nodes: ReviewNode[] } | null;
  commits: {
    nodes: {
      commit: {
        checkSuites: {
          nodes: { conclusion: string | null; workflowRun: { workflow: { name: string } } | null }[];
        } | null;
        statusCheckRollup: { contexts: { nodes: ContextNode[] } } | null;
      };
    }[];
  };
}
export interface CollaboratorsNode {
  edges: {
    permission: string;
    permissionSources: { roleName: string | null }[] | null;
    node: { databaseId: number | null; login: string };
  }[];
}
/** The answer to REPOSITORY. */
export interface RepositoryNode {
  id: string;
  name: string;
  owner: { login: string };
  defaultBranchRef: { name: string; target: { oid: string } } | null;
  ours: { nodes: { id: string; name: string }[] } | null;
}
/** The answer to ASKED; null where the comment is gone. */
export interface AskedNode {
  body?: string;
  editor?: ActorNode | null;
  reactions?: {
    nodes: { content: string; createdAt: string; user: { login: string; databaseId: number | null } | null }[];
  };
}
export interface ObserveData {
  asked?: AskedNode | null;
  repository:
    | (RepositoryNode & {
        config: { oid?: string; text?: string | null } | null;
        /** The answer to FILE; without anything in it where the path is that of a folder. */
        file?: { oid?: string; text?: string | null; byteSize?: number } | null;
        state: { target: { oid: string } } | null;
        branch: { target: { oid: string } } | null;
        issue:
          | ({
              id: string;
              number: number;
              title: string;
              body: string;
              url: string;
              state: 'OPEN' | 'CLOSED';
              lastEditedAt: string | null;
              editor: ActorNode | null;
              author: ActorNode | null;
              labels: { nodes: { name: string }[] } | null;
              comments: CommentPage;
              timelineItems: {
                filteredCount: number;
                nodes: { createdAt: string; label: { name: string }; actor: ActorNode | null }[];
              };
              renames: { nodes: { createdAt: string; actor: ActorNode | null }[] };
            } & RelationNodes)
          | null;
        pullRequests: { nodes: PullRequestNode[] };
      } & { [alias: `c${number}`]: CollaboratorsNode | null })
    | null;
}
