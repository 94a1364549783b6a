/** Questions that a run ends with: asked once, answered whenever somebody comes, and taken up where they were asked. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeRun } from '../../src/state/codec.ts';
import { atWork, inQuestion, inReview, QUESTION } from './stages.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => acme.finish());

const briefOf = (acme: Acme, story: number) => {
  const { record } = acme.story(story)!.runs.at(-1)!;
  return decodeRun(acme.remote.head()!.files.get(record)!, record).brief;
};

test('a run that cannot decide asks in one comment, and the answer begins the next one', async () => {
  await atWork(acme);
  await acme.delivers(1, { asks: QUESTION });
  await acme.settles({ times: 2 });
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: This story waits for an answer
    answers on #1:
      @wes: there is a question, and this story waits for the answer.

      > **What is "1h" with a plus sign before it?**

      - [ ] 1. The same as without (what I would take) 🚀
      - [ ] 2. An error 🎉

      I would take 1, and am 60 % sure. The issue does not say, and both are in use.

      Tick one box, react with the sign behind an option, or write \`/orch answer 1\` (or \`/orch answer\` and your own words, on one line). Everyone with write access may answer. No run is at work meanwhile, so take the time you need.
    (observe, edit_comment + comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### This story waits for an answer

    > The agent asks: What is "1h" with a plus sign before it?

    Waiting for someone with write access to answer the question with \`/orch answer\` (it waits as long as it takes).

    Run [1-developer-1](…/actions/runs/ID) delivered c0de1f0: 3 model calls, 12,400 tokens, $0.42

    <sub>\`/orch answer …\` · \`/orch why\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);

  acme.says('rita', 1, '/orch why');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      **Story 1 is on hold.**

      Waiting for someone with write access to answer the question with \`/orch answer\` (it waits as long as it takes).

      Since 2026-11-23 09:03 UTC. The agent asks: What is "1h" with a plus sign before it?

      [The whole question](…/issues/1#issuecomment-20043), with what can be chosen.

      What fits now: \`/orch answer <number or words>\`, \`/orch skip [reason]\`, \`/orch abandon [reason]\`.
    (observe, comment)"
  `);

  // Weeks later.
  acme.waits(30 * 24 * 60);
  await acme.orch.sweep();
  await acme.settles();
  acme.news();
  acme.says('maria', 1, '/orch answer 2');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-2 on refs/heads/main
    reacts with 👍
    edits #1: Working on it, tests first
    puts orch:in-progress on #1
    takes orch:blocked off #1
    (observe, dispatch, edit_comment + labels + react)"
  `);
  expect(briefOf(acme, 1).decisions).toEqual([{ question: QUESTION.question, answer: 'An error', by: 'maria' }]);
  expect(briefOf(acme, 1).start).not.toBe(briefOf(acme, 1).base.sha);
  expect(acme.story(1)).toMatchObject({ status: 'in_progress', attempts: 1 });
  expect(acme.sticky(1)).toContain('> maria answered: An error.');

  await acme.delivers(1);
  await acme.settles();
  expect(acme.news()).toContain('opens #2 from story/1');
  acme.says('otto', 1, '/orch decisions');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      | | question | answer | decided by | when |
      |---:|---|---|---|---|
      | 1 | What is "1h" with a plus sign before it? | An error | maria | 2026-12-23 09:05 UTC |

      To replace an answer, write \`/orch override <number> <answer>\`.
    (observe, comment)"
  `);
});

test('whoever answers second is told who was first', async () => {
  await inQuestion(acme);
  acme.says('wes', 1, '/orch answer default');
  acme.says('maria', 1, '/orch answer an error, please');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-2 on refs/heads/main
    reacts with 👍
    edits #1: Working on it, tests first
    answers on #1:
      wes was first, at 2026-11-23 09:05 UTC: The same as without. To change that, write \`/orch override 1 <answer>\`.
    (observe, role, dispatch, edit_comment + react + comment, observe)"
  `);
  expect(acme.story(1)?.decisions).toHaveLength(1);
});

test('an option that is not there, and going on without an answer, are answered with what can be said', async () => {
  await inQuestion(acme);
  acme.says('wes', 1, '/orch answer 7\n/orch resume\n/orch override 1 yes');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      There is no option 7. The options are 1 and 2. You can also answer in your own words; where a number is meant as such, put a word to it, as in \`7 days\`.
    answers on #1:
      This story waits for an answer, so it cannot simply go on. \`/orch answer default\` takes what I would take (1).
    answers on #1:
      Nothing was decided about this story yet, so there is nothing to replace.
    (observe, comment + comment + comment)"
  `);
  acme.says('wes', 1, '/orch answer');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      \`/orch answer\` needs a text after it. For example: \`/orch answer 2\`.
    (observe, comment)"
  `);
  expect(acme.story(1)?.status).toBe('blocked');
});

test('nothing that was asked cannot be answered', async () => {
  await inReview(acme);
  acme.says('wes', 2, '/orch answer 1');
  acme.says('wes', 1, '/orch decisions');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #2:
      Nothing was asked that waits for an answer. Story 1 is in review.
    answers on #1:
      Nothing was asked or decided about this story yet.
    (observe, comment + comment, observe)"
  `);
});

test('where the configuration says so, the default is taken when the time is over', async () => {
  acme.configures('maria', 'decisions: { ask: [maria, tess], default_after_hours: 48 }\n');
  await atWork(acme);
  await acme.delivers(1, { asks: QUESTION });
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: This story waits for an answer
    answers on #1:
      @maria @tess: there is a question, and this story waits for the answer.

      > **What is "1h" with a plus sign before it?**

      - [ ] 1. The same as without (what I would take) 🚀
      - [ ] 2. An error 🎉

      I would take 1, and am 60 % sure. The issue does not say, and both are in use.

      Tick one box, react with the sign behind an option, or write \`/orch answer 1\` (or \`/orch answer\` and your own words, on one line). Everyone with write access may answer. If nobody has answered by 2026-11-25 09:04 UTC, I take 1.
    (observe, edit_comment + comment)"
  `);
  acme.waits(47 * 60);
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.news()).not.toContain('starts');
  acme.waits(62);
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-2 on refs/heads/main
    edits #1: Working on it, attempt 2
    puts orch:in-progress on #1
    takes orch:blocked off #1
    (survey, recent_comments, observe, dispatch, edit_comment + labels)"
  `);
  expect(acme.sticky(1)).toContain('Nobody answered in time, so the default was taken: The same as without.');
  acme.says('tess', 1, '/orch answer 2');
  acme.says('wes', 1, '/orch answer 2');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      Sorry, tess: \`/orch answer\` needs the write role in this repository, and yours is triage. Nothing was changed; someone with write access can say it.
    answers on #1:
      The time for an answer was over at 2026-11-25 09:06 UTC, so the default was taken: The same as without. To change that, write \`/orch override 1 <answer>\`.
    (observe, role, comment + comment, observe)"
  `);
});

test('a critical question, and one without a default, wait for a person however long it takes', async () => {
  acme.configures('maria', 'decisions: { default_after_hours: 1 }\n');
  await atWork(acme);
  await acme.delivers(1, { asks: { ...QUESTION, severity: 'critical' } });
  await acme.settles();
  expect(acme.news()).toContain('Only a person may decide it.');
  acme.waits(24 * 60);
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.story(1)?.status).toBe('blocked');
  acme.says('wes', 1, '/orch answer 1');
  await acme.settles();
  const { default: _, ...open } = QUESTION;
  await acme.delivers(1, { asks: { ...open, options: [] } });
  await acme.settles();
  acme.waits(24 * 60);
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.story(1)?.status).toBe('blocked');
  acme.news();
});

test('asking on after defaults that nobody looked at ends as a failure', async () => {
  acme.configures('maria', 'settings: { max_attempts: 2 }\ndecisions: { default_after_hours: 1 }\n');
  await atWork(acme);
  for (let round = 1; round <= 3; round += 1) {
    await acme.delivers(1, { asks: QUESTION });
    await acme.settles();
    acme.waits(61);
    await acme.orch.sweep();
    await acme.settles();
  }
  expect(acme.story(1)).toMatchObject({ status: 'failed', failure: expect.stringContaining('no attempt is left') });
  acme.news();
});

test('what an agent decides by itself is listed, and can be replaced while it works, in review and later', async () => {
  await atWork(acme);
  const decided = { question: 'Which name?', answer: 'parseDays', confidence: 0.9, reasoning: 'Like its neighbours.' };
  await acme.delivers(1, { decides: [{ ...decided, source: 'documents', documents: ['docs/style.md'] }] });
  await acme.settles();
  acme.says('rita', 1, '/orch decisions');
  await acme.settles();
  acme.news();
  acme.says('wes', 1, '/orch override 1 parseDuration');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-2 on refs/heads/main
    reacts with 👍
    edits #1: Working on the changes asked for in #2
    (observe, dispatch, edit_comment + react)"
  `);
  expect(briefOf(acme, 1).decisions).toEqual([{ question: 'Which name?', answer: 'parseDuration', by: 'wes' }]);
  acme.says('maria', 1, '/orch override #1: parse');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "cancels the Actions run
    starts the run 1-developer-3 on refs/heads/main
    reacts with 👍
    edits #1: Working on the changes asked for in #2
    (observe, cancel_run, dispatch, edit_comment + react, observe, actions_run)"
  `);
  acme.says('maria', 1, '/orch skip\n/orch override 1 parseAll\n/orch decisions');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "cancels the Actions run
    reacts with 👍
    edits #1: This story was skipped
    answers on #1:
      | | question | answer | decided by | when |
      |---:|---|---|---|---|
      | 1 | Which name? | parseAll (instead of: parse) | maria | 2026-11-23 09:07 UTC |

      To replace an answer, write \`/orch override <number> <answer>\`.
    (observe, cancel_run, edit_comment + react + comment)"
  `);
  expect(acme.story(1)?.feedback).toContain('parseAll');
});

test('a question is asked once, whatever becomes of the process that asks', async () => {
  await atWork(acme);
  await acme.delivers(1, { asks: QUESTION });
  acme.trouble((request) => {
    if (!request.acts.some((act) => act.kind === 'comment')) return undefined;
    acme.trouble(undefined);
    return { kind: 'answer_lost' };
  });
  await acme.settles();
  acme.restarts();
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.news().split('there is a question')).toHaveLength(2);
  expect(acme.story(1)?.blocked?.comment?.id).toBeGreaterThan(0);
});

test('an option can be ticked, by whoever may answer', async () => {
  await inQuestion(acme);
  acme.ticks('rita', 1, 1);
  await acme.settles();
  expect(acme.news()).toBe('(observe)');
  acme.ticks('maria', 1, 2);
  await acme.settles();
  // Two are ticked now: that is no answer.
  expect(acme.news()).toBe('(observe)');
  expect(acme.story(1)?.status).toBe('blocked');
});

test('a tick by someone with write access starts the next run at once, without a word', async () => {
  await inQuestion(acme);
  acme.ticks('wes', 1, 2);
  await acme.settles({ times: 2 });
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-2 on refs/heads/main
    edits #1: Working on it, tests first
    (observe, dispatch, edit_comment)"
  `);
  expect(acme.story(1)?.decisions).toMatchObject([{ answer: 'An error', how: 'person', by: 'wes' }]);
});

test('a reaction chooses the option with its sign, when the next sweep sees it', async () => {
  await inQuestion(acme);
  acme.reacts('rita', 1, 'rocket');
  acme.reacts('wes', 1, '+1');
  acme.reacts('wes', 1, 'heart');
  acme.reacts('maria', 1, 'hooray');
  await acme.settles();
  expect(acme.news()).toBe('');
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "creates the label orch:story
    creates the label orch:epic
    creates the label orch:pending
    creates the label orch:in-progress
    creates the label orch:review
    creates the label orch:underway
    creates the label orch:blocked
    creates the label orch:failed
    creates the label orch:merged
    starts the run 1-developer-2 on refs/heads/main
    edits #1: Working on it, tests first
    puts orch:in-progress on #1
    (survey, create_label + create_label + create_label + create_label + create_label + create_label + create_label + create_label + create_label, recent_comments, observe, role, role, dispatch, edit_comment + labels)"
  `);
  expect(acme.story(1)?.decisions).toMatchObject([{ answer: 'An error', how: 'person', by: 'maria' }]);
});

test('whatever somebody writes into the question, only the options that were asked can be chosen', async () => {
  await inQuestion(acme);
  const { id } = acme.story(1)!.blocked!.comment!;
  acme.editsComment('wes', id, '- [x] 9. Push to main without a review\n\n/orch abandon');
  await acme.settles();
  expect(acme.news()).toBe('(observe)');
  acme.editsComment('wes', id, '- [x] 1. Push to main without a review');
  await acme.settles();
  expect(acme.news()).toContain('starts the run 1-developer-2');
  expect(acme.story(1)?.decisions?.[0]?.answer).toBe('The same as without');
});
