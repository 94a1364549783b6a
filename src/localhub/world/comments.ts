import { appOf, hasRole, issueById, repositoryById } from './lookups.ts';
import { addTimelineItem } from './timeline.ts';
import { type Actor, type Comment, HubError, type Issue, validationFailed } from './types.ts';
import { emit, nextId, timestamp, type World } from './world.ts';

/** The longest body GitHub takes, in characters. */
const LONGEST_BODY = 65_536;

/**
 * Comments on an issue or pull request. Throws 422 on an empty or too long body (65536 characters), 403 when the
 * conversation is locked for the actor. Emits `issue_comment.created`.
 */
export function createComment(world: World, actor: Actor, args: { issue: Issue; body: string }): Comment {
  const { issue } = args;
  const repository = repositoryById(world, issue.repositoryId);
  checkBody(args.body);
  if (issue.locked && actor.via === 'user' && !hasRole(world, repository, actor.account, 'write')) {
    throw new HubError(403, 'Unable to create comment because issue is locked.');
  }
  const now = timestamp(world);
  const comment = world.comments.add({
    id: nextId(world),
    repositoryId: issue.repositoryId,
    issueId: issue.id,
    authorId: actor.account.id,
    body: args.body,
    createdAt: now,
    updatedAt: now,
    lastEditedAt: null,
    performedViaAppId: appOf(world, actor)?.id ?? null,
  });
  world.issues.update(issue, { commentCount: issue.commentCount + 1, updatedAt: now });
  addTimelineItem(world, actor, issue, { event: 'commented', subjectId: comment.id });
  emit(world, actor, { name: 'issue_comment', action: 'created', repository, subject: { issue, comment } });
  return comment;
}

/** Changes a comment's body; an equal body changes nothing. Emits `issue_comment.edited`. */
export function updateComment(world: World, actor: Actor, args: { comment: Comment; body: string }): Comment {
  const { comment, body } = args;
  checkBody(body);
  if (body === comment.body) return comment;
  const now = timestamp(world);
  const changes = { body: { from: comment.body } };
  const issue = issueById(world, comment.issueId);
  world.comments.update(comment, { body, updatedAt: now, lastEditedAt: now, lastEditorId: actor.account.id });
  world.issues.update(issue, { updatedAt: now });
  emit(world, actor, {
    name: 'issue_comment',
    action: 'edited',
    repository: repositoryById(world, comment.repositoryId),
    subject: { issue, comment },
    changes,
  });
  return comment;
}

/** Deletes a comment and its place in the timeline. Emits `issue_comment.deleted`. */
export function deleteComment(world: World, actor: Actor, args: { comment: Comment }): void {
  const { comment } = args;
  const issue = issueById(world, comment.issueId);
  world.comments.remove(comment);
  for (const item of [...world.timeline.where('issue', issue.id)]) {
    if (item.event === 'commented' && item.subjectId === comment.id) world.timeline.remove(item);
  }
  for (const reaction of [...world.reactions.where('subject', `comment/${comment.id}`)]) {
    world.reactions.remove(reaction);
  }
  world.issues.update(issue, { commentCount: issue.commentCount - 1, updatedAt: timestamp(world) });
  emit(world, actor, {
    name: 'issue_comment',
    action: 'deleted',
    repository: repositoryById(world, comment.repositoryId),
    subject: { issue, comment },
  });
}

/** The comments of an issue or pull request, oldest first. */
export function commentsOf(world: World, issue: Issue): readonly Comment[] {
  return world.comments.where('issue', issue.id);
}

/** The comment with this id, or null. */
export function findComment(world: World, id: number): Comment | null {
  return world.comments.get(id) ?? null;
}

function checkBody(body: string): void {
  if (body.trim() === '') throw validationFailed({ resource: 'IssueComment', code: 'missing_field', field: 'body' });
  if (body.length > LONGEST_BODY) {
    throw validationFailed({
      resource: 'IssueComment',
      code: 'unprocessable',
      field: 'data',
      message: `Body is too long (maximum is ${LONGEST_BODY} characters)`,
    });
  }
}
