/** The epic of a schedule: how it begins, what people have taken away from it, and how it stands on the state branch. */

import type { Brief } from '../../../src/core/brief.ts';
import { documentPath } from '../../../src/core/epic.ts';
import type { RunResult } from '../../../src/core/run.ts';
import type { Story } from '../../../src/core/story.ts';
import { openIssue } from '../../../src/localhub/world/issues.ts';
import { addLabels } from '../../../src/localhub/world/labels.ts';
import { listen } from '../../../src/localhub/world/world.ts';
import { decodePlan } from '../../../src/state/codec.ts';
import { epicPath } from '../../../src/state/layout.ts';
import type { MemoryRemote } from '../../../src/state/memory-store.ts';
import type { Stage } from '../actions.ts';
import type { Random } from '../random.ts';
import { SLUG, type Town } from '../town.ts';
import { configure } from '../upheavals.ts';
import { asDocument, asMarkdown, drawTasks, PLAN_PATH, type Task } from './drawn-plan.ts';

/** What a schedule knows of its epic. */
export interface Epic {
  /** Number of its issue. */
  readonly number: number;
  /** The tasks that its plan began with: no edit takes one out. */
  readonly tasks: readonly Task[];
  /** Whether it began with the label, and its documents are written by runs and accepted by people. */
  readonly planned: boolean;
  /** Stories whose place in the epic people changed: taken out of it, or with another text, so that Orch cannot know them by their marks. */
  readonly loosened: Set<number>;
  /** Dependencies that people took out: `story blocker`. */
  readonly untied: Set<string>;
  /** Issues that are nobody's stories, and that stories wait for. */
  readonly outsiders: number[];
  /** Whether people approve in the end what waits for that, and the commits of which they have. */
  readonly seenThrough: boolean;
  readonly approved: Set<string>;
}

/** How often an epic begins with the label alone. */
const PLANNED = 0.15;

const MODES = ['batch', 'batch', 'continuous', 'autonomous'] as const;

/** Settings of epics, as people write them. */
export const drawSettings = (random: Random): string =>
  `sprint: { mode: ${random.pick(MODES)} }\nsettings: { max_concurrent_agents: ${1 + random.below(3)} }\n`;

/** Opens the epic of a schedule: its plan is on the default branch and named in a command, or nothing is there but a label. */
export function beginEpic(stage: Stage, random: Random): Epic {
  const { town, issues } = stage;
  const tasks = drawTasks(random);
  const planned = random.chance(PLANNED);
  const seenThrough = random.chance(0.5);
  configure(stage, drawSettings(random));
  if (!planned) town.git.push(town.person('maria'), 'main', { [PLAN_PATH]: asMarkdown(tasks) });
  const { number } = openIssue(town.world, town.person('otto'), {
    repository: town.repository,
    title: 'Durations',
    body: 'We want to read and write durations.',
  });
  issues.push(number);
  listen(town.world, ({ name, action, actor, subject }) => {
    if (name === 'issues' && action === 'opened' && actor.appSlug === SLUG) issues.push(subject.issue!.number);
  });
  if (planned) addLabels(town.world, town.person('maria'), { issue: town.issue(number), names: ['orch:epic'] });
  else stage.say('maria', `/orch stories ${PLAN_PATH}`);
  return {
    number,
    tasks,
    planned,
    loosened: new Set(),
    untied: new Set(),
    outsiders: [],
    seenThrough,
    approved: new Set(),
  };
}

/** The epic with its plan, as the state branch has it; undefined while there is none, or a person broke a file. */
export function epicIn(town: Town, remote: MemoryRemote, number: number): Story | undefined {
  const story = town.story(number);
  const text = remote.head()?.files.get(epicPath(number));
  if (!story || story.epic_file === undefined || text === undefined) return undefined;
  return { ...story, plan: decodePlan(text, epicPath(number)) };
}

/** What a run that plays a workflow of an epic leaves behind. */
export function documentOf(
  story: number,
  { workflow }: Brief,
  tasks: readonly Task[],
): { changes: Record<string, string>; workflow: NonNullable<RunResult['workflow']> } | undefined {
  if (!workflow) return undefined;
  const { name, document = documentPath(story, name as 'prd') } = workflow;
  const text = name === 'stories' ? asDocument(tasks) : `# ${name}\n`;
  return { changes: { [document]: text }, workflow: { name } };
}
