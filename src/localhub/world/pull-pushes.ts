import { closingReferences } from './closing-keywords.ts';
import { closeIssue, findIssue } from './issues.ts';
import { fullName, isPull, repositoryById } from './lookups.ts';
import { addTimelineItem } from './timeline.ts';
import type { Actor, PullIssue, PullRequest, Push, Repository } from './types.ts';
import { emit, timestamp, type World } from './world.ts';

/** What a push to a branch does to the open pull requests from it and into it. `pushed` calls it. */
export function pullsAfterPush(world: World, actor: Actor, repository: Repository, branch: string, push: Push): void {
  for (const issue of openPulls(world, repository)) {
    if (issue.pullRequest.headRef === branch) synchronize(world, actor, repository, issue, push);
    else if (issue.pullRequest.baseRef === branch) baseMoved(world, actor, issue, push);
  }
}

/** What deleting a branch does to the open pull requests from it and into it: they are closed. */
export function pullsAfterDelete(world: World, actor: Actor, repository: Repository, branch: string): void {
  for (const issue of openPulls(world, repository)) {
    if (issue.pullRequest.headRef === branch) {
      addTimelineItem(world, actor, issue, { event: 'head_ref_deleted' });
      closeIssue(world, actor, { issue });
    } else if (issue.pullRequest.baseRef === branch) {
      closeIssue(world, actor, { issue });
    }
  }
}

/** Marks a pull request as merged by `sha` and emits `pull_request.closed`. */
export function markMerged(world: World, actor: Actor, issue: PullIssue, sha: string): void {
  const now = timestamp(world);
  world.issues.update(issue, {
    pullRequest: {
      ...issue.pullRequest,
      merged: true,
      mergedAt: now,
      mergedById: actor.account.id,
      mergeCommitSha: sha,
    },
  });
  addTimelineItem(world, actor, issue, { event: 'merged', commitSha: sha });
  closeIssue(world, actor, { issue, commitSha: sha });
}

/** Closes the issues that a merged pull request promised to close, when it went into the default branch. */
export function closeReferenced(world: World, actor: Actor, issue: PullIssue): void {
  const repository = repositoryById(world, issue.repositoryId);
  if (issue.pullRequest.baseRef !== repository.defaultBranch) return;
  closeMentioned(world, actor, repository, issue.body ?? '');
}

/** Closes the open issues (never pull requests) that a text promises to close. */
export function closeMentioned(
  world: World,
  actor: Actor,
  repository: Repository,
  text: string,
  commitSha?: string,
): void {
  for (const number of closingReferences(text, fullName(world, repository))) {
    const issue = findIssue(world, repository, number);
    if (issue === null || isPull(issue)) continue;
    closeIssue(world, actor, { issue, reason: 'completed', ...(commitSha === undefined ? {} : { commitSha }) });
  }
}

function synchronize(world: World, actor: Actor, repository: Repository, issue: PullIssue, push: Push): void {
  const now = timestamp(world);
  patchPull(world, issue, { headSha: push.after, mergeable: null });
  world.issues.update(issue, { updatedAt: now });
  if (push.forced) addTimelineItem(world, actor, issue, { event: 'head_ref_force_pushed', commitSha: push.after });
  emit(world, actor, {
    name: 'pull_request',
    action: 'synchronize',
    repository,
    subject: { issue },
    before: push.before,
    after: push.after,
  });
}

function baseMoved(world: World, actor: Actor, issue: PullIssue, push: Push): void {
  const { headSha } = issue.pullRequest;
  patchPull(world, issue, { baseSha: push.after, mergeable: null });
  // Someone merged by hand and pushed the result: GitHub notices that the head has arrived and marks the request merged.
  if (push.commits.some((commit) => commit.sha === headSha)) {
    markMerged(world, actor, issue, push.after);
    closeReferenced(world, actor, issue);
  }
}

function openPulls(world: World, repository: Repository): PullIssue[] {
  return world.issues.where('open', repository.id).filter(isPull);
}

function patchPull(world: World, issue: PullIssue, patch: Partial<PullRequest>): void {
  world.issues.update(issue, { pullRequest: { ...issue.pullRequest, ...patch } });
}
