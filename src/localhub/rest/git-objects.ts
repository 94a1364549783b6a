import { identityOf } from '../git/merge-pull.ts';
import type { NewTreeEntry } from '../git/write.ts';
import { type Answer, json } from '../http/answer.ts';
import { type GitIdentity, HubError, type JsonObject } from '../world/types.ts';
import { timestamp } from '../world/world.ts';
import { found, type RepositoryContext, type Route, repositoryRoute, unprocessable } from './context.ts';
import { demandWorkflows } from './git-data.ts';
import { gitCommitJson, treeJson } from './git-representations.ts';

/** The kind of object that each mode of a tree names. */
const TYPES: Readonly<Record<string, string>> = {
  '100644': 'blob',
  '100755': 'blob',
  '120000': 'blob',
  '040000': 'tree',
  '160000': 'commit',
};

/** A repository without a first commit takes no objects. */
async function demandHistory({ git, name }: RepositoryContext): Promise<void> {
  if ((await git.listRefs(name)).size === 0) throw new HubError(409, 'Git Repository is empty.');
}

const createdAt = (context: RepositoryContext, kind: string, sha: string): string =>
  `${context.urls.api}/repos/${context.name}/git/${kind}/${sha}`;

async function createBlob(context: RepositoryContext): Promise<Answer> {
  await demandHistory(context);
  const content = context.fields.required('content');
  const encoding = context.fields.oneOf('encoding', ['utf-8', 'base64']) ?? 'utf-8';
  const sha = await context.git.writeBlob(context.name, bytesOf(content, encoding));
  const url = createdAt(context, 'blobs', sha);
  return json({ url, sha }, 201, { location: url });
}

function bytesOf(content: string, encoding: 'utf-8' | 'base64'): Buffer {
  if (encoding === 'utf-8') return Buffer.from(content, 'utf8');
  const compact = content.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) throw unprocessable('content is not valid Base64');
  return Buffer.from(compact, 'base64');
}

async function createTree(context: RepositoryContext): Promise<Answer> {
  await demandHistory(context);
  const { git, name, fields } = context;
  const given = fields.objects('tree');
  // GitHub refuses the well-known empty tree too: a tree has at least one entry.
  if (given === undefined || given.length === 0) throw unprocessable('Invalid tree info');
  const base = fields.nullable('base_tree') ?? null;
  if (base !== null && (await git.resolve(name, `${base}^{tree}`)) === null) {
    throw unprocessable('base_tree is not a valid tree oid');
  }
  const entries: NewTreeEntry[] = [];
  for (const entry of given) entries.push(await entryOf(context, entry));
  const sha = await git.writeTree(name, base === null ? null : `${base}^{tree}`, entries);
  const body = treeJson(context, sha, await git.listTree(name, sha));
  return json(body, 201, { location: createdAt(context, 'trees', sha) });
}

async function entryOf(context: RepositoryContext, entry: JsonObject): Promise<NewTreeEntry> {
  const { git, name } = context;
  const { path, mode, sha, content, type } = entry;
  if (typeof path !== 'string' || path.split('/').some((part) => /^(\.{0,2}|\.git)$/i.test(part))) {
    throw unprocessable(`tree.path contains a malformed path component: ${JSON.stringify(path)}`);
  }
  demandWorkflows(context, path);
  if (typeof mode !== 'string' || TYPES[mode] === undefined || (type !== undefined && type !== TYPES[mode])) {
    throw unprocessable('Must supply a valid tree.mode');
  }
  if (typeof content === 'string') {
    if (sha !== undefined) throw unprocessable('Must supply either tree.sha or tree.content, not both');
    return { path, mode, oid: await git.writeBlob(name, Buffer.from(content, 'utf8')) };
  }
  if (sha === null) return { path, mode, oid: null };
  const object = typeof sha === 'string' && /^[0-9a-f]{40}$/.test(sha) ? await git.resolve(name, sha) : null;
  if (object === null || object.type !== TYPES[mode])
    throw unprocessable(`tree.sha ${sha} is not a valid ${TYPES[mode]}`);
  return { path, mode, oid: object.oid };
}

async function createCommit(context: RepositoryContext): Promise<Answer> {
  await demandHistory(context);
  const { git, name, world, actor, fields } = context;
  const message = fields.required('message');
  const tree = await git.resolve(name, fields.required('tree'));
  if (tree?.type !== 'tree') throw unprocessable('Tree SHA does not exist');
  const parents = fields.strings('parents') ?? [];
  for (const parent of parents) {
    if ((await git.resolve(name, parent))?.type !== 'commit') {
      throw unprocessable('Parent SHA does not exist or is not a commit object');
    }
  }
  const author = identity(context, 'author', identityOf(world, actor.account));
  const committer = identity(context, 'committer', author);
  const sha = await git.writeCommit(name, { tree: tree.oid, parents, message, author, committer });
  const commit = found(await git.readCommit(name, sha));
  return json(gitCommitJson(context, commit), 201, { location: createdAt(context, 'commits', sha) });
}

/** Who the body says made the commit; what it leaves out is as in `fallback`, and the time is now. */
function identity(
  { fields, world }: RepositoryContext,
  field: 'author' | 'committer',
  fallback: GitIdentity,
): GitIdentity {
  const given = fields.object(field);
  if (given === undefined) return fallback;
  const { name = fallback.name, email = fallback.email, date = timestamp(world) } = given;
  if (
    typeof name !== 'string' ||
    typeof email !== 'string' ||
    typeof date !== 'string' ||
    Number.isNaN(Date.parse(date))
  )
    throw unprocessable(`${field} needs a name, an email and an ISO 8601 date.`);
  return { name, email, date };
}

/** The git data API, the part that writes objects: what makes a commit without a parent. */
export const gitObjectRoutes: readonly Route[] = [
  repositoryRoute('POST /git/blobs', 'contents:write', createBlob),
  repositoryRoute('POST /git/trees', 'contents:write', createTree),
  repositoryRoute('POST /git/commits', 'contents:write', createCommit, { createsContent: true }),
];
