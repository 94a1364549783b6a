/** Money that stops: purses with caps, reserved before a run is started, settled when its end is known. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeRun } from '../../src/state/codec.ts';
import { LEDGER_PATH } from '../../src/state/layout.ts';
import { memoryHistory } from '../../src/state/memory-store.ts';
import { ledgerIn, moneyFaults } from './money.ts';
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
  if (!edited) for (const { files } of memoryHistory(acme.remote)) expect(moneyFaults(files)).toEqual([]);
  edited = false;
});

const TODAY = '2026-11-23';
const DAY = 24 * 60;

const ledger = () => ledgerIn(acme.remote.head()?.files ?? new Map());

/** What the story's newest run may cost. */
function capOfRun(issue: number): number {
  const { record } = acme.story(issue)!.runs.at(-1)!;
  return decodeRun(acme.remote.head()!.files.get(record)!, record).brief.limits.usd;
}

const started = (): string[] => (acme.news().match(/(?<=starts the run )\S+/g) ?? []).toSorted();

/** Issues are labelled all at once, and Orch hears of all of them at the same moment. */
async function startsTogether(issues: readonly number[]): Promise<void> {
  for (const issue of issues) acme.opens('otto', { title: `Story ${issue}` });
  acme.atOnce(() => {
    for (const issue of issues) acme.labels('wes', issue, 'orch:run');
  });
  await Promise.all(issues.map((issue) => acme.orch.wake({ issue, reasons: ['speech'], logins: ['wes'] })));
}

test('a run reserves its cap before it starts, and what it did not use is there again after it', async () => {
  await atWork(acme);
  expect(ledger()).toEqual({
    version: 1,
    spent_usd: 0,
    days: {},
    reserved: { '1-developer-1': { story: 1, day: TODAY, usd: 5 } },
  });
  await acme.delivers(1);
  await acme.settles();
  acme.news();
  expect(ledger()).toEqual({ version: 1, spent_usd: 0.42, days: { [TODAY]: 0.42 }, reserved: {} });
});

test('a story that nears its cap tells whoever asked for it, and waits at the cap until someone adds to it', async () => {
  acme.configures('maria', 'budget: { story_usd: 6 }\n');
  await atWork(acme);
  await acme.delivers(1, { fails: 'The tests do not fail without the change.', cost: 5 });
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-2 on refs/heads/main
    edits #1: Working on it, attempt 2
    answers on #1:
      wes, 83 % of a budget is spent. This story may cost $6.00 (\`budget.story_usd\`), and $5.00 is spent.

      At 100 % no run is started any more. Someone with maintain access can add to it with \`/orch budget <usd>\`; \`budget.story_usd\` in \`.orch/config.yaml\` says it for every story. \`/orch budget\` shows all purses.
    (observe, dispatch, edit_comment + comment)"
  `);
  expect(capOfRun(1)).toBe(1);
  // It stopped because the purse held no more, which is no failure of the story.
  await acme.delivers(1, { fails: 'The run has cost $1.02; its limit is $1.', stop: 'budget', cost: 1.02 });
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: This story waits for money
    (observe, edit_comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### This story waits for money

    > No run was started, because there is no money for it. This story may cost $6.00 (\`budget.story_usd\`): $6.02 is spent, so nothing is left. The smallest run needs $0.05.

    Waiting for someone with maintain access to write \`/orch budget <usd>\` (or someone raises \`budget.story_usd\` in \`.orch/config.yaml\`; after either, \`/orch resume\` goes on).

    Run [1-developer-2](…/actions/runs/ID) delivered c0de2f0: 3 model calls, 12,400 tokens, $1.02 · 2 runs, $6.02 in all

    <sub>\`/orch resume\` · \`/orch budget\` · \`/orch cost\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
  acme.says('otto', 1, '/orch why');
  acme.says('otto', 1, '/orch budget');
  acme.says('otto', 1, '/orch cost');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      **Story 1 is on hold.**

      Waiting for someone with maintain access to write \`/orch budget <usd>\` (or someone raises \`budget.story_usd\` in \`.orch/config.yaml\`; after either, \`/orch resume\` goes on).

      Since 2026-11-23 09:05 UTC. No run was started, because there is no money for it. This story may cost $6.00 (\`budget.story_usd\`): $6.02 is spent, so nothing is left. The smallest run needs $0.05.

      What fits now: \`/orch resume\`, \`/orch skip [reason]\`, \`/orch abandon [reason]\`.
    answers on #1:
      | purse | cap | spent | reserved | left | |
      |---|---|---|---|---|---|
      | this story | $6.00 | $6.02 | $0.00 | $0.00 | \`██████████\` 100 % |
      | today (2026-11-23 UTC) | none | $6.02 | $0.00 |  |  |
      | project | none | $6.02 | $0.00 |  |  |

      One run may cost $5.00 (\`settings.run_usd\`), less where a purse holds less. Caps are \`budget.story_usd\`, \`budget.day_usd\`, \`budget.project_usd\` in \`.orch/config.yaml\`; \`/orch budget <usd>\` (maintain) adds to this story’s.
    answers on #1:
      | run | role | model calls | tokens | cost | outcome |
      |---|---|---|---|---|---|
      | 1-developer-1 | developer | 3 | 12,400 | $5.00 | failed |
      | 1-developer-2 | developer | 3 | 12,400 | $1.02 | failed |
      | **sum** | | 6 | 24,800 | **$6.02** | |

      All stories on 2026-11-23 (UTC): $6.02. All stories ever: $6.02.
    (observe, comment + comment + comment, observe, observe)"
  `);

  acme.says('wes', 1, '/orch resume');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      No run was started, because there is no money for it. This story may cost $6.00 (\`budget.story_usd\`): $6.02 is spent, so nothing is left. The smallest run needs $0.05.

      Waiting for someone with maintain access to write \`/orch budget <usd>\` (or someone raises \`budget.story_usd\` in \`.orch/config.yaml\`; after either, \`/orch resume\` goes on).
    (observe, edit_comment + comment)"
  `);
  acme.says('wes', 1, '/orch budget 5');
  acme.says('mona', 1, '/orch budget 5');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "reacts with 👍
    edits #1: This story waits for money
    answers on #1:
      Sorry, wes: \`/orch budget <usd>\` needs the maintain role in this repository, and yours is write. Nothing was changed; someone with maintain access can say it.
    (observe, role, edit_comment + react + comment, observe)"
  `);
  expect(acme.sticky(1)).toContain('Waiting for someone with write access to write `/orch resume`.');
  acme.says('wes', 1, '/orch resume');
  await acme.settles();
  expect(started()).toEqual(['1-developer-3']);
  expect(capOfRun(1)).toBeCloseTo(4.98);
  await acme.delivers(1, { cost: 0.5 });
  await acme.settles();
  acme.news();
  expect(acme.story(1)).toMatchObject({ status: 'review', cost_usd: 6.52 });
  expect(ledger()).toMatchObject({ spent_usd: 6.52, reserved: {} });
});

