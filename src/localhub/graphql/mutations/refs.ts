/** Branches and tags. */

import type { CreateRefInput, DeleteRefInput, UpdateRefInput } from '@octokit/graphql-schema';
import { announcePush, type MovedRef } from '../../git/announce-push.ts';
import type { Ref, Repository } from '../../world/types.ts';
import { GraphqlFault, unprocessable } from '../faults.ts';
import { thing } from '../fields.ts';
import { NO_OID } from '../git.ts';
import { refThing } from '../nouns/git-objects.ts';
import { nameWithOwner, repositoryOf } from '../nouns/lookup.ts';
import { refByNode, repositoryByNode } from '../nouns/nodes.ts';
import { type Act, demand, mutation } from './act.ts';

/**
 * Moves a ref and tells the world.
 *
 * @param refuse the error when the ref is no longer where the move starts
 */
export async function moveAndTell(
  act: Act,
  repository: Repository,
  move: MovedRef,
  refuse: () => Error,
): Promise<void> {
  if (!(await act.git.moveRef(nameWithOwner(act, repository), move))) throw refuse();
  await announcePush(act, act.actor, repository, move);
}

async function demandCommit(act: Act, repository: Repository, oid: string): Promise<void> {
  const object = /^[0-9a-f]{40}$/.test(oid) ? await act.git.resolve(nameWithOwner(act, repository), oid) : null;
  if (object === null) throw unprocessable(`Object does not exist: ${oid}`);
  if (object.type !== 'commit' && object.type !== 'tag')
    throw unprocessable(`${oid} is a ${object.type}; a ref needs a commit.`);
}

/** Somebody else was faster. */
const moved = (): GraphqlFault =>
  new GraphqlFault('STALE_DATA', 'The reference was moved by somebody else meanwhile. Read it again and retry.');

/** `createRef`. */
export const createRefMutation = mutation<CreateRefInput>(['repositoryId', 'name', 'oid'], async (input, act) => {
  const repository = repositoryByNode(act, input.repositoryId);
  demand(act, repository, ['contents']);
  const oid = String(input.oid);
  await demandCommit(act, repository, oid);
  const name = nameWithOwner(act, repository);
  if (!/^refs\/(heads|tags)\/./.test(input.name) || !(await act.git.isValidRefName(name, input.name))) {
    throw unprocessable(
      `${JSON.stringify(input.name)} is not a valid ref name; write for example "refs/heads/my-branch".`,
    );
  }
  await moveAndTell(act, repository, { ref: input.name, before: NO_OID, after: oid }, () =>
    unprocessable(`A ref named ${JSON.stringify(input.name)} already exists in the repository.`),
  );
  return { ref: refThing(act, repository, input.name) };
});

/** `updateRef`. */
export const updateRefMutation = mutation<UpdateRefInput>(['refId', 'oid', 'force'], async (input, act) => {
  const ref = refByNode(act, input.refId);
  const repository = repositoryOf(act, ref);
  demand(act, repository, ['contents']);
  const oid = String(input.oid);
  await demandCommit(act, repository, oid);
  const fastForward = await act.git.isAncestor(nameWithOwner(act, repository), ref.sha, oid);
  if (!input.force && !fastForward) throw unprocessable('Update is not a fast forward');
  if (ref.sha !== oid) await moveAndTell(act, repository, { ref: ref.name, before: ref.sha, after: oid }, moved);
  return { ref: thing('Ref', ref) };
});

/** `deleteRef`. */
export const deleteRefMutation = mutation<DeleteRefInput>(['refId'], async (input, act) => {
  const ref = refByNode(act, input.refId);
  const repository = repositoryOf(act, ref);
  demand(act, repository, ['contents']);
  await deleteRef(act, repository, ref);
  return {};
});

/** Deletes a ref and tells the world. The default branch stays. */
export async function deleteRef(act: Act, repository: Repository, ref: Ref): Promise<void> {
  if (ref.name === `refs/heads/${repository.defaultBranch}`) throw unprocessable('Cannot delete the default branch');
  await moveAndTell(act, repository, { ref: ref.name, before: ref.sha, after: NO_OID }, moved);
}
