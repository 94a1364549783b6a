/** Commits, trees, blobs, refs: what lives in the bare repository. */

import type {
  CommitAssociatedPullRequestsArgs,
  CommitCheckSuitesArgs,
  CommitFileArgs,
  CommitHistoryArgs,
  CommitParentsArgs,
  Blob as GhBlob,
  Commit as GhCommit,
  GitActor as GhGitActor,
  Ref as GhRef,
  Tree as GhTree,
  TreeEntry as GhTreeEntry,
  GitActorAvatarUrlArgs,
  RefAssociatedPullRequestsArgs,
} from '@octokit/graphql-schema';
import { nodeId } from '../../world/node-ids.ts';
import type { CommitInfo, GitIdentity, Ref, Repository } from '../../world/types.ts';
import { type Connection, connection, type PagingArgs } from '../connection.ts';
import type { Context } from '../context.ts';
import { GraphqlFault } from '../faults.ts';
import { type Fields, type Plain, type Thing, takes, thing } from '../fields.ts';
import type { GitObjectName, GitTreeEntry } from '../git.ts';
import { checkSuiteConnection, statusOf, statusRollup } from './checks.ts';
import { pullConnection } from './issue-lists.ts';
import { nameWithOwner, PAGING, page, repositoryPath, userByEmail } from './lookup.ts';

/** An object of a repository's git. */
export interface GitObjectRow {
  readonly repository: Repository;
  readonly oid: string;
}

/** One line of a tree, and where it is. */
interface TreeEntryRow {
  readonly repository: Repository;
  readonly entry: GitTreeEntry;
  readonly path: string;
}

/** Texts above this many bytes are cut, as GitHub does for blobs. */
const BLOB_LIMIT = 512_000;

/** A commit by its oid; it is read only when a field needs more than the oid. */
export function commitThing(repository: Repository, oid: string): Thing<'Commit', GitObjectRow> {
  return thing('Commit', { repository, oid });
}

/** A ref as the world was told of it. */
export function refThing(context: Context, repository: Repository, name: string): Thing<'Ref', Ref> | null {
  const [ref] = context.world.refs.where('name', `${repository.id}/${name}`);
  return ref === undefined ? null : thing('Ref', ref);
}

/** An object of any type. */
export function objectThing(repository: Repository, name: GitObjectName): Thing<string, GitObjectRow> {
  const types = { commit: 'Commit', tree: 'Tree', blob: 'Blob', tag: 'Tag' } as const;
  return thing(types[name.type], { repository, oid: name.oid });
}

/** A page of commits that are read already. */
export function commitList(
  repository: Repository,
  commits: readonly CommitInfo[],
  args: PagingArgs,
  field: string,
): Connection<Thing<'Commit', GitObjectRow>> {
  return connection(args, {
    field,
    items: commits,
    key: ({ sha }) => sha,
    node: ({ sha }) => commitThing(repository, sha),
  });
}

const id =
  (type: 'Commit' | 'Tree' | 'Blob'): Plain<GitObjectRow> =>
  ({ repository, oid }) =>
    nodeId(type, `${repository.id}:${oid}`);

const objectFields = {
  oid: ({ oid }: GitObjectRow) => oid,
  abbreviatedOid: ({ oid }: GitObjectRow) => oid.slice(0, 7),
  repository: ({ repository }: GitObjectRow) => thing('Repository', repository),
  commitResourcePath: commitPath,
  commitUrl: (row: GitObjectRow, context: Context) => page(context, commitPath(row, context)),
};

function commitPath({ repository, oid }: GitObjectRow, context: Context): string {
  return `${repositoryPath(context, repository)}/commit/${oid}`;
}

function treePath({ repository, oid }: GitObjectRow, context: Context): string {
  return `${repositoryPath(context, repository)}/tree/${oid}`;
}

