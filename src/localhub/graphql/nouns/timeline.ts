/** The timeline of an issue or pull request. */

import type { IssueTimelineItemsArgs, PullRequestTimelineItemsItemType } from '@octokit/graphql-schema';
import { nodeId } from '../../world/node-ids.ts';
import type { Issue, TimelineEvent, TimelineItem } from '../../world/types.ts';
import { connection, type PagingArgs } from '../connection.ts';
import type { Context } from '../context.ts';
import { GraphqlFault, notImplemented } from '../faults.ts';
import { type FieldTables, type Plain, type Thing, thing } from '../fields.ts';
import { commitThing } from './git-objects.ts';
import { actorThing, issueThing, must, page, repositoryOf, repositoryPath, upper } from './lookup.ts';

/** GraphQL's type of each kind of item that the world records. */
const TYPES: Readonly<Record<TimelineEvent, string>> = {
  labeled: 'LabeledEvent',
  unlabeled: 'UnlabeledEvent',
  closed: 'ClosedEvent',
  reopened: 'ReopenedEvent',
  renamed: 'RenamedTitleEvent',
  assigned: 'AssignedEvent',
  unassigned: 'UnassignedEvent',
  milestoned: 'MilestonedEvent',
  demilestoned: 'DemilestonedEvent',
  locked: 'LockedEvent',
  unlocked: 'UnlockedEvent',
  commented: 'IssueComment',
  reviewed: 'PullRequestReview',
  review_dismissed: 'ReviewDismissedEvent',
  merged: 'MergedEvent',
  ready_for_review: 'ReadyForReviewEvent',
  convert_to_draft: 'ConvertToDraftEvent',
  head_ref_deleted: 'HeadRefDeletedEvent',
  head_ref_force_pushed: 'HeadRefForcePushedEvent',
  base_ref_changed: 'BaseRefChangedEvent',
};

