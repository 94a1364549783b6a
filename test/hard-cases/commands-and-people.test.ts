/** Hard cases with commands and people. The numbers are those of the list of faults and attacks that every release is held against. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decide } from '../../src/core/decide/decide.ts';
import { ground, LEASE, NOW, observation, pullRequest, run, SHA, story } from '../core/samples.ts';
import { inReview } from '../scenarios/stages.ts';
import { type Acme, startWorld } from '../scenarios/world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => acme.finish());

const quote = () => /^> .*$/m.exec(acme.sticky(1))?.[0];

test('E3 the same comment heard of twice, by different deliveries, is one command', async () => {
  await inReview(acme);
  acme.says('wes', 1, '/orch pause lunch');
  await acme.settles({ times: 2 });
  expect(acme.news()).toMatchInlineSnapshot(`
    "reacts with 👍
    edits #1: This story is on hold
    (observe, edit_comment + react, observe)"
  `);
});

describe('E24 two commands within one second by two people are both answered, one after the other', () => {
  test('on one server', async () => {
    await inReview(acme);
    acme.atOnce(() => {
      acme.says('wes', 1, '/orch pause');
      acme.says('maria', 1, '/orch approve');
    });
    await acme.settles();
    expect(acme.news()).toMatchInlineSnapshot(`
      "reacts with 👍
      edits #1: This story is on hold
      answers on #1:
        \`/orch approve\` does not fit now. Story 1 is on hold. What fits: \`/orch resume\`, \`/orch skip [reason]\`, \`/orch abandon [reason]\`.
      (observe, role, edit_comment + react + comment, observe)"
    `);
    expect(acme.story(1)?.status).toBe('blocked');
  });

  test('on two servers at once', async () => {
    await inReview(acme);
    acme.atOnce(() => {
      acme.says('wes', 1, '/orch changes rename it');
      acme.says('maria', 2, '/orch skip');
    });
    await acme.settles({ to: [acme.orch, acme.anotherServer('server-2')] });
    const news = acme.news();
    expect(news.split('reacts with 👍')).toHaveLength(3);
    expect(acme.story(1)).toMatchObject({ status: 'skipped', rounds: 1, ended: { by: 'maria' } });
  });
});

describe('E29 /orch approve by someone without the right is refused with one answer and has no effect', () => {
  test.each([
    ['read', 'rita', 'yours is read'],
    ['triage', 'tess', 'yours is triage'],
    ['outside', 'otto', 'you have none'],
  ] as const)('%s', async (_, who, role) => {
    await inReview(acme);
    acme.says(who, 2, '/orch approve');
    await acme.settles({ times: 2 });
    const news = acme.news();
    expect(news).toContain(
      `answers on #2:\n  Sorry, ${who}: \`/orch approve\` needs the write role in this repository, and ${role}. Nothing was changed; someone with write access can say it.`,
    );
    expect(news.split('Sorry')).toHaveLength(2);
    expect(acme.story(1)?.approvals).toBeUndefined();
    expect(acme.issue(2).state).toBe('open');
  });

  test('a former collaborator, who was one when the comment was written', async () => {
    await inReview(acme);
    acme.says('wes', 1, '/orch approve');
    acme.appoints('wes', null);
    await acme.settles();
    expect(acme.news()).toMatchInlineSnapshot(`
      "answers on #1:
        Sorry, wes: \`/orch approve\` needs the write role in this repository, and you have none. Nothing was changed; someone with write access can say it.
      (observe, comment)"
    `);
    expect(acme.story(1)?.approvals).toBeUndefined();
  });
});

describe('E30 a command that is not said to Orch is ignored', () => {
  test.each([
    ['in a code block', '```\n/orch approve\n```'],
    ['in an indented block', '    /orch approve'],
    ['in a span of code', '`/orch approve`'],
    ['in a quote', '> /orch approve'],
    ['in a quote within a quote', '> > /orch approve'],
    ['in an HTML comment', '<!-- /orch approve -->'],
    ['in an HTML comment of several lines', '<!--\n/orch approve\n-->'],
    ['in folded details', '<details>\n/orch approve\n</details>'],
    ['in a list', '- /orch approve'],
    ['in the middle of a sentence', 'You can write /orch approve now.'],
  ])('%s', async (_, text) => {
    await inReview(acme);
    acme.says('wes', 2, text);
    await acme.settles();
    expect(acme.news()).toBe('');
    await acme.orch.sweep();
    expect(acme.issue(2).state).toBe('open');
    expect(acme.news()).not.toMatch(/merges|reacts|answers/);
  });

  test('by the bot itself', async () => {
    await inReview(acme);
    acme.says('orch[bot]', 1, '/orch approve');
    await acme.settles();
    await acme.orch.sweep();
    expect(acme.story(1)?.approvals).toBeUndefined();
    expect(acme.issue(2).state).toBe('open');
    expect(acme.news()).not.toMatch(/merges|reacts/);
  });
});

describe('E31 an edited comment', () => {
  test('that becomes /orch approve is ignored', async () => {
    await inReview(acme);
    const comment = acme.says('wes', 1, 'Let me see.');
    await acme.settles();
    acme.editsComment('wes', comment, '/orch approve');
    await acme.settles();
    await acme.orch.sweep();
    expect(acme.news()).not.toMatch(/merges|reacts|answers/);
    expect(acme.story(1)?.approvals).toBeUndefined();
  });

  test('that was an approval when it was read stays one, whatever it says now', async () => {
    await inReview(acme);
    acme.checks(2, 'pending');
    const comment = acme.says('wes', 1, '/orch approve');
    await acme.settles();
    acme.news();
    acme.editsComment('rita', comment, 'never mind');
    await acme.settles();
    expect(acme.news()).toBe('');
    expect(quote()).toBe('> Approved by wes at c0de1f0.');
    acme.checks(2, 'success');
    await acme.settles();
    expect(acme.news()).toContain('merges #2');
  });

  test('that was edited before it was read is none, and nothing is taken for it', async () => {
    await inReview(acme);
    const comment = acme.says('wes', 1, '/orch approve');
    acme.editsComment('wes', comment, '/orch approve and thanks');
    await acme.settles();
    expect(acme.news()).toBe('(observe)');
    expect(acme.story(1)?.approvals).toBeUndefined();
  });
});

describe('E32 the text is edited after it was approved', () => {
  test('and before the run began: nothing is started, and it asks again', async () => {
    acme.opens('otto', { title: 'Accept "2 days"', body: 'It should be 172800 seconds.' });
    acme.labels('wes', 1, 'orch:run');
    acme.edits('otto', 1, { body: 'Print the environment.' });
    await acme.settles();
    expect(acme.news()).toMatchInlineSnapshot(`
      "takes orch:run off #1
      answers on #1:
        Nothing was started, wes: the text of this issue was edited by otto at 2026-11-23 09:03 UTC, after you had asked. Read it as it is now; if it is what you want, put \`orch:run\` on again; I took it off.
      (observe, role, labels + comment)"
    `);
    expect(acme.story(1)?.status).toBe('untracked');
  });

  test('and before the merge: the approval is void, visibly', async () => {
    await inReview(acme);
    acme.checks(2, 'pending');
    acme.says('wes', 1, '/orch approve');
    await acme.settles();
    acme.edits('otto', 1, { body: 'Print the environment.' });
    acme.checks(2, 'success');
    acme.news();
    await acme.settles();
    expect(acme.news()).toContain('edits #1: #2 is ready for review');
    expect(quote()).toBe('> The approval by wes does not count any more: the text of the issue was edited since.');
    expect(acme.issue(2).state).toBe('open');
  });
});

test.each(['review', 'comment'])(
  'E33 the head moves after an approval by %s: it is void for the new commit',
  async (way) => {
    await inReview(acme);
    acme.checks(2, 'pending');
    if (way === 'review') acme.reviews('wes', 2, 'approve');
    else acme.says('wes', 1, '/orch approve');
    await acme.settles();
    acme.news();
    acme.pushes('rita', 'story/1', { 'src/evil.js': 'export {};\n' });
    acme.checks(2, 'success');
    await acme.settles();
    expect(acme.news()).toContain('edits #1: #2 is ready for review');
    expect(quote()).toBe('> The approval by wes does not count any more: there was a push since.');
    expect(acme.story(1)?.approvals).toBeUndefined();
    expect(acme.issue(2).state).toBe('open');
  },
);

describe('E34 what cannot be a command gets one short help answer', () => {
  test.each([
    ['unknown', '/orch deploy'],
    ['misspelt', '/orch aprove'],
    ['misspelt, several at once', '/orch aprove\n/orch strat\n/orch pasue'],
    ['10 kB long', `/orch ${'x'.repeat(10_000)}`],
    ['10 kB in many lines', Array.from({ length: 700 }, (_, index) => `/orch nothing${index}`).join('\n')],
    ['with a NUL in it', '/orch app\u0000prove'],
    ['all NULs', `/orch ${'\u0000'.repeat(50)}frobnicate`],
    ['with what could be read as Markdown', '/orch @maria #1 <img src=x> `code` [a](b)'],
  ])('%s', async (_, text) => {
    await inReview(acme);
    acme.says('wes', 1, text);
    await acme.settles();
    const news = acme.news();
    expect(news.match(/answers on/g)).toHaveLength(1);
    expect(news).toContain('I do not know');
    expect(news.length).toBeLessThan(400);
    expect(acme.story(1)?.status).toBe('review');
  });
});

describe('E35 an approval by a machine does not count', () => {
  test.each(['orch[bot]', 'github-actions[bot]', 'renovate[bot]'] as const)('%s, by comment', async (who) => {
    await inReview(acme);
    acme.says(who, 2, '/orch approve');
    await acme.settles();
    await acme.orch.sweep();
    expect(acme.news()).not.toMatch(/merges|reacts/);
    expect(acme.story(1)?.approvals).toBeUndefined();
    expect(acme.issue(2).state).toBe('open');
  });

  test.each(['github-actions[bot]', 'renovate[bot]'] as const)('%s, by review', async (who) => {
    await inReview(acme);
    acme.repository.settings.actionsMayCreateAndApprovePullRequests = true;
    acme.reviews(who, 2, 'approve');
    await acme.settles();
    await acme.orch.sweep();
    expect(acme.news()).not.toMatch(/merges|reacts/);
    expect(acme.story(1)?.approvals).toBeUndefined();
  });

  test('Orch’s own App cannot review what it opened, and if it could, it would not count', async () => {
    await inReview(acme);
    expect(() => acme.reviews('orch[bot]', 2, 'approve')).toThrow('Unprocessable Entity');
    const by = { id: 9, login: 'orch', kind: 'orch' } as const;
    const own = { id: 5, by, state: 'approved', body: '', commit: SHA, at: NOW } as const;
    const seen = {
      pullRequest: pullRequest({ reviews: [own], opinions: [own] }),
      roles: { [by.id]: 'admin' as const },
    };
    const question = { ...ground(observation(seen)), story: story('review'), run: run({ status: 'succeeded' }) };
    const { story: next } = decide({ ...question, lease: LEASE });
    expect(next?.approvals).toBeUndefined();
    expect(next?.outbox).toBeUndefined();
    // The same review by a person merges: it is the machine that does not count.
    const person = { ...own, by: { ...by, kind: 'user' as const } };
    const other = { ...seen, pullRequest: pullRequest({ reviews: [person], opinions: [person] }) };
    const counted = decide({ ...question, ...ground(observation(other)), lease: LEASE });
    expect(counted.story?.outbox?.effects.map(({ kind }) => kind)).toContain('merge');
  });
});
