import { addLabels } from './labels.ts';
import { appOf, hasRole, repositoryById } from './lookups.ts';
import { announceMilestone } from './milestones.ts';
import { addSubIssue, checkSubIssue } from './sub-issues.ts';
import { addTimelineItem } from './timeline.ts';
import {
  type Account,
  type Actor,
  type HubError,
  type Issue,
  type IssueStateReason,
  type JsonObject,
  type Milestone,
  type Repository,
  validationFailed,
} from './types.ts';
import { emit, nextId, timestamp, type World } from './world.ts';

/** What an issue can be opened with. */
export interface NewIssue {
  repository: Repository;
  title: string;
  body?: string | null;
  labels?: readonly string[];
  assignees?: readonly Account[];
  milestone?: Milestone | null;
  /** The issue that it becomes a sub-issue of. */
  parent?: Issue | null;
}

/**
 * Opens an issue. Labels, assignees and milestone are silently dropped for people who may not triage, as GitHub does.
 * Throws 422 on an empty title, and where the parent cannot take another sub-issue (nothing is opened then); 410 never (issues cannot be
 * switched off here). Emits `issues.opened`, then one `issues.labeled` for each label, `issues.milestoned`, and the two of `sub_issues`.
 */
export function openIssue(world: World, actor: Actor, args: NewIssue): Issue {
  const { repository } = args;
  checkTitle('Issue', args.title);
  const triages = mayTriage(world, repository, actor);
  const parent = args.parent ?? null;
  if (parent !== null) checkSubIssue(world, { parent, issue: null });
  const milestone = triages ? (args.milestone ?? null) : null;
  const issue = addIssue(world, actor, {
    ...args,
    assignees: triages ? (args.assignees ?? []) : [],
    milestone,
  });
  emit(world, actor, { name: 'issues', action: 'opened', repository, subject: { issue } });
  for (const assignee of triages ? (args.assignees ?? []) : []) announceAssignment(world, actor, issue, assignee, true);
  if (triages) addLabels(world, actor, { issue, names: args.labels ?? [] });
  if (milestone !== null) announceMilestone(world, actor, issue, milestone, 'milestoned');
  if (parent !== null) addSubIssue(world, actor, { parent, issue });
  return issue;
}

/** The issue or pull request with this number, or null. */
export function findIssue(world: World, repository: Repository, number: number): Issue | null {
  return world.issues.where('number', `${repository.id}/${number}`)[0] ?? null;
}

/** All issues and pull requests of a repository, oldest first. */
export function issuesOf(world: World, repository: Repository): readonly Issue[] {
  return world.issues.where('repository', repository.id);
}

/**
 * Changes title or body of an issue or pull request (null empties the body); what is equal changes nothing.
 * Throws 422 on an empty title. Emits `issues.edited` or `pull_request.edited` with what was there before.
 */
export function editIssue(
  world: World,
  actor: Actor,
  args: { issue: Issue; title?: string; body?: string | null },
): Issue {
  const { issue, title = issue.title, body = issue.body } = args;
  checkTitle(issue.pullRequest === null ? 'Issue' : 'PullRequest', title);
  const changes: JsonObject = {
    ...(title === issue.title ? {} : { title: { from: issue.title } }),
    ...(body === issue.body ? {} : { body: { from: issue.body ?? '' } }),
  };
  if (Object.keys(changes).length === 0) return issue;
  const now = timestamp(world);
  if (title !== issue.title) {
    addTimelineItem(world, actor, issue, { event: 'renamed', rename: { from: issue.title, to: title } });
  }
  world.issues.update(issue, {
    title,
    body,
    updatedAt: now,
    ...(body === issue.body ? {} : { lastEditedAt: now, lastEditorId: actor.account.id }),
  });
  announce(world, actor, issue, 'edited', changes);
  return issue;
}

/**
 * Closes an issue or pull request; a closed one stays as it is. `commitSha` names the commit that closed it.
 * Emits `issues.closed` or `pull_request.closed`.
 */
export function closeIssue(
  world: World,
  actor: Actor,
  args: { issue: Issue; reason?: Exclude<IssueStateReason, 'reopened'>; commitSha?: string },
): Issue {
  const { issue } = args;
  if (issue.state === 'closed') return issue;
  const now = timestamp(world);
  const stateReason = issue.pullRequest === null ? (args.reason ?? 'completed') : null;
  world.issues.update(issue, {
    state: 'closed',
    stateReason,
    closedAt: now,
    closedById: actor.account.id,
    updatedAt: now,
  });
  addTimelineItem(world, actor, issue, {
    event: 'closed',
    stateReason,
    ...(args.commitSha === undefined ? {} : { commitSha: args.commitSha }),
  });
  announce(world, actor, issue, 'closed');
  return issue;
}

/**
 * Opens a closed issue or pull request again; an open one stays as it is.
 * Throws 422 for a merged pull request, and for one whose head branch is gone or that another open one replaces.
 */
