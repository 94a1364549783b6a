import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMarkdownPlan } from '../../../src/core/plan/markdown-plan.ts';
import { type PlannedStory, storiesSchema } from '../../../src/core/plan/stories.ts';
import { BOLD, GROUPS, HEADINGS, PHASES, WHOLE } from './markdown-samples.ts';

const read = (text: string) => {
  const answer = readMarkdownPlan(text, 'docs/plans/x.md');
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
  return answer;
};

const story = (text: string, key: string): PlannedStory => read(text).plan.stories.find((each) => each.key === key)!;

/** `line key value: expected` of every problem. */
const problems = (text: string): string[] => {
  const answer = readMarkdownPlan(text, 'x.md');
  return answer.ok
    ? []
    : answer.problems.map(({ line, key, value, expected }) => `${line} ${key} ${value}: ${expected}`);
};

/** `S101 S102<S101` */
const order = (text: string): string =>
  read(text)
    .plan.stories.map(({ key, dependencies }) => [key, ...dependencies.map((each) => `<${each}`)].join(''))
    .join(' ');

describe('a plan of phases', () => {
  test('becomes epics and stories', () => {
    const { plan, done } = read(PHASES);
    expect(plan.epics).toEqual([
      {
        key: 'E1',
        title: 'Phase 1: Reading',
        goal: 'Text becomes seconds.\nDone when: 1.3 every test passes; the page shows it',
      },
      { key: 'E2', title: 'Phase 2: Speaking', goal: 'People read durations, not numbers.' },
    ]);
    expect(plan.stories.map(({ key, epic, title }) => `${key} ${epic} ${title}`)).toEqual([
      'S101 E1 1.1 Read durations',
      'S102 E1 1.2 Refuse nonsense with the place where it stands',
      'S201 E2 2.1 Format durations',
      'S202 E2 2.2 Compare durations',
      'S203 E2 2.3 Sum durations',
      'S204 E2 2.4 List durations',
      'S205 E2 2.5 Publish',
    ]);
    expect([...done]).toEqual(['S101']);
  });

  test('says of a task what stands below it, and defaults for the rest', () => {
    expect(story(PHASES, 'S101')).toEqual({
      key: 'S101',
      epic: 'E1',
      title: '1.1 Read durations',
      value: 'Text becomes seconds.',
      acceptance: ['"90s" is 90 seconds', '1.1.1 "2m" is 120 seconds'],
      test_steps: ['Run the tests of the project.'],
      priority: 2,
      estimate: { sessions: 1, complexity: 3 },
      dependencies: [],
      covers: [],
      touches: ['src/read.ts', 'test/read.test.ts'],
      notes: 'Task 1.1 of docs/plans/x.md, line 19.',
    });
    expect(story(PHASES, 'S102')).toMatchObject({
      acceptance: ['Refuse nonsense with the place where it stands'],
      test_steps: ['read "9x" and look at the column'],
      priority: 1,
      estimate: { sessions: 0.5, complexity: 7 },
      notes: 'The place is counted from 1.\nTask 1.2 of docs/plans/x.md, line 24.',
    });
  });

  test('has its order from tasks, phases and notes', () => {
    expect(order(PHASES)).toBe('S101 S102<S101 S201<S102 S202<S101 S203 S204<S201<S202<S203 S205<S204');
  });

  test('keeps findings by task', () => {
    expect([...read(PHASES).findings]).toEqual([
      ['S101', ['leading zeros are common in logs']],
      ['S201', ['Locale matters.']],
      ['S202', ['Ties are equal.']],
    ]);
  });

  test('is advised on by the numbers of its tasks, and only on what is left', () => {
    expect(read(PHASES).advice).toEqual([
      'One chain of dependencies holds 3.5 of 5.5 sessions, so that little can be done at the same time. Which of its dependencies are only a habit?',
      '1.2, 2.1, 2.2, 2.3, 2.4 and 2.5 do not say what files will change (`touches`), so that nothing keeps them apart from others.',
    ]);
  });
});

