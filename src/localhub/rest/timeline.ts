import { performedVia } from '../representations/apps.ts';
import { issueComment } from '../representations/issues.ts';
import { review as reviewJson } from '../representations/pulls.ts';
import { simpleUser, userById } from '../representations/users.ts';
import { isPull } from '../world/lookups.ts';
import { nodeId } from '../world/node-ids.ts';
import { timelineOf } from '../world/timeline.ts';
import type { Issue, JsonObject, TimelineItem } from '../world/types.ts';
import { listed, type RepositoryContext, type Route, repositoryRoute } from './context.ts';
import { theIssue } from './issues.ts';

/** GitHub shows these in the timeline of an issue but not among its events. */
const notEvents: ReadonlySet<TimelineItem['event']> = new Set(['commented', 'reviewed']);

function itemJson(context: RepositoryContext, issue: Issue, item: TimelineItem): JsonObject | null {
  const { world, urls, name } = context;
  if (item.event === 'commented') {
    const comment = world.comments.get(item.subjectId ?? -1);
    return comment
      ? { ...issueComment(world, urls, comment, issue), event: 'commented', actor: userById(world, urls, item.actorId) }
      : null;
  }
  if (item.event === 'reviewed') {
    const review = world.reviews.get(item.subjectId ?? -1);
    return review && isPull(issue) ? { ...reviewJson(world, urls, review, issue), event: 'reviewed' } : null;
  }
  const account = item.subjectId === undefined ? undefined : world.accounts.get(item.subjectId);
  return {
    id: item.id,
    node_id: nodeId('TimelineItem', item.id),
    url: `${urls.api}/repos/${name}/issues/events/${item.id}`,
    actor: userById(world, urls, item.actorId),
    event: item.event,
    commit_id: item.commitSha ?? null,
    commit_url: item.commitSha === undefined ? null : `${urls.api}/repos/${name}/commits/${item.commitSha}`,
    created_at: item.createdAt,
    performed_via_github_app: performedVia(world, urls, item.performedViaAppId),
    ...(item.label ? { label: { name: item.label.name, color: item.label.color } } : {}),
    ...(item.rename ? { rename: item.rename } : {}),
    ...(item.event === 'closed' ? { state_reason: item.stateReason ?? null } : {}),
    ...(/assigned$/.test(item.event) && account
      ? { assignee: simpleUser(urls, account), assigner: userById(world, urls, item.actorId) }
      : {}),
    ...milestonePart(item),
    ...dismissedPart(context, item),
  };
}

/** The world does not keep which milestone it was, and says so by an empty title. */
const milestonePart = (item: TimelineItem): JsonObject =>
  /milestoned$/.test(item.event) ? { milestone: { title: '' } } : {};

function dismissedPart({ world }: RepositoryContext, item: TimelineItem): JsonObject {
  const review = item.event === 'review_dismissed' ? world.reviews.get(item.subjectId ?? -1) : undefined;
  return review
    ? { dismissed_review: { state: review.state.toLowerCase(), review_id: review.id, dismissal_message: null } }
    : {};
}

function list(context: RepositoryContext, keep: (item: TimelineItem) => boolean) {
  const issue = theIssue(context);
  const items = timelineOf(context.world, issue)
    .filter(keep)
    .map((item) => itemJson(context, issue, item))
    .filter((one) => one !== null);
  return listed(context, items, (one) => one);
}

/** What happened to an issue or pull request, in order. */
export const timelineRoutes: readonly Route[] = [
  repositoryRoute('GET /issues/{issue_number}/timeline', 'issues|pull_requests:read', (context) =>
    list(context, () => true),
  ),
  repositoryRoute('GET /issues/{issue_number}/events', 'issues|pull_requests:read', (context) =>
    list(context, (item) => !notEvents.has(item.event)),
  ),
];
