/** Holding a story and going on. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { atWork, inReview } from './stages.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => acme.finish());

test('pause stops the run; resume starts another', async () => {
  await atWork(acme);
  acme.says('wes', 1, '/orch pause waiting for the new API');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "cancels the Actions run
    reacts with 👍
    edits #1: This story is on hold
    (observe, cancel_run, edit_comment + react)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### This story is on hold

    > Paused by wes: waiting for the new API.

    Waiting for someone with write access to write \`/orch resume\`.

    Run [1-developer-1](…/actions/runs/ID)

    <sub>\`/orch resume\` · \`/orch why\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
  acme.says('wes', 1, '/orch resume');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-2 on refs/heads/main
    reacts with 👍
    edits #1: Working on it, attempt 2
    (observe, dispatch, edit_comment + react)"
  `);
  await acme.delivers(1);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "opens #2 from story/1 into main: Parse "1h 30m"
    publishes the check orch/tdd: success, Red before (1 failed, 11 passed), green after (12 passed)
    edits #1: #2 is ready for review
    (observe, open_pull_request + check, edit_comment)"
  `);
  expect(acme.history()).toMatchInlineSnapshot(`
    [
      "story 1: untracked -> in_progress (start by wes)",
      "story 1: done: dispatch, sticky",
      "story 1: in_progress -> blocked (pause by wes)",
      "story 1: done: cancel_run, sticky, react",
      "story 1: blocked -> in_progress (resume by wes)",
      "story 1: done: dispatch, sticky, react",
      "run 1-developer-2: succeeded",
      "story 1: in_progress -> review (run.succeeded)",
      "story 1: pull request 2 opened",
    ]
  `);
});

test('a result that came in just before the pause is taken up by resume', async () => {
  await atWork(acme);
  acme.says('wes', 1, '/orch pause');
  await acme.delivers(1);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "reacts with 👍
    edits #1: This story is on hold
    (observe, edit_comment + react)"
  `);
  acme.says('wes', 1, '/orch resume');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "opens #2 from story/1 into main: Parse "1h 30m"
    publishes the check orch/tdd: success, Red before (1 failed, 11 passed), green after (12 passed)
    reacts with 👍
    edits #1: #2 is ready for review
    (observe, open_pull_request + check, edit_comment + react)"
  `);
  expect(acme.story(1)).toMatchObject({ status: 'review', cost_usd: 0.42 });
});

test('a result that comes after the pause is refused', async () => {
  await atWork(acme);
  acme.says('wes', 1, '/orch pause');
  await acme.settles();
  acme.news();
  await expect(acme.delivers(1)).rejects.toThrow(
    'Run 1-developer-1 is no longer waited for: its record says cancelled.',
  );
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`""`);
  expect(acme.story(1)?.status).toBe('blocked');
});

test('a merge that could not be done before the pause is not done after it', async () => {
  await inReview(acme);
  acme.reviews('wes', 2, 'approve');
  acme.trouble((request) => (request.acts.some((act) => act.kind === 'merge') ? { kind: 'unreachable' } : undefined));
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`"(observe, merge)"`);
  acme.trouble(undefined);
  acme.says('maria', 1, '/orch pause not today');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "reacts with 👍
    edits #1: This story is on hold
    (observe, role, edit_comment + react, observe)"
  `);
  expect(acme.issue(2).state).toBe('open');
  acme.says('maria', 1, '/orch resume');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "merges #2
    closed #1
    reacts with 👍
    edits #1: #2 is merged
    deletes story/1
    (observe, role, merge, react, edit_comment + close_issue + delete_branch)"
  `);
});

test('pause in review lets nobody’s approval merge until resume', async () => {
  await inReview(acme);
  acme.says('wes', 1, '/orch pause');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "reacts with 👍
    edits #1: This story is on hold
    (observe, edit_comment + react)"
  `);
  acme.reviews('wes', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`""`);
  acme.says('wes', 1, '/orch resume');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "merges #2
    closed #1
    reacts with 👍
    edits #1: #2 is merged
    deletes story/1
    (observe, merge, react, edit_comment + close_issue + delete_branch)"
  `);
  expect(acme.story(1)?.status).toBe('merged');
});

test('a story in the backlog can be held too', async () => {
  acme.opens('rita', { title: 'Accept "2 days"' });
  acme.labels('tess', 1, 'orch:story');
  acme.says('wes', 1, '/orch pause not before June');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "reacts with 👍
    writes #1: This story is on hold
    (observe, role, comment + react, observe)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### This story is on hold

    > Paused by wes: not before June.

    Waiting for someone with write access to write \`/orch resume\`.

    <sub>\`/orch resume\` · \`/orch why\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
  acme.says('wes', 1, '/orch resume');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "reacts with 👍
    edits #1: This story is in the backlog
    (observe, edit_comment + react)"
  `);
  expect(acme.story(1)?.status).toBe('pending');
});