describe('other ways to write one', () => {
  test('headings', () => {
    const { plan, done, findings } = read(HEADINGS);
    expect(plan.stories.map(({ title }) => title)).toEqual([
      '1.1 Index the archive',
      '1.2 Ask the index',
      '1.3 Show what was found',
    ]);
    expect(order(HEADINGS)).toBe('S101 S102<S101 S103<S102<S101');
    expect([...done]).toEqual(['S101', 'S102']);
    expect([...findings]).toEqual([['S101', ['The archive has 40,000 pages.']]]);
    expect(story(HEADINGS, 'S101')).toMatchObject({
      priority: 1,
      estimate: { sessions: 4 },
      touches: ['src/index/build.ts', 'src/archive.ts'],
      acceptance: ['Step 1: Write the test'],
    });
    expect(story(HEADINGS, 'S102').acceptance).toEqual([
      'A word that is nowhere gives an empty list',
      'Case does not count',
    ]);
  });

  test('bold numbers', () => {
    expect(order(BOLD)).toBe('S101 S102<S101 S201<S102');
    expect(read(BOLD).plan.epics).toEqual([{ key: 'E1', title: 'Small things', goal: 'Small things' }]);
    expect(story(BOLD, 'S201').title).toBe('2.1 Say nothing');
  });

  test('numbered groups', () => {
    expect(order(GROUPS)).toBe('S101 S102 S201<S102 S202');
    expect(read(GROUPS).plan.epics.map(({ title }) => title)).toEqual(['Phase 1: Dependencies', 'Phase 2: Use']);
    expect(story(GROUPS, 'S201').touches).toEqual(['src/read.ts']);
  });

  test('whole numbers', () => {
    expect(order(WHOLE)).toBe('S100 S200<S100');
    expect(story(WHOLE, 'S100').acceptance).toEqual(['Step 1: Write the test', '2. Make it pass']);
  });

  test('numbered chapters, where nothing is a task more plainly', () => {
    expect(order('# P\n\n### 1.1 Build\n\nText.\n\n### 1.2 Ship\n\n_Depends on: 1.1_\n')).toBe('S101 S102<S101');
    expect(order('### 1.1 A chapter\n\n- [ ] 2.1 A task\n')).toBe('S201');
    expect(order('### 1.1 Group\n\n- [ ] 1.1.1 One\n- [ ] 1.1.2 Two\n\n## Phase 2\n\n- [ ] 2.1 Task\n')).toBe(
      'S101 S201',
    );
  });

  test.each(['\n', '\r\n', '\r'])('line ends %j', (end) => {
    const { plan, done } = read(PHASES.replaceAll('\n', end));
    expect({ plan, done }).toEqual({ plan: read(PHASES).plan, done: read(PHASES).done });
  });
});

