import { describe, expect, test } from 'vitest';
import { readStories } from '../../../src/core/plan/read-stories.ts';
import { PLAN, YAML } from './samples.ts';

const WANTED = [
  { id: 'R1', needed: true },
  { id: 'R2', needed: true },
  { id: 'R3', needed: false },
];

const read = (document: string, wanted = WANTED) => readStories(document, 'stories.md', YAML, wanted);

/** `line key value: expected` of every problem. */
const problems = (document: string, wanted = WANTED): string[] => {
  const answer = read(document, wanted);
  return answer.ok
    ? []
    : answer.problems.map(({ line, key, value, expected }) => `${line} ${key} ${value}: ${expected}`);
};

const story = (key: string, more = ''): string => `  - key: ${key}
    epic: E1
    title: Story ${key}
    value: v
    acceptance: [a]
    test_steps: [t]
    priority: 3
    estimate: { sessions: 1, complexity: 1 }
    touches: [x/${key}]
${more}`;

const plan = (stories: string): string =>
  `\`\`\`yaml\nepics:\n  - { key: E1, title: t, goal: g }\nstories:\n${stories}\`\`\`\n`;

describe('a document of stories', () => {
  test('that is in order is read, with no advice', () => {
    const answer = read(PLAN);
    expect(answer).toMatchObject({ ok: true, advice: [] });
    if (answer.ok)
      expect(answer.plan.stories.map(({ key, dependencies }) => [key, ...dependencies])).toEqual([
        ['S1'],
        ['S2', 'S1'],
        ['S3', 'S1'],
      ]);
  });

  test.each<[string, string, string[]]>([
    [
      'without YAML',
      '# Stories\n\nNone.',
      [
        '3  : the document must end with its outcome in one fenced block of YAML, which begins with ```yaml and ends with ```',
      ],
    ],
    [
      'whose block is not closed',
      PLAN.replace(/```\n$/, ''),
      [
        '48  : the document must end with its outcome in one fenced block of YAML, which begins with ```yaml and ends with ```',
      ],
    ],
    [
      'with a key that is not there',
      PLAN.replace('priority: 1', 'prio: 1'),
      [
        '11 stories.0.priority : expected one of 1, 2, 3, 4',
        '19 stories.0.prio 1: there is no such key here; the keys are key, epic, title, value, acceptance, test_steps, priority, estimate, dependencies, covers, touches, notes',
      ],
    ],
    [
      'with a priority of 5',
      PLAN.replace('priority: 1', 'priority: 5'),
      ['19 stories.0.priority 5: expected one of 1, 2, 3, 4'],
    ],
    [
      'with a circle',
      PLAN.replace('covers: [R1]', 'covers: [R1]\n    dependencies: [S2]'),
      [
        '22 stories.0.dependencies ["S2"]: these wait for each other: S1 -> S2 -> S1; take one of the dependencies out, or cut a story in two',
      ],
    ],
    [
      'with a story that waits for itself',
      PLAN.replace('dependencies: [S1]', 'dependencies: [S2]'),
      ['33 stories.1.dependencies.0 "S2": a story cannot depend on itself; take this out'],
    ],
    [
      'with a dependency that is not there',
      PLAN.replace('dependencies: [S1]', 'dependencies: [S1, S4, S1]'),
      [
        '33 stories.1.dependencies.1 "S4": there is no such story; there are S1, S2 and S3; did you mean S1?',
        '33 stories.1.dependencies.2 "S1": this stands here twice; once is enough',
      ],
    ],
    [
      'with one title twice',
      PLAN.replace('Show the count on the page', 'count  what is in STOCK!'),
      [
        '25 stories.1.title "count  what is in STOCK!": S1 has the same title; give each its own, or make one of the two',
      ],
    ],
    [
      'with one key twice',
      PLAN.replace('key: S2', 'key: S1'),
      [
        '23 stories.1.key "S1": there is another one with this key; give each its own, or make one of the two',
        '33 stories.1.dependencies.0 "S1": a story cannot depend on itself; take this out',
      ],
    ],
    [
      'with an epic that is not there',
      PLAN.replace('epic: E1', 'epic: E2'),
      ['12 stories.0.epic "E2": there is no such epic; there are E1'],
    ],
    [
      'with an epic without stories',
      PLAN.replace('stories:\n', '  - { key: E2, title: More, goal: g }\nstories:\n'),
      ['10 epics.1.key "E2": this epic has no story; give it one, or leave the epic out'],
    ],
    [
      'that leaves a requirement out',
      PLAN.replace('covers: [R2]', 'covers: [R7]'),
      [
        '10 stories : no story covers requirement R2; name each in the `covers` of a story, or add a story for it',
        '34 stories.1.covers.0 "R7": there is no such requirement; there are R1, R2 and R3',
      ],
    ],
    [
      'with a story that is too large',
      PLAN.replace('sessions: 2, complexity: 2', 'sessions: 5, complexity: 9'),
      [
        '32 stories.1.estimate.sessions 5: expected at most 3 sessions in one story, because it is one pull request; split it, each part with a use of its own',
        '32 stories.1.estimate.complexity 9: expected at most 8 points of complexity in one story, because it is one pull request; split it, each part with a use of its own',
      ],
    ],
    [
      'with a path that leaves the repository',
      PLAN.replace('src/page/**', 'src/../../etc'),
      [
        '35 stories.1.touches.0 "src/../../etc": expected a path in the repository, without `/` before it and without `..`',
      ],
    ],
  ])('%s is told with its lines', (_, document, expected) => {
    expect(problems(document)).toEqual(expected);
  });

  test('may have stories of the largest size', () => {
    const largest = PLAN.replace('sessions: 2, complexity: 2', 'sessions: 3, complexity: 8').replace(
      '      - The page of a thing shows its count.\n',
      Array.from({ length: 8 }, (_, index) => `      - The page of thing ${index} shows its count.\n`).join(''),
    );
    expect(problems(largest)).toEqual([]);
    expect(
      problems(largest.replace('    acceptance:\n      - The', '    acceptance:\n      - More.\n      - The')),
    ).toEqual([
      expect.stringMatching(/^27 stories\.1\.acceptance 9: expected at most 8 acceptance criteria in one story/),
    ]);
  });

  test('is refused with more than 50 stories, and accepted with 50', () => {
    const many = (count: number) => plan(Array.from({ length: count }, (_, index) => story(`S${index + 1}`)).join(''));
    expect(problems(many(50), [])).toEqual([]);
    expect(problems(many(51), [])).toEqual([
      expect.stringMatching(/^455 stories\.50 "S51": expected at most 50 stories in one go, and there are 51; /),
    ]);
  });

  test('names every circle, and not what waits behind one', () => {
    const circles = [
      story('S1', '    dependencies: [S3]\n'),
      story('S2', '    dependencies: [S1]\n'),
      story('S3', '    dependencies: [S2]\n'),
      story('S4', '    dependencies: [S1]\n'),
      story('S5', '    dependencies: [S6]\n'),
      story('S6', '    dependencies: [S5]\n'),
    ].join('');
    expect(problems(plan(circles), []).map((each) => /S\d(?: -> S\d)+/.exec(each)?.[0])).toEqual([
      'S1 -> S3 -> S2 -> S1',
      'S5 -> S6 -> S5',
    ]);
  });

  test('is advised on where it can be done, but not well', () => {
    const chained = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7'].map((key, index) =>
      story(key, index === 0 ? '' : '    dependencies: [S1]\n'),
    );
    const bottleneck = read(plan(chained.join('')), []);
    expect(bottleneck.ok && bottleneck.advice).toEqual([
      '6 stories wait for S1. Do the part that they need first, as a story of its own.',
    ]);
    const line = read(
      PLAN.replaceAll('dependencies: [S1]\n    covers: [R1]', 'dependencies: [S2]\n    covers: [R1]')
        .replace('The page of a thing shows its count.', 'The page loads fast.')
        .replace('priority: 1', 'priority: 4')
        .replace('    touches: [src/page/**]\n', ''),
    );
    expect(line.ok && line.advice).toEqual([
      'S2 has priority 2 and waits for S1, which has less. Give them at least priority 2.',
      'A criterion of S2 says "fast", which nobody can test. Say what is seen, or give a number.',
      'S2 does not say what files will change (`touches`), so that nothing keeps them apart from others.',
    ]);
  });
});
