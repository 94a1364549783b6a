/** Which approvals count, and for what. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inReview } from './stages.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => acme.finish());

test('a push voids the approval that was given before it', async () => {
  await inReview(acme);
  acme.checks(2, 'pending');
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

    Waiting for the checks of #2 to pass (then Orch merges it).

    | | expected | happened |
    |---|---|---|
    | before the change | pass | 11 passed ✓ |
    | new tests, without the change | **fail** | 1 failed, 11 passed ✓ |
    | new tests, with the change | **pass** | 12 passed ✓ |

    Run [1-developer-1](…/actions/runs/ID) delivered c0de1f0: 3 model calls, 12,400 tokens, $0.42

    <sub>\`/orch approve\` · \`/orch changes …\` · \`/orch why\` · \`/orch pause\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
  acme.pushes('maria', 'story/1', { 'src/more.js': 'export {};\n' });
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: #2 is ready for review
    (observe, edit_comment, observe)"
  `);
  expect(acme.story(1)?.approvals).toBeUndefined();
  acme.checks(2, 'success');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`""`);
  expect(acme.story(1)?.status).toBe('review');
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

test('an approval taken back no longer counts', async () => {
  await inReview(acme);
  acme.checks(2, 'pending');
  acme.reviews('wes', 2, 'approve');
  await acme.settles();
  acme.news();
  acme.dismisses('maria', 2);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: #2 is ready for review
    (observe, edit_comment)"
  `);
  acme.checks(2, 'success');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`""`);
});

test('the approval of a reader does not count', async () => {
  await inReview(acme);
  acme.reviews('rita', 2, 'approve');
  acme.reviews('tess', 2, 'approve');
  acme.reviews('otto', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`"(observe, role, role, observe, role, role, observe, role, role)"`);
  expect(acme.story(1)?.status).toBe('review');
});

test('where two approvals are required, one is not enough', async () => {
  acme.configures('maria', 'settings: { required_approvals: 2 }\n');
  await inReview(acme);
  acme.reviews('wes', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: #2 has 1 of 2 approvals
    (observe, edit_comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### #2 has 1 of 2 approvals

    ✓ adopted · ✓ building · **▸ review** · merged

    > Approved by wes at c0de1f0.

    Waiting for someone with write access to approve #2.

    | | expected | happened |
    |---|---|---|
    | before the change | pass | 11 passed ✓ |
    | new tests, without the change | **fail** | 1 failed, 11 passed ✓ |
    | new tests, with the change | **pass** | 12 passed ✓ |

    Run [1-developer-1](…/actions/runs/ID) delivered c0de1f0: 3 model calls, 12,400 tokens, $0.42

    <sub>\`/orch approve\` · \`/orch changes …\` · \`/orch why\` · \`/orch pause\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
  acme.reviews('wes', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`"(observe)"`);
  acme.reviews('maria', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "merges #2
    closed #1
    edits #1: #2 is merged
    deletes story/1
    (observe, role, merge, edit_comment + close_issue + delete_branch)"
  `);
});

test('an approval waits for the checks, and their success merges', async () => {
  await inReview(acme);
  acme.checks(2, 'pending');
  acme.reviews('wes', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: #2 is approved
    (observe, edit_comment)"
  `);
  acme.checks(2, 'success');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "merges #2
    closed #1
    edits #1: #2 is merged
    deletes story/1
    (observe, role, merge, edit_comment + close_issue + delete_branch)"
  `);
});

test('with auto_merge off Orch leaves the merge to people', async () => {
  acme.configures('maria', 'settings: { auto_merge: false }\n');
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

    Waiting for someone with write access to merge #2.

    | | expected | happened |
    |---|---|---|
    | before the change | pass | 11 passed ✓ |
    | new tests, without the change | **fail** | 1 failed, 11 passed ✓ |
    | new tests, with the change | **pass** | 12 passed ✓ |

    Run [1-developer-1](…/actions/runs/ID) delivered c0de1f0: 3 model calls, 12,400 tokens, $0.42

    <sub>\`/orch approve\` · \`/orch changes …\` · \`/orch why\` · \`/orch pause\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
  acme.merges('wes', 2);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: #2 is merged
    deletes story/1
    (observe, edit_comment + delete_branch)"
  `);
  expect(acme.story(1)?.status).toBe('merged');
});
