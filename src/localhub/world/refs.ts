import { requestSuites } from './checks.ts';
import { ZERO_SHA } from './lookups.ts';
import { closeMentioned, pullsAfterDelete, pullsAfterPush } from './pull-pushes.ts';
import type { Actor, CommitInfo, Push, Ref, Repository } from './types.ts';
import { emit, nextId, timestamp, type World } from './world.ts';

export { refSha, ZERO_SHA } from './lookups.ts';

/**
 * Tells the world that a ref moved, appeared (`before` forty zeros) or went (`after` forty zeros): by git push, by the
 * refs API, by the contents API. The git side has done it already.
 * Emits `create` or `delete`, then `push`, then what follows: `check_suite.requested` for each App that may write checks,
 * `pull_request.synchronize` or `closed`, `issues.closed` for closing keywords in commits on the default branch.
 */
export function pushed(world: World, actor: Actor, args: Push & { repository: Repository }): void {
  const { repository, ...push } = args;
  const now = timestamp(world);
  const existing = world.refs.where('name', `${repository.id}/${push.ref}`)[0];
  const created = push.before === ZERO_SHA;
  const deleted = push.after === ZERO_SHA;
  if (deleted) {
    if (existing !== undefined) world.refs.remove(existing);
  } else if (existing === undefined) {
    world.refs.add({ id: nextId(world), repositoryId: repository.id, name: push.ref, sha: push.after });
  } else {
    world.refs.update(existing, { sha: push.after });
  }
  for (const commit of push.commits) rememberCommit(world, repository, commit);
  world.repositories.update(repository, { pushedAt: now, updatedAt: now });

  const [, kind, name] = /^refs\/(heads|tags)\/(.+)$/.exec(push.ref) ?? [];
  // Refs outside heads and tags (refs/notes/…) are stored, but GitHub announces nothing for them.
  if (kind === undefined || name === undefined) return;
  const subject = { ref: { name, type: kind === 'heads' ? ('branch' as const) : ('tag' as const) } };
  if (created) emit(world, actor, { name: 'create', action: null, repository, subject });
  if (deleted) emit(world, actor, { name: 'delete', action: null, repository, subject });
  emit(world, actor, { name: 'push', action: null, repository, subject: { push } });
  if (kind === 'tags') return;
  if (deleted) {
    pullsAfterDelete(world, actor, repository, name);
    return;
  }
  requestSuites(world, actor, { repository, branch: name, before: push.before, headSha: push.after });
  pullsAfterPush(world, actor, repository, name, push);
  if (name !== repository.defaultBranch) return;
  for (const commit of push.commits) closeMentioned(world, actor, repository, commit.message, commit.sha);
}

/** Stores what a commit says, so that suites and runs on it can show it. A commit that is known stays as it is. */
export function rememberCommit(world: World, repository: Repository, commit: CommitInfo): void {
  if (world.commits.where('sha', `${repository.id}/${commit.sha}`).length > 0) return;
  world.commits.add({ ...commit, id: nextId(world), repositoryId: repository.id });
}

/** The ref of this full name (`refs/heads/main`), or null. */
export function findRef(world: World, repository: Repository, name: string): Ref | null {
  return world.refs.where('name', `${repository.id}/${name}`)[0] ?? null;
}

/** All branches and tags, oldest first. */
export function refsOf(world: World, repository: Repository): readonly Ref[] {
  return world.refs.where('repository', repository.id);
}