describe('the order', () => {
  test.each([
    ['nothing is said', '- [ ] 1.1 A\n- [ ] 1.2 B', 'S101 S102'],
    [
      'the plan is sequential',
      'Execution: sequential\n\n- [ ] 1.1 A\n- [ ] 1.2 B\n- [ ] 1.3 C',
      'S101 S102<S101 S103<S102',
    ],
    ['the plan is not', 'Execution: not sequential\n\n- [ ] 1.1 A\n- [ ] 1.2 B', 'S101 S102'],
    [
      'a phase is sequential',
      '## Phase 1: X (sequential)\n- [ ] 1.1 A\n- [ ] 1.2 B\n## Phase 2\n- [ ] 2.1 C',
      'S101 S102<S101 S201',
    ],
    [
      'a task says none',
      'Mode: sequential\n\n- [ ] 1.1 A\n- [ ] 1.2 B (depends on none)\n- [ ] 1.3 C',
      'S101 S102 S103<S102',
    ],
    [
      'phases are sequential',
      'Execution: Phases 1-2 are [SEQUENTIAL]\n\n## Phase 1\n- [ ] 1.1 A\n- [ ] 1.2 B\n## Phase 2\n- [ ] 2.1 C',
      'S101 S102 S201<S101<S102',
    ],
    ['a title names phases', '## Phase 1\n- [ ] 1.1 A\n## Phase 2 (Depends on Phase 1)\n- [ ] 2.1 C', 'S101 S201<S101'],
    [
      'all previous phases',
      '## Phase 1\n- [ ] 1.1 A\n## Phase 2\n- [ ] 2.1 B\n## Phase 3\n- [ ] 3.1 C\n  - Depends on: all previous phases',
      'S101 S201 S301<S101<S201',
    ],
    [
      'the check of a phase',
      '## Phase 1\n- [ ] 1.1 A\n\n**VERIFY Phase 1:**\n- [ ] 1.2 it works\n## Phase 2\n- [ ] 2.1 B (depends: 1.2)',
      'S101 S201<S101',
    ],
    ['a part of a task', '- [ ] 1.1 A\n  - [ ] 1.1.1 a\n- [ ] 1.2 B (depends on 1.1.1)', 'S101 S102<S101'],
    [
      'reasons',
      '- [ ] 1.1 A\n- [ ] 1.2 B\n  - Depends on: 1.1 (schema of 4 tables) - because 2 need it',
      'S101 S102<S101',
    ],
  ])('%s', (_, text, expected) => {
    expect(order(text)).toBe(expected);
  });
});

