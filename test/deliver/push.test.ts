/** What a delivery does to the story branch. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { encodeRun } from '../../src/state/codec.ts';
import { briefOf } from '../patch/sample.ts';
import { createGround, type Given, GOOD, type Ground } from './ground.ts';

let ground: Ground;
beforeAll(() => {
  ground = createGround();
});
beforeEach(() => ground.restart());
afterAll(() => ground.remove());

/** A second run of the story continues from a commit of the branch. Answers what its job is given, besides the intents. */
async function continues(start: string): Promise<Given> {
  ground.brief = {
    ...briefOf(ground.sample),
    run: '12-developer-2',
    attempt: 2,
    start,
    state: { branch: 'orch/state', record: 'runs/2026-11/12-developer-2.yaml' },
  };
  const { run, state } = ground.brief;
  await ground.write({ [state.record]: encodeRun(ground.queued({ id: run, attempt: 2 })) });
  return { verdict: { ok: true, value: { ...GOOD, run } }, input: { checkout: ground.sample.checkout(start, 1) } };
}

describe('the branch', () => {
  test('is continued from where the run started', async () => {
    await ground.run({ intents: [ground.red] });
    const given = await continues(ground.branch()!);
    expect(await ground.run({ intents: [ground.green], ...given })).toMatchObject({
      result: { outcome: 'succeeded' },
    });
    expect(ground.sample.git(ground.sample.remote, 'log', '--format=%s', 'story/12')).toBe(
      'Add subtract\nTest subtract\nThe project\n',
    );
  });

  test('is delivered as it is when an earlier run left nothing to write', async () => {
    await ground.run({ intents: [ground.red, ground.green] });
    const start = ground.branch()!;
    const given = await continues(start);
    expect(await ground.run({ intents: [], ...given })).toMatchObject({
      result: { outcome: 'succeeded', head: start, commits: [] },
    });
    expect(ground.branch()).toBe(start);
  });

  test('is left alone when a person moved it', async () => {
    const clone = ground.sample.checkout(ground.sample.base);
    ground.sample.git(clone, 'commit', '-q', '--allow-empty', '-m', 'By hand');
    ground.sample.git(clone, 'push', '-q', ground.sample.remote, 'HEAD:refs/heads/story/12');
    const theirs = ground.branch()!;
    expect(await ground.run()).toMatchObject({
      kind: 'delivered',
      result: {
        outcome: 'failed',
        reason: `Someone moved the branch story/12 to ${theirs.slice(0, 7)} while the run was working, so its work was not pushed.`,
        head: null,
        commits: [],
      },
    });
    expect(ground.branch()).toBe(theirs);
  });

  test('that a rule of the repository protects is told in git’s words, at once', async () => {
    const hook = '#!/bin/sh\necho "no story branches here" >&2\nexit 1\n';
    writeFileSync(`${ground.sample.remote}/hooks/pre-receive`, hook, { mode: 0o755 });
    let waits = 0;
    const delivery = await ground.run({ input: { wait: async () => void waits++ } });
    expect(delivery).toMatchObject({
      result: {
        outcome: 'failed',
        head: null,
        reason: 'The branch story/12 could not be pushed: pre-receive hook declined',
      },
    });
    expect(waits).toBe(0);
  });

  test('is tried again when the remote cannot be reached', async () => {
    const waits: number[] = [];
    const remote = { url: `file://${ground.sample.root}/nowhere.git`, auth: {} };
    const delivery = await ground.run({ input: { remote, wait: async (ms) => void waits.push(ms) } });
    expect(waits).toEqual([1_000, 4_000, 10_000]);
    expect(delivery).toMatchObject({
      result: { outcome: 'failed', reason: expect.stringContaining('could not be pushed') },
    });
  });
});
