import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planKind, readPlanFile } from '../../../src/core/plan/plan-file.ts';
import { plannedRows } from '../../../src/core/plan/planned-rows.ts';
import type { StoriesPlan } from '../../../src/core/plan/stories.ts';
import { PHASES } from './markdown-samples.ts';
import { PLAN, YAML } from './samples.ts';

const read = (text: string) => readPlanFile(text, 'docs/plans/x.md', YAML);

test('a document of stories is read as one', () => {
  expect(read(PLAN)).toMatchObject({ ok: true, kind: 'stories', advice: [], done: new Set() });
  expect(read(PLAN.replace('priority: 1', 'priority: 7'))).toMatchObject({ ok: false, problems: [{ line: 19 }] });
});

test('of a Markdown plan what is left to do is read', () => {
  const answer = read(PHASES);
  if (!answer.ok) throw new Error('refused');
  expect(answer.kind).toBe('markdown');
  expect(answer.done).toEqual(new Set(['S101']));
  expect(answer.plan.stories.map(({ key, dependencies }) => [key, ...dependencies])).toEqual([
    ['S102'],
    ['S201', 'S102'],
    ['S202'],
    ['S203'],
    ['S204', 'S201', 'S202', 'S203'],
    ['S205', 'S204'],
  ]);
});

test('a plan of which all is done has nothing left', () => {
  expect(read('# P\n\n- [x] 1.1 A\n')).toMatchObject({ ok: true, plan: { epics: [], stories: [] } });
});

test('a Markdown plan may hold YAML of its own', () => {
  expect(planKind('- [ ] 1.1 A\n\n```yaml\nname: x\n```\n')).toBe('markdown');
});

test.each(['', '# Title\n\nText.', '```yaml\na: 1\n```'])('%j is no plan', (text) => {
  expect(read(text)).toEqual({
    ok: false,
    problems: [
      {
        file: 'docs/plans/x.md',
        line: 1,
        key: '',
        value: '',
        expected:
          'this is no plan; it must have tasks, as `- [ ] 1.1 Title` or `### Task 1.1: Title`, or end with its stories in one fenced block of YAML',
      },
    ],
  });
});

test('rows are ordered by dependencies, priority, what hangs on them, and place', () => {
  const answer = read(PHASES);
  if (!answer.ok) throw new Error('refused');
  expect(plannedRows(answer.plan).map(({ key }) => key)).toEqual(['S102', 'S201', 'S202', 'S203', 'S204', 'S205']);
  expect(plannedRows(answer.plan)[0]).toEqual({
    key: 'S102',
    title: '1.2 Refuse nonsense with the place where it stands',
    priority: 1,
    sessions: 0.5,
    touches: [],
    after: [],
  });
});

test('for any plan without circles, nothing stands before what it depends on, and what is done is gone', () => {
  const plans = fc
    .array(fc.record({ priority: fc.constantFrom(1, 2, 3, 4), after: fc.array(fc.nat(30)), done: fc.boolean() }), {
      maxLength: 30,
    })
    .map((rows) => ({
      done: new Set(rows.flatMap(({ done }, index) => (done ? [`S${index + 1}`] : []))),
      plan: {
        epics: [{ key: 'E1', title: 'e', goal: 'g' }],
        stories: rows.map(({ priority, after }, index) => ({
          key: `S${index + 1}`,
          epic: 'E1',
          title: 't',
          value: 'v',
          acceptance: ['a'],
          test_steps: ['t'],
          priority,
          estimate: { sessions: 1, complexity: 1 },
          dependencies: after.filter((each) => each < index).map((each) => `S${each + 1}`),
          covers: [],
          touches: [],
        })),
      } as StoriesPlan,
    }));
  fc.assert(
    fc.property(plans, ({ plan, done }) => {
      const rows = plannedRows(plan, done);
      const keys = rows.map(({ key }) => key);
      expect([...keys].sort()).toEqual(
        plan.stories
          .map(({ key }) => key)
          .filter((key) => !done.has(key))
          .sort(),
      );
      for (const [index, { after }] of rows.entries()) {
        for (const key of after) expect(keys.slice(0, index)).toContain(key);
      }
    }),
  );
});
