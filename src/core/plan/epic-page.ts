/** A plan as people read it: the page of an epic, and the issues of its stories. The plan was written by a model, so its words are quoted. */
import { code, plainTitle, quoted } from '../messages/quoted.ts';
import { type Box, dependencyGraph } from './dependency-graph.ts';
import type { PlannedEpic, PlannedStory, StoriesPlan } from './stories.ts';

/** Numbers of the issues that stories became, by key; keys that are not in it have no issue yet. */
export type IssueNumbers = ReadonlyMap<string, number>;

const NO_ISSUES: IssueNumbers = new Map();

/** `#12` where there is an issue, else the key. */
const nameOf = (key: string, issues: IssueNumbers): string => {
  const number = issues.get(key);
  return number === undefined ? key : `#${number}`;
};

const storiesOf = ({ stories }: StoriesPlan, epic: PlannedEpic): PlannedStory[] =>
  stories.filter((story) => story.epic === epic.key);

/** The page of an epic: its goal, its stories in a table and as a drawing. Markdown. */
export function epicPage(plan: StoriesPlan, epic: PlannedEpic, issues: IssueNumbers = NO_ISSUES): string {
  const stories = storiesOf(plan, epic);
  const names = (keys: readonly string[]) => keys.map((key) => nameOf(key, issues)).join(', ') || '–';
  const all = stories.reduce((sum, { estimate }) => sum + estimate.sessions, 0);
  return [
    `# ${quoted(epic.title)}`,
    quoted(epic.goal, 1_000),
    `## Stories`,
    `${stories.length === 1 ? 'One story' : `${stories.length} stories`}, estimated at ${all} ${all === 1 ? 'session' : 'sessions'}.`,
    [
      '| story | | priority | sessions | waits for | covers |',
      '|---|---|---|---|---|---|',
      ...stories.map(
        ({ key, title, priority, estimate, dependencies, covers }) =>
          `| ${nameOf(key, issues)} | ${quoted(title)} | ${priority} | ${estimate.sessions} | ${names(dependencies)} | ${covers.join(', ') || '–'} |`,
      ),
    ].join('\n'),
    dependencyGraph(boxesOf(plan, stories)),
  ].join('\n\n');
}

/** The stories of an epic, and those of others that they wait for. */
function boxesOf(plan: StoriesPlan, stories: readonly PlannedStory[]): Box[] {
  const wanted = new Set(stories.flatMap(({ key, dependencies }) => [key, ...dependencies]));
  return plan.stories
    .filter(({ key }) => wanted.has(key))
    .map(({ key, title, dependencies }) => ({ id: key, label: `${key} ${title}`, dependencies }));
}

/** Title and body of the issue that a story becomes. `findings`: what the plan says was found out about it already. */
export function storyIssue(
  story: PlannedStory,
  issues: IssueNumbers = NO_ISSUES,
  findings: readonly string[] = [],
): { title: string; body: string } {
  const { value, acceptance, test_steps, dependencies, covers, touches, estimate, notes } = story;
  const { sessions, complexity } = estimate;
  const parts = [
    quoted(value, 600),
    `## Acceptance criteria\n\n${acceptance.map((each) => `- [ ] ${quoted(each, 500)}`).join('\n')}`,
    `## Test steps\n\n${test_steps.map((each, index) => `${index + 1}. ${quoted(each, 500)}`).join('\n')}`,
    ...(findings.length === 0
      ? []
      : [`## Found out before\n\n${findings.map((each) => `- ${quoted(each, 500)}`).join('\n')}`]),
    ...(notes === undefined ? [] : [`## Notes\n\n${quoted(notes, 2_000)}`]),
    [
      '## Plan',
      '',
      `- Estimate: ${sessions} ${sessions === 1 ? 'session' : 'sessions'}, complexity ${complexity} of 10`,
      ...(dependencies.length === 0
        ? []
        : [`- Waits for: ${dependencies.map((key) => nameOf(key, issues)).join(', ')}`]),
      ...(covers.length === 0 ? [] : [`- Covers: ${covers.join(', ')}`]),
      ...(touches.length === 0 ? [] : [`- Likely to change: ${touches.map((each) => code(each, 200)).join(', ')}`]),
    ].join('\n'),
  ];
  return { title: plainTitle(story.title), body: parts.join('\n\n') };
}