/** A field that has to read the commit. */
function read(show: (commit: CommitInfo, context: Context, row: GitObjectRow) => unknown): Plain<GitObjectRow> {
  return async (row, context) => show(await context.commit(row.repository, row.oid), context, row);
}

/** The first line of a message. */
function headline(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}

/** What follows the first line and the empty lines after it. */
function body(message: string): string {
  return message.slice(headline(message).length).replace(/^\n+/, '').trimEnd();
}

async function fileAt(row: GitObjectRow, path: string, context: Context): Promise<Thing | null> {
  const repository = nameWithOwner(context, row.repository);
  const parts = path.split('/').filter(Boolean);
  const name = parts.pop();
  const folder = await context.git.resolve(repository, `${row.oid}:${parts.join('/')}`);
  if (folder?.type !== 'tree') return null;
  const entry = (await context.git.readTree(repository, folder.oid)).find((candidate) => candidate.name === name);
  return entry === undefined
    ? null
    : thing('TreeEntry', { repository: row.repository, entry, path: [...parts, entry.name].join('/') });
}

/** A commit. */
export const commitFields: Fields<GhCommit, GitObjectRow> = {
  ...objectFields,
  id: id('Commit'),
  url: (row, context) => page(context, commitPath(row, context)),
  resourcePath: commitPath,
  message: read(({ message }) => message.trimEnd()),
  messageHeadline: read(({ message }) => headline(message)),
  messageBody: read(({ message }) => body(message)),
  author: read(({ author }) => thing('GitActor', author)),
  committer: read(({ committer }) => thing('GitActor', committer)),
  authoredDate: read(({ author }) => author.date),
  committedDate: read(({ committer }) => committer.date),
  authoredByCommitter: read(
    ({ author, committer }) => author.email === committer.email && author.name === committer.name,
  ),
  committedViaWeb: () => false,
  signature: () => null,
  tree: read(({ treeSha }, _context, { repository }) => thing('Tree', { repository, oid: treeSha })),
  treeUrl: (row, context) => page(context, treePath(row, context)),
  treeResourcePath: treePath,
  parents: takes([...PAGING], async (row: GitObjectRow, args: CommitParentsArgs, context, field) => {
    const { parents } = await context.commit(row.repository, row.oid);
    return connection(args, {
      field,
      items: parents,
      key: (oid) => oid,
      node: (oid) => commitThing(row.repository, oid),
    });
  }),
  history: takes([...PAGING, 'path'], async (row: GitObjectRow, args: CommitHistoryArgs, context, field) => {
    const commits = await context.git.log(nameWithOwner(context, row.repository), {
      from: null,
      to: row.oid,
      ...(args.path != null && { path: args.path }),
    });
    return commitList(row.repository, commits, args, field);
  }),
  file: takes(['path'], (row: GitObjectRow, args: CommitFileArgs, context) => fileAt(row, args.path, context)),
  statusCheckRollup: statusRollup,
  status: statusOf,
  checkSuites: takes([...PAGING, 'filterBy'], (row: GitObjectRow, args: CommitCheckSuitesArgs, context, field) =>
    checkSuiteConnection(context, row, args, field),
  ),
  associatedPullRequests: takes(
    [...PAGING, 'orderBy'],
    (row: GitObjectRow, args: CommitAssociatedPullRequestsArgs, context, field) => {
      const pulls = context.world.issues
        .where('repository', row.repository.id)
        .filter(({ pullRequest }) => pullRequest?.headSha === row.oid || pullRequest?.mergeCommitSha === row.oid);
      return pullConnection(context, field, args, pulls);
    },
  ),
};

/** Who wrote or committed. */
export const gitActorFields: Fields<GhGitActor, GitIdentity> = {
  name: (identity) => identity.name,
  email: (identity) => identity.email,
  date: (identity) => identity.date,
  user: (identity, context) => userByEmail(context, identity.email),
  avatarUrl: takes<GitIdentity, GitActorAvatarUrlArgs>(['size'], () => 'https://avatars.githubusercontent.com/u/0?v=4'),
};

