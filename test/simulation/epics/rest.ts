/** What must hold of an epic when everything has come to rest. */

import type { Config } from '../../../src/core/config.ts';
import type { Plan, Planned } from '../../../src/core/epic.ts';
import { mark } from '../../../src/core/names.ts';
import { board } from '../../../src/core/sprint/board.ts';
import { isOver, whoseTurn } from '../../../src/core/sprint/turn.ts';
import { HAS_ENDED, type Story } from '../../../src/core/story.ts';
import { blockersOf } from '../../../src/localhub/world/dependencies.ts';
import { milestonesOf } from '../../../src/localhub/world/milestones.ts';
import { decodeProject } from '../../../src/state/codec.ts';
import { PROJECT_PATH } from '../../../src/state/layout.ts';
import { settingsOf } from '../../../src/state/settings.ts';
import { marked } from '../invariants.ts';
import type { AtRest } from '../rest.ts';
import type { Town } from '../town.ts';
import { type Epic, epicIn } from './epic.ts';
import type { EpicWatch } from './watch.ts';

/** Checks the epic of a schedule, unless people took its issue away. */
export function checkEpic(rest: AtRest, epic: Epic, watch: EpicWatch): void {
  const story = epicIn(rest.town, rest.remote, epic.number);
  if (!story?.plan || rest.gone.has(epic.number)) return;
  const { plan } = story;
  checkTasks(rest, epic, story, plan, watch);
  checkDependencies(rest, epic, story, plan);
  checkTurn(rest, story, plan);
  checkMilestones(rest, story, plan);
}

/** Every task has one issue, which is a part of the epic. */
function checkTasks(
  { town, witness, gone }: AtRest,
  epic: Epic,
  { status }: Story,
  plan: Plan,
  { opened }: EpicWatch,
): void {
  // As long as the plan cannot be read, nobody knows what to write into an issue.
  const isWhole = plan.source === undefined || isReadable(town, plan.source);
  for (const { key, issue } of plan.stories) {
    const told = `${key} of #${epic.number}`;
    if (plan.stories.filter((one) => one.key === key).length > 1)
      witness.report('doubled', 'a task stands in the plan twice', told);
    if (!issue) {
      if (isWhole && status === 'underway') witness.report('lost', 'a task has no issue', told);
      continue;
    }
    const { number } = issue;
    if (gone.has(number) || isLoose(town, epic, number, opened)) continue;
    if (town.issue(number).parentId !== town.issue(epic.number).id)
      witness.report('lost', 'a story is no part of its epic', `#${number}`);
    checkOwn({ witness }, epic, plan, { number, key }, opened);
    if (!town.story(number)) witness.report('lost', 'a story has no file', `#${number}`);
  }
  for (const [number, key] of opened)
    if (
      !gone.has(number) &&
      !isLoose(town, epic, number, opened) &&
      !plan.stories.some(({ issue }) => issue?.number === number)
    )
      if (!HAS_ENDED.has(status))
        witness.report('lost', 'an issue that was opened is in no plan', `#${number}, ${key}`);
  checkTaken({ town, witness }, epic, status, plan);
}

/** An issue that was opened for a task is that task's; unless people took it away, and another was opened in its place. */
function checkOwn(
  { witness }: Pick<AtRest, 'witness'>,
  { number: epic }: Epic,
  { stories }: Plan,
  { number, key }: { number: number; key: string },
  opened: ReadonlyMap<number, string>,
): void {
  const task = opened.get(number);
  const isAlone = [...opened.values()].filter((one) => one === task).length === 1;
  const isPlanned = stories.some((row) => task === `story-of:${epic}:${row.key}`);
  if (task !== undefined && task !== `story-of:${epic}:${key}` && isAlone && isPlanned)
    witness.report('illegal', 'an issue is taken for another task', `#${number} is ${task}, not ${key}`);
}

/** Whether a plan is there; what people made of it may name a task that is not. */
const isReadable = (town: Town, path: string): boolean => town.file(path)?.includes('7.7') === false;

/** Whether Orch cannot know an issue that it opened: people took it out of the epic, or took its mark away with its text. */
function isLoose(town: Town, { loosened }: Epic, number: number, opened: ReadonlyMap<number, string>): boolean {
  const key = opened.get(number);
  return loosened.has(number) || (key !== undefined && mark.parse(town.issue(number).body ?? '') !== key);
}

/** The tasks that the plan began with are there, once it can be read. */
function checkTaken(
  { town, witness }: Pick<AtRest, 'town' | 'witness'>,
  { number, tasks }: Epic,
  status: Story['status'],
  { source, stories }: Plan,
): void {
  if (status !== 'underway') return;
  if (source !== undefined && isReadable(town, source))
    witness.report('lost', 'a plan was not taken over', `#${number}: ${source}`);
  for (const { key } of tasks)
    if (source === undefined && stories.length > 0 && !stories.some((row) => row.key === key))
      witness.report('lost', 'a task is not in the plan', `${key} of #${number}`);
}

