/** Reviews of pull requests. */

import type { AddPullRequestReviewInput, DismissPullRequestReviewInput } from '@octokit/graphql-schema';
import { dismissReview, submitReview } from '../../world/reviews.ts';
import type { PullIssue, Review } from '../../world/types.ts';
import { cursorOf } from '../connection.ts';
import { notFound, notImplemented } from '../faults.ts';
import { thing } from '../fields.ts';
import { must, repositoryOf } from '../nouns/lookup.ts';
import { nodeNamed, pullByNode } from '../nouns/nodes.ts';
import { demand, demandToSpeak, mutation } from './act.ts';

/** `addPullRequestReview`, submitted at once: comments on lines and pending reviews are unknown here. */
export const addReviewMutation = mutation<AddPullRequestReviewInput>(
  ['pullRequestId', 'event', 'body', 'commitOID'],
  (input, act) => {
    const issue = pullByNode(act, input.pullRequestId);
    demandToSpeak(act, repositoryOf(act, issue), ['pull_requests']);
    if (input.event == null || input.event === 'DISMISS') {
      throw notImplemented(`Mutation.${act.name}(input: {event: ${input.event ?? 'null, a pending review'}})`);
    }
    const review = submitReview(act.world, act.actor, {
      issue,
      event: input.event,
      ...(input.body != null && { body: input.body }),
      ...(input.commitOID != null && { commitSha: String(input.commitOID) }),
    });
    return {
      pullRequestReview: thing('PullRequestReview', review),
      reviewEdge: {
        node: thing('PullRequestReview', review),
        cursor: cursorOf(review.id),
      },
    };
  },
);

/** `dismissPullRequestReview`. */
export const dismissReviewMutation = mutation<DismissPullRequestReviewInput>(
  ['pullRequestReviewId', 'message'],
  (input, act) => {
    const node = nodeNamed(act, input.pullRequestReviewId);
    if (node.__typename !== 'PullRequestReview') {
      throw notFound(
        `Could not resolve to PullRequestReview node with the global id of '${input.pullRequestReviewId}'.`,
      );
    }
    const review = node.row as Review;
    demand(act, repositoryOf(act, review), ['pull_requests']);
    const issue = must(act.world.issues.get(review.issueId), `issue ${review.issueId}`) as PullIssue;
    dismissReview(act.world, act.actor, { issue, review, message: input.message });
    return { pullRequestReview: thing('PullRequestReview', review) };
  },
);
