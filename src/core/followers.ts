/** Which other subjects are worth a look because of what became of one: an epic leads its stories, and a story that has ended lets others begin. */
import type { Config } from './config.ts';
import type { Observation } from './observation.ts';
import { isOver, whoseTurn } from './sprint/turn.ts';
import { AT_REST, type Story } from './story.ts';
import type { Reason, WakeUp } from './wake-up.ts';

/** What is known after a look. */
export interface Looked {
  before: Story | null;
  after: Story | null;
  /** The epic of the story, and the stories of the epic, as they are now. */
  parent: Story | null;
  team: readonly Story[];
  observation: Observation;
  config: Config;
  /** Issues that the schedule has a place for, or that were opened just now. */
  starts: readonly number[];
}

const wake = (reason: Reason) => (issue: number) => ({ issue, reasons: [reason], logins: [] });

/**
 * The wake-ups that follow from a look. None of them is needed for what is right in the end: the sweep looks at every story that is not at rest.
 */
export function followers({ before, after, parent, team, observation, config, starts }: Looked): WakeUp[] {
  const wakes: WakeUp[] = starts.map(wake('schedule'));
  if (!after) return wakes;
  // An epic does one thing a look: issues that were opened have to be linked, and those that follow opened.
  if (after.plan && after.status === 'underway' && goesOn(before, after)) wakes.push(wake('relative')(after.id));
  const [was, is] = [before, after].map((one) => JSON.stringify([one?.freed_of, one?.held_by]));
  const freed = was !== is;
  if (before?.status === after.status && !freed) return wakes;
  // The turn is passed on without the epic, which would cost a look more.
  if (parent) wakes.push(...whoseTurn(parent, team, config).map(wake('schedule')));
  if (parent && isOver(parent, team)) wakes.push(wake('relative')(parent.id));
  if (AT_REST.has(after.status) && after.status !== 'untracked')
    wakes.push(...(observation.issue?.blocking ?? []).filter((issue) => !isIn(parent, issue)).map(wake('relative')));
  return wakes;
}

/** Whether an issue is a story of the epic's sprint: then the schedule calls it. */
const isIn = (epic: Story | null, issue: number): boolean => epic?.plan?.sprint?.stories.includes(issue) ?? false;

/** Whether an epic has more to do that waits for nobody: its plan changed, and is not yet whole. */
function goesOn(before: Story | null, { plan }: Story): boolean {
  if (!plan || JSON.stringify(before?.plan) === JSON.stringify(plan)) return false;
  const isOpen = plan.source !== undefined && plan.source_told === undefined;
  const isUnlinked = plan.stories.some(({ after, linked = [] }) => after.some((key) => !linked.includes(key)));
  const isReady = plan.cycle === 'idle' && plan.stories.length > 0;
  return isOpen || isUnlinked || isReady;
}
