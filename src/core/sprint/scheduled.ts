/** The stories of an epic in the words of the schedule, so that `schedule()` says which of its sprint start next. */
import type { Plan } from '../epic.ts';
import type { Scheduled } from '../plan/schedule.ts';
import type { Status, Story } from '../story.ts';
import { byKeyOf, dependenciesOf, type Member, membersOf } from './members.ts';

/**
 * The stories of the plan's sprint for the schedule, and everything that they could wait for. Stories of the epic outside the sprint, and issues
 * that are no story of it, are never started by this schedule and take no slot, but they count as dependencies, and as work on the same files.
 */
export function scheduledOf(plan: Plan, team: readonly Story[]): Scheduled[] {
  const chosen = new Set(plan.sprint?.stories);
  return scheduledAmong(membersOf(plan.stories, team), (id) => chosen.has(id));
}

/** The same for any choice of stories. */
export function scheduledAmong(members: readonly Member[], chosen: (id: number) => boolean): Scheduled[] {
  const byKey = byKeyOf(members);
  const statuses = new Map(members.flatMap(({ id, status }) => (id === undefined ? [] : [[id, status] as const])));
  const own = members.flatMap((member): Scheduled[] => {
    const { id, status, priority, sessions, touches, created_at, story } = member;
    if (id === undefined) return [];
    const before = dependenciesOf(member, byKey);
    const open = before.filter((each) => typeof each === 'number').filter((each) => statuses.get(each) !== 'merged');
    // Something that it waits for has no issue yet, so that the schedule cannot know of it.
    const early = before.some((each) => typeof each === 'string');
    // What it waits for is merged, and open again on GitHub, which keeps it from being started: its place is for others.
    const isHeld = story?.held_by !== undefined;
    const seen = chosen(id) && !early && !isHeld ? status : bystander(status);
    return [{ id, status: seen, priority, sessions, dependencies: open, touches, created_at }];
  });
  const strangers = new Set(own.flatMap(({ dependencies }) => dependencies.filter((id) => !statuses.has(id))));
  return [...own, ...[...strangers].map(stranger)];
}

/** A status that the schedule reads as what it is, without starting the story or giving it a slot. */
const bystander = (status: Status): Status =>
  status === 'pending' ? 'blocked' : status === 'in_progress' ? 'review' : status;

/** An issue of which only is known that it was open. */
const stranger = (id: number): Scheduled => ({
  id,
  status: bystander('pending'),
  priority: 4,
  sessions: 0,
  dependencies: [],
  touches: [],
  created_at: '',
});
