/** `/orch approve`: an approval by comment. It weighs as much as an approving review, and is bound as tightly. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inReview } from './stages.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => acme.finish());

test('by someone with write access it merges what was delivered', async () => {
  await inReview(acme);
  acme.says('wes', 1, '/orch approve');
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

test('on the pull request, with the commit, it does too', async () => {
  await inReview(acme);
  const { head } = acme.story(1)!.pull_request!;
  acme.says('wes', 2, `Good work.\n\n/orch approve ${head.slice(0, 9).toUpperCase()}`);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "merges #2
    closed #1
    reacts with 👍
    edits #1: #2 is merged
    deletes story/1
    (observe, merge, react, edit_comment + close_issue + delete_branch)"
  `);
});

test('it is kept with what it is bound to, until the checks have passed', async () => {
  await inReview(acme);
  acme.checks(2, 'pending');
  const comment = acme.says('wes', 1, '/orch approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "reacts with 👍
    edits #1: #2 is approved
    (observe, edit_comment + react)"
  `);
  expect(acme.story(1)?.approvals).toEqual([
    {
      by: { id: expect.any(Number), login: 'wes' },
      head: acme.story(1)?.pull_request?.head,
      text: expect.stringMatching(/^[0-9a-f]{64}$/),
      at: '2026-11-23T09:05:00Z',
      from: 'comment',
      source: comment,
    },
  ]);
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

test('after a push it is refused, with the commit that is there and how to approve that', async () => {
  await inReview(acme);
  acme.pushes('maria', 'story/1', { 'src/more.js': 'export {};\n' });
  acme.says('wes', 1, '/orch approve');
  await acme.settles();
  const news = acme.news();
  expect(news).toMatchInlineSnapshot(`
    "answers on #1:
      Not approved: #2 is at \`c0de2f0\` now, not at \`c0de1f0\`. Look at what is new; if it is good, write \`/orch approve c0de2f0\`.
    (observe, role, comment, observe, observe)"
  `);
  acme.says('wes', 1, '/orch approve c0de1f0');
  await acme.settles();
  expect(acme.news()).toContain('Not approved: #2 is at');
  expect(acme.issue(2).state).toBe('open');
  const command = /write `(\/orch approve [0-9a-f]{7})`/.exec(news)?.[1] ?? '';
  acme.says('wes', 1, command);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "merges #2
    closed #1
    reacts with 👍
    edits #1: #2 is merged
    deletes story/1
    (observe, merge, react, edit_comment + close_issue + delete_branch)"
  `);
});

test('a push between the comment and its reading is never approved by accident', async () => {
  await inReview(acme);
  acme.says('wes', 1, '/orch approve');
  acme.pushes('maria', 'story/1', { 'src/late.js': 'export {};\n' });
  await acme.settles({ reversed: true });
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      Not approved: #2 is at \`c0de2f0\` now, not at \`c0de1f0\`. Look at what is new; if it is good, write \`/orch approve c0de2f0\`.
    (observe, role, comment, observe, observe)"
  `);
  expect(acme.issue(2).state).toBe('open');
});

test('what is no commit is no approval', async () => {
  await inReview(acme);
  acme.says('wes', 1, '/orch approve looks good');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      \`looks\` is no commit, so this was not taken as an approval. Write \`/orch approve\` alone, or name the commit: \`/orch approve c0de1f0\`.
    (observe, comment)"
  `);
  acme.says('wes', 1, '/orch approve c0de1f');
  await acme.settles();
  expect(acme.news()).toContain('`c0de1f` is no commit');
  expect(acme.story(1)?.approvals).toBeUndefined();
});

test('outside of a review it does not fit', async () => {
  acme.opens('otto', { title: 'Accept "2 days"' });
  acme.says('wes', 1, '/orch approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      \`/orch approve\` does not fit now. This issue is not a story yet. What fits: \`/orch start\`.
    (observe, comment)"
  `);
});

test('on a closed issue nothing is approved', async () => {
  await inReview(acme);
  acme.closes('maria', 1);
  acme.says('wes', 1, '/orch approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: This story was abandoned
    answers on #1:
      \`/orch approve\` does not fit now. Story 1 was abandoned. What fits: \`/orch start\`, \`/orch retry [hint]\`.
    (observe, role, edit_comment + comment, observe)"
  `);
  expect(acme.issue(2).state).toBe('open');
});

test('when the pull request is closed meanwhile there is nothing to approve', async () => {
  await inReview(acme);
  acme.says('wes', 1, '/orch approve');
  acme.closes('maria', 2);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: This story was abandoned
    answers on #1:
      There is no open pull request of this story, so there is nothing to approve. \`/orch why\` tells what it waits for.
    (observe, edit_comment + comment, observe)"
  `);
});

test('comments and reviews add up, one for each person', async () => {
  acme.configures('maria', 'settings: { required_approvals: 2 }\n');
  await inReview(acme);
  acme.says('wes', 1, '/orch approve');
  acme.says('wes', 2, '/orch approve');
  acme.reviews('wes', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "reacts with 👍
    reacts with 👍
    edits #1: #2 has 1 of 2 approvals
    (observe, edit_comment + react + react, observe, observe)"
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
});

test('whoever asked for changes and approves by a comment later has changed their mind', async () => {
  acme.configures('maria', 'settings: { max_review_rounds: 1 }\n');
  await inReview(acme);
  acme.says('maria', 1, '/orch pause I want to look at it');
  await acme.settles();
  acme.reviews('wes', 2, 'request changes', 'Rename it.');
  acme.says('maria', 1, '/orch resume');
  acme.says('wes', 1, '/orch approve');
  acme.news();
  await acme.settles({ drops: (event) => event.name !== 'issue_comment' || event.at < '2026-11-23T09:08' });
  expect(acme.news()).toMatchInlineSnapshot(`
    "merges #2
    closed #1
    reacts with 👍
    reacts with 👍
    edits #1: #2 is merged
    deletes story/1
    (observe, role, merge, react + react, edit_comment + close_issue + delete_branch)"
  `);
});

test('it outlives a pause', async () => {
  await inReview(acme);
  acme.checks(2, 'pending');
  acme.says('wes', 1, '/orch approve');
  await acme.settles();
  acme.says('maria', 1, '/orch pause');
  await acme.settles();
  acme.checks(2, 'success');
  acme.says('maria', 1, '/orch resume');
  acme.news();
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

test('only those named as approvers approve', async () => {
  acme.configures('maria', 'settings: { approvers: [Maria, mona] }\n');
  await inReview(acme);
  expect(acme.sticky(1)).toContain('Waiting for Maria or mona to approve #2.');
  acme.says('wes', 1, '/orch approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      Sorry, wes: in this repository only Maria and mona can approve (\`settings.approvers\`). Nothing was changed.
    (observe, comment)"
  `);
  acme.reviews('wes', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`"(observe)"`);
  acme.says('maria', 1, '/orch approve');
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

test('the request for changes of another, made while nobody heard of it, stands against it', async () => {
  acme.configures('maria', 'settings: { max_review_rounds: 1 }\n');
  await inReview(acme);
  acme.reviews('maria', 2, 'request changes', 'Rename it.');
  acme.says('wes', 1, '/orch approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-2 on refs/heads/main
    reacts with 👍
    edits #1: Working on the changes asked for in #2
    (observe, role, dispatch, edit_comment + react, observe)"
  `);
  expect(acme.story(1)?.approvals).toBeUndefined();
});
