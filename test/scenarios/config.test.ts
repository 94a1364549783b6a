/** The configuration that people write, and the mistakes in it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => acme.finish());

test('a wrong key is named with file, line and the keys there are; nothing starts on guesses, and goes on when it is corrected', async () => {
  acme.configures('maria', 'version: 1\nsettings:\n  auto_merge: true\n  max_atempts: 2\n');
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "writes #1: This story waits for a configuration that can be read
    answers on #1:
      The configuration could not be used as it is, and no earlier one is known that could. Until it is corrected, no run is started and nothing is merged.

      - \`.orch/config.yaml\` line 4: \`settings.max_atempts\`, \`2\`: there is no such key here; the keys are auto_merge, merge_method, required_approvals, approvers, max_attempts, max_review_rounds, max_concurrent_agents, run_minutes, run_turns, run_usd

      Correct the file on the default branch; the next event reads it again.
    (observe, comment + comment)"
  `);
  acme.says('wes', 1, '/orch why');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      **Story 1 is on hold.**

      Waiting for someone with write access to correct \`.orch/config.yaml\` and write \`/orch resume\`.

      Since 2026-11-23 09:03 UTC. No run was started: what may be spent cannot be read: .orch/config.yaml, line 4, settings.max_atempts, 2: there is no such key here; the keys are auto_merge, merge_method, required_approvals, approvers, max_attempts, max_review_rounds, max_concurrent_agents, run_minutes, run_turns, run_usd.

      What fits now: \`/orch resume\`, \`/orch skip [reason]\`, \`/orch abandon [reason]\`.
    (observe, comment)"
  `);
  acme.configures('maria', 'version: 1\nsettings:\n  max_attempts: 2\n');
  acme.says('wes', 1, '/orch resume');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-1 on refs/heads/main
    reacts with 👍
    edits #1: Working on it, tests first
    (observe, dispatch, edit_comment + react)"
  `);
});

test('nothing is merged under a configuration that was never usable', async () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  acme.configures('maria', 'settings: { auto_merge: no }}\n');
  await acme.delivers(1);
  await acme.settles();
  acme.news();
  acme.reviews('maria', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: #2 is approved
    (observe, edit_comment)"
  `);
  expect(acme.story(1)?.status).toBe('review');
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
