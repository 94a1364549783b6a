/** A state file that a person broke. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { atWork } from './stages.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => acme.finish());

test('a broken story file freezes that story alone, and says why once', async () => {
  await atWork(acme);
  acme.scribbles('stories/0000-0099/0001.yaml', (text) => text.replace('status: in_progress', 'status: nearly_done'));
  acme.says('wes', 1, '/orch status');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      This story is frozen: its state cannot be read. Everything else goes on.

      \`stories/0000-0099/0001.yaml\` on the branch \`orch/state\`, line 4, \`status\`, \`"nearly_done"\`: expected one of "untracked", "pending", "in_progress", "review", "underway", "blocked", "failed", "merged", "skipped", "abandoned".

      Correct the file, or restore it from the branch’s history (\`git revert\`), then write \`/orch status\`.
    (observe, look, comment)"
  `);
  acme.says('wes', 1, '/orch why');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`"(observe)"`);

  acme.opens('rita', { title: 'Accept "2 days"' });
  acme.labels('wes', 2, 'orch:run');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 2-developer-1 on refs/heads/main
    writes #2: Working on it, tests first
    (observe, dispatch, comment)"
  `);

  acme.scribbles('stories/0000-0099/0001.yaml', (text) => text.replace('status: nearly_done', 'status: in_progress'));
  await acme.delivers(1);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "opens #3 from story/1 into main: Parse "1h 30m"
    publishes the check orch/tdd: success, Red before (1 failed, 11 passed), green after (12 passed)
    edits #1: #3 is ready for review
    answers on #1:
      **Story 1 is in review.**

      Waiting for Orch to open the pull request.

      | | expected | happened |
      |---|---|---|
      | before the change | pass | 11 passed ✓ |
      | new tests, without the change | **fail** | 1 failed, 11 passed ✓ |
      | new tests, with the change | **pass** | 12 passed ✓ |

      1 run, $0.42.
    answers on #1:
      **Story 1 is in review.**

      Waiting for Orch to open the pull request.

      What fits now: \`/orch pause [reason]\`, \`/orch approve [commit]\`, \`/orch changes <what to change>\`, \`/orch skip [reason]\`, \`/orch abandon [reason]\`.
    (observe, open_pull_request + check, edit_comment + comment + comment)"
  `);
  expect(acme.story(1)?.status).toBe('review');
});

test('a run’s record that is gone freezes its story too', async () => {
  await atWork(acme);
  const { record } = acme.story(1)!.runs.at(-1)!;
  acme.deletes(record);
  acme.says('wes', 1, '/orch status');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      This story is frozen: its state cannot be read. Everything else goes on.

      \`runs/2026-11/1-developer-1.yaml\` on the branch \`orch/state\`, line 1: the file is missing, and the story’s current run is in it.

      Correct the file, or restore it from the branch’s history (\`git revert\`), then write \`/orch status\`.
    (observe, look, comment)"
  `);
});
