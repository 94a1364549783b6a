/** The whole way of a story: a label, a run, a pull request, an approval, a merge. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => acme.finish());

test('a labelled issue becomes a merged pull request', async () => {
  acme.opens('otto', { title: 'Parse "1h 30m"', body: 'It should be 5400 seconds.' });
  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-1 on refs/heads/main
    writes #1: Working on it, tests first
    (observe, dispatch, comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### Working on it, tests first

    ✓ adopted · **▸ building** · review · merged

    Waiting for GitHub Actions to finish run 1-developer-1 (its agent stops after 30 minutes at the latest and delivers what it has).

    Run [1-developer-1](…/actions/runs/ID)

    <sub>\`/orch status\` · \`/orch pause\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);

  await acme.delivers(1);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "opens #2 from story/1 into main: Parse "1h 30m"
    publishes the check orch/tdd: success, Red before (1 failed, 11 passed), green after (12 passed)
    edits #1: #2 is ready for review
    (observe, open_pull_request + check, edit_comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### #2 is ready for review

    ✓ adopted · ✓ building · **▸ review** · merged

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

    ### Tests first

    | | expected | happened |
    |---|---|---|
    | before the change | pass | 11 passed ✓ |
    | new tests, without the change | **fail** | 1 failed, 11 passed ✓ |
    | new tests, with the change | **pass** | 12 passed ✓ |

    <sub>Run 1-developer-1: 3 model calls, 12,400 tokens, $0.42. A review that requests changes starts another round; an approval lets Orch merge.</sub>"
  `);

  acme.checks(2, 'success');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`""`);

  acme.reviews('wes', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "merges #2
    closed #1
    edits #1: #2 is merged
    deletes story/1
    (observe, merge, edit_comment + close_issue + delete_branch)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### #2 is merged

    ✓ adopted · ✓ building · ✓ review · ✓ merged

    | | expected | happened |
    |---|---|---|
    | before the change | pass | 11 passed ✓ |
    | new tests, without the change | **fail** | 1 failed, 11 passed ✓ |
    | new tests, with the change | **pass** | 12 passed ✓ |

    Run [1-developer-1](…/actions/runs/ID) delivered c0de1f0: 3 model calls, 12,400 tokens, $0.42

    <sub>\`/orch help\`</sub>"
  `);
  expect(acme.story(1)).toMatchObject({ status: 'merged', merge_commit: expect.stringMatching(/^feed1f/) });
  expect(acme.story(1)?.outbox).toBeUndefined();
  // Three looks, three series of acts of which one makes a comment and one a pull request, a dispatch, a merge, an edit.
  expect(acme.requests()).toBe(9);
  expect(acme.history()).toMatchInlineSnapshot(`
    [
      "story 1: untracked -> in_progress (start by wes)",
      "story 1: done: dispatch, sticky",
      "run 1-developer-1: succeeded",
      "story 1: in_progress -> review (run.succeeded)",
      "story 1: pull request 2 opened",
      "story 1: approve by wes",
      "story 1: review -> merged (merged)",
      "story 1: done: sticky, close_issue, delete_branch",
    ]
  `);
});

test('what nobody asserted fails the scenario', async () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.says('wes', 1, '/orch help');
  await acme.settles();
  expect(() => acme.finish()).toThrow('nobody expected this of Orch:\nanswers on #1:');
  acme.news();
  expect(() => acme.finish()).not.toThrow();
});
