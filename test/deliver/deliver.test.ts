import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Brief } from '../../src/core/brief.ts';
import type { CommitIntent } from '../../src/core/intent.ts';
import type { Report, Run, Verdict } from '../../src/core/run.ts';
import { type DeliverInput, deliver } from '../../src/deliver/deliver.ts';
import type { Artifact } from '../../src/patch/artifact.ts';
import { decodeRun, encodeRun, encodeStory } from '../../src/state/codec.ts';
import { createMemoryRemote, createMemoryStore, type MemoryRemote } from '../../src/state/memory-store.ts';
import type { StateStore } from '../../src/state/store.ts';
import { briefOf, createSample, GREEN, RED, reportOf, type Sample } from '../patch/sample.ts';

const RECORD = 'runs/2026-11/12-developer-1.yaml';
const STORY = 'stories/0000-0099/0012.yaml';
const GOOD: Verdict = {
  version: 1,
  run: '12-developer-1',
  ok: true,
  tests: ['test/subtract.test.js'],
  base: { exit_code: 0, seconds: 1, tail: '' },
  red: { exit_code: 1, seconds: 1, tail: 'boom' },
  green: { exit_code: 0, seconds: 1, tail: '' },
};

/** What every effect of these runs carries. */
const BY_MARIA = { principal: 'maria', story: 12, target: 'story/12' };

let sample: Sample;
let brief: Brief;
let state: MemoryRemote;
let transactions = 0;
let red: CommitIntent;
let green: CommitIntent;
let checkout: string;

beforeAll(() => {
  sample = createSample();
  red = sample.commit('red', 'Test subtract', RED);
  green = sample.commit('green', 'Add subtract', GREEN);
  checkout = sample.checkout(sample.base, 1);
});
beforeEach(async () => {
  sample.git(sample.remote, 'update-ref', '-d', 'refs/heads/story/12');
  rmSync(`${sample.remote}/hooks/pre-receive`, { force: true });
  brief = briefOf(sample);
  state = createMemoryRemote();
  await write({ [RECORD]: encodeRun(queued()) });
});
afterAll(() => sample.remove());

const newStore = (remote: MemoryRemote = state): StateStore =>
  createMemoryStore(remote, { transactionId: () => `t${++transactions}`, delay: async () => {}, random: () => 0 });

async function write(writes: Record<string, string | null>): Promise<void> {
  const store = newStore();
  const snapshot = await store.refresh();
  const reads = Object.fromEntries(
    await Promise.all(Object.keys(writes).map(async (path) => [path, await snapshot.read(path)])),
  );
  expect(await store.commit({ reads, writes, message: 'test' })).toMatchObject({ kind: 'committed' });
}

const queued = (changes: Partial<Run> = {}): Run => ({
  version: 1,
  id: brief.run,
  story: 12,
  role: 'developer',
  attempt: 1,
  status: 'queued',
  requested_by: 'maria',
  brief,
  queued_at: '2026-11-21T08:30:00Z',
  kept: 'unknown keys stay',
  ...changes,
});

function record(): Run {
  return decodeRun(state.head()!.files.get(RECORD)!, RECORD);
}

/** Where the story branch of the remote is, or null. */
function branch(): string | null {
  const line = sample.git(sample.root, 'ls-remote', sample.remote, 'refs/heads/story/12').trim();
  return line === '' ? null : line.split('\t')[0]!;
}

const honest = (): unknown[] => [
  red,
  green,
  { kind: 'pull_request', title: 'Subtract', body: 'It subtracts. Thanks @octocat. Closes #12, closes #13.' },
];

interface Given {
  intents?: unknown[];
  report?: Artifact<Report>;
  verdict?: Artifact<Verdict>;
  input?: Partial<DeliverInput>;
}

const run = ({ intents = honest(), report, verdict = { ok: true, value: GOOD }, input }: Given = {}) =>
  deliver({
    brief,
    report: report ?? { ok: true, value: reportOf(brief, intents) },
    verdict,
    checkout,
    remote: { url: `file://${sample.remote}`, auth: {} },
    store: newStore(),
    now: () => new Date('2026-11-21T08:40:00Z'),
    log: () => {},
    wait: async () => {},
    ...input,
  });

