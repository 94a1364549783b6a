import { blockedOf, blockersOf } from '../world/dependencies.ts';
import { accountById, associationOf, labelsOf, repositoryById } from '../world/lookups.ts';
import { nodeId } from '../world/node-ids.ts';
import { REACTIONS } from '../world/reactions.ts';
import { parentOf } from '../world/sub-issues.ts';
import type { Comment, Issue, JsonObject, Label, Milestone, Reaction, Urls } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { performedVia } from './apps.ts';
import { apiOf, issuePage, pageOf } from './links.ts';
import { userById } from './users.ts';

/** GitHub's `label`. */
export function label(world: World, urls: Urls, thing: Label): JsonObject {
  const repository = repositoryById(world, thing.repositoryId);
  return {
    id: thing.id,
    node_id: nodeId('Label', thing.id),
    url: `${apiOf(world, urls, repository)}/labels/${encodeURIComponent(thing.name)}`,
    name: thing.name,
    color: thing.color,
    default: thing.isDefault,
    description: thing.description,
  };
}

/** GitHub's `milestone`. */
export function milestone(world: World, urls: Urls, thing: Milestone): JsonObject {
  const repository = repositoryById(world, thing.repositoryId);
  const url = `${apiOf(world, urls, repository)}/milestones/${thing.number}`;
  const inside = world.issues.where('repository', repository.id).filter((one) => one.milestoneId === thing.id);
  return {
    url,
    html_url: `${pageOf(world, urls, repository)}/milestone/${thing.number}`,
    labels_url: `${url}/labels`,
    id: thing.id,
    node_id: nodeId('Milestone', thing.id),
    number: thing.number,
    title: thing.title,
    description: thing.description,
    creator: userById(world, urls, thing.creatorId),
    open_issues: inside.filter((one) => one.state === 'open').length,
    closed_issues: inside.filter((one) => one.state === 'closed').length,
    state: thing.state,
    created_at: thing.createdAt,
    updated_at: thing.updatedAt,
    due_on: thing.dueOn,
    closed_at: thing.closedAt,
  };
}

/** The milestone of an issue, or null. */
export function milestoneOf(world: World, urls: Urls, issue: Issue): JsonObject | null {
  const thing = issue.milestoneId === null ? undefined : world.milestones.get(issue.milestoneId);
  return thing === undefined ? null : milestone(world, urls, thing);
}

/** GitHub's `issue`. A pull request has a `pull_request` part with its addresses, as in the issues API. */
export function issue(world: World, urls: Urls, thing: Issue): JsonObject {
  const repository = repositoryById(world, thing.repositoryId);
  const api = apiOf(world, urls, repository);
  const url = `${api}/issues/${thing.number}`;
  const pull = thing.pullRequest;
  const assignees = thing.assigneeIds.map((id) => userById(world, urls, id));
  const children = world.issues.where('parent', thing.id);
  const completed = children.filter((one) => one.state === 'closed').length;
  return {
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: issuePage(world, urls, thing),
    id: thing.id,
    node_id: pull === null ? nodeId('Issue', thing.id) : nodeId('PullRequest', pull.id),
    number: thing.number,
    title: thing.title,
    user: userById(world, urls, thing.authorId),
    labels: labelsOf(world, thing).map((one) => label(world, urls, one)),
    state: thing.state,
    locked: thing.locked,
    assignee: assignees[0] ?? null,
    assignees,
    milestone: milestoneOf(world, urls, thing),
    comments: thing.commentCount,
    created_at: thing.createdAt,
    updated_at: thing.updatedAt,
    closed_at: thing.closedAt,
    author_association: associationOf(world, repository, accountById(world, thing.authorId)),
    sub_issues_summary: {
      total: children.length,
      completed,
      percent_completed: children.length === 0 ? 0 : Math.floor((completed * 100) / children.length),
    },
    ...parentUrl(world, urls, thing),
    issue_dependencies_summary: dependenciesSummary(world, thing),
    active_lock_reason: null,
    ...(pull === null
      ? {}
      : {
          draft: pull.draft,
          pull_request: {
            url: `${api}/pulls/${thing.number}`,
            html_url: issuePage(world, urls, thing),
            diff_url: `${issuePage(world, urls, thing)}.diff`,
            patch_url: `${issuePage(world, urls, thing)}.patch`,
            merged_at: pull.mergedAt,
          },
        }),
    body: thing.body,
    reactions: reactionRollup(world, `${url}/reactions`, `issue/${thing.id}`),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: performedVia(world, urls, thing.performedViaAppId),
    state_reason: thing.stateReason,
  };
}

/** Where REST tells of the issue that it is a sub-issue of; without a parent GitHub leaves the field out. */
function parentUrl(world: World, urls: Urls, thing: Issue): JsonObject {
  const parent = parentOf(world, thing);
  if (parent === null) return {};
  const api = apiOf(world, urls, repositoryById(world, parent.repositoryId));
  return { parent_issue_url: `${api}/issues/${parent.number}` };
}

/** How many issues it waits for and keeps waiting: those that are open, and all. */
function dependenciesSummary(world: World, thing: Issue): JsonObject {
  const [blockers, blocked] = [blockersOf(world, thing), blockedOf(world, thing)];
  return {
    blocked_by: blockers.filter((one) => one.state === 'open').length,
    blocking: blocked.filter((one) => one.state === 'open').length,
    total_blocked_by: blockers.length,
    total_blocking: blocked.length,
  };
}

/** GitHub's `issue` with `closed_by`, which only the answer for a single issue has. */
export function fullIssue(world: World, urls: Urls, thing: Issue): JsonObject {
  return { ...issue(world, urls, thing), closed_by: userById(world, urls, thing.closedById) };
}

/** GitHub's `issue-comment`. */
export function issueComment(world: World, urls: Urls, thing: Comment, about: Issue): JsonObject {
  const repository = repositoryById(world, thing.repositoryId);
  const api = apiOf(world, urls, repository);
  const url = `${api}/issues/comments/${thing.id}`;
  return {
    url,
    html_url: `${issuePage(world, urls, about)}#issuecomment-${thing.id}`,
    issue_url: `${api}/issues/${about.number}`,
    id: thing.id,
    node_id: nodeId('IssueComment', thing.id),
    user: userById(world, urls, thing.authorId),
    created_at: thing.createdAt,
    updated_at: thing.updatedAt,
    body: thing.body,
    author_association: associationOf(world, repository, accountById(world, thing.authorId)),
    reactions: reactionRollup(world, `${url}/reactions`, `comment/${thing.id}`),
    performed_via_github_app: performedVia(world, urls, thing.performedViaAppId),
  };
}

/** GitHub's `reaction`. */
export function reaction(world: World, urls: Urls, thing: Reaction): JsonObject {
  return {
    id: thing.id,
    node_id: nodeId('Reaction', thing.id),
    user: userById(world, urls, thing.accountId),
    content: thing.content,
    created_at: thing.createdAt,
  };
}

function reactionRollup(world: World, url: string, subject: string): JsonObject {
  const reactions = world.reactions.where('subject', subject);
  const counts = REACTIONS.map((content) => [content, reactions.filter((one) => one.content === content).length]);
  return { url, total_count: reactions.length, ...Object.fromEntries(counts) };
}
