/** Reactions to issues, pull requests and comments. */

import type {
  Reaction as GhReaction,
  ReactionContent as GhReactionContent,
  ReactionGroup as GhReactionGroup,
  IssueReactionsArgs,
  ReactionGroupReactorsArgs,
} from '@octokit/graphql-schema';
import { nodeId } from '../../world/node-ids.ts';
import type { Reaction, ReactionContent } from '../../world/types.ts';
import { connection } from '../connection.ts';
import type { Context } from '../context.ts';
import { type Fields, type Thing, takes, thing } from '../fields.ts';
import { actorThing, issueThing, must, ordered, PAGING, userThing } from './lookup.ts';

/** What can be reacted to: its kind and id in the world. */
export type ReactionSubject = Reaction['subject'];

/** One emoji and everybody who chose it. */
export interface ReactionGroupRow {
  readonly subject: ReactionSubject;
  readonly content: ReactionContent;
  readonly reactions: readonly Reaction[];
}

/** REST's spelling of each reaction by GraphQL's, in the order in which GitHub lists the groups. */
export const REACTIONS: Readonly<Record<GhReactionContent, ReactionContent>> = {
  THUMBS_UP: '+1',
  THUMBS_DOWN: '-1',
  LAUGH: 'laugh',
  HOORAY: 'hooray',
  CONFUSED: 'confused',
  HEART: 'heart',
  ROCKET: 'rocket',
  EYES: 'eyes',
};

/** The reactions to a subject, oldest first. */
export function reactionsTo(context: Context, subject: ReactionSubject): readonly Reaction[] {
  return context.world.reactions.where('subject', `${subject.type}/${subject.id}`);
}

/** The eight groups of a subject, empty ones included, as GitHub answers. */
export function reactionGroups(
  context: Context,
  subject: ReactionSubject,
): readonly Thing<'ReactionGroup', ReactionGroupRow>[] {
  const all = reactionsTo(context, subject);
  return Object.values(REACTIONS).map((content) =>
    thing('ReactionGroup', { subject, content, reactions: all.filter((reaction) => reaction.content === content) }),
  );
}

/** A page of the reactions to a subject. */
export function reactionConnection(
  context: Context,
  subject: ReactionSubject,
  args: IssueReactionsArgs,
  field: string,
): object {
  const items = reactionsTo(context, subject).filter(
    (reaction) => args.content == null || reaction.content === REACTIONS[args.content],
  );
  return {
    ...connection(args, {
      field,
      items: ordered(items, ({ id }) => id, args.orderBy?.direction),
      key: ({ id }) => id,
      node: (reaction) => thing('Reaction', reaction),
    }),
    viewerHasReacted: items.some(({ accountId }) => accountId === context.actor.account.id),
  };
}

/** The object that a reaction belongs to. */
export function reactableThing(context: Context, subject: ReactionSubject): Thing {
  if (subject.type === 'issue') return issueThing(must(context.world.issues.get(subject.id), `issue ${subject.id}`));
  return thing('IssueComment', must(context.world.comments.get(subject.id), `comment ${subject.id}`));
}

function contentName(content: ReactionContent): string | undefined {
  return Object.entries(REACTIONS).find(([, rest]) => rest === content)?.[0];
}

/** One person's reaction. */
export const reactionFields: Fields<GhReaction, Reaction> = {
  id: (reaction) => nodeId('Reaction', reaction.id),
  databaseId: (reaction) => reaction.id,
  content: (reaction) => contentName(reaction.content),
  createdAt: (reaction) => reaction.createdAt,
  user: (reaction, context) => userThing(context, reaction.accountId),
  reactable: (reaction, context) => reactableThing(context, reaction.subject),
};

/** All reactions of one kind. */
export const reactionGroupFields: Fields<GhReactionGroup, ReactionGroupRow> = {
  content: (group) => contentName(group.content),
  createdAt: (group) => group.reactions[0]?.createdAt ?? null,
  subject: (group, context) => reactableThing(context, group.subject),
  viewerHasReacted: (group, context) => group.reactions.some(({ accountId }) => accountId === context.actor.account.id),
  reactors: takes([...PAGING], (group: ReactionGroupRow, args: ReactionGroupReactorsArgs, context, field) =>
    connection(args, {
      field,
      items: group.reactions,
      key: ({ id }) => id,
      node: (reaction) => actorThing(context, reaction.accountId),
      edge: (reaction) => ({ reactedAt: reaction.createdAt }),
    }),
  ),
};
