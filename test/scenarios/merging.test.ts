/** Merges that do not go as planned. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { atWork, inReview } from './stages.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => acme.finish());

test('a merge that protection refuses holds the story until someone resumes it', async () => {
  acme.protects({ checks: ['deploy-preview'] });
  await inReview(acme);
  acme.reviews('wes', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: #2 could not be merged
    (observe, merge, edit_comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### #2 could not be merged

    > GitHub says: Required status check "deploy-preview" is expected.

    Waiting for someone with write access to make the merge possible and then write \`/orch resume\`.

    | | expected | happened |
    |---|---|---|
    | before the change | pass | 11 passed ✓ |
    | new tests, without the change | **fail** | 1 failed, 11 passed ✓ |
    | new tests, with the change | **pass** | 12 passed ✓ |

    Run [1-developer-1](…/actions/runs/ID) delivered c0de1f0: 3 model calls, 12,400 tokens, $0.42

    <sub>\`/orch resume\` · \`/orch why\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
  acme.checks(2, 'success', { name: 'deploy-preview' });
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

test('where branch protection asks for more reviews than Orch, no merge is tried before they are there', async () => {
  acme.protects({ approvals: 2 });
  await inReview(acme);
  acme.reviews('wes', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: #2 is approved
    (observe, edit_comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### #2 is approved

    ✓ adopted · ✓ building · **▸ review** · merged

    > Approved by wes at c0de1f0.

    Waiting for someone with write access to give #2 an approving review on GitHub (branch protection of main asks for it, and \`/orch approve\` is none).

    | | expected | happened |
    |---|---|---|
    | before the change | pass | 11 passed ✓ |
    | new tests, without the change | **fail** | 1 failed, 11 passed ✓ |
    | new tests, with the change | **pass** | 12 passed ✓ |

    Run [1-developer-1](…/actions/runs/ID) delivered c0de1f0: 3 model calls, 12,400 tokens, $0.42

    <sub>\`/orch approve\` · \`/orch changes …\` · \`/orch why\` · \`/orch pause\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
  acme.says('otto', 1, '/orch why');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      **Story 1 is in review (#2).**

      Waiting for someone with write access to give #2 an approving review on GitHub (branch protection of main asks for it, and \`/orch approve\` is none).

      What fits now: \`/orch pause [reason]\`, \`/orch approve [commit]\`, \`/orch changes <what to change>\`, \`/orch skip [reason]\`, \`/orch abandon [reason]\`.
    (observe, role, comment)"
  `);
  acme.reviews('maria', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "merges #2
    closed #1
    edits #1: #2 is merged
    deletes story/1
    (observe, role, merge, edit_comment + close_issue + delete_branch)"
  `);
  expect(acme.story(1)?.status).toBe('merged');
});

test('/orch approve is no review, so branch protection goes on asking for one', async () => {
  acme.protects({ approvals: 1 });
  await inReview(acme);
  acme.says('wes', 1, '/orch approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "reacts with 👍
    edits #1: #2 is approved
    (observe, edit_comment + react)"
  `);
  expect(acme.sticky(1)).toContain('(branch protection of main asks for it, and `/orch approve` is none)');
  expect(acme.issue(2).state).toBe('open');
  acme.reviews('wes', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "merges #2
    closed #1
    edits #1: #2 is merged
    deletes story/1
    (observe, merge, edit_comment + close_issue + delete_branch)"
  `);
});

test('an objection that branch protection heeds and Orch does not keeps the merge back too', async () => {
  acme.protects({ approvals: 1 });
  await inReview(acme);
  acme.reviews('rita', 2, 'request changes', 'I do not like it.');
  acme.reviews('wes', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: #2 is approved
    (observe, role, edit_comment, observe, role)"
  `);
  expect(acme.sticky(1)).toContain(
    'Waiting for whoever asked for changes in a review to approve #2 on GitHub, or someone to dismiss that review (branch protection of main asks for it).',
  );
});

test('a conflict holds the story; merged by hand it is done', async () => {
  await inReview(acme);
  acme.pushes('maria', 'main', { 'src/parse.js': '// something else\n' });
  acme.reviews('wes', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: #2 could not be merged
    (observe, edit_comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### #2 could not be merged

    > GitHub says: It conflicts with main.

    Waiting for someone with write access to make the merge possible and then write \`/orch resume\`.

    | | expected | happened |
    |---|---|---|
    | before the change | pass | 11 passed ✓ |
    | new tests, without the change | **fail** | 1 failed, 11 passed ✓ |
    | new tests, with the change | **pass** | 12 passed ✓ |

    Run [1-developer-1](…/actions/runs/ID) delivered c0de1f0: 3 model calls, 12,400 tokens, $0.42

    <sub>\`/orch resume\` · \`/orch why\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
  acme.pushes('wes', 'main', { 'src/parse.js': 'export const parse = Number;\n' });
  acme.merges('wes', 2);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: #2 is merged
    deletes story/1
    (observe, edit_comment + delete_branch)"
  `);
  expect(acme.story(1)?.status).toBe('merged');
});

test('a person merges the pull request', async () => {
  await inReview(acme);
  acme.merges('maria', 2);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: #2 is merged
    deletes story/1
    (observe, edit_comment + delete_branch)"
  `);
  expect(acme.story(1)).toMatchObject({ status: 'merged', merge_commit: expect.stringMatching(/^feed1f/) });
});

test('a person closes the pull request without merging it', async () => {
  await inReview(acme);
  acme.closes('maria', 2);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: This story was abandoned
    (observe, edit_comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### This story was abandoned

    > The pull request was closed without being merged.

    | | expected | happened |
    |---|---|---|
    | before the change | pass | 11 passed ✓ |
    | new tests, without the change | **fail** | 1 failed, 11 passed ✓ |
    | new tests, with the change | **pass** | 12 passed ✓ |

    Run [1-developer-1](…/actions/runs/ID) delivered c0de1f0: 3 model calls, 12,400 tokens, $0.42

    <sub>\`/orch retry\` · \`/orch help\`</sub>"
  `);
});

test('the issue is closed while the run is at work', async () => {
  await atWork(acme);
  acme.closes('maria', 1);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "cancels the Actions run
    edits #1: This story was abandoned
    (observe, cancel_run, edit_comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### This story was abandoned

    > The issue was closed.

    Run [1-developer-1](…/actions/runs/ID)

    <sub>\`/orch retry\` · \`/orch help\`</sub>"
  `);
  acme.reopens('maria', 1);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: This story is in the backlog
    (observe, edit_comment)"
  `);
  expect(acme.story(1)?.status).toBe('pending');
});

test('the issue is closed by hand after the merge, and opened again: the story stays merged', async () => {
  await inReview(acme);
  acme.reviews('wes', 2, 'approve');
  await acme.settles();
  acme.news();
  acme.reopens('maria', 1);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`""`);
  acme.closes('maria', 1);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`""`);
  expect(acme.story(1)?.status).toBe('merged');
});

test('a pull request whose head moved between the look and the merge is not merged', async () => {
  await inReview(acme);
  acme.reviews('wes', 2, 'approve');
  acme.trouble((request) => {
    if (request.acts.some((act) => act.kind === 'merge')) {
      acme.trouble(undefined);
      acme.pushes('maria', 'story/1', { 'src/late.js': 'export {};\n' });
    }
    return undefined;
  });
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: #2 is ready for review
    (observe, merge, observe, edit_comment, observe)"
  `);
  expect(acme.issue(2).state).toBe('open');
  expect(acme.story(1)).toMatchObject({ status: 'review' });
});

test('a person merges while another round is at work: the run is stopped', async () => {
  await inReview(acme);
  acme.says('wes', 1, '/orch changes rename it');
  await acme.settles();
  acme.news();
  acme.merges('maria', 2);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "cancels the Actions run
    edits #1: #2 is merged
    deletes story/1
    (observe, cancel_run, edit_comment + delete_branch)"
  `);
  expect(acme.story(1)?.status).toBe('merged');
});

test('a merge that came too late is decided anew, even when nobody tells of the push', async () => {
  await inReview(acme);
  acme.reviews('wes', 2, 'approve');
  acme.trouble((request) => {
    if (request.acts.some((act) => act.kind === 'merge')) {
      acme.trouble(undefined);
      acme.pushes('maria', 'story/1', { 'src/late.js': 'export {};\n' });
    }
    return undefined;
  });
  await acme.settles({ drops: (event) => event.name !== 'pull_request_review' });
  expect(acme.story(1)?.approvals).toHaveLength(1);
  expect(acme.news()).toMatchInlineSnapshot(`"(observe, merge)"`);
  acme.waits(1);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: #2 is ready for review
    (observe, edit_comment)"
  `);
  expect(acme.story(1)?.approvals).toBeUndefined();
});
