import { type Answer, json } from '../http/answer.ts';
import { review as reviewJson } from '../representations/pulls.ts';
import { dismissReview, reviewsOf, submitReview } from '../world/reviews.ts';
import { HubError, type PullIssue, type Review } from '../world/types.ts';
import { found, listed, numberParameter, type RepositoryContext, type Route, repositoryRoute } from './context.ts';
import { thePull } from './pulls.ts';

const represent = ({ world, urls }: RepositoryContext, review: Review, issue: PullIssue) =>
  reviewJson(world, urls, review, issue);

function theReview(context: RepositoryContext, issue: PullIssue): Review {
  const review = context.world.reviews.get(numberParameter(context, 'review_id'));
  return found(review?.issueId === issue.id ? review : null);
}

/** Submits a review. Pending reviews and comments on lines are not known here, and are refused by name. */
function submit(context: RepositoryContext): Answer {
  const { world, actor, fields, request } = context;
  const issue = thePull(context);
  const event = fields.oneOf('event', ['APPROVE', 'REQUEST_CHANGES', 'COMMENT'] as const);
  if (event === undefined)
    throw new HubError(
      501,
      'The local hub knows no pending reviews; name the "event": APPROVE, REQUEST_CHANGES or COMMENT.',
    );
  if ((fields.objects('comments') ?? []).length > 0) {
    throw new HubError(501, 'The local hub knows no review comments on lines ("comments"); say it in the "body".');
  }
  const body = request.body.body === null ? undefined : fields.string('body');
  const commitSha = fields.string('commit_id');
  const review = submitReview(world, actor, {
    issue,
    event,
    ...(body === undefined ? {} : { body }),
    ...(commitSha === undefined ? {} : { commitSha }),
  });
  // 200 and not 201, which is what GitHub answers here.
  return json(represent(context, review, issue));
}

/** Reviews of pull requests. */
export const reviewRoutes: readonly Route[] = [
  repositoryRoute('GET /pulls/{pull_number}/reviews', 'pull_requests:read', (context) => {
    const issue = thePull(context);
    return listed(context, reviewsOf(context.world, issue), (one) => represent(context, one, issue));
  }),
  repositoryRoute('POST /pulls/{pull_number}/reviews', 'pull_requests:write', submit, {
    role: 'read',
    createsContent: true,
  }),
  repositoryRoute('GET /pulls/{pull_number}/reviews/{review_id}', 'pull_requests:read', (context) => {
    const issue = thePull(context);
    return json(represent(context, theReview(context, issue), issue));
  }),
  repositoryRoute(
    'PUT /pulls/{pull_number}/reviews/{review_id}/dismissals',
    'pull_requests:write',
    (context) => {
      const issue = thePull(context);
      const review = dismissReview(context.world, context.actor, {
        issue,
        review: theReview(context, issue),
        message: context.fields.required('message'),
      });
      return json(represent(context, review, issue));
    },
    { role: 'write' },
  ),
];