/** A tree. */
export const treeFields: Fields<GhTree, GitObjectRow> = {
  ...objectFields,
  id: id('Tree'),
  entries: async ({ repository, oid }, context) => {
    const entries = await context.git.readTree(nameWithOwner(context, repository), oid);
    return entries.map((entry) => thing('TreeEntry', { repository, entry, path: entry.name } satisfies TreeEntryRow));
  },
};

/** A line of a tree. */
export const treeEntryFields: Fields<GhTreeEntry, TreeEntryRow> = {
  name: ({ entry }) => entry.name,
  path: ({ path }) => path,
  oid: ({ entry }) => entry.oid,
  type: ({ entry }) => entry.type,
  mode: ({ entry }) => Number.parseInt(entry.mode, 8),
  extension: ({ entry }) => (entry.type === 'blob' ? (/\.[^.]+$/.exec(entry.name)?.[0] ?? '') : null),
  object: ({ repository, entry }) => objectThing(repository, { oid: entry.oid, type: entry.type }),
  repository: ({ repository }) => thing('Repository', repository),
  submodule: () => null,
};

/** A field that has to read the blob. */
function bytes(show: (contents: Buffer) => unknown): Plain<GitObjectRow> {
  return async ({ repository, oid }, context) =>
    show(await context.git.readBlob(nameWithOwner(context, repository), oid));
}

/** git's own rule: a file with a zero byte near its start is binary. */
function isBinary(contents: Buffer): boolean {
  return contents.subarray(0, 8000).includes(0);
}

/** A file's contents. */
export const blobFields: Fields<GhBlob, GitObjectRow> = {
  ...objectFields,
  id: id('Blob'),
  byteSize: bytes((contents) => contents.byteLength),
  isBinary: bytes(isBinary),
  isTruncated: bytes((contents) => contents.byteLength > BLOB_LIMIT),
  text: bytes((contents) => (isBinary(contents) ? null : contents.subarray(0, BLOB_LIMIT).toString('utf8'))),
};

const SHORT = /^refs\/(heads|tags)\//;

/** A branch or a tag. */
export const refFields: Fields<GhRef, Ref> = {
  id: (ref) => nodeId('Ref', `${ref.repositoryId}:${ref.name}`),
  name: (ref) => ref.name.replace(SHORT, ''),
  prefix: (ref) => SHORT.exec(ref.name)?.[0] ?? 'refs/',
  repository: (ref, context) => thing('Repository', context.world.repositories.get(ref.repositoryId)),
  target: async (ref, context) => {
    const repository = context.world.repositories.get(ref.repositoryId);
    if (repository === undefined) return null;
    // A branch is always at a commit; only a tag may name an object of its own.
    if (ref.name.startsWith('refs/heads/')) return commitThing(repository, ref.sha);
    const object = await context.git.resolve(nameWithOwner(context, repository), ref.sha);
    return object === null ? null : objectThing(repository, object);
  },
  associatedPullRequests: takes(
    [...PAGING, 'states', 'labels', 'headRefName', 'baseRefName', 'orderBy'],
    (ref: Ref, args: RefAssociatedPullRequestsArgs, context, field) =>
      pullConnection(
        context,
        field,
        args,
        context.world.issues.where('head', `${ref.repositoryId}/${ref.name.replace(SHORT, '')}`),
      ),
  ),
  branchProtectionRule: () => null,
};

/** The object of an expression, for `Repository.object`. */
export async function objectNamed(
  context: Context,
  repository: Repository,
  expression: string,
): Promise<Thing<string, GitObjectRow> | null> {
  if (expression.startsWith('-')) {
    throw new GraphqlFault(
      'ARGUMENT_ERROR',
      `${JSON.stringify(expression)} is not an expression that names an object; try "main:README.md".`,
    );
  }
  const object = await context.git.resolve(nameWithOwner(context, repository), expression);
  return object === null ? null : objectThing(repository, object);
}