export function reopenIssue(world: World, actor: Actor, args: { issue: Issue }): Issue {
  const { issue } = args;
  if (issue.state === 'open') return issue;
  if (issue.pullRequest !== null) checkReopenable(world, issue);
  world.issues.update(issue, {
    state: 'open',
    stateReason: issue.pullRequest === null ? 'reopened' : null,
    closedAt: null,
    closedById: null,
    updatedAt: timestamp(world),
  });
  addTimelineItem(world, actor, issue, { event: 'reopened' });
  announce(world, actor, issue, 'reopened');
  return issue;
}

/** Locks or unlocks the conversation. While locked, only people with write access may comment. */
export function setLocked(world: World, actor: Actor, args: { issue: Issue; locked: boolean }): Issue {
  const { issue, locked } = args;
  if (issue.locked === locked) return issue;
  world.issues.update(issue, { locked, updatedAt: timestamp(world) });
  addTimelineItem(world, actor, issue, { event: locked ? 'locked' : 'unlocked' });
  announce(world, actor, issue, locked ? 'locked' : 'unlocked');
  return issue;
}

/** Adds and removes assignees. Emits `assigned` or `unassigned` for each change. */
export function changeAssignees(
  world: World,
  actor: Actor,
  args: { issue: Issue; add?: readonly Account[]; remove?: readonly Account[] },
): Issue {
  const { issue } = args;
  for (const account of args.add ?? []) {
    if (issue.assigneeIds.includes(account.id)) continue;
    world.issues.update(issue, { assigneeIds: [...issue.assigneeIds, account.id], updatedAt: timestamp(world) });
    announceAssignment(world, actor, issue, account, true);
  }
  for (const account of args.remove ?? []) {
    if (!issue.assigneeIds.includes(account.id)) continue;
    world.issues.update(issue, {
      assigneeIds: issue.assigneeIds.filter((id) => id !== account.id),
      updatedAt: timestamp(world),
    });
    announceAssignment(world, actor, issue, account, false);
  }
  return issue;
}

/** Adds the row for a new issue or pull request and takes its number; `openIssue` and `openPullRequest` call it. */
export function addIssue(world: World, actor: Actor, args: NewIssue & { pullRequest?: Issue['pullRequest'] }): Issue {
  const { repository } = args;
  const now = timestamp(world);
  const number = repository.nextNumber;
  world.repositories.update(repository, { nextNumber: number + 1 });
  return world.issues.add({
    id: nextId(world),
    repositoryId: repository.id,
    number,
    title: args.title,
    body: args.body ?? null,
    authorId: actor.account.id,
    state: 'open',
    stateReason: null,
    labelIds: [],
    assigneeIds: (args.assignees ?? []).map((account) => account.id),
    milestoneId: args.milestone?.id ?? null,
    parentId: null,
    locked: false,
    commentCount: 0,
    lastEditedAt: null,
    lastEditorId: null,
    performedViaAppId: appOf(world, actor)?.id ?? null,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    closedById: null,
    pullRequest: args.pullRequest ?? null,
  });
}

/** Throws 422 as GitHub does when a title is empty. */
export function checkTitle(resource: 'Issue' | 'PullRequest', title: string): void {
  if (title.trim() === '') throw validationFailed({ resource, code: 'missing_field', field: 'title' });
}

/** Whether the actor may label and assign. Tokens of Apps and jobs are bound by their permissions, which the door checks. */
export function mayTriage(world: World, repository: Repository, actor: Actor): boolean {
  return actor.via !== 'user' || hasRole(world, repository, actor.account, 'triage');
}

/** Emits `issues.<action>` or `pull_request.<action>`. */
export function announce(world: World, actor: Actor, issue: Issue, action: string, changes?: JsonObject): void {
  emit(world, actor, {
    name: issue.pullRequest === null ? 'issues' : 'pull_request',
    action,
    repository: repositoryById(world, issue.repositoryId),
    subject: { issue },
    ...(changes === undefined ? {} : { changes }),
  });
}

function announceAssignment(world: World, actor: Actor, issue: Issue, account: Account, added: boolean): void {
  const action = added ? 'assigned' : 'unassigned';
  addTimelineItem(world, actor, issue, { event: action, subjectId: account.id });
  emit(world, actor, {
    name: issue.pullRequest === null ? 'issues' : 'pull_request',
    action,
    repository: repositoryById(world, issue.repositoryId),
    subject: { issue, assigneeId: account.id },
  });
}

function checkReopenable(world: World, issue: Issue): void {
  const pull = issue.pullRequest;
  if (pull === null) return;
  const cannot = (message: string): HubError =>
    validationFailed({ resource: 'PullRequest', code: 'invalid', field: 'state', message });
  if (pull.merged) throw cannot('state cannot be changed. The pull request cannot be reopened.');
  if (world.refs.where('name', `${issue.repositoryId}/refs/heads/${pull.headRef}`).length === 0) {
    throw cannot(`state cannot be changed. The ${pull.headRef} branch has been deleted.`);
  }
  const rival = world.issues
    .where('head', `${issue.repositoryId}/${pull.headRef}`)
    .find((other) => other.state === 'open' && other.pullRequest?.baseRef === pull.baseRef);
  if (rival !== undefined) {
    throw cannot(`state cannot be changed. There is already an open pull request (#${rival.number}).`);
  }
}
