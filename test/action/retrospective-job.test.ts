/** A run that looks back at a sprint: what it is told, and what it writes besides its document. */
import { expect, it } from 'vitest';
import { epicCheckout, fenced, play, type Submit } from './epic-world.ts';

const OUTCOME = `
summary: "One of two stories was merged."
failures:
  - { story: 21, approach: "one regular expression", why: "1m was read as a month", lesson: "read units token by token" }
`;

const TURNS: Submit[] = [
  { outputs: { story_of_it: 'One story was merged, one failed.' } },
  { outputs: { causes: 'The units were not named.' } },
  { outputs: { changes: 'Name the units.' } },
  { passed: true, result: '' },
  { outputs: { outcome: fenced(OUTCOME) } },
];

const PLAN = `# Durations

- [ ] 1.1 Parse one unit
- [ ] 1.2 Parse several units
- [ ] 1.3 Format
`;

const LOOKING_BACK = {
  name: 'retrospective',
  document: 'docs/epics/12/retrospective-2.md',
  record: { subject: 'sprint 2 of epic 12', text: 'Story 20: merged.\n- wes: The tests took too long.' },
  ticks: {
    file: 'docs/plans/durations.md',
    tasks: [
      { key: 'S101', story: 20, done: true },
      { key: 'S102', story: 21, done: false },
    ],
  },
};

it('is told the record as data, and writes to the file of its sprint', async () => {
  const { report, first, read } = await play(epicCheckout(TURNS), 'retrospective', { workflow: LOOKING_BACK });
  expect(first).toContain('The record:\n\n<<<DATA record n0nce\nStory 20: merged.\n- wes: The tests took too long.');
  expect(first).toContain('sprint 2 of epic 12');
  expect(read('docs/epics/12/retrospective-2.md')).toContain('# Looking back on sprint 2 of epic 12');
  expect(report).toMatchObject({ stop: 'done', workflow: { outcome: { failures: [{ story: 21 }] } } });
});

it('ticks off what is merged in the Markdown plan, and notes there what was learned', async () => {
  const place = epicCheckout(TURNS, { 'docs/plans/durations.md': PLAN });
  const { report, read } = await play(place, 'retrospective', { workflow: LOOKING_BACK });
  expect(read('docs/plans/durations.md')).toBe(`# Durations

- [x] 1.1 Parse one unit
- [ ] 1.2 Parse several units
  - Findings: read units token by token
- [ ] 1.3 Format
`);
  expect(report.intents).toMatchObject([
    { kind: 'commit', patch: expect.stringContaining('docs/plans/durations.md') },
    {
      kind: 'pull_request',
      body: expect.stringContaining('- `docs/plans/durations.md`: what is merged is ticked off'),
    },
  ]);
});

it('leaves a plan alone that stands where a run may not write', async () => {
  const place = epicCheckout(TURNS, { 'PLAN.md': PLAN });
  const workflow = { ...LOOKING_BACK, ticks: { ...LOOKING_BACK.ticks, file: 'PLAN.md' } };
  const { report, read } = await play(place, 'retrospective', { workflow });
  expect(report.stop).toBe('done');
  expect(read('PLAN.md')).toBe(PLAN);
});