test('honest, verified work: the branch is there, and the record says so', async () => {
  const delivery = await run();
  expect(delivery).toMatchObject({ kind: 'delivered', result: { outcome: 'succeeded' } });
  expect(record()).toEqual({
    ...queued(),
    status: 'succeeded',
    completed_at: '2026-11-21T08:40:00.000Z',
    result: {
      outcome: 'succeeded',
      stop: 'done',
      head: branch(),
      commits: [
        { sha: expect.stringMatching(/^[0-9a-f]{40}$/), stage: 'red', subject: 'Test subtract' },
        { sha: branch(), stage: 'green', subject: 'Add subtract' },
      ],
      refused: [],
      effects: [
        {
          effect: 'commit',
          rule: 'commit-to-own-branch',
          commit: expect.stringMatching(/^[0-9a-f]{40}$/),
          ...BY_MARIA,
        },
        { effect: 'commit', rule: 'commit-to-own-branch', commit: branch(), ...BY_MARIA },
        { effect: 'pull_request', rule: 'words-for-own-pull-request', commit: branch(), ...BY_MARIA },
      ],
      verdict: GOOD,
      usage: reportOf(brief, []).usage,
      pull_request: { title: 'Subtract', body: 'It subtracts. Thanks @\u200doctocat. Closes #12, c\u200dloses #13.' },
    },
  });
  expect(state.head()!.message).toContain('run 12-developer-1: succeeded');
  expect(sample.git(sample.remote, 'log', '--format=%s', 'story/12')).toBe(
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
      () => ({ report: { ok: true, value: reportOf(brief, [red], { stop: 'turns' }) } }),
      /^The agent used all the model calls/,
    ],
    [
      'the agent says why it stopped, to everyone',
      () => ({
        report: {
          ok: true,
          value: reportOf(brief, [red], { stop: 'model_failed', reason: 'Ask @octocat\nfor more.' }),
        },
      }),
      /^Ask @\u200doctocat for more\.$/,
    ],
    [
      'a commit was refused',
      () => ({
        intents: [red, { kind: 'commit', stage: 'green', message: 'x', patch: 'nonsense' }, green],
      }),
      /^A commit was refused\. A patch has to apply to the commit before it\./,
    ],
  ];
  test.each(failed)('%s', async (_, given, reason) => {
    const delivery = await run({ intents: [red, green], ...given() });
    expect(delivery).toMatchObject({
      kind: 'delivered',
      result: { outcome: 'failed', reason: expect.stringMatching(reason) },
    });
    expect(record()).toMatchObject({ status: 'failed', result: { head: branch() } });
    expect(branch()).not.toBeNull();
  });

  test('a wish that was refused does not cost the work', async () => {
    const delivery = await run({ intents: [...honest(), { kind: 'pull_request', title: '', body: '' }] });
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
    expect(await run(given())).toMatchObject({
      kind: 'delivered',
      result: { outcome: 'failed', reason, head: null, commits: [] },
    });
    expect(branch()).toBeNull();
    expect(record().status).toBe('failed');
  });
});

describe('the branch', () => {
  test('is continued from where the run started', async () => {
    await run({ intents: [red] });
    const start = branch()!;
    brief = {
      ...briefOf(sample),
      run: '12-developer-2',
      attempt: 2,
      start,
      state: { branch: 'orch/state', record: 'runs/2026-11/12-developer-2.yaml' },
    };
    await write({ [brief.state.record]: encodeRun(queued({ id: brief.run, attempt: 2 })) });
    const verdict: Artifact<Verdict> = { ok: true, value: { ...GOOD, run: brief.run } };
    expect(await run({ intents: [green], verdict, input: { checkout: sample.checkout(start, 1) } })).toMatchObject({
      result: { outcome: 'succeeded' },
    });
    expect(sample.git(sample.remote, 'log', '--format=%s', 'story/12')).toBe(
      'Add subtract\nTest subtract\nThe project\n',
    );
  });

  test('is delivered as it is when an earlier run left nothing to write', async () => {
    await run({ intents: [red, green] });
    const start = branch()!;
    brief = {
      ...briefOf(sample),
      run: '12-developer-2',
      attempt: 2,
      start,
      state: { branch: 'orch/state', record: 'runs/2026-11/12-developer-2.yaml' },
    };
    await write({ [brief.state.record]: encodeRun(queued({ id: brief.run, attempt: 2 })) });
    const verdict: Artifact<Verdict> = { ok: true, value: { ...GOOD, run: brief.run } };
    expect(await run({ intents: [], verdict, input: { checkout: sample.checkout(start, 1) } })).toMatchObject({
      result: { outcome: 'succeeded', head: start, commits: [] },
    });
    expect(branch()).toBe(start);
  });

  test('is left alone when a person moved it', async () => {
    const clone = sample.checkout(sample.base);
    sample.git(clone, 'commit', '-q', '--allow-empty', '-m', 'By hand');
    sample.git(clone, 'push', '-q', sample.remote, 'HEAD:refs/heads/story/12');
    const theirs = branch()!;
    expect(await run()).toMatchObject({
      kind: 'delivered',
      result: {
        outcome: 'failed',
        reason: `Someone moved the branch story/12 to ${theirs.slice(0, 7)} while the run was working, so its work was not pushed.`,
        head: null,
        commits: [],
      },
    });
    expect(branch()).toBe(theirs);
  });

  test('that a rule of the repository protects is told in git’s words, at once', async () => {
    writeFileSync(`${sample.remote}/hooks/pre-receive`, '#!/bin/sh\necho "no story branches here" >&2\nexit 1\n', {
      mode: 0o755,
    });
    let waits = 0;
    const delivery = await run({ input: { wait: async () => void waits++ } });
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
    const remote = { url: `file://${sample.root}/nowhere.git`, auth: {} };
    const delivery = await run({ input: { remote, wait: async (ms) => void waits.push(ms) } });
    expect(waits).toEqual([1_000, 4_000, 10_000]);
    expect(delivery).toMatchObject({
      result: { outcome: 'failed', reason: expect.stringContaining('could not be pushed') },
    });
  });
});

