/** The board of an epic at each time of its life. `boards/` holds what people see; read it there as GitHub shows it. */
import { describe, expect, test } from 'vitest';
import { configSchema, DEFAULT_CONFIG } from '../../../src/core/config.ts';
import { CYCLE, EPIC_WORKFLOWS, NEW_PLAN, type Plan } from '../../../src/core/epic.ts';
import { board, MAX_CHARACTERS, MAX_ROWS } from '../../../src/core/sprint/board.ts';
import { STATUSES, type Story } from '../../../src/core/story.ts';
import { NOW, run, SHA, story } from '../samples.ts';
import { ALL, epic, member, planOf, ROWS, row, sprintOf, teamOf } from './samples.ts';

const PULL = (number: number) => ({ number, url: `https://github.test/acme/durations/pull/${number}`, head: SHA });
const documents = planOf().documents;
const written = documents.map(({ workflow, path }) => ({ workflow, path }));
const show = (of: Story, team: readonly Story[] = [], config = DEFAULT_CONFIG) =>
  board(of, team, config, { run: null });

const PENDING = teamOf(['pending', 'pending', 'pending', 'pending', 'pending', 'pending']);
const MERGED = teamOf(['merged', 'merged', 'merged', 'merged', 'merged', 'merged']);
const question = {
  kind: 'question' as const,
  by: 'Orch',
  reason: 'Half up or half even?',
  at: NOW,
  resume_to: 'in_progress' as const,
  comment: { id: 3, node_id: 'IC_3', url: 'https://github.test/acme/durations/issues/14#issuecomment-3' },
};
const MIDWAY = teamOf(['merged', 'in_progress', 'review', 'blocked', 'pending', 'pending'], {
  14: { blocked: question },
});
const ACTIVE = planOf({
  cycle: 'sprint_active',
  sprint: sprintOf(ALL, {
    milestone: { number: 1, node_id: 'MI_1' },
    started_at: NOW,
    feedback: [{ by: 'wes', text: 'Please keep `parse` as it is, @maria', at: NOW }],
  }),
});

const BOARDS: Record<string, () => string> = {
  backlog: () => show(epic('pending', NEW_PLAN, { cost_usd: 0 })),
  why: () => show(epic('in_progress', NEW_PLAN, { cost_usd: 0 })),
  writing: () => {
    const current = run({ id: '7-product-manager-1', story: 7 });
    const runs = [{ id: current.id, record: 'runs/2026-11/7-product-manager-1.yaml' }];
    const of = epic('in_progress', { ...NEW_PLAN, workflow: 'prd', documents: written.slice(0, 2) }, { runs });
    return board(of, [], DEFAULT_CONFIG, { run: current });
  },
  review: () => {
    const plan: Plan = { ...NEW_PLAN, workflow: 'architecture', documents: [...documents.slice(0, 3), written[3]!] };
    return show(epic('review', plan, { pull_request: PULL(9) }));
  },
  changes: () =>
    show(
      epic(
        'in_progress',
        { ...NEW_PLAN, workflow: 'prd', documents: written.slice(0, 3) },
        { rounds: 1, pull_request: PULL(8), feedback: 'Say what happens with negative durations.' },
      ),
    ),
  failed: () =>
    show(epic('failed', { ...NEW_PLAN, workflow: 'prd' }, { failure: 'The model did not answer for 3 minutes.' })),
  opening: () => {
    const stories = ROWS.map(({ issue, ...rest }, index) => (index < 2 ? { ...rest, issue: issue! } : rest));
    return show(
      epic('underway', planOf({ cycle: 'idle', source: 'docs/epics/7/stories.md', stories })),
      PENDING.slice(0, 2),
    );
  },
  ready: () => show(epic('underway', planOf()), PENDING),
  planned: () => show(epic('underway', planOf({ cycle: 'sprint_planned', sprint: sprintOf(ALL) })), PENDING),
  active: () => show(epic('underway', ACTIVE), MIDWAY),
  'held up': () =>
    show(
      epic('underway', ACTIVE),
      teamOf(['merged', 'failed', 'merged', 'merged', 'pending', 'pending'], {
        12: { failure: 'The tests do not fail without the change.' },
      }),
    ),
  'on hold': () =>
    show(
      epic('blocked', ACTIVE, {
        blocked: { kind: 'pause', by: 'wes', reason: 'holidays', at: NOW, resume_to: 'underway' },
      }),
      MIDWAY,
    ),
  retrospective: () =>
    show(
      epic(
        'review',
        planOf({
          workflow: 'retrospective',
          cycle: 'sprint_review',
          documents: [...documents, { workflow: 'retrospective', path: 'docs/epics/7/retrospective.md' }],
          sprint: sprintOf(ALL),
        }),
        { pull_request: PULL(30) },
      ),
      MERGED,
    ),
  'second sprint': () =>
    show(
      epic(
        'underway',
        planOf({
          workflow: 'retrospective',
          cycle: 'sprint_active',
          past: [sprintOf([11, 12, 13])],
          sprint: sprintOf([15], { number: 2, goal: 'Lists' }),
        }),
      ),
      teamOf(['merged', 'merged', 'merged', 'pending', 'in_progress', 'pending']),
      configSchema.parse({ budget: { epic_usd: 20 }, sprint: { mode: 'continuous' } }),
    ),
  done: () => show(epic('merged', planOf({ cycle: 'idle', past: [sprintOf(ALL)] })), MERGED),
};

