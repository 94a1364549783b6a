/** Runs that fail, get lost, or cannot be started. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { atWork } from './stages.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => acme.finish());

test('a run that fails is tried again with what it said', async () => {
  await atWork(acme);
  await acme.delivers(1, { fails: 'The agent used all the model calls that it may make in one run.', stop: 'turns' });
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-2 on refs/heads/main
    edits #1: Working on it, attempt 2
    (observe, dispatch, edit_comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### Working on it, attempt 2

    ✓ adopted · **▸ building** · review · merged

    > Because of this: The agent used all the model calls that it may make in one run.

    Waiting for GitHub Actions to finish run 1-developer-2 (its agent stops after 30 minutes at the latest and delivers what it has).

    Run [1-developer-2](…/actions/runs/ID) · 2 runs, $0.42 in all

    <sub>\`/orch status\` · \`/orch pause\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
});

test('after the last attempt the story fails, and retry with a hint takes it up again', async () => {
  acme.configures('maria', 'settings: { max_attempts: 2 }\n');
  await atWork(acme);
  for (const _ of [1, 2]) {
    await acme.delivers(1, { fails: 'The tests do not fail without the change.' });
    await acme.settles();
  }
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-2 on refs/heads/main
    edits #1: Working on it, attempt 2
    edits #1: This story failed
    (observe, dispatch, edit_comment, observe, edit_comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### This story failed

    > Why: The tests do not fail without the change.

    Waiting for someone with write access to write \`/orch retry\`, with a hint if they have one.

    Run [1-developer-2](…/actions/runs/ID) delivered c0de2f0: 3 model calls, 12,400 tokens, $0.42 · 2 runs, $0.84 in all

    <sub>\`/orch retry …\` · \`/orch why\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
  acme.says('otto', 1, '/orch why');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      **Story 1 has failed.**

      Waiting for someone with write access to write \`/orch retry\`, with a hint if they have one.

      Why it failed: The tests do not fail without the change.

      What fits now: \`/orch start\`, \`/orch retry [hint]\`, \`/orch skip [reason]\`, \`/orch abandon [reason]\`.
    (observe, comment)"
  `);
  acme.says('wes', 1, '/orch retry look at src/units.js');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-3 on refs/heads/main
    reacts with 👍
    edits #1: Working on it, tests first
    (observe, dispatch, edit_comment + react)"
  `);
  expect(acme.story(1)).toMatchObject({ status: 'in_progress', attempts: 1, feedback: 'look at src/units.js' });
});

test('a run that spent its money is not tried again by itself', async () => {
  await atWork(acme);
  await acme.delivers(1, {
    fails: 'The agent used all the money that it may spend in one run.',
    stop: 'budget',
    cost: 5,
  });
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: This story failed
    (observe, edit_comment)"
  `);
  expect(acme.story(1)).toMatchObject({ status: 'failed', cost_usd: 5 });
});

test('a run that ended without a result is tried again', async () => {
  await atWork(acme);
  acme.loses(1, 'failure');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-2 on refs/heads/main
    edits #1: Working on it, attempt 2
    (observe, actions_run, dispatch, edit_comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### Working on it, attempt 2

    ✓ adopted · **▸ building** · review · merged

    > Because of this: Its Actions run ended without a result (failure).

    Waiting for GitHub Actions to finish run 1-developer-2 (its agent stops after 30 minutes at the latest and delivers what it has).

    Run [1-developer-2](…/actions/runs/ID) · 2 runs, $5.00 in all, $5.00 of it unknown and counted in full

    <sub>\`/orch status\` · \`/orch pause\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
});

test('a run that a person cancelled is not started again behind their back', async () => {
  await atWork(acme);
  acme.loses(1, 'cancelled');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: This story failed
    (observe, actions_run, edit_comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### This story failed

    > Why: Its Actions run ended without a result (cancelled).

    Waiting for someone with write access to write \`/orch retry\`, with a hint if they have one.

    Run [1-developer-1](…/actions/runs/ID)

    <sub>\`/orch retry …\` · \`/orch why\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
});

test('without the workflow file the story fails at once and says so', async () => {
  acme.removesWorkflow();
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "writes #1: This story failed
    (observe, dispatch, comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### This story failed

    > Why: GitHub would not start the run: there is no .github/workflows/orch.yml on main.

    Waiting for someone with write access to write \`/orch retry\`, with a hint if they have one.

    Run 1-developer-1

    <sub>\`/orch retry …\` · \`/orch why\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
});

test('intents that were not applied are named', async () => {
  await atWork(acme);
  await acme.delivers(1, {
    refused: [
      {
        intent: 1,
        kind: 'commit',
        rule: 'path',
        reason: 'It changes .github/workflows/ci.yml, which no run may change.',
      },
    ],
    pullRequest: { title: 'Parse hours and minutes', body: 'Adds a tokenizer. @maria' },
  });
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "opens #2 from story/1 into main: Parse hours and minutes
    publishes the check orch/tdd: success, Red before (1 failed, 11 passed), green after (12 passed)
    edits #1: #2 is ready for review
    (observe, open_pull_request + check, edit_comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### #2 is ready for review

    ✓ adopted · ✓ building · **▸ review** · merged

    > Not applied: It changes .github/workflows/ci.yml, which no run may change.

    Waiting for someone with write access to approve #2.

    | | expected | happened |
    |---|---|---|
    | before the change | pass | 11 passed ✓ |
    | new tests, without the change | **fail** | 1 failed, 11 passed ✓ |
    | new tests, with the change | **pass** | 12 passed ✓ |

    Run [1-developer-1](…/actions/runs/ID) delivered c0de1f0: 3 model calls, 12,400 tokens, $0.42

    <sub>\`/orch approve\` · \`/orch changes …\` · \`/orch why\` · \`/orch pause\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
  expect(acme.issue(2).body).toMatchInlineSnapshot(`
    "Closes #1

    Adds a tokenizer. @maria

    ### Tests first

    | | expected | happened |
    |---|---|---|
    | before the change | pass | 11 passed ✓ |
    | new tests, without the change | **fail** | 1 failed, 11 passed ✓ |
    | new tests, with the change | **pass** | 12 passed ✓ |

    <sub>Run 1-developer-1: 3 model calls, 12,400 tokens, $0.42. A review that requests changes starts another round; an approval lets Orch merge.</sub>"
  `);
});