describe('what is wrong is told with its line', () => {
  test.each<[string, string, string[]]>([
    [
      'no task',
      '# Plan\n\nText.',
      [
        '1  : there is no task here; a task is a line such as `- [ ] 1.1 Title`, or a heading such as `### Task 1.1: Title`',
      ],
    ],
    [
      'a task twice',
      '- [ ] 1.1 A\n- [ ] 1.1 B',
      ['2 1.1 1.1 B: task 1.1 stands in line 1 already; give each its own number'],
    ],
    ['a number that is too great', '- [ ] 1.100 A', ['1 1.100 1.100: the numbers of tasks go from 0.1 to 99.99']],
    [
      'an unknown dependency',
      '- [ ] 1.1 A\n- [ ] 1.2 B\n  - Depends on: 1.1, 1.7',
      ['3 1.2.dependencies 1.1, 1.7: there is no task 1.7; there are 1.1 and 1.2; did you mean 1.1?'],
    ],
    [
      'an unknown phase',
      '## Phase 1\nDepends on: Phase 7\n- [ ] 1.1 A',
      ['2 dependencies Phase 7: there is no phase 7; there are 1.1'],
    ],
    [
      'itself',
      '- [ ] 1.1 A (depends on 1.1)',
      ['1 1.1.dependencies 1.1: a task cannot depend on itself; take this out'],
    ],
    [
      'a circle',
      '- [ ] 1.1 A (depends on 1.2)\n- [ ] 1.2 B (depends on 1.1)',
      [
        '1 1.1.dependencies 1.2: these wait for each other: 1.1 -> 1.2 -> 1.1; take one of the dependencies out, or cut a task in two',
      ],
    ],
    [
      'a part of nothing',
      '- [ ] 1.1 A\n- [ ] 2.1.1 B',
      ['2 2.1.1 2.1.1: this is a part of task 2.1, and there is none; write a task 2.1 above it'],
    ],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test('51 open tasks, and not 50 with others that are done', () => {
    const tasks = (phase: number, count: number, box: string) =>
      Array.from({ length: count }, (_, index) => `- [${box}] ${phase}.${index + 1} Task ${index}`).join('\n');
    expect(problems(tasks(1, 51, ' '))).toEqual([
      '51 1.51 Task 50: expected at most 50 open tasks in one plan, and there are 51; put the later phases into a plan of their own',
    ]);
    expect(problems(`${tasks(1, 50, ' ')}\n${tasks(2, 30, 'x')}`)).toEqual([]);
  });

  test('and what is only not understood is advice', () => {
    const text =
      '- [ ] 1.1 A\n  - Priority: soon\n  - Estimate: a while\n  - Files: `/etc/passwd`, `a.ts`\n  - Depends on: the weather\n- **1.2** B';
    expect(read(text).advice).toEqual([
      'Line 2: the priority of 1.1, "soon", is not understood and counts as not given; write P0 to P3, 1 to 4, or critical, high, medium or low.',
      'Line 3: the estimate of 1.1, "a while", is not understood and counts as not given; write sessions, minutes, hours, days or weeks with a number, or XS, S, M, L or XL.',
      'Line 4: the file of 1.1, "/etc/passwd", is not understood and counts as not given; write a path in the repository, without `/` before it and without `..`.',
      'Line 5: the dependencies of 1.1, "the weather", is not understood and counts as not given; write numbers of tasks, such as 1.1, 1.2, or none.',
      'Line 6 reads like a task 1.2, and is none: other tasks here are written in another way. Write it like them, if it is one.',
    ]);
    const nine = Array.from({ length: 9 }, (_, index) => `  - [ ] part ${index}\n`).join('');
    expect(read(`- [ ] 1.1 A\n  - Files: a.ts\n  - Estimate: 4 sessions\n${nine}`).advice).toEqual([
      '1.1 is large for one pull request (9 criteria and 4 sessions). Split it, each part with a use of its own.',
    ]);
  });
});

test('a long title is cut where it may be, and kept whole in the notes', () => {
  const long =
    'Create the index of the archive. It has every word of every page, with its place, and is written anew each night when nobody reads';
  const { title, acceptance, notes } = story(`- [ ] 1.1 ${long}`, 'S101');
  expect(title).toBe('1.1 Create the index of the archive');
  expect(acceptance).toEqual([long]);
  expect(notes).toContain(long);
});

describe('whatever stands there', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '# ',
      '## Phase 1',
      '### Task 1.1: ',
      '- [ ] 1.1 ',
      '- [x] 1.2 ',
      '  - [ ] ',
      '**1.1** ',
      'Depends on: ',
      '1.1',
      '1.1-1.3',
      'Phase 1',
      '\n',
      '\n\n',
      '\r\n',
      '```',
      '<!--',
      '-->',
      ' (depends on 1.1)',
      '**VERIFY 1:**',
      'Files: ',
      '`a/**`',
      'Findings',
      'Priority: P1',
      '[SEQUENTIAL]',
      '\t',
      '> ',
      '|',
      '~~',
      '**',
      '_',
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  );
  const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));

  test('nothing is thrown, and a plan that is read fits the schema of stories', () => {
    fc.assert(
      fc.property(text, (document) => {
        const answer = readMarkdownPlan(document, 'x.md');
        if (answer.ok) expect(storiesSchema.safeParse(answer.plan).error).toBeUndefined();
        else expect(answer.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a text that is made to be slow is read in time', () => {
    const hostile = [
      '- [ ] 1.1 '.repeat(20_000),
      '- [ ] 1.1 A\n'.repeat(20_000),
      `- [ ] 1.1 A\n${'  - [ ] x\n'.repeat(20_000)}`,
      `# ${' #'.repeat(100_000)}`,
      '*'.repeat(200_000),
      `Depends on: ${'1.1-'.repeat(50_000)}`,
      `- [ ] 1.1 ${'('.repeat(200_000)}`,
      ' '.repeat(200_000),
      '1.1 \n'.repeat(40_000),
    ];
    const start = performance.now();
    for (const document of hostile) readMarkdownPlan(document, 'x.md');
    expect(performance.now() - start).toBeLessThan(4_000);
  });
});
