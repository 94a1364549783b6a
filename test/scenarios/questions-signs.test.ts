/** Ticks and reactions: who is heard, for which question, and what GitHub or a crowd can do about it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createUser, userActor } from '../../src/localhub/world/accounts.ts';
import { commentsOf, createComment, deleteComment } from '../../src/localhub/world/comments.ts';
import { nodeId } from '../../src/localhub/world/node-ids.ts';
import { addReaction } from '../../src/localhub/world/reactions.ts';
import type { ReactionContent } from '../../src/localhub/world/types.ts';
import { inQuestion, QUESTION } from './stages.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld({ labels: true });
});
afterEach(() => acme.finish());

const questionOf = (number: number) =>
  commentsOf(acme.world, acme.issue(number)).filter((one) => one.body.startsWith('<!-- orch:question:'));

/** Someone whom nobody knows reacts to the question, as anyone can in a public repository. */
const passerBy = (login: string, ...contents: ReactionContent[]) => {
  const actor = userActor(createUser(acme.world, { login }));
  for (const content of contents) {
    acme.waits(1);
    addReaction(acme.world, actor, { comment: questionOf(1)[0]!, content });
  }
};

test('a tick on an earlier question never answers a later one', async () => {
  await inQuestion(acme);
  const other = acme.anotherServer('server-2');
  await other.wake({ issue: 1, reasons: ['sweep'], logins: [] });
  acme.ticks('wes', 1, 2);
  await acme.settles();
  await acme.delivers(1, { asks: { ...QUESTION, question: 'May it be negative?', options: ['Yes', 'No'] } });
  await acme.settles();
  acme.news();
  // What the other server knows is old: it asks GitHub for the first question, and the second one is open by now.
  await other.wake({ issue: 1, reasons: ['sweep'], logins: [] });
  expect(acme.news()).toBe('(observe)');
  expect(acme.story(1)).toMatchObject({ status: 'blocked', decisions: [{ answer: 'An error' }] });
});

test('a question that stands there twice is heard where it stays', async () => {
  await inQuestion(acme);
  const [first] = questionOf(1);
  // What was given up worked after all, and the copy is the one that was written down.
  createComment(acme.world, acme.bot, { issue: acme.issue(1), body: first!.body });
  const copy = questionOf(1)[1]!;
  acme.scribbles('stories/0000-0099/0001.yaml', (text) =>
    text
      .replace(/(?<=^ {2}comment:\n {4}id: )\d+/m, String(copy.id))
      .replace(nodeId('IssueComment', first!.id), nodeId('IssueComment', copy.id)),
  );
  acme.restarts();
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.news()).toContain('deletes a comment on #1');
  expect(questionOf(1).map(({ id }) => id)).toEqual([first!.id]);
  expect(acme.story(1)?.blocked?.comment?.id).toBe(first!.id);
  acme.ticks('wes', 1, 1);
  await acme.settles();
  expect(acme.news()).toContain('starts the run 1-developer-2');
});

test('a crowd that reacts does not drown out those who were asked, and costs few requests', async () => {
  acme.configures('maria', 'decisions: { ask: [maria] }\n');
  await inQuestion(acme);
  acme.reacts('maria', 1, 'hooray');
  for (let nr = 1; nr <= 20; nr += 1) passerBy(`passer-${nr}`, 'rocket', 'hooray');
  passerBy('passer-by', 'heart', 'eyes', 'laugh', 'confused', 'rocket');
  await acme.orch.sweep();
  await acme.settles();
  const news = acme.news();
  expect(news).toContain('starts the run 1-developer-2');
  expect(news.match(/\brole\b/g)?.length).toBeLessThanOrEqual(6);
  expect(acme.story(1)?.decisions).toMatchObject([{ answer: 'An error', by: 'maria' }]);
});

test('a sign that is no option here keeps nobody from being heard', async () => {
  await inQuestion(acme);
  acme.reacts('mona', 1, 'rocket');
  for (let nr = 1; nr <= 6; nr += 1) passerBy(`passer-${nr}`, 'heart');
  await acme.orch.sweep();
  await acme.settles();
  const news = acme.news();
  expect(news).toContain('starts the run 1-developer-2');
  expect(news.match(/\brole\b/g)).toHaveLength(1);
});

test('whoever chooses two options has chosen none, until one of them is taken back', async () => {
  await inQuestion(acme);
  acme.reacts('wes', 1, 'rocket');
  acme.reacts('wes', 1, 'hooray');
  await acme.orch.sweep();
  expect(acme.story(1)?.status).toBe('blocked');
  acme.reacts('maria', 1, 'hooray');
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.story(1)?.decisions).toMatchObject([{ answer: 'An error', by: 'maria' }]);
  acme.news();
});

test('a right that was lost between the tick and the look is not there', async () => {
  await inQuestion(acme);
  acme.ticks('wes', 1, 1);
  acme.appoints('wes', 'triage');
  await acme.settles();
  expect(acme.news()).toBe('(observe)');
  expect(acme.story(1)?.status).toBe('blocked');
});

test('bots, and Orch itself, choose nothing', async () => {
  await inQuestion(acme);
  acme.reacts('renovate[bot]', 1, 'rocket');
  acme.ticks('orch[bot]', 1, 1);
  await acme.settles();
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.news()).toMatch(/\n\(survey, recent_comments, observe\)$/);
  expect(acme.story(1)?.status).toBe('blocked');
});

test('a question whose comment somebody deleted is not asked again, and can be read and answered all the same', async () => {
  await inQuestion(acme);
  deleteComment(acme.world, { ...acme.bot }, { comment: questionOf(1)[0]! });
  acme.news();
  acme.says('rita', 1, '/orch why');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      **Story 1 is on hold.**

      Waiting for someone with write access to answer the question with \`/orch answer\` (it waits as long as it takes).

      Since 2026-11-23 09:03 UTC. The agent asks: What is "1h" with a plus sign before it?

      The whole question: What is "1h" with a plus sign before it?

      1. The same as without
      2. An error

      What fits now: \`/orch answer <number or words>\`, \`/orch skip [reason]\`, \`/orch abandon [reason]\`.
    (observe, comment)"
  `);
  acme.says('wes', 1, '/orch answer 2');
  await acme.settles();
  expect(acme.news()).toContain('starts the run 1-developer-2');
  expect(acme.story(1)?.decisions).toMatchObject([{ answer: 'An error' }]);
});

test('a tick that comes before Orch knows where it has asked counts with the next look', async () => {
  await inQuestion(acme);
  acme.scribbles('stories/0000-0099/0001.yaml', (text) =>
    text.replace(/^ {2}comment:\n(?: {4}.*\n)+/m, '').replace(/^outbox:[\s\S]*?(?=^\S)/m, ''),
  );
  acme.restarts();
  expect(acme.story(1)?.blocked?.comment).toBeUndefined();
  acme.ticks('wes', 1, 1);
  await acme.settles();
  expect(acme.story(1)?.status).toBe('blocked');
  // Without the comment, as in a file of before it was written down, words are heard.
  acme.says('wes', 1, '/orch answer 1');
  await acme.settles();
  expect(acme.news()).toContain('starts the run 1-developer-2');
});
