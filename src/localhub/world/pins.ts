/** The issues that stand above a repository's list of issues. */
import { announce, issuesOf } from './issues.ts';
import { type Actor, HubError, type Issue, type Repository } from './types.ts';
import { timestamp, type World } from './world.ts';

/** What GitHub allows (https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/pinning-an-issue-to-your-repository). */
export const MAX_PINNED = 3;

/** The pinned issues of a repository, oldest issue first. */
export const pinnedIssuesOf = (world: World, repository: Repository): Issue[] =>
  issuesOf(world, repository).filter(({ pinnedAt }) => pinnedAt != null);

/**
 * Pins an issue. Throws 422 for a fourth one, and for one that is pinned already: what GitHub says to that is written nowhere, and
 * a refusal is the harder case for whoever asks. Emits `issues.pinned`.
 */
export function pinIssue(world: World, actor: Actor, args: { repository: Repository; issue: Issue }): Issue {
  const { repository, issue } = args;
  const pinned = pinnedIssuesOf(world, repository);
  if (pinned.includes(issue)) throw new HubError(422, 'Issue is already pinned');
  if (pinned.length >= MAX_PINNED) throw new HubError(422, `Maximum ${MAX_PINNED} pinned issues per repository`);
  world.issues.update(issue, { pinnedAt: timestamp(world) });
  announce(world, actor, issue, 'pinned');
  return issue;
}

/** Takes the pin off; one without stays as it is. Emits `issues.unpinned`. */
export function unpinIssue(world: World, actor: Actor, args: { issue: Issue }): Issue {
  const { issue } = args;
  if (issue.pinnedAt == null) return issue;
  world.issues.update(issue, { pinnedAt: null });
  announce(world, actor, issue, 'unpinned');
  return issue;
}
