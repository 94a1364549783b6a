/** What the hard cases of agents stand on: a run of the agent job that a script plays, and the whole deliver job on a real repository. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { type AgentJob, runAgentJob } from '../../action/agent/job.ts';
import { timeline } from '../../action/agent/timeline.ts';
import type { AgentEvent } from '../../src/agent/events.ts';
import type { Brief } from '../../src/core/brief.ts';
import type { Run, RunResult } from '../../src/core/run.ts';
import { deliver } from '../../src/deliver/deliver.ts';
import { deliverySummary } from '../../src/deliver/summary.ts';
import { logLine } from '../../src/patch/harmless.ts';
import { decodeRun, encodeRun } from '../../src/state/codec.ts';
import { createMemoryRemote, createMemoryStore, type MemoryRemote } from '../../src/state/memory-store.ts';
import { jobIn } from '../action/agent-job.ts';
import { briefFor, type Checkout } from '../agent/support.ts';
import { briefOf, createSample, reportOf, type Sample } from '../patch/sample.ts';

/** A run of the agent job in which a script of the repository plays the model. */
export async function play(place: Checkout, brief: Partial<Brief>, changes: Partial<AgentJob> = {}) {
  const events: AgentEvent[] = [];
  const job = jobIn(place, {
    brief: JSON.stringify(briefFor(place.head, brief)),
    nonce: 'n0nceOfThisRun',
    emit: (event) => events.push(event),
    ...changes,
  });
  const { report, transcript, hidden } = await runAgentJob(job);
  const log = events.flatMap(timeline).flatMap((line) => (line.kind === 'end' ? [] : [line.text]));
  return {
    report,
    hidden,
    events,
    log,
    temp: job.temp,
    transcript: readFileSync(transcript, 'utf8'),
    file: readFileSync(job.reportFile, 'utf8'),
  };
}

/** A script of one turn with these calls. */
export const script = (...calls: [tool: string, input: unknown][]): string =>
  JSON.stringify({ version: 1, turns: [{ calls: calls.map(([tool, input]) => ({ tool, input })) }] });

/** What the model read first. */
export const told = (events: readonly AgentEvent[]): string => {
  const start = events.find((event) => event.type === 'run_start');
  const block = start?.messages[0]?.content[0];
  return block?.type === 'text' ? block.text : '';
};

export interface Delivered {
  result: RunResult;
  run: Run;
  /** Lines of the log, as the Action prints them. */
  log: string;
  summary: string;
}

export interface DeliverGround {
  sample: Sample;
  brief: Brief;
  /** The whole deliver job with what an agent left. Rejects when it is superseded. */
  delivered(intents: unknown[], changes?: Partial<Parameters<typeof deliver>[0]>): Promise<Delivered>;
  /** Every branch of the remote. */
  branches(): string[];
}

/** A repository and an empty state branch for every test of the file; run 12-developer-1 is queued, asked for by maria. */
export function deliverGround(): DeliverGround {
  let sample: Sample;
  let state: MemoryRemote;
  const ground = { delivered, branches } as DeliverGround;
  beforeAll(() => {
    sample = createSample();
    ground.sample = sample;
  });
  beforeEach(() => {
    sample.restart();
    sample.git(sample.remote, 'update-ref', '-d', 'refs/heads/story/12');
    ground.brief = briefOf(sample);
    state = createMemoryRemote();
  });
  afterAll(() => sample.remove());
  const newStore = () => {
    let transactions = 0;
    return createMemoryStore(state, {
      transactionId: () => `t${++transactions}`,
      delay: async () => {},
      random: () => 0,
    });
  };

  async function delivered(
    intents: unknown[],
    changes: Partial<Parameters<typeof deliver>[0]> = {},
  ): Promise<Delivered> {
    const { brief } = ground;
    const run: Run = {
      version: 1,
      id: brief.run,
      story: 12,
      role: 'developer',
      attempt: 1,
      status: 'queued',
      requested_by: 'maria',
      brief,
      queued_at: '2026-11-21T08:30:00Z',
    };
    const record = brief.state.record;
    await newStore().refresh();
    expect(
      await newStore().commit({ reads: { [record]: null }, writes: { [record]: encodeRun(run) }, message: 'queued' }),
    ).toMatchObject({ kind: 'committed' });
    const log: string[] = [];
    const delivery = await deliver({
      brief,
      report: { ok: true, value: reportOf(brief, intents) },
      verdict: { ok: false, problem: 'There is none.' },
      checkout: sample.checkout(sample.base, 1),
      remote: { url: `file://${sample.remote}`, auth: {} },
      store: newStore(),
      now: () => new Date('2026-11-21T08:40:00Z'),
      log: (line) => log.push(logLine(line)),
      wait: async () => {},
      ...changes,
    });
    if (delivery.kind !== 'delivered') throw new Error(delivery.reason);
    const written = decodeRun(state.head()!.files.get(record)!, record);
    expect(written.result).toEqual(delivery.result);
    return { result: delivery.result, run: written, log: log.join('\n'), summary: deliverySummary(brief, delivery) };
  }

  function branches(): string[] {
    return sample.git(sample.remote, 'for-each-ref', '--format=%(refname:short)').trim().split('\n');
  }
  return ground;
}
/** The rules by which something was refused, in order. */
export const rules = (result: RunResult): string[] => result.refused.map(({ rule }) => rule);
