/** What Orch answers to commands about sprints: status first, then the reason, then what can be said next. */
import type { Config } from '../config.ts';
import { type Cycle, NEW_PLAN } from '../epic.ts';
import { paragraphs } from '../messages/paragraphs.ts';
import { listed, quoted } from '../messages/quoted.ts';
import { ended } from '../messages/words.ts';
import type { Story } from '../story.ts';
import { MAX_ROWS, spentLine } from './board.ts';
import { CYCLE_COMMANDS, type CycleEvent, commandsIn, possibleIn } from './cycle.ts';
import { headlineOf } from './headline.ts';
import { type Member, membersOf, sprintNumberOf } from './members.ts';
import { nextStep } from './next-step.ts';
import { progressOf } from './progress.ts';
import { storiesTable, tally } from './stories-table.ts';
import { listOf, peopleWaits, scheduleWaits } from './waiting.ts';

/** The most sentences about who waits for whom in one answer. */
const MOST_WAITS = 15;

const sessionsOf = (members: readonly Member[]): number =>
  Math.round(members.reduce((sum, { sessions }) => sum + sessions, 0) * 100) / 100;

const counted = (count: number, one: string, many: string): string => (count === 1 ? `1 ${one}` : `${count} ${many}`);
const storyCount = (count: number): string => counted(count, 'story', 'stories');
const sessionCount = (count: number): string => counted(count, 'session', 'sessions');

/** `/orch sprint status`: how the sprint stands, what waits for whom, what was spent and what comes next. */
export function sprintStatus(epic: Story, team: readonly Story[], config: Config): string {
  const plan = epic.plan ?? NEW_PLAN;
  const { sprint } = plan;
  const members = membersOf(plan.stories, team);
  const inSprint = members.filter(({ id = 0 }) => sprint?.stories.includes(id));
  const open = inSprint.filter(({ status }) => status !== 'merged');
  const progress = progressOf(plan, team, config.settings.max_concurrent_agents);
  const active = plan.cycle === 'sprint_active' && epic.status === 'underway';
  const waits = [...peopleWaits(team, config), ...(progress && active ? scheduleWaits(progress.schedule) : [])];
  return paragraphs(
    `**${headlineOf(epic, plan, team, config)}.**`,
    sprint && `Goal of sprint ${sprint.number}: ${ended(quoted(sprint.goal))}`,
    inSprint.length > 0 &&
      `${ended(tally(inSprint))}${open.length === 0 ? '' : ` Estimated work that is left: ${sessionCount(sessionsOf(open))}.`}`,
    listOf(waits, MOST_WAITS),
    spentLine(epic, team, config),
    nextStep(epic, plan, team, config),
  );
}

/** `/orch backlog`: the stories of an epic that are in no sprint, as a table. */
export function backlog(epic: Story, team: readonly Story[]): string {
  const plan = epic.plan ?? NEW_PLAN;
  const members = membersOf(plan.stories, team);
  if (members.length === 0)
    return `Epic ${epic.id} has no stories yet: they come with its accepted document of stories.`;
  const waiting = members.filter(
    ({ id, status }) =>
      (status === 'pending' || status === 'untracked') &&
      (id === undefined || sprintNumberOf(id, { ...plan, past: [] }) === undefined),
  );
  if (waiting.length === 0) return `No story of epic ${epic.id} waits for a sprint: ${tally(members)}.`;
  return paragraphs(
    `${storyCount(waiting.length)} of epic ${epic.id} ${waiting.length === 1 ? 'is' : 'are'} in no sprint, estimated at ${sessionCount(sessionsOf(waiting))}.`,
    storiesTable(byPriority(waiting), plan, team, { rows: MAX_ROWS }),
    plan.cycle === 'idle' || plan.cycle === 'backlog_ready'
      ? '`/orch sprint plan` chooses the most urgent; `/orch priority` on a story says how urgent it is.'
      : 'They can go into the next sprint; `/orch priority` on a story says how urgent it is.',
  );
}

const byPriority = (members: readonly Member[]): Member[] => members.toSorted((a, b) => a.priority - b.priority);

/** The end of the sentence that begins a refusal, by the words of the command behind `/orch`. */
const REFUSED: Record<string, { event?: CycleEvent; what: string }> = {
  'sprint plan': { event: 'plan', what: 'A sprint cannot be planned now' },
  'sprint start': { event: 'start', what: 'A sprint cannot be started now' },
  'sprint review': { event: 'review', what: 'A sprint cannot be ended now' },
  'sprint close': { event: 'close', what: 'A sprint cannot be closed now' },
  'sprint cancel': { event: 'cancel', what: 'A sprint cannot be cancelled now' },
  'sprint pause': { what: 'The sprint cannot be paused now' },
  'sprint resume': { what: 'The sprint cannot be resumed now' },
  feedback: { event: 'feedback', what: 'There is no sprint at work to give feedback on' },
};

const STANDS: Record<Cycle, string> = {
  idle: 'there is none planned',
  backlog_ready: 'there is none planned',
  sprint_planned: 'one is planned, and not started yet',
  sprint_active: 'one is at work',
  sprint_review: 'one has ended, and its retrospective is not accepted yet',
};

/** Why an event was refused that the cycle allows: its guard. */
const GUARDED: Partial<Record<CycleEvent, string>> = {
  plan: 'no story can be chosen, because each is at work, has ended, or waits for something that is not merged',
};

const STANDS_STILL = 'this epic is not at work on its stories, and `/orch why` says what it waits for';

/** That a command does not fit the cycle: `command` is what stands behind `/orch`, such as `sprint start`. */
export function cycleRefusal(command: string, state: Cycle): string {
  const { event, what } = REFUSED[command] ?? { what: `\`/orch ${command}\` does not fit now` };
  const allowed = event !== undefined && possibleIn(state).includes(event);
  const why = allowed ? (GUARDED[event] ?? STANDS_STILL) : event === undefined ? HOLDING[command] : STANDS[state];
  const said = allowed ? CYCLE_COMMANDS[event] : undefined;
  const fitting = commandsIn(state).filter((each) => each !== said);
  const instead = fitting.length > 0 ? fitting : ['/orch backlog', '/orch why'];
  return `${what}: ${why ?? STANDS[state]} (the cycle stands at ${state.toUpperCase()}). Possible now: ${listed(
    instead.map((each) => `\`${each}\``),
    'or',
  )}.`;
}

const HOLDING: Readonly<Record<string, string>> = {
  'sprint pause': 'it is on hold already, or has ended',
  'sprint resume': 'it is not on hold, or waits for something else than a word',
};
