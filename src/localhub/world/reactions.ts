import type { Actor, Comment, Issue, Reaction, ReactionContent } from './types.ts';
import { validationFailed } from './types.ts';
import { nextId, timestamp, type World } from './world.ts';

/** The reactions GitHub knows, in REST's spelling. */
export const REACTIONS: readonly ReactionContent[] = [
  '+1',
  '-1',
  'laugh',
  'confused',
  'heart',
  'hooray',
  'rocket',
  'eyes',
];

/** What can be reacted to. */
export type ReactionSubject = { issue: Issue } | { comment: Comment };

/** Reacts to an issue, pull request or comment. The same reaction by the same account a second time gives the first one. */
export function addReaction(
  world: World,
  actor: Actor,
  args: ReactionSubject & { content: ReactionContent },
): { reaction: Reaction; created: boolean } {
  if (!REACTIONS.includes(args.content)) {
    throw validationFailed({ resource: 'Reaction', code: 'invalid', field: 'content', value: args.content });
  }
  const subject = subjectOf(args);
  const existing = reactionsOf(world, args).find(
    (one) => one.accountId === actor.account.id && one.content === args.content,
  );
  if (existing !== undefined) return { reaction: existing, created: false };
  const reaction = world.reactions.add({
    id: nextId(world),
    repositoryId: 'issue' in args ? args.issue.repositoryId : args.comment.repositoryId,
    subject,
    accountId: actor.account.id,
    content: args.content,
    createdAt: timestamp(world),
  });
  return { reaction, created: true };
}

/** Takes a reaction back. */
export function removeReaction(world: World, args: { reaction: Reaction }): void {
  world.reactions.remove(args.reaction);
}

/** The reactions to something, oldest first. */
export function reactionsOf(world: World, subject: ReactionSubject): readonly Reaction[] {
  const { type, id } = subjectOf(subject);
  return world.reactions.where('subject', `${type}/${id}`);
}

function subjectOf(subject: ReactionSubject): Reaction['subject'] {
  return 'issue' in subject ? { type: 'issue', id: subject.issue.id } : { type: 'comment', id: subject.comment.id };
}
