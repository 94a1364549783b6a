/** The configuration that people write, and the mistakes in it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => acme.finish());

test('a wrong key is named with file, line and the keys there are; the defaults stay in force', async () => {
  acme.configures('maria', 'version: 1\nsettings:\n  auto_merge: true\n  max_atempts: 2\n');
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-1 on refs/heads/main
    writes #1: Working on it, tests first
    answers on #1:
      The configuration could not be used as it is, so the defaults are in force.

      - \`.orch/config.yaml\` line 4: \`settings.max_atempts\`, \`2\`: there is no such key here; the keys are auto_merge, merge_method, required_approvals, approvers, max_attempts, max_review_rounds, run_minutes, run_turns, run_usd

      Correct the file on the default branch; the next event reads it again.
    (observe, dispatch, comment + comment)"
  `);
  acme.says('wes', 1, '/orch pause');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "cancels the Actions run
    reacts with 👍
    edits #1: This story is on hold
    (observe, cancel_run, edit_comment + react)"
  `);
});

test('a wrong value after a good file: the good one stays in force, and it is told once a version', async () => {
  acme.configures('maria', 'settings: { max_attempts: 1 }\n');
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  acme.news();
  acme.configures('maria', 'settings:\n  max_attempts: 1\n  merge_method: fast-forward\n  run_usd: -1\n');
  await acme.delivers(1, { fails: 'The tests do not pass.' });
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: This story failed
    answers on #1:
      The configuration could not be used as it is, so the last one that worked stays in force.

      - \`.orch/config.yaml\` line 3: \`settings.merge_method\`, \`"fast-forward"\`: expected one of "merge", "squash", "rebase"
      - \`.orch/config.yaml\` line 4: \`settings.run_usd\`, \`-1\`: expected more than 0

      Correct the file on the default branch; the next event reads it again.
    (observe, edit_comment + comment)"
  `);
  expect(acme.story(1)?.status).toBe('failed');
  acme.says('wes', 1, '/orch status');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      **Story 1 has failed.**

      Waiting for someone with write access to write \`/orch retry\`, with a hint if they have one.

      Why it failed: The tests do not pass.

      1 run, $0.42.
    (observe, comment)"
  `);
  acme.configures('maria', 'settings: {\n');
  acme.says('wes', 1, '/orch status');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      **Story 1 has failed.**

      Waiting for someone with write access to write \`/orch retry\`, with a hint if they have one.

      Why it failed: The tests do not pass.

      1 run, $0.42.
    answers on #1:
      The configuration could not be used as it is, so the last one that worked stays in force.

      - \`.orch/config.yaml\` line 2: this is not YAML: deficient indentation

      Correct the file on the default branch; the next event reads it again.
    (observe, comment + comment)"
  `);
});
