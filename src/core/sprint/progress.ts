/** How far a sprint and its epic have come, in numbers; nothing here is a sentence. */
import type { Plan } from '../epic.ts';
import { money } from '../ledger.ts';
import { type Schedule, schedule } from '../plan/schedule.ts';
import { AT_REST, type Status, type Story } from '../story.ts';
import { spentOn } from './members.ts';
import { scheduledOf } from './scheduled.ts';

/** Whether every story of the plan's sprint is at rest: the guard of `ended`. One whose file is not there is not. */
export function sprintIsOver({ sprint }: Plan, team: readonly Story[]): boolean {
  if (!sprint) return false;
  const byId = new Map(team.map((story) => [story.id, story]));
  return sprint.stories.every((id) => {
    const story = byId.get(id);
    return story !== undefined && AT_REST.has(story.status);
  });
}

/** A sprint with what became of it so far. */
export interface Progress {
  /** Its stories, in its own order; those that the team does not have are left out. */
  stories: Story[];
  /** Numbers of stories by status; a status that no story has is not there. */
  counts: Partial<Record<Status, number>>;
  merged: number;
  /** Of all its stories, known or not. */
  of: number;
  schedule: Schedule;
  /** Nothing is at work, in review or about to start: what is left of it waits for a person. False when nothing is left. */
  held: boolean;
}

/** How far the plan's sprint is, with `slots` agents at a time; undefined where there is none. */
export function progressOf(plan: Plan, team: readonly Story[], slots: number): Progress | undefined {
  if (!plan.sprint) return undefined;
  const byId = new Map(team.map((story) => [story.id, story]));
  const stories = plan.sprint.stories.flatMap((id) => byId.get(id) ?? []);
  const counts: Progress['counts'] = {};
  for (const { status } of stories) counts[status] = (counts[status] ?? 0) + 1;
  const now = schedule(scheduledOf(plan, team), { slots });
  const moving = now.start.length + (counts.in_progress ?? 0) + (counts.review ?? 0);
  return {
    stories,
    counts,
    merged: counts.merged ?? 0,
    of: plan.sprint.stories.length,
    schedule: now,
    held: moving === 0 && !sprintIsOver(plan, team),
  };
}

/** What an epic has cost in US dollars: its plan, and its stories. */
export function spentBy(epic: Story, team: readonly Story[]): { plan: number; stories: number; all: number } {
  const plan = money(spentOn(epic));
  const stories = money(team.reduce((sum, story) => sum + spentOn(story), 0));
  return { plan, stories, all: money(plan + stories) };
}
