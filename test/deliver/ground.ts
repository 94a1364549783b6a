/** The ground on which deliveries are tried: the sample's repository, a state branch with the record of one queued run, and the job that delivers it. */
import { rmSync } from 'node:fs';
import { expect } from 'vitest';
import type { Brief } from '../../src/core/brief.ts';
import type { CommitIntent } from '../../src/core/intent.ts';
import type { Report, Run, Verdict } from '../../src/core/run.ts';
import { type DeliverInput, type Delivery, deliver } from '../../src/deliver/deliver.ts';
import type { Artifact } from '../../src/patch/artifact.ts';
import { decodeRun, encodeRun } from '../../src/state/codec.ts';
import { createMemoryRemote, createMemoryStore, type MemoryRemote } from '../../src/state/memory-store.ts';
import type { StateStore } from '../../src/state/store.ts';
import { briefOf, createSample, GREEN, RED, reportOf, type Sample } from '../patch/sample.ts';

/** Where the record of the queued run is kept on the state branch. */
export const RECORD = 'runs/2026-11/12-developer-1.yaml';

/** The verdict that honest work gets. */
export const GOOD: Verdict = {
  version: 1,
  run: '12-developer-1',
  ok: true,
  tests: ['test/subtract.test.js'],
  base: { exit_code: 0, seconds: 1, tail: '' },
  red: { exit_code: 1, seconds: 1, tail: 'boom' },
  green: { exit_code: 0, seconds: 1, tail: '' },
};

/** What a job finds that is not as it is for honest, verified work. */
export interface Given {
  intents?: unknown[];
  report?: Artifact<Report>;
  verdict?: Artifact<Verdict>;
  input?: Partial<DeliverInput>;
}

/** What a test of deliveries stands on, and what it asks of it. */
export interface Ground {
  readonly sample: Sample;
  /** The two commits of honest work. */
  readonly red: CommitIntent;
  readonly green: CommitIntent;
  /** What the run was told; a test may put another brief in its place. */
  brief: Brief;
  readonly state: MemoryRemote;
  /** Takes everything back to where it was: no story branch, and nothing on the state branch but the record of the queued run. */
  restart(): Promise<void>;
  newStore(): StateStore;
  /** Writes files of the state branch, or deletes them, as somebody else would. */
  write(writes: Record<string, string | null>): Promise<void>;
  /** The run as it was queued, with these changes. */
  queued(changes?: Partial<Run>): Run;
  /** The run as its record has it now. */
  record(): Run;
  /** Where the story branch of the remote is, or null. */
  branch(): string | null;
  /** The intents of honest work. */
  honest(): unknown[];
  run(given?: Given): Promise<Delivery>;
  remove(): void;
}

/** A new ground, in a folder of its own that `remove` takes away. It is to be started anew before it is used. */
export function createGround(): Ground {
  const sample = createSample();
  const red = sample.commit('red', 'Test subtract', RED);
  const green = sample.commit('green', 'Add subtract', GREEN);
  const checkout = sample.checkout(sample.base, 1);
  let state = createMemoryRemote();
  let transactions = 0;

  const ground: Ground = {
    sample,
    red,
    green,
    brief: briefOf(sample),
    get state() {
      return state;
    },
    async restart() {
      sample.git(sample.remote, 'update-ref', '-d', 'refs/heads/story/12');
      rmSync(`${sample.remote}/hooks/pre-receive`, { force: true });
      ground.brief = briefOf(sample);
      state = createMemoryRemote();
      await ground.write({ [RECORD]: encodeRun(ground.queued()) });
    },
    newStore: () =>
      createMemoryStore(state, { transactionId: () => `t${++transactions}`, delay: async () => {}, random: () => 0 }),
    async write(writes) {
      const store = ground.newStore();
      const snapshot = await store.refresh();
      const reads = Object.fromEntries(
        await Promise.all(Object.keys(writes).map(async (path) => [path, await snapshot.read(path)])),
      );
      expect(await store.commit({ reads, writes, message: 'test' })).toMatchObject({ kind: 'committed' });
    },
    queued: (changes = {}) => ({
      version: 1,
      id: ground.brief.run,
      story: 12,
      role: 'developer',
      attempt: 1,
      status: 'queued',
      requested_by: 'maria',
      brief: ground.brief,
      queued_at: '2026-11-21T08:30:00Z',
      kept: 'unknown keys stay',
      ...changes,
    }),
    record: () => decodeRun(state.head()!.files.get(RECORD)!, RECORD),
    branch() {
      const line = sample.git(sample.root, 'ls-remote', sample.remote, 'refs/heads/story/12').trim();
      return line === '' ? null : line.split('\t')[0]!;
    },
    honest: () => [
      red,
      green,
      { kind: 'pull_request', title: 'Subtract', body: 'It subtracts. Thanks @octocat. Closes #12, closes #13.' },
    ],
    run: ({ intents = ground.honest(), report, verdict = { ok: true, value: GOOD }, input }: Given = {}) =>
      deliver({
        brief: ground.brief,
        report: report ?? { ok: true, value: reportOf(ground.brief, intents) },
        verdict,
        checkout,
        remote: { url: `file://${sample.remote}`, auth: {} },
        store: ground.newStore(),
        now: () => new Date('2026-11-21T08:40:00Z'),
        log: () => {},
        wait: async () => {},
        ...input,
      }),
    remove: () => sample.remove(),
  };
  return ground;
}
