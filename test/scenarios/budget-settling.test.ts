/** What a run has cost is settled when its end is known, however it ended. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY, expectRightBooks, ledgerOf, opensStories, startedRuns, startsTogether, TODAY } from './purses.ts';
import { atWork } from './stages.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => {
  acme.finish();
  expectRightBooks(acme);
});

test('a day that is nearly spent is told once, by the story that did it, whoever settles at the same time', async () => {
  acme.configures('maria', 'settings: { run_usd: 2 }\nbudget: { day_usd: 10 }\n');
  const issues = opensStories(acme, 3);
  await startsTogether(acme, issues);
  acme.news();
  for (const issue of issues) await acme.delivers(issue, { cost: 2.9 });
  await Promise.all(issues.map((issue) => acme.orch.wake({ issue, reasons: ['run_ended'], logins: [] })));
  await acme.settles();
  expect(acme.news().match(/\w+, \d+ % of a budget is spent.*/g)).toEqual([
    'wes, 87 % of a budget is spent. All stories of 2026-11-23 (UTC) together may cost $10.00 (`budget.day_usd`), and $8.70 is spent.',
  ]);
  expect(ledgerOf(acme)).toMatchObject({ spent_usd: 8.7, days: { [TODAY]: 8.7 }, reserved: {} });
});

test('a run that was stopped at work counts in full, and the comment says so', async () => {
  await atWork(acme);
  acme.says('wes', 1, '/orch pause');
  await acme.settles();
  acme.news();
  expect(ledgerOf(acme)).toEqual({ version: 1, spent_usd: 5, days: { [TODAY]: 5 }, reserved: {} });
  expect(acme.story(1)?.cost_usd).toBe(0);
  acme.says('otto', 1, '/orch cost');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      | run | role | model calls | tokens | cost | outcome |
      |---|---|---|---|---|---|
      | 1-developer-1 | developer | | | $5.00, counted in full | cancelled |
      | **sum** | | 0 | 0 | **$5.00** | |

      $5.00 of it is unknown: those runs were at work and left no account of what they used, so all that was reserved for them is counted.

      All stories on 2026-11-23 (UTC): $5.00. All stories ever: $5.00.
    (observe, comment)"
  `);
});

test('a run whose report cannot be read counts in full', async () => {
  await atWork(acme);
  await acme.delivers(1, { fails: 'The agent left no report.', stop: 'crashed', cost: 0, unread: true });
  await acme.settles();
  acme.news();
  expect(acme.sticky(1)).toContain('2 runs, $5.00 in all, $5.00 of it unknown and counted in full');
  expect(ledgerOf(acme)).toMatchObject({ spent_usd: 5, reserved: { '1-developer-2': { usd: 5 } } });
});

test('a run that was stopped before it was started costs nothing', async () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  acme.trouble((request) =>
    request.acts.some((act) => act.kind === 'dispatch') ? { kind: 'unreachable' } : undefined,
  );
  await acme.settles();
  acme.trouble(undefined);
  acme.says('wes', 1, '/orch pause');
  await acme.settles();
  acme.waits(5);
  await acme.settles();
  expect(startedRuns(acme)).toEqual([]);
  expect(acme.story(1)).toMatchObject({ status: 'blocked', runs: [{ cost: { usd: 0, outcome: 'cancelled' } }] });
  expect(ledgerOf(acme)).toEqual({ version: 1, spent_usd: 0, days: {}, reserved: {} });
});

test('a run that GitHub would not start costs nothing', async () => {
  acme.removesWorkflow();
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  acme.news();
  expect(ledgerOf(acme)).toEqual({ version: 1, spent_usd: 0, days: {}, reserved: {} });
});

test('a result that comes in beside the command that skips the story is paid for', async () => {
  await atWork(acme);
  acme.says('wes', 1, '/orch skip');
  await acme.delivers(1);
  await acme.settles();
  acme.news();
  expect(acme.story(1)).toMatchObject({ status: 'skipped', cost_usd: 0.42 });
  expect(ledgerOf(acme)).toEqual({ version: 1, spent_usd: 0.42, days: { [TODAY]: 0.42 }, reserved: {} });
});

test('what a run reserved one day is settled in that day’s purse, also when the clock went back since', async () => {
  await atWork(acme);
  acme.waits(-3 * DAY);
  await acme.delivers(1);
  await acme.settles();
  acme.news();
  expect(acme.story(1)).toMatchObject({ status: 'review', cost_usd: 0.42 });
  expect(ledgerOf(acme)).toEqual({ version: 1, spent_usd: 0.42, days: { [TODAY]: 0.42 }, reserved: {} });
});
