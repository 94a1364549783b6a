/** Money that stops: purses with caps, from which each run reserves before it is started. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LEDGER_PATH } from '../../src/state/layout.ts';
import {
  capOfRun,
  DAY,
  expectRightBooks,
  ledgerOf,
  opensStories,
  startedRuns,
  startsTogether,
  TODAY,
} from './purses.ts';
import { atWork, inReview } from './stages.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
let edited = false;
afterEach(() => {
  acme.finish();
  // Unless a person had their hands in it, the books are right at every moment.
  if (!edited) expectRightBooks(acme);
  edited = false;
});

test('a run reserves its cap before it starts, and what it did not use is there again after it', async () => {
  await atWork(acme);
  expect(ledgerOf(acme)).toEqual({
    version: 1,
    spent_usd: 0,
    days: {},
    reserved: { '1-developer-1': { story: 1, day: TODAY, usd: 5 } },
  });
  await acme.delivers(1);
  await acme.settles();
  acme.news();
  expect(ledgerOf(acme)).toEqual({ version: 1, spent_usd: 0.42, days: { [TODAY]: 0.42 }, reserved: {} });
});

test('changes that reviewers ask for draw from the same purse', async () => {
  acme.configures('maria', 'budget: { story_usd: 0.44 }\n');
  await inReviewWithAlert();
  acme.reviews('wes', 2, 'request changes', 'Another name, please.');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: This story waits for money
    (observe, edit_comment)"
  `);
  expect(acme.story(1)).toMatchObject({
    status: 'blocked',
    rounds: 1,
    feedback: expect.stringContaining('Another name'),
  });
  acme.configures('maria', 'budget: { story_usd: 10 }\n');
  acme.says('wes', 1, '/orch resume');
  await acme.settles();
  expect(startedRuns(acme)).toEqual(['1-developer-2']);
  expect(acme.story(1)?.feedback).toContain('Another name, please.');
});

async function inReviewWithAlert(): Promise<void> {
  await atWork(acme);
  await acme.delivers(1);
  await acme.settles();
  expect(acme.news()).toContain('wes, 95 % of a budget is spent.');
}

test('three stories at once start as many runs as the day holds; the next day the others go on', async () => {
  acme.configures('maria', 'settings: { run_usd: 2 }\nbudget: { day_usd: 4, smallest_run_usd: 0.5 }\n');
  const issues = opensStories(acme, 3);
  await startsTogether(acme, issues);
  expect(startedRuns(acme)).toHaveLength(2);
  const waiting = issues.filter((issue) => acme.story(issue)?.status === 'blocked');
  expect(waiting).toHaveLength(1);
  const [issue] = waiting as [number];
  expect(Object.values(ledgerOf(acme).reserved).map(({ usd }) => usd)).toEqual([2, 2]);
  expect(acme.sticky(issue).replaceAll(`${issue}-`, 'N-')).toMatchInlineSnapshot(`
    "### This story waits for money

    > No run was started, because there is no money for it. All stories of 2026-11-23 (UTC) together may cost $4.00 (\`budget.day_usd\`): nothing is spent and $4.00 reserved for runs that have not ended, so nothing is left. The smallest run needs $0.50.

    Waiting for someone with write access to raise \`budget.day_usd\` in \`.orch/config.yaml\` and write \`/orch resume\` (or only the latter, once a run at work has ended for less than was reserved or 2026-11-23 is over in UTC).

    <sub>\`/orch resume\` · \`/orch budget\` · \`/orch cost\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
  expect(acme.story(issue)?.runs).toEqual([]);

  acme.says('wes', issue, '/orch resume');
  await acme.settles();
  expect(startedRuns(acme)).toEqual([]);
  acme.waits(DAY);
  acme.says('wes', issue, '/orch resume');
  await acme.settles();
  expect(startedRuns(acme)).toEqual([`${issue}-developer-1`]);
  expect(ledgerOf(acme).reserved[`${issue}-developer-1`]?.day).toBe('2026-11-24');
});

test('what the last purse still holds is the cap of a smaller run', async () => {
  acme.configures('maria', 'settings: { run_usd: 2 }\nbudget: { project_usd: 5 }\n');
  const issues = opensStories(acme, 3);
  await startsTogether(acme, issues);
  expect(startedRuns(acme)).toHaveLength(3);
  expect(issues.map((issue) => capOfRun(acme, issue)).toSorted()).toEqual([1, 2, 2]);
});

test('two servers that start stories at the same moment do not spend the same money twice', async () => {
  acme.configures('maria', 'settings: { run_usd: 2 }\nbudget: { project_usd: 4, smallest_run_usd: 1 }\n');
  const servers = [acme.orch, acme.anotherServer('server-2')];
  const issues = opensStories(acme, 4);
  for (const issue of issues) acme.labels('wes', issue, 'orch:run');
  await Promise.all(issues.map((issue) => servers[issue % 2]!.wake({ issue, reasons: ['speech'], logins: ['wes'] })));
  await acme.settles();
  expect(startedRuns(acme)).toHaveLength(2);
  expect(issues.filter((issue) => acme.story(issue)?.status === 'blocked')).toHaveLength(2);
});

test('a server that died between the reservation and the start of the run reserves nothing twice', async () => {
  acme.configures('maria', 'budget: { story_usd: 6 }\n');
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  acme.trouble((request) => {
    if (!request.acts.some((act) => act.kind === 'dispatch')) return undefined;
    acme.trouble(undefined);
    throw new Error('killed');
  });
  await acme.settles();
  expect(ledgerOf(acme).reserved).toEqual({ '1-developer-1': { story: 1, day: TODAY, usd: 5 } });
  acme.restarts();
  await acme.orch.sweep();
  await acme.settles();
  expect(startedRuns(acme)).toEqual(['1-developer-1']);
  expect(ledgerOf(acme).reserved).toEqual({ '1-developer-1': { story: 1, day: TODAY, usd: 5 } });
  await acme.delivers(1);
  await acme.settles();
  acme.news();
  expect(ledgerOf(acme)).toEqual({ version: 1, spent_usd: 0.42, days: { [TODAY]: 0.42 }, reserved: {} });
});

test('a ledger that a person broke starts nothing, stops nothing else, and is told; mended, it goes on', async () => {
  await atWork(acme);
  edited = true;
  const good = acme.remote.head()!.files.get(LEDGER_PATH)!;
  acme.scribbles(LEDGER_PATH, (text) => text.replace('spent_usd: 0', 'spent_usd: none'));
  await acme.delivers(1, { fails: 'The tests do not fail without the change.' });
  await acme.settles();
  acme.news();
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### This story waits for money

    > No run was started: what was spent cannot be read: budget.yaml on the branch orch/state, line 2, spent_usd, "none": expected number.

    Waiting for someone with write access to correct \`budget.yaml\`, or restore it from the branch’s history, and write \`/orch resume\`.

    Run [1-developer-1](…/actions/runs/ID) delivered c0de1f0: 3 model calls, 12,400 tokens, $0.42

    <sub>\`/orch resume\` · \`/orch budget\` · \`/orch cost\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
  acme.scribbles(LEDGER_PATH, () => good);
  acme.says('wes', 1, '/orch resume');
  await acme.settles();
  expect(startedRuns(acme)).toEqual(['1-developer-2']);
  expect(ledgerOf(acme)).toEqual({
    version: 1,
    spent_usd: 0.42,
    days: { [TODAY]: 0.42 },
    reserved: { '1-developer-2': { story: 1, day: TODAY, usd: 5 } },
  });
});

test('a story from before money was reserved goes on, and what its run cost is counted once', async () => {
  await atWork(acme);
  edited = true;
  acme.deletes(LEDGER_PATH);
  acme.scribbles('stories/0000-0099/0001.yaml', (text) => text.replace(/ {4}reserved:\n(?: {6}.*\n)+/, ''));
  expect(acme.story(1)?.runs).toEqual([{ id: '1-developer-1', record: expect.any(String) }]);
  await acme.delivers(1);
  await acme.settles();
  await acme.orch.sweep();
  await acme.settles();
  acme.news();
  expect(acme.story(1)).toMatchObject({ status: 'review', cost_usd: 0.42 });
  expect(ledgerOf(acme)).toEqual({ version: 1, spent_usd: 0.42, days: { [TODAY]: 0.42 }, reserved: {} });
});

test('the same failure twice in a row is not tried a third time', async () => {
  acme.configures('maria', 'settings: { max_attempts: 10 }\n');
  await atWork(acme);
  for (const seconds of [12, 340]) {
    await acme.delivers(1, { fails: `npm test failed at 1a2b3c4d after ${seconds} seconds` });
    await acme.settles();
  }
  expect(startedRuns(acme)).toEqual(['1-developer-2']);
  expect(acme.story(1)).toMatchObject({
    status: 'failed',
    attempts: 2,
    failure:
      'npm test failed at 1a2b3c4d after 340 seconds. The run before it ended in the same way, so a third would too; it was not started.',
  });
  // Whoever tries again begins anew.
  acme.says('wes', 1, '/orch retry');
  await acme.settles();
  await acme.delivers(1, { fails: 'npm test failed at 1a2b3c4d after 5 seconds' });
  await acme.settles();
  expect(startedRuns(acme)).toEqual(['1-developer-3', '1-developer-4']);
  await acme.delivers(1, { fails: 'Another reason.' });
  await acme.settles();
  await acme.delivers(1, { fails: 'npm test failed at 1a2b3c4d after 5 seconds' });
  await acme.settles();
  expect(startedRuns(acme)).toEqual(['1-developer-5', '1-developer-6']);
});

test('with money in every purse a story costs no more requests than without', async () => {
  acme.configures('maria', 'budget: { story_usd: 50, day_usd: 50, project_usd: 50 }\n');
  await inReview(acme);
  acme.reviews('wes', 2, 'approve');
  await acme.settles();
  acme.news();
  expect(acme.story(1)?.status).toBe('merged');
  expect(acme.requests()).toBe(9);
});