test.each([
  ['an amount that is none', '/orch budget lots'],
  ['nothing', '/orch budget 0'],
  ['less', '/orch budget -5'],
  ['more than one command may add', '/orch budget 5000'],
])('%s changes nothing', async (_, said) => {
  acme.configures('maria', 'budget: { story_usd: 6 }\n');
  await atWork(acme);
  acme.says('mona', 1, said);
  await acme.settles();
  expect(acme.news()).toMatch(/is no amount, so nothing was changed\. .*\(observe, comment\)$/s);
  expect(acme.story(1)?.raises).toBeUndefined();
});

test('where a story has no cap of its own there is nothing to add to', async () => {
  await atWork(acme);
  acme.says('mona', 1, '/orch budget $5');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      This story has no cap of its own (\`budget.story_usd\` in \`.orch/config.yaml\` is not set), so there is nothing to add to. \`/orch budget\` shows what other caps there are.
    (observe, comment)"
  `);
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
  expect(started()).toEqual(['1-developer-2']);
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
  await startsTogether([1, 2, 3]);
  await acme.settles();
  expect(started()).toHaveLength(2);
  const waiting = [1, 2, 3].filter((issue) => acme.story(issue)?.status === 'blocked');
  expect(waiting).toHaveLength(1);
  const [issue] = waiting as [number];
  expect(Object.values(ledger().reserved).map(({ usd }) => usd)).toEqual([2, 2]);
  expect(acme.sticky(issue).replaceAll(`${issue}-`, 'N-')).toMatchInlineSnapshot(`
    "### This story waits for money

    > No run was started, because there is no money for it. All stories of 2026-11-23 (UTC) together may cost $4.00 (\`budget.day_usd\`): nothing is spent and $4.00 reserved for runs that have not ended, so nothing is left. The smallest run needs $0.50.

    Waiting for someone with write access to raise \`budget.day_usd\` in \`.orch/config.yaml\` and write \`/orch resume\` (or only the latter, once a run at work has ended for less than was reserved or 2026-11-23 is over in UTC).

    <sub>\`/orch resume\` · \`/orch budget\` · \`/orch cost\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
  expect(acme.story(issue)?.runs).toEqual([]);

  acme.says('wes', issue, '/orch resume');
  await acme.settles();
  expect(started()).toEqual([]);
  acme.waits(DAY);
  acme.says('wes', issue, '/orch resume');
  await acme.settles();
  expect(started()).toEqual([`${issue}-developer-1`]);
  expect(ledger().reserved[`${issue}-developer-1`]?.day).toBe('2026-11-24');
});

test('what the last purse still holds is the cap of a smaller run', async () => {
  acme.configures('maria', 'settings: { run_usd: 2 }\nbudget: { project_usd: 5 }\n');
  await startsTogether([1, 2, 3]);
  await acme.settles();
  expect(started()).toHaveLength(3);
  expect([1, 2, 3].map(capOfRun).toSorted()).toEqual([1, 2, 2]);
});

test('two servers that start stories at the same moment do not spend the same money twice', async () => {
  acme.configures('maria', 'settings: { run_usd: 2 }\nbudget: { project_usd: 4, smallest_run_usd: 1 }\n');
  const servers = [acme.orch, acme.anotherServer('server-2')];
  const issues = [1, 2, 3, 4];
  for (const issue of issues) acme.opens('otto', { title: `Story ${issue}` });
  for (const issue of issues) acme.labels('wes', issue, 'orch:run');
  await Promise.all(issues.map((issue) => servers[issue % 2]!.wake({ issue, reasons: ['speech'], logins: ['wes'] })));
  await acme.settles();
  expect(started()).toHaveLength(2);
  expect(issues.filter((issue) => acme.story(issue)?.status === 'blocked')).toHaveLength(2);
});

test('a day that is nearly spent is told once, by the story that did it, whoever settles at the same time', async () => {
  acme.configures('maria', 'settings: { run_usd: 2 }\nbudget: { day_usd: 10 }\n');
  await startsTogether([1, 2, 3]);
  await acme.settles();
  acme.news();
  for (const issue of [1, 2, 3]) await acme.delivers(issue, { cost: 2.9 });
  await Promise.all([1, 2, 3].map((issue) => acme.orch.wake({ issue, reasons: ['run_ended'], logins: [] })));
  await acme.settles();
  expect(acme.news().match(/\w+, \d+ % of a budget is spent.*/g)).toEqual([
    'wes, 87 % of a budget is spent. All stories of 2026-11-23 (UTC) together may cost $10.00 (`budget.day_usd`), and $8.70 is spent.',
  ]);
  expect(ledger()).toMatchObject({ spent_usd: 8.7, days: { [TODAY]: 8.7 }, reserved: {} });
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
  expect(ledger().reserved).toEqual({ '1-developer-1': { story: 1, day: TODAY, usd: 5 } });
  acme.restarts();
  await acme.orch.sweep();
  await acme.settles();
  expect(started()).toEqual(['1-developer-1']);
  expect(ledger().reserved).toEqual({ '1-developer-1': { story: 1, day: TODAY, usd: 5 } });
  await acme.delivers(1);
  await acme.settles();
  acme.news();
  expect(ledger()).toEqual({ version: 1, spent_usd: 0.42, days: { [TODAY]: 0.42 }, reserved: {} });
});

test('a run that was stopped at work counts in full, and the comment says so', async () => {
  await atWork(acme);
  acme.says('wes', 1, '/orch pause');
  await acme.settles();
  acme.news();
  expect(ledger()).toEqual({ version: 1, spent_usd: 5, days: { [TODAY]: 5 }, reserved: {} });
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
  expect(ledger()).toMatchObject({ spent_usd: 5, reserved: { '1-developer-2': { usd: 5 } } });
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
  expect(started()).toEqual([]);
  expect(acme.story(1)).toMatchObject({ status: 'blocked', runs: [{ cost: { usd: 0, outcome: 'cancelled' } }] });
  expect(ledger()).toEqual({ version: 1, spent_usd: 0, days: {}, reserved: {} });
});

test('a run that GitHub would not start costs nothing', async () => {
  acme.removesWorkflow();
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  acme.news();
  expect(ledger()).toEqual({ version: 1, spent_usd: 0, days: {}, reserved: {} });
});

test('a result that comes in beside the command that skips the story is paid for', async () => {
  await atWork(acme);
  acme.says('wes', 1, '/orch skip');
  await acme.delivers(1);
  await acme.settles();
  acme.news();
  expect(acme.story(1)).toMatchObject({ status: 'skipped', cost_usd: 0.42 });
  expect(ledger()).toEqual({ version: 1, spent_usd: 0.42, days: { [TODAY]: 0.42 }, reserved: {} });
});

test('what a run reserved one day is settled in that day’s purse, also when the clock went back since', async () => {
  await atWork(acme);
  acme.waits(-3 * DAY);
  await acme.delivers(1);
  await acme.settles();
  acme.news();
  expect(acme.story(1)).toMatchObject({ status: 'review', cost_usd: 0.42 });
  expect(ledger()).toEqual({ version: 1, spent_usd: 0.42, days: { [TODAY]: 0.42 }, reserved: {} });
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
  expect(started()).toEqual(['1-developer-2']);
  expect(ledger()).toEqual({
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
  expect(ledger()).toEqual({ version: 1, spent_usd: 0.42, days: { [TODAY]: 0.42 }, reserved: {} });
});

test('the same failure twice in a row is not tried a third time', async () => {
  acme.configures('maria', 'settings: { max_attempts: 10 }\n');
  await atWork(acme);
  for (const seconds of [12, 340]) {
    await acme.delivers(1, { fails: `npm test failed at 1a2b3c4d after ${seconds} seconds` });
    await acme.settles();
  }
  expect(started()).toEqual(['1-developer-2']);
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
  expect(started()).toEqual(['1-developer-3', '1-developer-4']);
  await acme.delivers(1, { fails: 'Another reason.' });
  await acme.settles();
  await acme.delivers(1, { fails: 'npm test failed at 1a2b3c4d after 5 seconds' });
  await acme.settles();
  expect(started()).toEqual(['1-developer-5', '1-developer-6']);
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