/** `LabeledEvent` as the enum of `itemTypes` spells it: `LABELED_EVENT`. */
function enumName(type: string): string {
  return type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

const KNOWN: ReadonlyMap<string, TimelineEvent> = new Map(
  Object.entries(TYPES).map(([event, type]) => [enumName(type), event as TimelineEvent]),
);

/** The arguments of `timelineItems`, which issues and pull requests share. */
export type TimelineArgs = PagingArgs &
  Pick<IssueTimelineItemsArgs, 'since' | 'skip'> & {
    readonly itemTypes?: readonly (PullRequestTimelineItemsItemType | string)[] | null;
  };

/**
 * A page of the timeline.
 *
 * @throws GraphqlFault `NOT_IMPLEMENTED` for a type of item that this world does not record
 */
export function timelineConnection(issue: Issue, args: TimelineArgs, context: Context, field: string): object {
  const wanted = wantedEvents(args.itemTypes, field);
  const since = args.since == null ? null : Date.parse(String(args.since));
  if (args.skip != null && args.skip < 0) throw new GraphqlFault('ARGUMENT_ERROR', '`skip` cannot be less than zero.');
  const all = context.world.timeline.where('issue', issue.id);
  const items = all
    .filter(({ event }) => wanted === null || wanted.has(event))
    .filter(({ createdAt }) => since === null || Date.parse(createdAt) >= since)
    .filter((item) => itemThing(context, item) !== null)
    .slice(args.skip ?? 0);
  const page = connection(args, { field, items, key: ({ id }) => id, node: (item) => itemThing(context, item) });
  // Alone among GitHub's connections this one counts everything in `totalCount`, whatever the filters.
  return { ...page, totalCount: all.length, updatedAt: issue.updatedAt };
}

function wantedEvents(types: TimelineArgs['itemTypes'], field: string): ReadonlySet<TimelineEvent> | null {
  if (types == null || types.length === 0) return null;
  return new Set(
    types.map((type) => {
      const event = KNOWN.get(type);
      if (event === undefined) throw notImplemented(`${field}(itemTypes: ${type})`);
      return event;
    }),
  );
}

/** An item as the object it is about (comments, reviews) or as an event. Null for a comment that was deleted since. */
export function itemThing(context: Context, item: TimelineItem): Thing | null {
  if (item.event === 'commented') {
    const comment = context.world.comments.get(item.subjectId ?? 0);
    return comment === undefined ? null : thing('IssueComment', comment);
  }
  if (item.event === 'reviewed') {
    const review = context.world.reviews.get(item.subjectId ?? 0);
    return review === undefined ? null : thing('PullRequestReview', review);
  }
  return thing(TYPES[item.event], item);
}

function subject(item: TimelineItem, context: Context): Issue {
  return must(context.world.issues.get(item.issueId), `issue ${item.issueId}`);
}

const subjectThing: Plain<TimelineItem> = (item, context) => issueThing(subject(item, context));
const pullThing: Plain<TimelineItem> = (item, context) => thing('PullRequest', subject(item, context));

const assignee: Plain<TimelineItem> = (item, context) => actorThing(context, item.subjectId ?? null);

const event = {
  id: (item: TimelineItem) => nodeId('TimelineItem', item.id),
  actor: (item: TimelineItem, context: Context) => actorThing(context, item.actorId),
  createdAt: (item: TimelineItem) => item.createdAt,
};

/** The label as it was, even when it is gone now. */
const label: Plain<TimelineItem> = (item, context) => {
  const { id = 0, name = '', color = '' } = item.label ?? {};
  const now = context.world.labels.get(id);
  return thing(
    'Label',
    now ?? { id, name, color, repositoryId: item.repositoryId, description: null, isDefault: false },
  );
};

const commit: Plain<TimelineItem> = (item, context) =>
  item.commitSha === undefined ? null : commitThing(repositoryOf(context, item), item.commitSha);

const eventPath = (item: TimelineItem, context: Context): string =>
  `${repositoryPath(context, repositoryOf(context, item))}/issues/${subject(item, context).number}#event-${item.id}`;

const eventUrl = (item: TimelineItem, context: Context): string => page(context, eventPath(item, context));

/** One table for each type of timeline event. */
export const timelineTables: FieldTables = {
  LabeledEvent: { ...event, label, labelable: subjectThing },
  UnlabeledEvent: { ...event, label, labelable: subjectThing },
  ClosedEvent: {
    ...event,
    closable: subjectThing,
    closer: commit,
    stateReason: (item: TimelineItem) => (item.stateReason ? upper(item.stateReason) : null),
    url: eventUrl,
    resourcePath: eventPath,
  },
  ReopenedEvent: { ...event, closable: subjectThing, stateReason: () => 'REOPENED' },
  RenamedTitleEvent: {
    ...event,
    subject: subjectThing,
    previousTitle: (item: TimelineItem) => item.rename?.from,
    currentTitle: (item: TimelineItem) => item.rename?.to,
  },
  AssignedEvent: { ...event, assignable: subjectThing, assignee, user: assignee },
  UnassignedEvent: { ...event, assignable: subjectThing, assignee, user: assignee },
  MilestonedEvent: { ...event, subject: subjectThing },
  DemilestonedEvent: { ...event, subject: subjectThing },
  LockedEvent: { ...event, lockable: subjectThing, lockReason: () => null },
  UnlockedEvent: { ...event, lockable: subjectThing },
  ReviewDismissedEvent: { ...event, pullRequest: pullThing },
  MergedEvent: {
    ...event,
    commit,
    pullRequest: pullThing,
    mergeRefName: (item: TimelineItem, context: Context) => subject(item, context).pullRequest?.baseRef,
    url: eventUrl,
    resourcePath: eventPath,
  },
  ReadyForReviewEvent: { ...event, pullRequest: pullThing, url: eventUrl, resourcePath: eventPath },
  ConvertToDraftEvent: { ...event, pullRequest: pullThing, url: eventUrl, resourcePath: eventPath },
  HeadRefDeletedEvent: {
    ...event,
    pullRequest: pullThing,
    headRef: () => null,
    headRefName: (item: TimelineItem, context: Context) => subject(item, context).pullRequest?.headRef,
  },
  HeadRefForcePushedEvent: { ...event, pullRequest: pullThing, afterCommit: commit },
  BaseRefChangedEvent: { ...event, pullRequest: pullThing, databaseId: (item: TimelineItem) => item.id },
};