describe('nothing is pushed and nothing written', () => {
  test.each<[string, () => Promise<void>, RegExp]>([
    [
      'when the run was cancelled',
      () => write({ [RECORD]: encodeRun(queued({ status: 'cancelled' })) }),
      /no longer waited for: its record says cancelled/,
    ],
    [
      'when the run was given up',
      () => write({ [RECORD]: encodeRun(queued({ status: 'lost' })) }),
      /its record says lost/,
    ],
    ['when nobody queued it', () => write({ [RECORD]: null }), /^Nobody queued run 12-developer-1/],
    [
      'when the record is another run’s',
      () => write({ [RECORD]: encodeRun(queued({ id: '12-developer-2' })) }),
      /the record of another run/,
    ],
    [
      'when it was started with another brief',
      () => write({ [RECORD]: encodeRun(queued({ brief: { ...brief, protected: ['src/**'] } })) }),
      /another brief than was queued/,
    ],
    [
      'when a newer attempt took its place',
      () => write({ [STORY]: story('12-developer-2') }),
      /^Run 12-developer-2 has taken the place/,
    ],
  ])('%s', async (_, prepare, reason) => {
    await prepare();
    const before = state.head();
    expect(await run()).toEqual({ kind: 'superseded', reason: expect.stringMatching(reason), pushed: false });
    expect(branch()).toBeNull();
    expect(state.head()).toBe(before);
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
    brief = { ...brief, ...changes };
    const own = reportOf(brief, honest());
    expect(await run({ report: { ok: true, value: own } })).toEqual({
      kind: 'superseded',
      reason: expect.stringMatching(reason),
      pushed: false,
    });
    expect(sample.git(sample.root, 'ls-remote', '--heads', sample.remote).trim().split('\n')).toHaveLength(1);
  });

  test('the story’s own run is its newest', async () => {
    await write({ [STORY]: story('12-developer-1') });
    expect(await run()).toMatchObject({ result: { outcome: 'succeeded' } });
  });
});

describe('writing the result', () => {
  test('happens again on a record that others wrote to meanwhile', async () => {
    let meddled = false;
    const store = newStore();
    const meddling: StateStore = {
      ...store,
      commit: async (change) => {
        if (!meddled) {
          meddled = true;
          await write({ [RECORD]: encodeRun(queued({ actions_run: { id: 7, url: 'https://example.com/7' } })) });
        }
        return store.commit(change);
      },
    };
    expect(await run({ input: { store: meddling } })).toMatchObject({ result: { outcome: 'succeeded' } });
    expect(record()).toMatchObject({ actions_run: { id: 7 }, status: 'succeeded', kept: 'unknown keys stay' });
  });

  test('stops when the run was cancelled while it was pushing', async () => {
    const store = newStore();
    const cancelling: StateStore = {
      ...store,
      commit: async (change) => {
        await write({ [RECORD]: encodeRun(queued({ status: 'cancelled' })) });
        return store.commit(change);
      },
    };
    expect(await run({ input: { store: cancelling } })).toMatchObject({ kind: 'superseded', pushed: true });
    expect(record()).toMatchObject({ status: 'cancelled' });
    expect(record().result).toBeUndefined();
  });

  test('is recognised when only its answer was lost', async () => {
    const store = newStore();
    const forgetful: StateStore = {
      ...store,
      commit: async (change) => {
        await store.commit(change);
        return { kind: 'conflict', path: RECORD };
      },
    };
    expect(await run({ input: { store: forgetful } })).toMatchObject({
      kind: 'delivered',
      result: { outcome: 'succeeded' },
    });
  });

  test('after a crash between push and record, running again finishes with the same commits', async () => {
    const intents = honest();
    const store = newStore();
    const dead: StateStore = { ...store, commit: () => Promise.reject(new Error('killed')) };
    await expect(run({ intents, input: { store: dead } })).rejects.toThrow('killed');
    const pushed = branch();
    expect(pushed).not.toBeNull();
    expect(await run({ intents })).toMatchObject({ result: { outcome: 'succeeded', head: pushed } });
  });

  test('and once it is written, running again changes nothing', async () => {
    const intents = honest();
    await run({ intents });
    const before = state.head();
    expect(await run({ intents })).toMatchObject({
      kind: 'superseded',
      reason: expect.stringContaining('its record says succeeded'),
    });
    expect(state.head()).toBe(before);
  });
});

function story(newest: string): string {
  return encodeStory({
    version: 1,
    id: 12,
    title: 'Subtract',
    status: 'in_progress',
    requested_by: { id: 1, login: 'maria' },
    created_at: '2026-11-21T08:00:00Z',
    base: brief.base,
    attempts: 1,
    rounds: 0,
    runs: [{ id: newest, record: `runs/2026-11/${newest}.yaml` }],
    cost_usd: 0,
    seen: { comment: 0, review: 0, labelings: 0, issue: 'open' },
    transition: 1,
  });
}