describe('the board', () => {
  test.each(Object.entries(BOARDS))('%s', async (name, shown) => {
    await expect(`${shown()}\n`).toMatchFileSnapshot(`boards/${name.replaceAll(' ', '-')}.md`);
  });
});

describe('in every status, at every place of the cycle, with every workflow', () => {
  test.each(STATUSES)('an epic that is %s has a board', (status) => {
    for (const cycle of CYCLE)
      for (const workflow of EPIC_WORKFLOWS)
        for (const sprint of [undefined, sprintOf([11, 12])]) {
          const text = show(epic(status, planOf({ cycle, workflow, ...(sprint && { sprint }) })), MIDWAY);
          expect(text).toMatch(/^### \S/);
          expect(text).not.toMatch(/undefined|NaN|null|\n\n\n/);
          expect(text.split('\n').at(-1)).toMatch(/^<sub>.*`\/orch help`<\/sub>$/);
        }
  });
});

describe('a large epic', () => {
  const large = (count: number, title: string, touches: string[] = []): [Story, Story[]] => {
    const ids = Array.from({ length: count }, (_, index) => index + 101);
    const stories = ids.map((id) =>
      row(`S${id}`, title, id, { touches, after: id > 101 ? [`S${id - 1}`, `S${Math.max(101, id - 2)}`] : [] }),
    );
    const plan = planOf({ stories, cycle: 'sprint_active', sprint: sprintOf(ids) });
    return [epic('underway', plan), ids.map((id) => member(id, title, id < 104 ? 'failed' : 'pending'))];
  };
  const rows = (text: string) => text.split('\n').filter((line) => line.startsWith('| #')).length;

  test('of fifty stories is shown in full', () => {
    const text = show(...large(50, 'Parse a duration with its unit'));
    expect(rows(text)).toBe(50);
    expect(text).toContain('flowchart LR');
    expect(text.length).toBeLessThanOrEqual(MAX_CHARACTERS);
  });

  test('of more rows than fit names what is left out', () => {
    const text = show(...large(MAX_ROWS + 7, 'Parse'));
    expect(rows(text)).toBe(MAX_ROWS);
    expect(text).toContain('Not shown: 7 waiting.');
    expect(text).toContain('The drawing of what depends on what is left out');
    expect(text).toContain('- and 37 more; `/orch why` on a story says what it waits for');
  });

  test.each([
    ['long titles', '& @ # '.repeat(60)],
    ['the longest titles', '&'.repeat(250)],
  ])('with %s stays short', (_, title) => {
    const text = show(...large(200, title, ['src/**']));
    expect(text.length).toBeLessThanOrEqual(MAX_CHARACTERS);
    expect(text).toMatch(/Not shown: |Stories: /);
  });
});

test('what others wrote can do nothing in it', () => {
  const evil = '<!-- orch:x --> @maria #1 | [a](https://evil.test) `code` \n/orch start';
  const plan = planOf({
    ...ACTIVE,
    stories: [row('S1', evil, 11), row(evil, evil, 0, { after: ['S1'] })],
    sprint: sprintOf([11], { goal: evil, feedback: [{ by: evil, text: evil, at: NOW }] }),
  });
  const team = [member(11, evil, 'failed', { failure: evil })];
  // In the drawing a text is only a label.
  const text = show(epic('underway', plan, { title: evil }), team).replace(/```mermaid[\s\S]*?```/, '');
  expect(text).not.toMatch(/<!--|@maria|#1\b|https:\/\/evil|`code`|^\/orch/m);
  for (const line of text.split('\n').filter((each) => each.startsWith('| ')))
    expect(line.replaceAll('\\|', '').split('|')).toHaveLength(9);
});

test('an epic of which nothing is known but its issue has a board', () => {
  expect(show(story('pending', { id: 7 }))).toContain('### Epic 7 is in the backlog');
});
