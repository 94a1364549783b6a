/** Reviews of pull requests. */

import type {
  PullRequestReview as GhReview,
  PullRequestLatestOpinionatedReviewsArgs,
  PullRequestLatestReviewsArgs,
  PullRequestReviewsArgs,
} from '@octokit/graphql-schema';
import { hasRole } from '../../world/lookups.ts';
import { nodeId } from '../../world/node-ids.ts';
import { latestOpinionatedReviews } from '../../world/reviews.ts';
import type { PullIssue, Review } from '../../world/types.ts';
import { type Connection, connection, type PagingArgs } from '../connection.ts';
import type { Context } from '../context.ts';
import { type Fields, type Thing, takes, thing } from '../fields.ts';
import { commitThing } from './git-objects.ts';
import { actorThing, must, PAGING, page, repositoryOf, repositoryPath } from './lookup.ts';
import { authorAssociation, viewerDidAuthor } from './written.ts';

function canPush(context: Context, review: Review): boolean {
  const author = context.world.accounts.get(review.authorId);
  return author !== undefined && hasRole(context.world, repositoryOf(context, review), author, 'write');
}

/** The reviews of a pull request that the caller may see: a pending one is its author's alone. */
function reviewsOf(pull: PullIssue, context: Context): readonly Review[] {
  return context.world.reviews
    .where('issue', pull.id)
    .filter((review) => review.state !== 'PENDING' || review.authorId === context.actor.account.id);
}

function pageOf(
  reviews: readonly Review[],
  args: PagingArgs,
  field: string,
): Connection<Thing<'PullRequestReview', Review>> {
  return connection(args, {
    field,
    items: reviews,
    key: ({ id }) => id,
    node: (review) => thing('PullRequestReview', review),
  });
}

/** The newest review of each author, in the order of the reviews. */
function latestByAuthor(reviews: readonly Review[]): Review[] {
  const latest = new Map(reviews.map((review) => [review.authorId, review]));
  return reviews.filter((review) => latest.get(review.authorId) === review);
}

/** The connections of reviews that a pull request has. */
export const reviewConnections = {
  reviews: takes([...PAGING, 'states', 'author'], (pull: PullIssue, args: PullRequestReviewsArgs, context, field) =>
    pageOf(
      reviewsOf(pull, context)
        .filter(({ state }) => args.states == null || args.states.includes(state))
        .filter(({ authorId }) => args.author == null || context.world.accounts.get(authorId)?.login === args.author),
      args,
      field,
    ),
  ),
  latestReviews: takes([...PAGING], (pull: PullIssue, args: PullRequestLatestReviewsArgs, context, field) =>
    pageOf(latestByAuthor(reviewsOf(pull, context)), args, field),
  ),
  latestOpinionatedReviews: takes(
    [...PAGING, 'writersOnly'],
    (pull: PullIssue, args: PullRequestLatestOpinionatedReviewsArgs, context, field) =>
      pageOf(
        latestOpinionatedReviews(context.world, pull).filter((review) => !args.writersOnly || canPush(context, review)),
        args,
        field,
      ),
  ),
};

function pullOf(review: Review, context: Context): PullIssue {
  return must(context.world.issues.get(review.issueId), `issue ${review.issueId}`) as PullIssue;
}

function reviewPath(review: Review, context: Context): string {
  const { number } = pullOf(review, context);
  return `${repositoryPath(context, repositoryOf(context, review))}/pull/${number}#pullrequestreview-${review.id}`;
}

/** A review. */
export const reviewFields: Fields<GhReview, Review> = {
  id: (review) => nodeId('PullRequestReview', review.id),
  databaseId: (review) => review.id,
  fullDatabaseId: (review) => String(review.id),
  state: (review) => review.state,
  body: (review) => review.body,
  author: (review, context) => actorThing(context, review.authorId),
  authorAssociation,
  authorCanPushToRepository: (review, context) => canPush(context, review),
  commit: (review, context) => commitThing(repositoryOf(context, review), review.commitSha),
  submittedAt: (review) => (review.state === 'PENDING' ? null : review.submittedAt),
  createdAt: (review) => review.submittedAt,
  publishedAt: (review) => (review.state === 'PENDING' ? null : review.submittedAt),
  updatedAt: (review) => review.updatedAt,
  createdViaEmail: () => false,
  isMinimized: () => false,
  minimizedReason: () => null,
  pullRequest: (review, context) => thing('PullRequest', pullOf(review, context)),
  repository: (review, context) => thing('Repository', repositoryOf(context, review)),
  url: (review, context) => page(context, reviewPath(review, context)),
  resourcePath: reviewPath,
  viewerDidAuthor,
};
