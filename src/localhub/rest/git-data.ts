import { announcePush } from '../git/announce-push.ts';
import { NO_OID } from '../graphql/git.ts';
import { type Answer, json, noContent } from '../http/answer.ts';
import { HubError, notFound } from '../world/types.ts';
import {
  alsoNeeds,
  found,
  listed,
  parameter,
  query,
  type RepositoryContext,
  type Route,
  repositoryRoute,
  unprocessable,
} from './context.ts';
import { blobJson, gitCommitJson, refJson, treeJson } from './git-representations.ts';

/** The full name of the ref in the path, which leaves out `refs/`. */
const refInPath = (context: RepositoryContext): string => `refs/${parameter(context, 'ref')}`;

async function showRef(context: RepositoryContext, ref: string, sha: string) {
  const object = await context.git.resolve(context.name, sha);
  return refJson(context, ref, sha, object?.type);
}

/** Moves a ref in git and tells the world. False when it was not at `before`. */
async function move(context: RepositoryContext, ref: string, before: string, after: string): Promise<boolean> {
  if (!(await context.git.moveRef(context.name, { ref, before, after }))) return false;
  await announcePush(context, context.actor, context.repository, { ref, before, after });
  return true;
}

/** A ref may point to a commit, or to a tag of one. Commits that bring workflow files need the permission for them. */
async function demandTarget(context: RepositoryContext, sha: string): Promise<void> {
  const object = /^[0-9a-f]{40}$/.test(sha) ? await context.git.resolve(context.name, sha) : null;
  if (object === null) throw unprocessable('Object does not exist');
  if (object.type !== 'commit' && object.type !== 'tag')
    throw unprocessable(`Reference cannot point at a ${object.type}`);
}

async function create(context: RepositoryContext): Promise<Answer> {
  const ref = context.fields.required('ref');
  const sha = context.fields.required('sha');
  if (!/^refs\/(heads|tags)\/./.test(ref) || !(await context.git.isValidRefName(context.name, ref))) {
    throw unprocessable(
      `Reference name must start with 'refs/heads/' or 'refs/tags/' and be valid; ${JSON.stringify(ref)} is not.`,
    );
  }
  await demandTarget(context, sha);
  if (!(await move(context, ref, NO_OID, sha))) throw unprocessable('Reference already exists');
  const body = await showRef(context, ref, sha);
  return json(body, 201, { location: String(body.url) });
}

async function update(context: RepositoryContext): Promise<Answer> {
  const { git, name, fields } = context;
  const ref = refInPath(context);
  const sha = fields.required('sha');
  await demandTarget(context, sha);
  const before = await git.readRef(name, ref);
  if (before === null) throw unprocessable('Reference does not exist');
  if (!fields.boolean('force') && !(await git.isAncestor(name, before, sha)))
    throw unprocessable('Update is not a fast forward');
  if (before !== sha && !(await move(context, ref, before, sha))) throw unprocessable('Update is not a fast forward');
  return json(await showRef(context, ref, sha));
}

async function remove(context: RepositoryContext): Promise<Answer> {
  const ref = refInPath(context);
  const before = await context.git.readRef(context.name, ref);
  if (before === null) throw unprocessable('Reference does not exist');
  if (ref === `refs/heads/${context.repository.defaultBranch}`) throw unprocessable('Cannot delete the default branch');
  if (!(await move(context, ref, before, NO_OID)))
    throw new HubError(409, 'Reference was moved meanwhile; read it again.');
  return noContent;
}

async function tree(context: RepositoryContext): Promise<Answer> {
  const { git, name } = context;
  const object = found(await git.resolve(name, `${parameter(context, 'tree_sha')}^{tree}`));
  return json(
    treeJson(context, object.oid, await git.listTree(name, object.oid, query(context, 'recursive') !== null)),
  );
}

/** The git data API: refs to read and to move, objects to read. */
export const gitDataRoutes: readonly Route[] = [
  repositoryRoute('GET /git/ref/{ref}', 'contents:read', async (context) => {
    const ref = refInPath(context);
    return json(await showRef(context, ref, found(await context.git.readRef(context.name, ref))));
  }),
  repositoryRoute('GET /git/matching-refs/{ref}', 'contents:read', async (context) => {
    const all = [...(await context.git.listRefs(context.name))].filter(([ref]) => ref.startsWith(refInPath(context)));
    return listed(context, all, ([ref, sha]) => refJson(context, ref, sha));
  }),
  repositoryRoute('POST /git/refs', 'contents:write', create),
  repositoryRoute('PATCH /git/refs/{ref}', 'contents:write', update),
  repositoryRoute('DELETE /git/refs/{ref}', 'contents:write', remove),
  repositoryRoute('GET /git/trees/{tree_sha}', 'contents:read', tree),
  repositoryRoute('GET /git/blobs/{file_sha}', 'contents:read', async (context) => {
    const { git, name } = context;
    const object = found(await git.resolve(name, parameter(context, 'file_sha')));
    if (object.type !== 'blob') throw notFound();
    return json(blobJson(context, object.oid, await git.readBlob(name, object.oid)));
  }),
  repositoryRoute('GET /git/commits/{commit_sha}', 'contents:read', async (context) => {
    const sha = parameter(context, 'commit_sha');
    if (!/^[0-9a-f]{40}$/.test(sha))
      throw unprocessable('The SHA parameter must be exactly 40 characters and contain only [0-9a-f].');
    return json(gitCommitJson(context, found(await context.git.readCommit(context.name, sha))));
  }),
];

/** Refuses an App or a job that writes workflow files without the permission for them; people may. */
export function demandWorkflows(context: RepositoryContext, path: string): void {
  if (context.actor.via === 'user' || !path.startsWith('.github/workflows/')) return;
  alsoNeeds(context, 'workflows', 'write');
}
