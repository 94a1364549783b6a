/**
 * The cycle of an epic's sprints, as a table like the story's machine (`machine.ts`): from one state and one event there is one way on, and a cell
 * that is not there leaves everything as it is. The two tables meet in the epic: while it is `underway`, its cycle says what its sprint does.
 *
 * Holding a sprint and going on with it are not here: they are the epic's own `pause` and `resume`.
 */
import type { Cycle } from '../epic.ts';

/** Everything that can happen to the cycle, with the guard that it has passed. */
export const CYCLE_EVENTS = {
  opened: 'stories of the epic were opened as issues',
  plan: 'a person with write access says so, or Orch in mode `continuous`, and a pending story can be chosen',
  start: 'a person with write access says so, or Orch in mode `continuous`',
  ended: 'every story of the sprint is at rest',
  review: 'a person with write access says so, whatever its stories do',
  close: 'the retrospective was accepted, or a person with write access says so',
  cancel: 'a person with write access says so',
  feedback: 'a person with write access says how the sprint went',
} as const;
export type CycleEvent = keyof typeof CYCLE_EVENTS;

/** `rest` depends on what the sprint leaves: `backlog_ready` where stories are left to be done, `idle` where none is. */
export type CycleTarget = Cycle | 'rest';

export const CYCLE_TABLE: Readonly<Record<Cycle, Readonly<Partial<Record<CycleEvent, CycleTarget>>>>> = {
  idle: {
    opened: 'backlog_ready',
    plan: 'sprint_planned',
  },
  backlog_ready: {
    opened: 'backlog_ready',
    plan: 'sprint_planned',
  },
  sprint_planned: {
    opened: 'sprint_planned',
    start: 'sprint_active',
    cancel: 'backlog_ready',
  },
  sprint_active: {
    opened: 'sprint_active',
    ended: 'sprint_review',
    review: 'sprint_review',
    cancel: 'backlog_ready',
    feedback: 'sprint_active',
  },
  sprint_review: {
    opened: 'sprint_review',
    close: 'rest',
    feedback: 'sprint_review',
  },
};

/** The next state, or undefined when the event does not fit. `left`: whether the epic has stories that are neither merged nor given up. */
export function nextCycle(state: Cycle, event: CycleEvent, { left }: { left: boolean }): Cycle | undefined {
  const target = CYCLE_TABLE[state][event];
  if (target !== 'rest') return target;
  return left ? 'backlog_ready' : 'idle';
}

/** The events that fit, in the table's order. */
export const possibleIn = (state: Cycle): CycleEvent[] => Object.keys(CYCLE_TABLE[state]) as CycleEvent[];

/** How people say an event; those that happen by themselves are not there. */
export const CYCLE_COMMANDS: Readonly<Partial<Record<CycleEvent, string>>> = {
  plan: '/orch sprint plan',
  start: '/orch sprint start',
  review: '/orch sprint review',
  close: '/orch sprint close',
  cancel: '/orch sprint cancel',
  feedback: '/orch feedback …',
};

/** What people can say to the cycle now, in the table's order. */
export const commandsIn = (state: Cycle): string[] => possibleIn(state).flatMap((event) => CYCLE_COMMANDS[event] ?? []);
