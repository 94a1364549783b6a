import { rollupOf } from './checks.ts';
import { repositoryById } from './lookups.ts';
import { approvalsOf, latestOpinionatedReviews } from './reviews.ts';
import type { BranchProtection, PullIssue } from './types.ts';
import type { World } from './world.ts';

/** GitHub's `mergeable_state` (REST) and, in upper case, `mergeStateStatus` (GraphQL). */
export type MergeState = 'clean' | 'dirty' | 'blocked' | 'behind' | 'unstable' | 'draft' | 'unknown';

/** What stands between an open pull request and its merge, derived from what the world knows now. */
export function mergeStateOf(world: World, issue: PullIssue): MergeState {
  const pull = issue.pullRequest;
  if (issue.state === 'closed' || pull.mergeable === null) return 'unknown';
  if (!pull.mergeable) return 'dirty';
  if (pull.draft) return 'draft';
  if (protectionRefusal(world, issue) !== null) return 'blocked';
  const rollup = rollupOf(world, repositoryById(world, issue.repositoryId), pull.headSha);
  return rollup !== null && rollup.state !== 'SUCCESS' ? 'unstable' : 'clean';
}

/** The sentence with which branch protection refuses the merge, or null when it does not. */
export function protectionRefusal(world: World, issue: PullIssue): string | null {
  const protection = protectionOf(world, issue);
  if (protection === null) return null;
  if (latestOpinionatedReviews(world, issue).some((review) => review.state === 'CHANGES_REQUESTED')) {
    if (protection.requiredApprovingReviewCount > 0) return 'Changes have been requested.';
  }
  const missing = protection.requiredApprovingReviewCount - approvalsOf(world, issue).length;
  if (missing > 0) {
    const count = protection.requiredApprovingReviewCount;
    return `At least ${count} approving review${count === 1 ? ' is' : 's are'} required by reviewers with write access.`;
  }
  for (const context of protection.requiredStatusChecks) {
    const state = contextState(world, issue, context);
    if (state === null) return `Required status check "${context}" is expected.`;
    if (state !== 'SUCCESS') {
      return `Required status check "${context}" is ${state === 'PENDING' ? 'in progress' : 'failing'}.`;
    }
  }
  return null;
}

/** GraphQL's `reviewDecision`: null where no review is required. */
export function reviewDecisionOf(
  world: World,
  issue: PullIssue,
): 'APPROVED' | 'CHANGES_REQUESTED' | 'REVIEW_REQUIRED' | null {
  const protection = protectionOf(world, issue);
  if (protection === null || protection.requiredApprovingReviewCount === 0) return null;
  if (latestOpinionatedReviews(world, issue).some((review) => review.state === 'CHANGES_REQUESTED')) {
    return 'CHANGES_REQUESTED';
  }
  return approvalsOf(world, issue).length >= protection.requiredApprovingReviewCount ? 'APPROVED' : 'REVIEW_REQUIRED';
}

function protectionOf(world: World, issue: PullIssue): BranchProtection | null {
  const { branchProtections } = repositoryById(world, issue.repositoryId);
  return branchProtections.find((one) => one.branch === issue.pullRequest.baseRef) ?? null;
}

function contextState(world: World, issue: PullIssue, context: string): string | null {
  const rollup = rollupOf(world, repositoryById(world, issue.repositoryId), issue.pullRequest.headSha);
  return rollup?.contexts.find((one) => one.name === context)?.state ?? null;
}
