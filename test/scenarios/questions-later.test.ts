/** What becomes of questions and answers when the story goes another way: holds, ends, changed minds and time that goes by. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeRun } from '../../src/state/codec.ts';
import { atWork, inQuestion, QUESTION } from './stages.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => acme.finish());

const told = () => {
  const { record } = acme.story(1)!.runs.at(-1)!;
  return decodeRun(acme.remote.head()!.files.get(record)!, record).brief.decisions;
};

const DECIDED = {
  question: 'Which name?',
  answer: 'parseDays',
  confidence: 0.9,
  reasoning: 'Like its neighbours.',
  source: 'model',
} as const;

test('an option is named by its number when an answer is replaced, too', async () => {
  await inQuestion(acme, true);
  acme.says('maria', 1, '/orch override 1 2');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "cancels the Actions run
    starts the run 1-developer-3 on refs/heads/main
    reacts with 👍
    edits #1: Working on it, tests first
    (observe, cancel_run, dispatch, edit_comment + react, observe, actions_run)"
  `);
  expect(told()).toEqual([{ question: QUESTION.question, answer: 'An error', by: 'maria' }]);
  acme.says('maria', 1, '/orch override 1 9');
  await acme.settles();
  expect(acme.news()).toContain('There is no option 9.');
});

test('an answer is replaced twice in one comment while the first run is still to be started', async () => {
  await inQuestion(acme);
  acme.says('wes', 1, '/orch answer 1\n/orch override 1 2\n/orch override 1 seconds');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-4 on refs/heads/main
    reacts with 👍
    edits #1: Working on it, tests first
    (observe, dispatch, edit_comment + react)"
  `);
  expect(told()).toEqual([{ question: QUESTION.question, answer: 'seconds', by: 'wes' }]);
  // People have helped each time: what they changed does not use up the attempts.
  expect(acme.story(1)?.attempts).toBe(1);
});

test('what failed under the old answer is tried again under the new one', async () => {
  await atWork(acme);
  await acme.delivers(1, { fails: 'The tests do not pass.', decides: [DECIDED] });
  await acme.settles();
  acme.says('wes', 1, '/orch override 1 parseDuration');
  await acme.settles();
  await acme.delivers(1, { fails: 'The tests do not pass.' });
  await acme.settles();
  expect(acme.story(1)?.status).toBe('in_progress');
  acme.news();
});

test('a held story whose pull request rests on an answer has to go on before it can be replaced', async () => {
  await atWork(acme);
  await acme.delivers(1, { decides: [DECIDED] });
  await acme.settles();
  acme.news();
  acme.says('wes', 1, '/orch pause\n/orch override 1 parseDuration');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "reacts with 👍
    edits #1: This story is on hold
    answers on #1:
      Nothing was replaced: this story is on hold, and what was delivered would go on as it is. Write \`/orch resume\` first, and then \`/orch override 1 parseDuration\` again.
    (observe, edit_comment + react + comment)"
  `);
  acme.says('wes', 1, '/orch resume\n/orch override 1 parseDuration');
  await acme.settles();
  expect(acme.news()).toContain('starts the run 1-developer-2');
  expect(told()).toMatchObject([{ answer: 'parseDuration' }]);
});

test('the decisions of a merged story stay as they are', async () => {
  await atWork(acme);
  await acme.delivers(1, { decides: [DECIDED] });
  await acme.settles();
  acme.merges('maria', 2);
  await acme.settles();
  acme.news();
  acme.says('wes', 1, '/orch override 1 parseDuration');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      \`/orch override\` does not fit now. Story 1 is merged. What fits: nothing.
    (observe, comment)"
  `);
});

test('a question that could not be asked before it was answered is not asked any more', async () => {
  await atWork(acme);
  await acme.delivers(1, { asks: QUESTION });
  acme.trouble((request) => (request.acts.some((act) => act.kind === 'comment') ? { kind: 'unreachable' } : undefined));
  await acme.settles();
  acme.says('wes', 1, '/orch skip');
  await acme.settles();
  acme.trouble(undefined);
  acme.waits(5);
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.news()).not.toContain('there is a question');
  expect(acme.story(1)).toMatchObject({ status: 'skipped' });
  expect(acme.story(1)?.outbox).toBeUndefined();
});

test.each([
  ['closed and opened again', '/orch start'],
  ['skipped', '/orch retry'],
  ['abandoned', '/orch retry'],
])('a question of a story that was %s is not open any more', async (how, again) => {
  await inQuestion(acme);
  if (how === 'skipped') acme.says('wes', 1, '/orch skip');
  else if (how === 'abandoned') acme.says('wes', 1, '/orch abandon');
  else {
    acme.closes('maria', 1);
    await acme.settles();
    acme.reopens('maria', 1);
  }
  await acme.settles();
  acme.ticks('wes', 1, 1);
  await acme.settles();
  await acme.orch.sweep();
  await acme.settles();
  acme.news();
  expect(acme.story(1)?.decisions).toBeUndefined();
  acme.says('wes', 1, '/orch answer 2');
  await acme.settles();
  expect(acme.news()).toContain('Nothing was asked that waits for an answer.');
  acme.says('wes', 1, again);
  await acme.settles();
  expect(acme.news()).toContain('starts the run 1-developer-2');
  await acme.delivers(1, { asks: QUESTION });
  await acme.settles();
  // The tick on the first question is no answer to the second.
  expect(acme.news()).toContain('there is a question');
  expect(acme.story(1)?.status).toBe('blocked');
});

test('a time that was promised holds, though the configuration names none any more', async () => {
  acme.configures('maria', 'decisions: { default_after_hours: 1 }\n');
  await inQuestion(acme);
  const until = acme.story(1)!.blocked!.until!;
  acme.configures('maria', 'settings: { max_attempts: 2 }\n');
  await acme.orch.sweep();
  await acme.settles();
  // A clock that goes backwards takes nothing.
  acme.waits(-30);
  await acme.orch.sweep();
  expect(acme.story(1)?.status).toBe('blocked');
  acme.waits(120);
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.story(1)?.decisions).toMatchObject([{ how: 'deadline', answer: 'The same as without' }]);
  expect(acme.story(1)!.decisions![0]!.at > until).toBe(true);
  acme.news();
});

test('a time that a person made unreadable is none', async () => {
  acme.configures('maria', 'decisions: { default_after_hours: 1 }\n');
  await inQuestion(acme);
  acme.scribbles('stories/0000-0099/0001.yaml', (text) => text.replace(/^( {2}until:) .*$/m, '$1 tomorrow'));
  acme.waits(600);
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.story(1)?.status).toBe('blocked');
  acme.news();
});

test('a run that says it has asked, and has not, failed', async () => {
  await atWork(acme);
  await acme.delivers(1, {
    stop: 'asked',
    fails: 'The agent stopped to ask something, and its question could not be read.',
  });
  await acme.settles();
  expect(acme.news()).toContain('starts the run 1-developer-2');
});

test('the question of a run that nobody waits for any more is not asked', async () => {
  await atWork(acme);
  const old = acme.story(1)!;
  acme.says('wes', 1, '/orch pause');
  await acme.settles();
  await expect(acme.delivers(1, { asks: QUESTION })).rejects.toThrow(/no longer waited for/);
  acme.says('wes', 1, '/orch resume');
  await acme.settles();
  expect(acme.news()).not.toContain('there is a question');
  expect(acme.story(1)?.runs.length).toBe(old.runs.length + 1);
});
