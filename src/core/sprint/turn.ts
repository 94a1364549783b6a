/** Whose turn it is in a sprint, and whether it is over: read off the state as it is now, and never stored. */
import type { Config } from '../config.ts';
import { schedule } from '../plan/schedule.ts';
import type { Story } from '../story.ts';
import { sprintIsOver } from './progress.ts';
import { scheduledOf } from './scheduled.ts';

const isAtWork = ({ status, plan }: Story): boolean => status === 'underway' && plan?.cycle === 'sprint_active';

/** Issues of the stories to be started now, the first one first; none unless the sprint is at work. */
export function whoseTurn(epic: Story, team: readonly Story[], { settings }: Config): number[] {
  if (!epic.plan || !isAtWork(epic)) return [];
  return [...schedule(scheduledOf(epic.plan, team), { slots: settings.max_concurrent_agents }).start];
}

/** Whether every story of the sprint at work is at rest. */
export const isOver = (epic: Story, team: readonly Story[]): boolean =>
  epic.plan !== undefined && isAtWork(epic) && sprintIsOver(epic.plan, team);
