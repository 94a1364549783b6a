/** The record of a sprint: what its retrospective judges by. Text for an agent, who reads it as data. */
import { MAX_RECORD } from '../brief.ts';
import type { Plan, Sprint } from '../epic.ts';
import { dollars } from '../messages/dollars.ts';
import { oneLine } from '../messages/quoted.ts';
import { retrospectiveSchema } from '../plan/retrospective.ts';
import type { Story } from '../story.ts';
import { type Member, membersOf, spentOn } from './members.ts';

/** Answers that are told of one story. */
const MAX_ANSWERS = 3;

const CUT = '\n[cut here: the record is longer]';

/** What happened in the sprint of the plan: times, stories with their runs and what was asked, what people said, what the sprint before was to change. */
export function sprintRecord(epic: number, plan: Plan, team: readonly Story[]): string {
  const { sprint } = plan;
  if (!sprint) return '';
  const members = membersOf(plan.stories, team).filter(({ id = 0 }) => sprint.stories.includes(id));
  const text = [
    `Sprint ${sprint.number} of epic ${epic}: ${oneLine(sprint.goal, 300)}`,
    timesOf(sprint),
    '',
    'Stories:',
    ...members.flatMap(storyLines),
    ...feedbackLines(sprint),
    ...changesBefore(plan),
  ].join('\n');
  return text.length <= MAX_RECORD ? text : `${text.slice(0, MAX_RECORD - CUT.length)}${CUT}`;
}

function timesOf({ planned_at, started_at, reviewed_at }: Sprint): string {
  const times = [
    `Planned ${planned_at}`,
    ...(started_at === undefined ? ['never started'] : [`started ${started_at}`]),
    ...(reviewed_at === undefined ? [] : [`ended ${reviewed_at}`]),
  ];
  return `${times.join(', ')}.`;
}

function storyLines({ id, title, status, sessions, story }: Member): string[] {
  const head = `- Story ${id}, ${oneLine(title, 120)}: ${status.replaceAll('_', ' ')}`;
  if (!story) return [`${head}.`];
  const { runs, rounds, failure, ended, pull_request, decisions = [], started_at, completed_at } = story;
  const outcomes = runs.map(({ cost }) => cost?.outcome ?? 'open').join(', ');
  const facts = [
    `estimated at ${sessions} ${sessions === 1 ? 'session' : 'sessions'}, took ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}${outcomes === '' ? '' : ` (${outcomes})`}`,
    ...(rounds > 0 ? [`${rounds} ${rounds === 1 ? 'round' : 'rounds'} of changes`] : []),
    `cost ${dollars(spentOn(story))}`,
    ...(started_at === undefined ? [] : [`started ${started_at}`]),
    ...(completed_at === undefined ? [] : [`ended ${completed_at}`]),
  ];
  const more = [
    ...(failure === undefined ? [] : [`failed: ${oneLine(failure, 300)}`]),
    ...(ended?.reason ? [`given up by ${ended.by}: ${oneLine(ended.reason, 200)}`] : []),
    ...decisions
      .slice(-MAX_ANSWERS)
      .map(({ question, answer, by }) => `asked: ${oneLine(question, 200)} Answer of ${by}: ${oneLine(answer, 200)}`),
  ];
  const pull = pull_request ? ` in #${pull_request.number}` : '';
  return [`${head}${pull}. ${facts.join('; ')}.`, ...more.map((line) => `  - ${line}`)];
}

function feedbackLines({ feedback }: Sprint): string[] {
  if (feedback.length === 0) return [];
  return ['', 'What people said of it:', ...feedback.map(({ by, text }) => `- ${by}: ${oneLine(text, 500)}`)];
}

/** What the retrospective before this one wanted to be changed. */
function changesBefore({ documents }: Plan): string[] {
  const last = documents.findLast(({ workflow, outcome }) => workflow === 'retrospective' && outcome !== undefined);
  const changes = retrospectiveSchema.safeParse(last?.outcome).data?.changes ?? [];
  if (changes.length === 0) return [];
  return [
    '',
    'Changes that the retrospective before wanted:',
    ...changes.map(({ change, who }) => `- ${oneLine(change, 300)} (${oneLine(who, 80)})`),
  ];
}
