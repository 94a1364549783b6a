/** Which issue waits for which: GitHub's issue dependencies. */
import { repositoryById } from './lookups.ts';
import { type Actor, HubError, type Issue } from './types.ts';
import { emit, timestamp, type World } from './world.ts';

/** What GitHub allows in each direction (https://github.blog/changelog/2025-08-21-dependencies-on-issues/). */
export const MAX_DEPENDENCIES = 50;

const refused = (why: string): HubError =>
  new HubError(422, `An error occurred while adding the blocking issue to the issue. Validation failed: ${why}`);

const named = (world: World, ids: readonly number[] | undefined): Issue[] =>
  (ids ?? []).flatMap((id) => world.issues.get(id) ?? []);

/** The issues that have to be closed before an issue, in the order in which they were named; closed ones too. */
export const blockersOf = (world: World, issue: Issue): Issue[] => named(world, issue.blockedByIds);

/** The issues that wait for an issue, in the order in which they were named. */
export const blockedOf = (world: World, issue: Issue): Issue[] => named(world, issue.blockingIds);

/**
 * Says that `issue` waits for `blocker`. Throws 422 for a pull request on either side, an issue that waits for itself, what is said already, and
 * more than GitHub keeps. A circle of several issues is let stand: nothing that GitHub publishes says that it refuses one.
 * Emits `issue_dependencies.blocked_by_added` and `issue_dependencies.blocking_added`.
 */
export function addBlockedBy(world: World, actor: Actor, args: { issue: Issue; blocker: Issue }): Issue {
  const { issue, blocker } = args;
  const [blockedBy, blocking] = [issue.blockedByIds ?? [], blocker.blockingIds ?? []];
  if (issue.pullRequest !== null) throw refused('Source issue may only be an issue');
  if (blocker.pullRequest !== null) throw refused('Target issue may only be an issue');
  if (issue.id === blocker.id) throw refused('Target issue cannot be the same as the source issue');
  if (blockedBy.includes(blocker.id)) throw refused('Target issue has already been taken');
  if (blockedBy.length >= MAX_DEPENDENCIES)
    throw refused(`Source issue cannot be blocked by more than ${MAX_DEPENDENCIES} issues`);
  if (blocking.length >= MAX_DEPENDENCIES)
    throw refused(`Target issue cannot block more than ${MAX_DEPENDENCIES} issues`);
  world.issues.update(issue, { blockedByIds: [...blockedBy, blocker.id], updatedAt: timestamp(world) });
  world.issues.update(blocker, { blockingIds: [...blocking, issue.id], updatedAt: timestamp(world) });
  announce(world, actor, issue, blocker, 'added');
  return issue;
}

/** Takes that back. What was never said changes nothing. Emits the two `issue_dependencies.…_removed`. */
export function removeBlockedBy(world: World, actor: Actor, args: { issue: Issue; blocker: Issue }): Issue {
  const { issue, blocker } = args;
  const blockedBy = issue.blockedByIds ?? [];
  if (!blockedBy.includes(blocker.id)) return issue;
  world.issues.update(issue, {
    blockedByIds: blockedBy.filter((id) => id !== blocker.id),
    updatedAt: timestamp(world),
  });
  world.issues.update(blocker, {
    blockingIds: (blocker.blockingIds ?? []).filter((id) => id !== issue.id),
    updatedAt: timestamp(world),
  });
  announce(world, actor, issue, blocker, 'removed');
  return issue;
}

/** GitHub tells both repositories. */
function announce(world: World, actor: Actor, issue: Issue, blockingIssue: Issue, what: 'added' | 'removed'): void {
  const subject = { issue, blockingIssue };
  const of = ({ repositoryId }: Issue) => repositoryById(world, repositoryId);
  emit(world, actor, { name: 'issue_dependencies', action: `blocked_by_${what}`, repository: of(issue), subject });
  emit(world, actor, {
    name: 'issue_dependencies',
    action: `blocking_${what}`,
    repository: of(blockingIssue),
    subject,
  });
}
