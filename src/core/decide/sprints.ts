/** The sprints of an epic in a decision: each turn of the cycle (`sprint/cycle.ts`), with what belongs to it. */
import { type Plan, sprintName } from '../epic.ts';
import { planSprint } from '../sprint/choose.ts';
import { type CycleEvent, nextCycle } from '../sprint/cycle.ts';
import { milestoneOf } from '../sprint/milestone.ts';
import { HAS_ENDED, type PersonRef, type Story } from '../story.ts';
import { type Draft, owe } from './draft.ts';

/** Whether the plan has stories that have not ended. One that the state does not know yet has not. */
export const isAnyLeft = ({ stories }: Plan, team: readonly Story[] = []): boolean =>
  stories.some(({ issue }) => !HAS_ENDED.has(team.find(({ id }) => id === issue?.number)?.status ?? 'pending'));

/** Lets something happen to the cycle. Answers false, with nothing changed, where it does not fit. */
export function turn(draft: Draft, plan: Plan, event: CycleEvent): boolean {
  const next = nextCycle(plan.cycle, event, { left: isAnyLeft(plan, draft.team) });
  if (next === undefined) return false;
  draft.notes.push(`${plan.cycle.replaceAll('_', ' ')} -> ${next.replaceAll('_', ' ')}`);
  plan.cycle = next;
  draft.visible = true;
  return true;
}

/** Chooses the stories of the next sprint. Answers false where the cycle does not allow it, or nothing is left to choose. */
export function beginSprint(draft: Draft, plan: Plan, { goal }: { goal?: string }): boolean {
  const { team = [], settings, now, story } = draft;
  const sprint = planSprint(plan, {
    now,
    capacity: settings.config.sprint.capacity,
    team,
    ...(goal !== undefined && { goal }),
  });
  if (sprint.stories.length === 0 || !turn(draft, plan, 'plan')) return false;
  plan.sprint = sprint;
  plan.last_sprint = sprint.number;
  draft.notes.push(`sprint ${sprintName(story.id, sprint.number)} has ${sprint.stories.length} stories`);
  owe(draft, { kind: 'open_milestone', sprint: sprint.number, ...milestoneOf(story, sprint) });
  return true;
}

/** Starts the planned sprint. */
export function startSprint(draft: Draft, plan: Plan, by: PersonRef): boolean {
  if (!plan.sprint || !turn(draft, plan, 'start')) return false;
  plan.sprint.started_at = draft.now;
  plan.sprint.started_by = by;
  return true;
}

/** Closes the sprint: its stories that are left go back to the backlog. */
export function closeSprint(draft: Draft, plan: Plan, event: 'close' | 'cancel'): boolean {
  const { sprint } = plan;
  if (!sprint || !turn(draft, plan, event)) return false;
  if (event === 'close') plan.past.push({ ...sprint, closed_at: draft.now });
  delete plan.sprint;
  if (sprint.milestone) owe(draft, { kind: 'close_milestone', number: sprint.milestone.number });
  return true;
}
