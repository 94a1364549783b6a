/**
 * The board of an epic: the text of its one sticky comment, edited in place. Where it stands, its documents, its stories with what waits for whom,
 * what was spent, what comes next, and what people can say now.
 */
import type { Config } from '../config.ts';
import { NEW_PLAN, type Plan } from '../epic.ts';
import { dollars } from '../messages/dollars.ts';
import { quoted } from '../messages/quoted.ts';
import { blockquote, cameBack, refusedWords, runWords, whyStill } from '../messages/story-words.ts';
import { voidWords, waitSentence } from '../messages/words.ts';
import type { Run } from '../run.ts';
import { AT_REST, type Story } from '../story.ts';
import { documentList } from './documents.ts';
import { fittingCommands } from './fitting.ts';
import { headlineOf, phaseLine } from './headline.ts';
import { repositoryUrl } from './links.ts';
import { membersOf } from './members.ts';
import { nextStep } from './next-step.ts';
import { progressOf, spentBy } from './progress.ts';
import { turnsOf } from './standing.ts';
import { inOrder, storiesGraph, storiesTable, tally } from './stories-table.ts';
import { listOf, peopleWaits, scheduleWaits } from './waiting.ts';

/** The most rows of a board: more than a plan may hold. */
export const MAX_ROWS = 60;

/** The most characters of a board. GitHub takes 65,536; a comment that is edited at every step should be read in one go. */
export const MAX_CHARACTERS = 20_000;

/** What a board shows beside the stories: the epic's current run, and whether people can write commands where it stands (they can by default). */
export interface About {
  run: Run | null;
  commands?: boolean;
}

/** How much is shown, from everything to almost nothing: the first that is short enough is taken. */
const SIZES: readonly { rows: number; graph: boolean; waits: number }[] = [
  { rows: MAX_ROWS, graph: true, waits: 30 },
  { rows: MAX_ROWS, graph: false, waits: 30 },
  { rows: 40, graph: false, waits: 20 },
  { rows: 20, graph: false, waits: 10 },
  { rows: 10, graph: false, waits: 5 },
  { rows: 0, graph: false, waits: 2 },
];

/** The board of an epic in any status, as Markdown of at most `MAX_CHARACTERS`. `team` are its stories, as far as they are known. */
export function board(epic: Story, team: readonly Story[], config: Config, about: About): string {
  let text = '';
  for (const size of SIZES) {
    text = boardOf(epic, team, config, about, size);
    if (text.length <= MAX_CHARACTERS) break;
  }
  return text;
}

function boardOf(
  epic: Story,
  team: readonly Story[],
  config: Config,
  { run, commands = true }: About,
  size: (typeof SIZES)[number],
): string {
  const plan = epic.plan ?? NEW_PLAN;
  // Once there are stories they are what people look for, and the documents stand behind them in one line.
  const planning = plan.stories.length === 0 && team.length === 0;
  return [
    `### ${headlineOf(epic, plan, team, config)}`,
    phaseLine(epic, plan),
    blockquote(reason(epic, run)),
    goalLine(epic, plan),
    waitSentence(epic, config),
    planning ? documentList(epic, plan, 'list') : '',
    storiesPart(epic, plan, team, config, size),
    feedbackPart(plan),
    planning ? '' : documentList(epic, plan, 'line'),
    spentLine(epic, team, config),
    runWords(run),
    nextStep(epic, plan, team, config),
    commands
      ? `<sub>${fittingCommands(epic, plan)
          .map((each) => `\`${each}\``)
          .join(' · ')}</sub>`
      : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Why an epic stands still, or what its run was told. */
const reason = (epic: Story, run: Run | null): string =>
  whyStill(epic) || cameBack(epic) || voidWords(epic) || (epic.status === 'review' ? refusedWords(run) : '');

/** The goal of the sprint with its milestone, and the sprints before it. */
function goalLine(epic: Story, { sprint, past }: Plan): string {
  const repository = repositoryUrl(epic);
  const milestone =
    sprint?.milestone && repository !== undefined
      ? ` ([milestone](${repository}/milestone/${sprint.milestone.number}))`
      : '';
  const goal = sprint ? `Goal: ${quoted(sprint.goal)}${milestone}` : '';
  const closed = past.length === 0 ? '' : `Closed: ${past.map(({ number }) => `sprint ${number}`).join(', ')}`;
  return [goal, closed].filter(Boolean).join(' · ');
}

/** Feedback that is shown; the retrospective is given all of it. */
const SHOWN_FEEDBACK = 3;

/** What people said about the sprint, the newest last. */
function feedbackPart({ sprint }: Plan): string {
  const feedback = sprint?.feedback ?? [];
  if (feedback.length === 0) return '';
  const more = feedback.length - SHOWN_FEEDBACK;
  const said = feedback.slice(-SHOWN_FEEDBACK).map(({ by, text }) => `- ${quoted(by)}: ${quoted(text, 200)}`);
  return `**Feedback**${more > 0 ? ` (and ${more} before)` : ''}\n\n${said.join('\n')}`;
}

/** So many stories can be counted at a glance. */
const AT_A_GLANCE = 10;

/** The stories, what depends on what, and what waits for whom. */
function storiesPart(
  { status }: Story,
  plan: Plan,
  team: readonly Story[],
  config: Config,
  { rows, graph, waits }: (typeof SIZES)[number],
): string {
  const members = inOrder(membersOf(plan.stories, team), plan);
  if (members.length === 0) return '';
  const moving = status === 'underway';
  const progress =
    plan.cycle === 'sprint_active' ? progressOf(plan, team, config.settings.max_concurrent_agents) : undefined;
  const turns = progress && turnsOf(progress.schedule, moving);
  // Of what has ended nothing waits for anything.
  const drawing = AT_REST.has(status) && status !== 'failed' ? '' : storiesGraph(members, plan, team, turns);
  const pending = progress && moving ? scheduleWaits(progress.schedule) : [];
  const sentences = [...peopleWaits(team, config), ...pending];
  return [
    storiesTable(members, plan, team, { rows, ...(turns && { turns }) }),
    members.length > AT_A_GLANCE ? `${members.length} stories: ${tally(members)}.` : '',
    drawing === '' || (graph && members.length <= rows)
      ? drawing
      : 'The drawing of what depends on what is left out: it would be too large here.',
    sentences.length === 0 ? '' : `**What waits for whom**\n\n${listOf(sentences, waits)}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What the epic has cost, and of how much. */
export function spentLine(epic: Story, team: readonly Story[], config: Config): string {
  const { plan, stories, all } = spentBy(epic, team);
  if (all === 0) return '';
  const cap = config.budget.epic_usd;
  const of = cap === undefined ? '' : ` of ${dollars(cap)} (\`budget.epic_usd\`)`;
  const parts = stories === 0 ? '' : `: ${dollars(plan)} for the plan, ${dollars(stories)} for the stories`;
  return `Spent: ${dollars(all)}${of}${parts}.`;
}
