import type { Actor, CommitStatus, Repository } from './types.ts';
import { emit, nextId, timestamp, type World } from './world.ts';

/** Sets a commit status. Older ones of the same context stay in the history. Emits `status`. */
export function setStatus(
  world: World,
  actor: Actor,
  args: {
    repository: Repository;
    sha: string;
    state: CommitStatus['state'];
    /** Default `default`, as on GitHub. */
    context?: string;
    description?: string | null;
    targetUrl?: string | null;
  },
): CommitStatus {
  const now = timestamp(world);
  const status = world.statuses.add({
    id: nextId(world),
    repositoryId: args.repository.id,
    sha: args.sha,
    context: args.context ?? 'default',
    state: args.state,
    description: args.description ?? null,
    targetUrl: args.targetUrl ?? null,
    creatorId: actor.account.id,
    createdAt: now,
    updatedAt: now,
  });
  emit(world, actor, { name: 'status', action: null, repository: args.repository, subject: { status } });
  return status;
}

/** Every status ever set on a commit, oldest first. */
export function statusHistory(world: World, repository: Repository, sha: string): readonly CommitStatus[] {
  return world.statuses.where('sha', `${repository.id}/${sha}`);
}

/** The newest status of each context on a commit. */
export function statusesFor(world: World, repository: Repository, sha: string): CommitStatus[] {
  const latest = new Map<string, CommitStatus>();
  for (const status of statusHistory(world, repository, sha)) latest.set(status.context, status);
  return [...latest.values()];
}
