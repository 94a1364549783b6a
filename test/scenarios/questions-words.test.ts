/** Answers in words: what people write when they are in a hurry, and what the next run is told. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeRun } from '../../src/state/codec.ts';
import { atWork, inQuestion, inReview, QUESTION } from './stages.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => acme.finish());

/** The run that works now is told this. */
const told = () => {
  const { record } = acme.story(1)!.runs.at(-1)!;
  return decodeRun(acme.remote.head()!.files.get(record)!, record).brief.decisions?.at(-1)?.answer;
};

test.each([
  ['2', 'An error'],
  ['2.', 'An error'],
  ['#2', 'An error'],
  ['option 2', 'An error'],
  ['Option 2!', 'An error'],
  ['(2)', 'An error'],
  ['an error', 'An error'],
  ['Default', 'The same as without'],
  // The next run knows the answer and not the options, so a number in it is explained.
  ['2, but only for hours', '2, but only for hours (2: An error)'],
  ['1 and 2', '1 and 2 (1: The same as without; 2: An error)'],
  ['2 days', '2 days'],
  ['whatever is simplest', 'whatever is simplest'],
])('/orch answer %s', async (words, answer) => {
  await inQuestion(acme);
  acme.says('wes', 1, `/orch answer ${words}`);
  await acme.settles();
  expect(told()).toBe(answer);
  acme.news();
});

test('numbers are answers where there is nothing to choose from, and where an option is that number', async () => {
  await atWork(acme);
  const { default: _, ...open } = QUESTION;
  await acme.delivers(1, { asks: { ...open, question: 'How many?', options: [] } });
  await acme.settles();
  acme.says('wes', 1, '/orch answer default');
  acme.says('wes', 1, '/orch answer 12');
  await acme.settles();
  expect(acme.news()).toContain('This question has no default.');
  expect(told()).toBe('12');
  await acme.delivers(1, { asks: { ...open, question: 'How many then?', options: ['5', '10'] } });
  await acme.settles();
  acme.says('wes', 1, '/orch answer 7');
  acme.says('wes', 1, '/orch answer 10');
  await acme.settles();
  expect(acme.news()).toContain('There is no option 7.');
  expect(told()).toBe('10');
});

test('an answer, a pause and another answer in one comment: the first answer stays, and the pause holds', async () => {
  await inQuestion(acme);
  acme.says('wes', 1, '/orch answer 1\n/orch pause\n/orch answer 2\n/orch resume');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-3 on refs/heads/main
    reacts with 👍
    edits #1: Working on it, attempt 2
    answers on #1:
      wes was first, at 2026-11-23 09:04 UTC: The same as without. To change that, write \`/orch override 1 <answer>\`.
    (observe, dispatch, edit_comment + react + comment)"
  `);
  expect(acme.story(1)?.decisions).toHaveLength(1);
  expect(acme.story(1)?.status).toBe('in_progress');
});

test('a long answer reaches the next run whole', async () => {
  await inQuestion(acme);
  const long = `It depends. ${'Hours first, then minutes. '.repeat(60)}`.trim();
  acme.says('wes', 1, `/orch answer ${long}`);
  await acme.settles();
  expect(told()).toBe(long);
  acme.says('wes', 1, '/orch decisions');
  await acme.settles();
  acme.news();
});

test('an answer on the pull request counts, when a round of changes has asked', async () => {
  await inReview(acme);
  acme.reviews('maria', 2, 'request changes', 'Call it parseDuration.');
  await acme.settles();
  await acme.delivers(1, { asks: QUESTION });
  await acme.settles();
  acme.news();
  acme.says('wes', 2, '/orch answer 2');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-3 on refs/heads/main
    reacts with 👍
    edits #1: Working on the changes asked for in #2
    (observe, dispatch, edit_comment + react)"
  `);
  const { record } = acme.story(1)!.runs.at(-1)!;
  const { brief } = decodeRun(acme.remote.head()!.files.get(record)!, record);
  expect(brief.feedback).toContain('Call it parseDuration.');
});

test('an answer for which there is no money is kept, and taken up when there is', async () => {
  acme.configures('maria', 'budget: { story_usd: 0.45 }\n');
  await inQuestion(acme);
  acme.says('wes', 1, '/orch answer 2');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: This story waits for money
    answers on #1:
      Your answer is kept, and the next run begins with it.

      No run was started, because there is no money for it. This story may cost $0.45 (\`budget.story_usd\`): $0.42 is spent, so $0.03 is left. The smallest run needs $0.05.

      Waiting for someone with maintain access to write \`/orch budget <usd>\` (or someone raises \`budget.story_usd\` in \`.orch/config.yaml\`; after either, \`/orch resume\` goes on).
    (observe, edit_comment + comment)"
  `);
  acme.says('mona', 1, '/orch budget 5\n/orch resume');
  await acme.settles();
  expect(acme.news()).toContain('starts the run 1-developer-2');
  expect(told()).toBe('An error');
});

test('whoever answers late is told who was first, also when the agent has decided something since', async () => {
  await inQuestion(acme, true);
  const decided = { question: 'Which name?', answer: 'parseDays', confidence: 0.9, reasoning: '' };
  await acme.delivers(1, { decides: [{ ...decided, source: 'model' }] });
  await acme.settles();
  acme.news();
  acme.says('maria', 1, '/orch answer 2');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      wes was first, at 2026-11-23 09:04 UTC: The same as without. To change that, write \`/orch override 1 <answer>\`.
    (observe, comment)"
  `);
});

test('what is asked is listed while it is open', async () => {
  await inQuestion(acme);
  acme.says('rita', 1, '/orch decisions');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      This waits for an answer: **What is "1h" with a plus sign before it?** [It was asked here](…/issues/1#issuecomment-20043).
    (observe, comment)"
  `);
});
