/** Changes asked for by reviewers, by command and by failing checks. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inReview } from './stages.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => acme.finish());

test('a review that requests changes starts another round', async () => {
  await inReview(acme);
  acme.reviews('wes', 2, 'request changes', 'Please keep the old name as an alias.');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-2 on refs/heads/main
    edits #1: Working on the changes asked for in #2
    (observe, dispatch, edit_comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### Working on the changes asked for in #2

    ✓ adopted · **▸ building** · review · merged

    > Because of this: wes: Please keep the old name as an alias.

    Waiting for GitHub Actions to finish run 1-developer-2 (its agent stops after 30 minutes at the latest and delivers what it has).

    Run [1-developer-2](…/actions/runs/ID) · 2 runs, $0.42 in all

    <sub>\`/orch status\` · \`/orch pause\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
  await acme.delivers(1, { changes: { 'src/alias.js': 'export {};\n' } });
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "publishes the check orch/tdd: success, Red before (1 failed, 11 passed), green after (12 passed)
    edits #1: #2 is ready for review
    (observe, check, edit_comment)"
  `);
  acme.reviews('wes', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "merges #2
    closed #1
    edits #1: #2 is merged
    deletes story/1
    (observe, merge, edit_comment + close_issue + delete_branch)"
  `);
  expect(acme.story(1)).toMatchObject({ status: 'merged', rounds: 1 });
});

test('/orch changes does the same', async () => {
  await inReview(acme);
  acme.says('maria', 1, '/orch changes throw on "1x"');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-2 on refs/heads/main
    reacts with 👍
    edits #1: Working on the changes asked for in #2
    (observe, dispatch, edit_comment + react)"
  `);
  expect(acme.story(1)).toMatchObject({ status: 'in_progress', rounds: 1, feedback: 'throw on "1x"' });
});

test('a review by someone without write access asks for nothing', async () => {
  await inReview(acme);
  acme.reviews('rita', 2, 'request changes', 'I do not like it.');
  acme.reviews('wes', 2, 'comment', 'Looks fine so far.');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`"(observe, observe)"`);
  expect(acme.story(1)?.status).toBe('review');
});

test('a check that fails on what Orch delivered is Orch’s to repair', async () => {
  await inReview(acme);
  acme.checks(2, 'failure', { name: 'lint', title: '2 errors in src/parse.js' });
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-2 on refs/heads/main
    edits #1: Working on the changes asked for in #2
    (observe, dispatch, edit_comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### Working on the changes asked for in #2

    ✓ adopted · **▸ building** · review · merged

    > Because of this: The check "lint" failed: 2 errors in src/parse.js https:/​/​github.test/acme/durations/runs/ID

    Waiting for GitHub Actions to finish run 1-developer-2 (its agent stops after 30 minutes at the latest and delivers what it has).

    Run [1-developer-2](…/actions/runs/ID) · 2 runs, $0.42 in all

    <sub>\`/orch status\` · \`/orch pause\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
});

test('a check that fails on a person’s commit is theirs', async () => {
  await inReview(acme);
  acme.pushes('wes', 'story/1', { 'src/mine.js': 'oops' });
  acme.checks(2, 'failure');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`"(observe, observe, observe)"`);
  expect(acme.story(1)?.status).toBe('review');
});

test('past the last round the story fails and says what can be done', async () => {
  acme.configures('maria', 'settings: { max_review_rounds: 1 }\n');
  await inReview(acme);
  acme.reviews('wes', 2, 'request changes', 'Not like this.');
  await acme.settles();
  await acme.delivers(1, { changes: { 'src/two.js': 'export {};\n' } });
  await acme.settles();
  acme.news();
  acme.says('wes', 1, '/orch changes once more');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      The one round of changes is used up (\`settings.max_review_rounds\`). Push the change yourself, or write \`/orch skip\` and then \`/orch retry …\` to start the count again.
    (observe, comment)"
  `);
  acme.reviews('wes', 2, 'request changes', 'Still not like this.');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: This story failed
    (observe, edit_comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### This story failed

    > Why: The one round of changes is used up. The last wish was: wes: Still not like this.

    Waiting for someone with write access to write \`/orch retry\`, with a hint if they have one.

    | | expected | happened |
    |---|---|---|
    | before the change | pass | 11 passed ✓ |
    | new tests, without the change | **fail** | 1 failed, 11 passed ✓ |
    | new tests, with the change | **pass** | 12 passed ✓ |

    Run [1-developer-2](…/actions/runs/ID) delivered c0de2f0: 3 model calls, 12,400 tokens, $0.42 · 2 runs, $0.84 in all

    <sub>\`/orch retry …\` · \`/orch why\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
});

test('a review that comes while a run is at work is heard when that run is done', async () => {
  await inReview(acme);
  acme.says('wes', 1, '/orch changes rename it');
  await acme.settles();
  acme.news();
  acme.reviews('maria', 2, 'request changes', 'And document it.');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`""`);
  await acme.delivers(1, { changes: { 'src/renamed.js': 'export {};\n' } });
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-3 on refs/heads/main
    edits #1: Working on the changes asked for in #2
    (observe, role, dispatch, edit_comment, observe, actions_run)"
  `);
  expect(acme.story(1)).toMatchObject({ status: 'in_progress', rounds: 2, feedback: 'maria: And document it.' });
});

test('a reviewer who changed their mind before Orch looked is taken at their last word', async () => {
  await inReview(acme);
  acme.reviews('wes', 2, 'request changes', 'Rename it.');
  acme.reviews('wes', 2, 'approve', 'No, it is fine.');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "merges #2
    closed #1
    edits #1: #2 is merged
    deletes story/1
    (observe, merge, edit_comment + close_issue + delete_branch)"
  `);
});

test('the approval of one does not overrule the objection of another', async () => {
  await inReview(acme);
  acme.reviews('wes', 2, 'request changes', 'Please keep the old name.');
  await acme.settles();
  await acme.delivers(1, { changes: { 'src/alias.js': 'export {};\n' } });
  await acme.settles();
  acme.news();
  acme.reviews('maria', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: #2 is approved
    (observe, role, edit_comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### #2 is approved

    ✓ adopted · ✓ building · **▸ review** · merged

    > Approved by maria at c0de2f0.

    Waiting for wes to approve #2 or have the request for changes dismissed.

    | | expected | happened |
    |---|---|---|
    | before the change | pass | 11 passed ✓ |
    | new tests, without the change | **fail** | 1 failed, 11 passed ✓ |
    | new tests, with the change | **pass** | 12 passed ✓ |

    Run [1-developer-2](…/actions/runs/ID) delivered c0de2f0: 3 model calls, 12,400 tokens, $0.42 · 2 runs, $0.84 in all

    <sub>\`/orch approve\` · \`/orch changes …\` · \`/orch why\` · \`/orch pause\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
  acme.reviews('wes', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatch(/^merges #2\n/);
});

test('a check that ran before has to run again on what is merged', async () => {
  await inReview(acme);
  acme.checks(2, 'failure', { name: 'CI' });
  await acme.settles();
  await acme.delivers(1, { changes: { 'src/fixed.js': 'export {};\n' } });
  await acme.settles();
  acme.news();
  acme.reviews('wes', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: #2 is approved
    (observe, edit_comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### #2 is approved

    ✓ adopted · ✓ building · **▸ review** · merged

    > Approved by wes at c0de2f0.

    Waiting for the check \`CI\` to pass on #2 (it has not run on the newest commit; perhaps its run waits for approval in the Actions tab).

    | | expected | happened |
    |---|---|---|
    | before the change | pass | 11 passed ✓ |
    | new tests, without the change | **fail** | 1 failed, 11 passed ✓ |
    | new tests, with the change | **pass** | 12 passed ✓ |

    Run [1-developer-2](…/actions/runs/ID) delivered c0de2f0: 3 model calls, 12,400 tokens, $0.42 · 2 runs, $0.84 in all

    <sub>\`/orch approve\` · \`/orch changes …\` · \`/orch why\` · \`/orch pause\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
  acme.checks(2, 'success', { name: 'CI' });
  await acme.settles();
  expect(acme.news()).toMatch(/^merges #2\n/);
});
