/** Deliveries that succeed, and those that fail with one sentence. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reportOf } from '../patch/sample.ts';
import { createGround, type Given, GOOD, type Ground } from './ground.ts';

let ground: Ground;
beforeAll(() => {
  ground = createGround();
});
beforeEach(() => ground.restart());
afterAll(() => ground.remove());

/** What every effect of these runs carries. */
const BY_MARIA = { principal: 'maria', story: 12, target: 'story/12' };

test('honest, verified work: the branch is there, and the record says so', async () => {
  const delivery = await ground.run();
  expect(delivery).toMatchObject({ kind: 'delivered', result: { outcome: 'succeeded' } });
  expect(ground.record()).toEqual({
    ...ground.queued(),
    status: 'succeeded',
    completed_at: '2026-11-21T08:40:00.000Z',
    result: {
      outcome: 'succeeded',
      stop: 'done',
      head: ground.branch(),
      commits: [
        { sha: expect.stringMatching(/^[0-9a-f]{40}$/), stage: 'red', subject: 'Test subtract' },
        { sha: ground.branch(), stage: 'green', subject: 'Add subtract' },
      ],
      files: ['src/subtract.js', 'test/subtract.test.js'],
      refused: [],
      effects: [
        {
          effect: 'commit',
          rule: 'commit-to-own-branch',
          commit: expect.stringMatching(/^[0-9a-f]{40}$/),
          ...BY_MARIA,
        },
        { effect: 'commit', rule: 'commit-to-own-branch', commit: ground.branch(), ...BY_MARIA },
        { effect: 'pull_request', rule: 'words-for-own-pull-request', commit: ground.branch(), ...BY_MARIA },
      ],
      verdict: GOOD,
      usage: reportOf(ground.brief, []).usage,
      pull_request: { title: 'Subtract', body: 'It subtracts. Thanks @\u200doctocat. Closes #12, c\u200dloses #13.' },
    },
  });
  expect(ground.state.head()!.message).toContain('run 12-developer-1: succeeded');
  expect(ground.sample.git(ground.sample.remote, 'log', '--format=%s', 'story/12')).toBe(
    'Add subtract\nTest subtract\nThe project\n',
  );
});

describe('failed, with one sentence, and the work pushed as it is', () => {
  const failed: [string, () => Given, RegExp][] = [
    [
      'the verifier disagrees',
      () => ({
        verdict: { ok: true, value: { ...GOOD, ok: false, reason: 'The tests do not pass with the change.' } },
      }),
      /^The tests do not pass with the change\.$/,
    ],
    [
      'there is no verdict',
      () => ({ verdict: { ok: false, problem: 'The verify job ended without a verdict; its log says why.' } }),
      /^The verify job ended without a verdict/,
    ],
    [
      'the agent ran out of turns',
      () => ({ report: { ok: true, value: reportOf(ground.brief, [ground.red], { stop: 'turns' }) } }),
      /^The agent used all the model calls/,
    ],
    [
      'the agent says why it stopped, to everyone',
      () => ({
        report: {
          ok: true,
          value: reportOf(ground.brief, [ground.red], { stop: 'model_failed', reason: 'Ask @octocat\nfor more.' }),
        },
      }),
      /^Ask @\u200doctocat for more\.$/,
    ],
    [
      'a commit was refused',
      () => ({
        intents: [ground.red, { kind: 'commit', stage: 'green', message: 'x', patch: 'nonsense' }, ground.green],
      }),
      /^A commit was refused\. A patch has to apply to the commit before it\./,
    ],
  ];
  test.each(failed)('%s', async (_, given, reason) => {
    const delivery = await ground.run({ intents: [ground.red, ground.green], ...given() });
    expect(delivery).toMatchObject({
      kind: 'delivered',
      result: { outcome: 'failed', reason: expect.stringMatching(reason) },
    });
    expect(ground.record()).toMatchObject({ status: 'failed', result: { head: ground.branch() } });
    expect(ground.branch()).not.toBeNull();
  });

  test('a wish that was refused does not cost the work', async () => {
    const delivery = await ground.run({ intents: [...ground.honest(), { kind: 'pull_request', title: '', body: '' }] });
    expect(delivery).toMatchObject({
      result: { outcome: 'succeeded', refused: [{ kind: 'pull_request', rule: 'schema' }] },
    });
  });
});

describe('failed, with nothing to push', () => {
  test.each<[string, () => Given, string]>([
    [
      'no report',
      () => ({ report: { ok: false, problem: 'The agent job ended without a report; its log says why.' } }),
      'The agent job ended without a report; its log says why.',
    ],
    ['no commit', () => ({ intents: [] }), 'The agent said that it was done but changed nothing.'],
  ])('%s', async (_, given, reason) => {
    expect(await ground.run(given())).toMatchObject({
      kind: 'delivered',
      result: { outcome: 'failed', reason, head: null, commits: [] },
    });
    expect(ground.branch()).toBeNull();
    expect(ground.record().status).toBe('failed');
  });
});
