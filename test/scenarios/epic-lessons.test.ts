/** What a sprint teaches, and who is told of it: its retrospective, the stories that build on others, and those of the next sprint. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Brief } from '../../src/core/brief.ts';
import { decodeRun } from '../../src/state/codec.ts';
import { memoryHistory } from '../../src/state/memory-store.ts';
import { accepts, opened, played, type Wanted } from './epic.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld({ labels: true });
});
afterEach(() => acme.finish());

/** What the newest run of a story was told. */
function briefOf(issue: number): Brief {
  const { record } = acme.story(issue)!.runs.at(-1)!;
  return decodeRun(memoryHistory(acme.remote)[0]!.files.get(record) ?? '', record).brief;
}

const TWO: Wanted[] = [
  { key: 'S1', title: 'Parse one unit', touches: ['src/parse.js'] },
  { key: 'S2', title: 'Parse several units', after: ['S1'], touches: ['src/several.js'] },
];

/** What the retrospective of the first sprint says. */
const LOOKED_BACK = {
  summary: 'One story was merged.',
  surprises: [],
  changes: [{ change: 'Stories name the units that they read', who: 'scrum master' }],
  failures: [
    {
      story: 4,
      approach: 'one regular expression',
      why: 'it read 1m as 1 month',
      lesson: 'Read several units token by token',
    },
  ],
  patterns: [],
  estimates: [],
};

/** A sprint of one story, which was merged, and people said something of it. */
async function sprinted(): Promise<void> {
  acme.configures('maria', 'version: 1\nsprint:\n  capacity: 1\n');
  await opened(acme, TWO);
  acme.says('wes', 1, '/orch sprint plan one unit');
  acme.says('wes', 1, '/orch sprint start');
  acme.says('wes', 1, '/orch feedback The tests took too long.');
  await acme.settles();
  await acme.delivers(5, {
    changes: { 'src/parse.js': 'done\n' },
    pullRequest: { title: 'Parse one unit', body: 'parse() reads `90s`; anything else throws a RangeError.' },
  });
  await acme.settles();
  await accepts(acme, 5);
  acme.news();
}

test('the retrospective is told the record of its sprint, with what people said of it', async () => {
  await sprinted();
  const { record, document } = briefOf(1).workflow!;
  expect(document).toBe('docs/epics/1/retrospective-1.md');
  expect(record).toMatchInlineSnapshot(`
    {
      "subject": "sprint 1 of epic 1",
      "text": "Sprint 1 of epic 1: one unit
    Planned 2026-11-23T09:14:00.000Z, started 2026-11-23T09:14:00.000Z, ended 2026-11-23T09:16:00.000Z.

    Stories:
    - Story 5, Parse one unit: merged in #7. estimated at 1 session, took 1 run (succeeded); cost $0.42; started 2026-11-23T09:14:00.000Z; ended 2026-11-23T09:16:00.000Z.

    What people said of it:
    - wes: The tests took too long.",
    }
  `);
});

test('the next sprint is told what the last one taught, and what its stories build on', async () => {
  await sprinted();
  await acme.delivers(1, {
    ...played(1, 'retrospective', '# Looking back\n', LOOKED_BACK),
    changes: { 'docs/epics/1/retrospective-1.md': '# Looking back\n' },
  });
  await acme.settles();
  await accepts(acme, 1);
  acme.says('wes', 1, '/orch sprint plan');
  acme.says('wes', 1, '/orch sprint start');
  await acme.settles();
  expect(acme.sticky(1)).toContain('[Retrospective of sprint 1]');
  expect(acme.sticky(1)).toContain('Sprint 2 of epic 1');
  acme.news();
  const { foundations, lessons } = briefOf(6);
  expect(foundations).toEqual([
    {
      story: 5,
      title: 'Parse one unit',
      pull_request: 7,
      commit: acme.story(5)!.merge_commit,
      result: 'parse() reads `90s`; anything else throws a RangeError.',
    },
  ]);
  expect(lessons).toEqual([
    { from: 'the retrospective of sprint 1', text: 'Stories name the units that they read' },
    {
      from: 'the retrospective of sprint 1',
      text: 'Read several units token by token (one regular expression failed: it read 1m as 1 month)',
    },
  ]);
});

test('a document that was not finished is gone on with by the next run', async () => {
  acme.opens('otto', { title: 'Durations' });
  acme.labels('wes', 1, 'orch:epic');
  await acme.settles();
  const workflow = { name: 'why', state: '{"at":"step 2"}' };
  await acme.delivers(1, { changes: null, fails: 'Its time was over.', stop: 'time', workflow });
  await acme.settles();
  acme.news();
  expect(briefOf(1)).toMatchObject({ run: '1-analyst-2', workflow });
});

test('a story outside of an epic is told what its blockers came to, and no lessons', async () => {
  acme.opens('otto', { title: 'Parse one unit' });
  acme.opens('otto', { title: 'Parse several units' });
  acme.blocks('otto', 2, 1);
  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  await acme.delivers(1, { pullRequest: { title: 'Parse one unit', body: 'parse() reads 90s.' } });
  await acme.settles();
  await accepts(acme, 1);
  acme.labels('wes', 2, 'orch:run');
  await acme.settles();
  acme.news();
  const { foundations, lessons } = briefOf(2);
  const commit = acme.story(1)!.merge_commit;
  expect(foundations).toEqual([
    { story: 1, title: 'Parse one unit', pull_request: 3, commit, result: 'parse() reads 90s.' },
  ]);
  expect(lessons).toBeUndefined();
});

test('a story that builds on nothing is told of nothing', async () => {
  acme.opens('otto', { title: 'Alone' });
  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  acme.news();
  expect(briefOf(1).foundations).toBeUndefined();
  expect(briefOf(1).lessons).toBeUndefined();
});
