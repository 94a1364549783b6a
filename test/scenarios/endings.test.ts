/** Giving a story up, and taking it up again. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { atWork, inReview } from './stages.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => acme.finish());

test('skip leaves the pull request; retry with a hint goes on from the branch', async () => {
  await inReview(acme);
  acme.says('wes', 1, '/orch skip done by hand in #40');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "reacts with 👍
    edits #1: This story was skipped
    (observe, edit_comment + react)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### This story was skipped

    > Skipped by wes: done by hand in #​40.

    | | expected | happened |
    |---|---|---|
    | before the change | pass | 11 passed ✓ |
    | new tests, without the change | **fail** | 1 failed, 11 passed ✓ |
    | new tests, with the change | **pass** | 12 passed ✓ |

    Run [1-developer-1](…/actions/runs/ID) delivered c0de1f0: 3 model calls, 12,400 tokens, $0.42

    <sub>\`/orch retry\` · \`/orch help\`</sub>"
  `);
  expect(acme.issue(2).state).toBe('open');
  acme.says('wes', 1, '/orch retry the parser is in src/parse.js');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-2 on refs/heads/main
    reacts with 👍
    edits #1: Working on it, tests first
    (observe, dispatch, edit_comment + react)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### Working on it, tests first

    ✓ adopted · **▸ building** · review · merged

    > Because of this: the parser is in src/parse.js

    Waiting for GitHub Actions to finish run 1-developer-2 (its agent stops after 30 minutes at the latest and delivers what it has).

    Run [1-developer-2](…/actions/runs/ID) · 2 runs, $0.42 in all

    <sub>\`/orch status\` · \`/orch pause\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
  await acme.delivers(1);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "publishes the check orch/tdd: success, Red before (1 failed, 11 passed), green after (12 passed)
    edits #1: #2 is ready for review
    (observe, check, edit_comment)"
  `);
});

test('abandon closes the pull request and stops the run', async () => {
  await inReview(acme);
  acme.says('wes', 1, '/orch abandon we no longer need it');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "closes #2
    reacts with 👍
    edits #1: This story was abandoned
    (observe, close_pull_request, edit_comment + react)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### This story was abandoned

    > Abandoned by wes: we no longer need it.

    | | expected | happened |
    |---|---|---|
    | before the change | pass | 11 passed ✓ |
    | new tests, without the change | **fail** | 1 failed, 11 passed ✓ |
    | new tests, with the change | **pass** | 12 passed ✓ |

    Run [1-developer-1](…/actions/runs/ID) delivered c0de1f0: 3 model calls, 12,400 tokens, $0.42

    <sub>\`/orch retry\` · \`/orch help\`</sub>"
  `);
  expect(acme.issue(2).state).toBe('closed');
  expect(acme.issue(1).state).toBe('open');
});

test('abandon while a run is at work cancels it', async () => {
  await atWork(acme);
  acme.says('maria', 1, '/orch abandon');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "cancels the Actions run
    reacts with 👍
    edits #1: This story was abandoned
    (observe, cancel_run, edit_comment + react)"
  `);
  expect(acme.story(1)?.status).toBe('abandoned');
});

test('an abandoned story that is tried again gets a new pull request', async () => {
  await inReview(acme);
  acme.says('wes', 1, '/orch abandon');
  await acme.settles();
  acme.news();
  acme.says('wes', 1, '/orch retry');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-2 on refs/heads/main
    reacts with 👍
    edits #1: Working on it, tests first
    (observe, dispatch, edit_comment + react)"
  `);
  await acme.delivers(1);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "opens #3 from story/1 into main: Parse "1h 30m"
    publishes the check orch/tdd: success, Red before (1 failed, 11 passed), green after (12 passed)
    edits #1: #3 is ready for review
    (observe, open_pull_request + check, edit_comment)"
  `);
  acme.reviews('wes', 3, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "merges #3
    closed #1
    edits #1: #3 is merged
    deletes story/1
    (observe, merge, edit_comment + close_issue + delete_branch)"
  `);
  expect(acme.story(1)).toMatchObject({ status: 'merged', pull_request: { number: 3 } });
});

test('abandon before the pull request could be opened: none is opened', async () => {
  await atWork(acme);
  await acme.delivers(1);
  acme.trouble((request) => (request.kind === 'perform' ? { kind: 'unreachable' } : undefined));
  await acme.settles();
  acme.trouble(undefined);
  acme.says('wes', 1, '/orch abandon');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "publishes the check orch/tdd: success, Red before (1 failed, 11 passed), green after (12 passed)
    reacts with 👍
    edits #1: This story was abandoned
    (observe, open_pull_request + check, observe, look, check, edit_comment + react, observe)"
  `);
  expect(acme.story(1)?.status).toBe('abandoned');
});
