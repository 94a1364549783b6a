import { appOf } from './lookups.ts';
import type { Actor, Issue, TimelineItem } from './types.ts';
import { nextId, timestamp, type World } from './world.ts';

/** Everything that happened to an issue or pull request, oldest first. */
export function timelineOf(world: World, issue: Issue): readonly TimelineItem[] {
  return world.timeline.where('issue', issue.id);
}

/** Notes that something happened to an issue. The operations of the other nouns call it. */
export function addTimelineItem(
  world: World,
  actor: Actor,
  issue: Issue,
  item: Pick<TimelineItem, 'event'> &
    Partial<Pick<TimelineItem, 'label' | 'subjectId' | 'commitSha' | 'rename' | 'stateReason'>>,
): TimelineItem {
  return world.timeline.add({
    id: nextId(world),
    repositoryId: issue.repositoryId,
    issueId: issue.id,
    actorId: actor.account.id,
    performedViaAppId: appOf(world, actor)?.id ?? null,
    createdAt: timestamp(world),
    ...item,
  });
}
