import { hasRole, repositoryById } from './lookups.ts';
import { addTimelineItem } from './timeline.ts';
import { type Actor, HubError, type PullIssue, type Review } from './types.ts';
import { emit, nextId, timestamp, type World } from './world.ts';

/** What a reviewer can say, in REST's spelling. */
export type ReviewEvent = 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT';

const STATES = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const;

/**
 * Submits a review bound to `commitSha` (default: the head). Throws 422 when the author approves or refuses their own
 * pull request, when a body is missing where GitHub wants one, or when GITHUB_TOKEN approves without being allowed to.
 * Emits `pull_request_review.submitted`.
 */
export function submitReview(
  world: World,
  actor: Actor,
  args: { issue: PullIssue; event: ReviewEvent; body?: string; commitSha?: string },
): Review {
  const { issue, event, body = '' } = args;
  const repository = repositoryById(world, issue.repositoryId);
  const refuse = (why: string): HubError => new HubError(422, 'Unprocessable Entity', [why]);
  if (event !== 'COMMENT' && actor.account.id === issue.authorId) {
    const act = event === 'APPROVE' ? 'approve' : 'request changes on';
    throw refuse(`Can not ${act} your own pull request`);
  }
  if (event !== 'APPROVE' && body.trim() === '') throw refuse("Body can't be blank");
  if (
    event === 'APPROVE' &&
    actor.via === 'github_token' &&
    !repository.settings.actionsMayCreateAndApprovePullRequests
  ) {
    throw refuse('GitHub Actions is not permitted to approve pull requests.');
  }
  const now = timestamp(world);
  const review = world.reviews.add({
    id: nextId(world),
    repositoryId: issue.repositoryId,
    issueId: issue.id,
    authorId: actor.account.id,
    state: STATES[event],
    body,
    commitSha: args.commitSha ?? issue.pullRequest.headSha,
    submittedAt: now,
    updatedAt: now,
  });
  world.issues.update(issue, {
    updatedAt: now,
    pullRequest: {
      ...issue.pullRequest,
      requestedReviewerIds: issue.pullRequest.requestedReviewerIds.filter((id) => id !== actor.account.id),
    },
  });
  addTimelineItem(world, actor, issue, { event: 'reviewed', subjectId: review.id });
  emit(world, actor, { name: 'pull_request_review', action: 'submitted', repository, subject: { issue, review } });
  return review;
}

/** Dismisses an approval or a refusal. Throws 422 for any other review. Emits `pull_request_review.dismissed`. */
export function dismissReview(
  world: World,
  actor: Actor,
  args: { issue: PullIssue; review: Review; message: string },
): Review {
  const { issue, review } = args;
  if (review.state !== 'APPROVED' && review.state !== 'CHANGES_REQUESTED') {
    throw new HubError(422, 'Unprocessable Entity', [
      `Can not dismiss a ${review.state.toLowerCase()} pull request review`,
    ]);
  }
  if (args.message.trim() === '') throw new HubError(422, 'Unprocessable Entity', ["Message can't be blank"]);
  world.reviews.update(review, { state: 'DISMISSED', updatedAt: timestamp(world) });
  addTimelineItem(world, actor, issue, { event: 'review_dismissed', subjectId: review.id });
  emit(world, actor, {
    name: 'pull_request_review',
    action: 'dismissed',
    repository: repositoryById(world, issue.repositoryId),
    subject: { issue, review },
  });
  return review;
}

/** The reviews of a pull request, oldest first. */
export function reviewsOf(world: World, issue: PullIssue): readonly Review[] {
  return world.reviews.where('issue', issue.id);
}

/** The latest approval, refusal or dismissed review of each reviewer; comments do not count. Oldest first. */
export function latestOpinionatedReviews(world: World, issue: PullIssue): Review[] {
  const latest = new Map<number, Review>();
  for (const review of reviewsOf(world, issue)) {
    if (review.state === 'COMMENTED' || review.state === 'PENDING') continue;
    latest.delete(review.authorId);
    latest.set(review.authorId, review);
  }
  return [...latest.values()];
}

/** The approvals that count for branch protection: the latest opinion of reviewers with write access. */
export function approvalsOf(world: World, issue: PullIssue): Review[] {
  const repository = repositoryById(world, issue.repositoryId);
  return latestOpinionatedReviews(world, issue).filter((review) => {
    const author = world.accounts.get(review.authorId);
    return review.state === 'APPROVED' && author !== undefined && hasRole(world, repository, author, 'write');
  });
}
