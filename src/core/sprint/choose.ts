/** Which stories go into the next sprint. */
import type { Plan, Planned, Sprint } from '../epic.ts';
import { schedule } from '../plan/schedule.ts';
import type { Story } from '../story.ts';
import { membersOf } from './members.ts';
import { scheduledAmong } from './scheduled.ts';

/** Sums of estimates such as 0.1 grow tails. */
const TAIL = 1e-9;

/**
 * Issue numbers for the next sprint, in the order in which they may be merged. Pending stories by priority, then by the work that hangs on them,
 * then by age; each one only when everything that it depends on is merged or chosen before it. One that does not fit what is left of the capacity
 * (sessions) is passed over, and the next is tried; the first is chosen however large it is, so that no story is too large for any sprint.
 */
export function chooseStories(
  rows: readonly Planned[],
  team: readonly Story[],
  { capacity }: { capacity: number },
): number[] {
  const all = scheduledAmong(membersOf(rows, team), () => true);
  const byId = new Map(all.map((each) => [each.id, each]));
  const chosen = new Set<number>();
  let left = capacity;
  // Nothing in this order stands before what it depends on, so that one walk finds everything that can be chosen.
  for (const id of schedule(all).mergeOrder) {
    const { status, dependencies, sessions } = byId.get(id)!;
    if (status !== 'pending' || !dependencies.every((before) => chosen.has(before))) continue;
    if (chosen.size > 0 && sessions > left + TAIL) continue;
    chosen.add(id);
    left -= sessions;
  }
  return [...chosen];
}

/** Titles that a goal is made of where nobody gave one. */
const TITLES_IN_GOAL = 3;

/** What `planSprint` needs to know: the time, what people want of it, the sessions that it holds, and the stories of the epic. */
export interface Planning {
  now: string;
  goal?: string;
  capacity: number;
  team: readonly Story[];
}

/** The next sprint of an epic; without stories where none can be chosen, and then there is no sprint to plan. Without a goal, the first of its stories are one. */
export function planSprint(plan: Plan, { now, goal, capacity, team }: Planning): Sprint {
  const stories = chooseStories(plan.stories, team, { capacity });
  const titles = new Map(membersOf(plan.stories, team).map(({ id, title }) => [id, title]));
  const told = goal?.trim();
  return {
    number: 1 + Math.max(plan.last_sprint ?? 0, ...plan.past.map(({ number }) => number)),
    goal: told ? told : goalOf(stories.map((id) => titles.get(id)!)),
    stories,
    planned_at: now,
    feedback: [],
  };
}

function goalOf(titles: readonly string[]): string {
  const rest = titles.length - TITLES_IN_GOAL;
  const shown = titles.slice(0, rest > 1 ? TITLES_IN_GOAL : undefined);
  return `${shown.join('; ')}${shown.length < titles.length ? `; and ${rest} more` : ''}`;
}