/** What the plan says of who waits for whom is told to GitHub, as long as nobody took it out there. */
function checkDependencies({ town, witness, gone }: AtRest, epic: Epic, { status }: Story, { stories }: Plan): void {
  const issueOf = (key: string): number | undefined => stories.find((row) => row.key === key)?.issue?.number;
  const check = ({ issue, after, linked = [] }: Planned): void => {
    for (const key of after) {
      const [one, other] = [issue?.number, issueOf(key)];
      if (one === undefined || other === undefined || gone.has(one) || gone.has(other)) continue;
      const told = `#${one} waits for #${other}`;
      const stands = blockersOf(town.world, town.issue(one)).filter(({ number }) => number === other).length;
      if (stands > 1) witness.report('doubled', 'a dependency stands twice', told);
      if (stands > 0 || epic.untied.has(`${one} ${other}`)) continue;
      if (status === 'underway' || linked.includes(key)) witness.report('lost', 'a dependency was not told', told);
    }
  };
  for (const row of stories) check(row);
}

/** Nobody waits for their turn who has it, and no sprint goes on that is over; and the board says so. */
function checkTurn(rest: AtRest, epic: Story, plan: Plan): void {
  const { town, remote, witness } = rest;
  const files = remote.head()!.files;
  const project = files.get(PROJECT_PATH);
  const config = town.see(epic.id).config;
  const settings = settingsOf(config, project === undefined ? null : decodeProject(project, PROJECT_PATH));
  const team = plan.stories.flatMap(({ issue }) => (issue ? (town.story(issue.number) ?? []) : []));
  if (settings.problems.length === 0)
    for (const id of whoseTurn(epic, team, settings.config)) {
      // People were told that its text is not what was meant, and whoever started the sprint has to read it.
      if (team.some((story) => story.id === id && story.edit_told !== undefined)) continue;
      witness.report('stuck', 'it is the turn of a story, and it does not start', `#${id}`);
    }
  if (isOver(epic, team)) witness.report('stuck', 'a sprint goes on that is over', `sprint ${plan.sprint?.number}`);
  checkBoard(rest, epic, team, settings.config);
}

/** The board says of each story how it stands, and which pull request is its own. While the epic does something else it is written with its next step. */
function checkBoard(
  { town, witness, refused, stripped, tampering }: AtRest,
  epic: Story,
  team: readonly Story[],
  config: Config,
): void {
  const key = `story:${epic.id}`;
  const found = marked(town, epic.id, key);
  if (found.length !== 1 || epic.status !== 'underway' || refused.has(key) || stripped.has(epic.id)) return;
  const [says, shouldSay] = [found[0]!.body, board(epic, team, config, { run: null })].map(standings) as [
    string,
    string,
  ];
  // A story whose file a person had broken when the board was written is shown with its next step.
  if (tampering && says.includes('just opened')) return;
  if (says !== shouldSay) witness.report('lost', 'the board is out of date', `${says}\nand not\n${shouldSay}`);
}

/** Number, standing and pull request of each story in the table of a board. */
const standings = (text: string): string =>
  text
    .split('\n')
    .flatMap((line) => {
      const [, name = '', standing, , , pull] = line.split('|').map((cell) => cell.trim());
      const number = /^#\d+/.exec(name)?.[0];
      return number === undefined ? [] : [`${number} ${standing} ${pull}`];
    })
    .toSorted()
    .join(', ');

/** One open milestone for the sprint at work, none for any other. */
function checkMilestones({ town, witness, refused }: AtRest, { id, status }: Story, { sprint }: Plan): void {
  const ours = milestonesOf(town.world, town.repository).filter(({ title }) => title.startsWith(`Sprint ${id}.`));
  const open = ours.filter(({ state }) => state === 'open');
  const isCurrent = ({ title }: { title: string }): boolean => title.startsWith(`Sprint ${id}.${sprint?.number}:`);
  const current = ours.filter(isCurrent);
  const wasRefused = [...refused].some((what) => what.startsWith(`create_milestone Sprint ${id}.${sprint?.number}:`));
  if (current.length > 1)
    witness.report('doubled', 'a sprint has two milestones', current.map(({ title }) => title).join());
  // One that GitHub made without saying so, and then would not make again, is known to nobody.
  for (const one of open)
    if (
      !isCurrent(one) &&
      !refused.has(`close_milestone ${one.number}`) &&
      !refused.has(`create_milestone ${one.title}`)
    )
      witness.report('lost', 'a milestone was left open', one.title);
  if (sprint && status !== 'abandoned' && current.length === 0 && !wasRefused)
    witness.report('lost', 'a sprint has no milestone', `sprint ${sprint.number}`);
}
