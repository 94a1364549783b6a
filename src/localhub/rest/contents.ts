import { announcePush } from '../git/announce-push.ts';
import { identityOf } from '../git/merge-pull.ts';
import type { GitChanges } from '../graphql/git.ts';
import { type Answer, json } from '../http/answer.ts';
import { type GitIdentity, HubError, type JsonObject, notFound } from '../world/types.ts';
import { timestamp } from '../world/world.ts';
import { found, query, type RepositoryContext, type Route, repositoryRoute, unprocessable } from './context.ts';
import { demandWorkflows } from './git-data.ts';
import { base64, contentCore, gitCommitJson } from './git-representations.ts';

const kinds = { blob: 'file', tree: 'dir', commit: 'submodule' } as const;

/** A path without the slashes around it, and never one that leaves the repository. */
function pathOf(context: RepositoryContext): string {
  const path = (context.request.parameters.path ?? '').replace(/^\/+|\/+$/g, '');
  if (path.split('/').some((part) => part === '..' || part === '.'))
    throw unprocessable('path contains a malformed path component');
  return path;
}

async function show(context: RepositoryContext): Promise<Answer> {
  const { git, name, repository, request } = context;
  const path = pathOf(context);
  const ref = query(context, 'ref') ?? repository.defaultBranch;
  const commit = await git.resolveCommit(name, ref);
  if (commit === null) throw new HubError(404, `No commit found for the ref ${ref}`);
  const object = found(await git.resolve(name, path === '' ? `${commit}^{tree}` : `${commit}:${path}`));
  if (object.type === 'tree') {
    const entries = await git.listTree(name, object.oid);
    const list = entries.map((entry) =>
      contentCore(context, {
        path: path === '' ? entry.path : `${path}/${entry.path}`,
        ref,
        type: entry.mode === '120000' ? 'symlink' : kinds[entry.type],
        sha: entry.oid,
        size: entry.size,
      }),
    );
    return json(list);
  }
  if (object.type !== 'blob') throw notFound();
  const content = await git.readBlob(name, object.oid);
  if (/application\/vnd\.github\.(v3\.)?raw/.test(request.accept)) {
    return { status: 200, raw: { type: 'application/vnd.github.raw; charset=utf-8', content } };
  }
  return json(fileJson(context, path, ref, object.oid, content));
}

function fileJson(context: RepositoryContext, path: string, ref: string, sha: string, content: Buffer): JsonObject {
  const core = contentCore(context, { path, ref, type: 'file', sha, size: content.length });
  return { ...core, content: base64(content), encoding: 'base64' };
}

/** The branch that the body names, and where it is. */
async function branchOf(context: RepositoryContext): Promise<{ branch: string; ref: string; tip: string }> {
  const branch = (
    context.fields.string('branch') ??
    query(context, 'branch') ??
    context.repository.defaultBranch
  ).replace(/^refs\/heads\//, '');
  const ref = `refs/heads/${branch}`;
  const tip = await context.git.readRef(context.name, ref);
  if (tip === null) throw new HubError(404, `Branch ${branch} not found`);
  return { branch, ref, tip };
}

/** The person whom the body names as author or committer, or the one who asks. */
function identity(context: RepositoryContext, field: 'author' | 'committer', fallback: GitIdentity): GitIdentity {
  const given = context.fields.object(field);
  if (given === undefined) return fallback;
  const { name, email, date } = given;
  if (typeof name !== 'string' || typeof email !== 'string') throw unprocessable(`${field} needs a name and an email.`);
  return { name, email, date: typeof date === 'string' ? date : timestamp(context.world) };
}

/**
 * Writes one change as a commit on a branch. `sha` is the blob that the client believes to replace.
 *
 * @throws {HubError} 422 when a file is there and no sha was given, 409 when it is another one or the branch has moved
 */
async function commitChange(
  context: RepositoryContext,
  changes: (path: string) => GitChanges,
): Promise<{ commit: string; branch: string }> {
  const { git, name, world, actor, fields } = context;
  const path = pathOf(context);
  demandWorkflows(context, path);
  const { branch, ref, tip } = await branchOf(context);
  const existing = await git.resolve(name, `${tip}:${path}`);
  const sha = fields.string('sha') ?? query(context, 'sha');
  if (existing?.type === 'tree') throw unprocessable(`${path} is a directory`);
  if (existing && !sha) throw unprocessable('Invalid request.\n\n"sha" wasn\'t supplied.');
  if (sha && existing?.oid !== sha) throw new HubError(409, `${path} does not match ${sha}`);
  const self = identityOf(world, actor.account);
  const author = identity(context, 'author', identity(context, 'committer', self));
  const commit = await git.commitChanges(name, {
    parent: tip,
    changes: changes(path),
    message: fields.string('message') ?? query(context, 'message') ?? '',
    author,
    committer: identity(context, 'committer', { name: 'GitHub', email: 'noreply@github.com', date: self.date }),
  });
  if (!(await git.moveRef(name, { ref, before: tip, after: commit }))) {
    throw new HubError(409, `is at another commit but expected ${tip}`);
  }
  await announcePush(context, actor, context.repository, { ref, before: tip, after: commit });
  return { commit, branch };
}

async function put(context: RepositoryContext): Promise<Answer> {
  const { git, name, fields } = context;
  fields.required('message');
  const encoded = fields.required('content').replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) throw unprocessable('content is not valid Base64');
  const contents = Buffer.from(encoded, 'base64');
  const path = pathOf(context);
  const tipBefore = await git.resolve(name, `${(await branchOf(context)).tip}:${path}`);
  const { commit, branch } = await commitChange(context, () => ({ additions: [{ path, contents }], deletions: [] }));
  const written = found(await git.resolve(name, `${commit}:${path}`));
  const content = contentCore(context, { path, ref: branch, type: 'file', sha: written.oid, size: contents.length });
  const info = found(await git.readCommit(name, commit));
  return json({ content, commit: gitCommitJson(context, info) }, tipBefore ? 200 : 201);
}

async function remove(context: RepositoryContext): Promise<Answer> {
  const { git, name } = context;
  const path = pathOf(context);
  found(await git.resolve(name, `${(await branchOf(context)).tip}:${path}`));
  const { commit } = await commitChange(context, () => ({ additions: [], deletions: [{ path }] }));
  return json({ content: null, commit: gitCommitJson(context, found(await git.readCommit(name, commit))) });
}

async function readme(context: RepositoryContext): Promise<Answer> {
  const { git, name, repository } = context;
  const ref = query(context, 'ref') ?? repository.defaultBranch;
  const tree = found(await git.resolve(name, `${ref}^{tree}`));
  const entry = (await git.listTree(name, tree.oid)).find(
    (one) => /^readme(\.|$)/i.test(one.name) && one.type === 'blob',
  );
  const { path, oid } = found(entry);
  return json(fileJson(context, path, ref, oid, await git.readBlob(name, oid)));
}

/** Files of a repository, to read and to write one at a time. */
export const contentRoutes: readonly Route[] = [
  repositoryRoute('GET /contents', 'contents:read', show),
  repositoryRoute('GET /contents/{path}', 'contents:read', show),
  repositoryRoute('PUT /contents/{path}', 'contents:write', put, { createsContent: true }),
  repositoryRoute('DELETE /contents/{path}', 'contents:write', remove, { createsContent: true }),
  repositoryRoute('GET /readme', 'contents:read', readme),
];
