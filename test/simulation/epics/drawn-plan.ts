/** The plan of an epic as a seed draws it: a few tasks that wait for each other, as people write them in Markdown and as a run writes them. */
import type { Random } from '../random.ts';

/** A task of the plan: the story that it becomes, and the stories that it waits for. */
export interface Task {
  key: string;
  title: string;
  after: readonly string[];
  /** Files that it says it will change. */
  touches: readonly string[];
}

/** Where people keep the plan. */
export const PLAN_PATH = 'docs/plans/durations.md';

const FEWEST = 3;
const MOST = 6;

/** Three to six tasks, each behind one or two of those before it, or behind none; some of them say that they change the same file. */
export function drawTasks(random: Random): Task[] {
  const tasks: Task[] = [];
  const count = FEWEST + random.below(MOST - FEWEST + 1);
  for (let number = 1; number <= count; number += 1) {
    const before = tasks.filter(() => random.chance(0.35)).slice(0, 2);
    tasks.push({
      key: keyOf(number),
      title: `Part ${number}`,
      after: before.map(({ key }) => key),
      touches: random.chance(0.25) ? ['src/shared.js'] : [],
    });
  }
  return tasks;
}

/** One more task, as somebody adds it to a plan. */
export const nextTask = (tasks: readonly Task[]): Task => {
  const number = tasks.length + 1;
  return { key: keyOf(number), title: `Part ${number}`, after: [tasks[0]!.key], touches: [] };
};

const keyOf = (number: number): string => `S${100 + number}`;
const numberOf = (key: string): string => `1.${Number(key.slice(1)) - 100}`;

/** The tasks as a Markdown plan. */
export const asMarkdown = (tasks: readonly Task[]): string =>
  ['# Durations', '', '## Phase 1: All of it', '', ...tasks.flatMap(lines), ''].join('\n');

const lines = ({ key, title, after, touches }: Task): string[] => [
  `- [ ] ${numberOf(key)} ${title}${after.length > 0 ? ` (depends on ${after.map(numberOf).join(', ')})` : ''}`,
  ...touches.map((path) => `  - Files: ${path}`),
];

/** The tasks as the document that the workflow `stories` writes. */
export const asDocument = (tasks: readonly Task[]): string =>
  [
    '# Stories',
    '```yaml',
    'epics:',
    '  - { key: E1, title: Durations, goal: Durations can be read and written. }',
    'stories:',
    ...tasks.map(({ key, title, after, touches }) =>
      [
        `  - key: ${key}`,
        '    epic: E1',
        `    title: ${title}`,
        '    value: Whoever reads a table of durations needs no calculator.',
        '    acceptance: ["It answers for the sample in the request."]',
        '    test_steps: ["Run the tests."]',
        '    priority: 2',
        '    estimate: { sessions: 1, complexity: 3 }',
        `    dependencies: [${after.join(', ')}]`,
        `    touches: [${touches.map((path) => `"${path}"`).join(', ')}]`,
      ].join('\n'),
    ),
    '```',
    '',
  ].join('\n');
