/** The record of a run: what it lets a delivery do, and how the result gets into it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Brief } from '../../src/core/brief.ts';
import { encodeRun, encodeStory } from '../../src/state/codec.ts';
import type { StateStore } from '../../src/state/store.ts';
import { reportOf } from '../patch/sample.ts';
import { createGround, type Ground, RECORD } from './ground.ts';

const STORY = 'stories/0000-0099/0012.yaml';

let ground: Ground;
beforeAll(() => {
  ground = createGround();
});
beforeEach(() => ground.restart());
afterAll(() => ground.remove());

describe('nothing is pushed and nothing written', () => {
  test.each<[string, () => Promise<void>, RegExp]>([
    [
      'when the run was cancelled',
      () => ground.write({ [RECORD]: encodeRun(ground.queued({ status: 'cancelled' })) }),
      /no longer waited for: its record says cancelled/,
    ],
    [
      'when the run was given up',
      () => ground.write({ [RECORD]: encodeRun(ground.queued({ status: 'lost' })) }),
      /its record says lost/,
    ],
    ['when nobody queued it', () => ground.write({ [RECORD]: null }), /^Nobody queued run 12-developer-1/],
    [
      'when the record is another run’s',
      () => ground.write({ [RECORD]: encodeRun(ground.queued({ id: '12-developer-2' })) }),
      /the record of another run/,
    ],
    [
      'when it was started with another brief',
      () => ground.write({ [RECORD]: encodeRun(ground.queued({ brief: { ...ground.brief, protected: ['src/**'] } })) }),
      /another brief than was queued/,
    ],
    [
      'when a newer attempt took its place',
      () => ground.write({ [STORY]: story('12-developer-2') }),
      /^Run 12-developer-2 has taken the place/,
    ],
  ])('%s', async (_, prepare, reason) => {
    await prepare();
    const before = ground.state.head();
    expect(await ground.run()).toEqual({ kind: 'superseded', reason: expect.stringMatching(reason), pushed: false });
    expect(ground.branch()).toBeNull();
    expect(ground.state.head()).toBe(before);
  });

  test.each<[string, Partial<Brief>, RegExp]>([
    ['another story’s branch', { branch: 'story/13' }, /do not belong to story 12/],
    ['the default branch', { branch: 'main' }, /do not belong to story 12/],
    ['another story', { story: 13 }, /do not belong to story 13/],
    ['a record that is no record', { state: { branch: 'orch/state', record: STORY } }, /is not where the record/],
    [
      'a record outside',
      { state: { branch: 'orch/state', record: 'runs/2026-11/../../x/12-developer-1.yaml' } },
      /is not where the record/,
    ],
  ])('when a brief asks for %s', async (_, changes, reason) => {
    ground.brief = { ...ground.brief, ...changes };
    const own = reportOf(ground.brief, ground.honest());
    expect(await ground.run({ report: { ok: true, value: own } })).toEqual({
      kind: 'superseded',
      reason: expect.stringMatching(reason),
      pushed: false,
    });
    expect(
      ground.sample.git(ground.sample.root, 'ls-remote', '--heads', ground.sample.remote).trim().split('\n'),
    ).toHaveLength(1);
  });

  test('the story’s own run is its newest', async () => {
    await ground.write({ [STORY]: story('12-developer-1') });
    expect(await ground.run()).toMatchObject({ result: { outcome: 'succeeded' } });
  });
});

describe('writing the result', () => {
  test('happens again on a record that others wrote to meanwhile', async () => {
    let meddled = false;
    const store = ground.newStore();
    const meddling: StateStore = {
      ...store,
      commit: async (change) => {
        if (!meddled) {
          meddled = true;
          await ground.write({
            [RECORD]: encodeRun(ground.queued({ actions_run: { id: 7, url: 'https://example.com/7' } })),
          });
        }
        return store.commit(change);
      },
    };
    expect(await ground.run({ input: { store: meddling } })).toMatchObject({ result: { outcome: 'succeeded' } });
    expect(ground.record()).toMatchObject({ actions_run: { id: 7 }, status: 'succeeded', kept: 'unknown keys stay' });
  });

  test('stops when the run was cancelled while it was pushing', async () => {
    const store = ground.newStore();
    const cancelling: StateStore = {
      ...store,
      commit: async (change) => {
        await ground.write({ [RECORD]: encodeRun(ground.queued({ status: 'cancelled' })) });
        return store.commit(change);
      },
    };
    expect(await ground.run({ input: { store: cancelling } })).toMatchObject({ kind: 'superseded', pushed: true });
    expect(ground.record()).toMatchObject({ status: 'cancelled' });
    expect(ground.record().result).toBeUndefined();
  });

  test('is recognised when only its answer was lost', async () => {
    const store = ground.newStore();
    const forgetful: StateStore = {
      ...store,
      commit: async (change) => {
        await store.commit(change);
        return { kind: 'conflict', path: RECORD };
      },
    };
    expect(await ground.run({ input: { store: forgetful } })).toMatchObject({
      kind: 'delivered',
      result: { outcome: 'succeeded' },
    });
  });

  test('after a crash between push and record, running again finishes with the same commits', async () => {
    const intents = ground.honest();
    const store = ground.newStore();
    const dead: StateStore = { ...store, commit: () => Promise.reject(new Error('killed')) };
    await expect(ground.run({ intents, input: { store: dead } })).rejects.toThrow('killed');
    const pushed = ground.branch();
    expect(pushed).not.toBeNull();
    expect(await ground.run({ intents })).toMatchObject({ result: { outcome: 'succeeded', head: pushed } });
  });

  test('and once it is written, running again changes nothing', async () => {
    const intents = ground.honest();
    await ground.run({ intents });
    const before = ground.state.head();
    expect(await ground.run({ intents })).toMatchObject({
      kind: 'superseded',
      reason: expect.stringContaining('its record says succeeded'),
    });
    expect(ground.state.head()).toBe(before);
  });
});

/** The file of the story, which knows this run as its newest. */
function story(newest: string): string {
  return encodeStory({
    version: 1,
    id: 12,
    title: 'Subtract',
    status: 'in_progress',
    requested_by: { id: 1, login: 'maria' },
    created_at: '2026-11-21T08:00:00Z',
    base: ground.brief.base,
    attempts: 1,
    rounds: 0,
    runs: [{ id: newest, record: `runs/2026-11/${newest}.yaml` }],
    cost_usd: 0,
    seen: { comment: 0, review: 0, labelings: 0, issue: 'open' },
    transition: 1,
  });
}
