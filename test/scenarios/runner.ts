/** What a run's jobs leave behind: commits on the story branch, and the result in the run's record, written by the deliver job's own code. */
import { storyBranch } from '../../src/core/names.ts';
import type { Asked, Decided, RunResult, Stop } from '../../src/core/run.ts';
import type { Story } from '../../src/core/story.ts';
import { writeResult } from '../../src/deliver/record.ts';
import type { FileChanges, MemoryGit } from '../../src/localhub/forge/memory-git.ts';
import type { Actor } from '../../src/localhub/world/types.ts';
import { decodeRun } from '../../src/state/codec.ts';
import { createMemoryStore, type MemoryRemote } from '../../src/state/memory-store.ts';

/** How a run ends; without a word it succeeds with one commit. */
export interface Delivery {
  /** Why it failed; then it did not succeed. */
  fails?: string;
  stop?: Stop;
  /** What it ends with in place of a pull request. */
  asks?: Asked;
  /** What it decided by itself. */
  decides?: Decided[];
  /** What the workflow came to that it played. */
  workflow?: NonNullable<RunResult['workflow']>;
  /** What it commits; nothing at all with null. */
  changes?: FileChanges | null;
  /** What the agent would like the pull request to say. */
  pullRequest?: { title: string; body: string };
  refused?: RunResult['refused'];
  cost?: number;
  /** Its report could not be read, so that nobody knows what it used. */
  unread?: true;
}

export interface RunnerPlace {
  remote: MemoryRemote;
  git: MemoryGit;
  actor: Actor;
  clock: () => Date;
  transactionId: () => string;
}

/** Plays the deliver job of the story's current run. Throws when that run is no longer waited for. */
export async function deliverRun(place: RunnerPlace, story: Story, delivery: Delivery): Promise<void> {
  const { remote, git, actor, clock, transactionId } = place;
  const { record } = story.runs.at(-1)!;
  const { brief } = decodeRun(remote.head()!.files.get(record)!, record);
  const changes = delivery.changes === undefined ? { 'src/parse.js': `// ${brief.run}\n` } : delivery.changes;
  const head = changes === null ? null : git.push(actor, storyBranch.format(story.id), changes, { message: 'Add it' });
  const failed = delivery.fails !== undefined;
  const result: RunResult = {
    outcome: delivery.asks ? 'asked' : failed ? 'failed' : 'succeeded',
    ...(delivery.fails === undefined ? {} : { reason: delivery.fails }),
    stop: delivery.stop ?? (delivery.asks ? 'asked' : 'done'),
    head,
    commits: head === null ? [] : [{ sha: head, stage: failed || delivery.asks ? 'wip' : 'green', subject: 'Add it' }],
    ...(changes !== null && { files: Object.keys(changes) }),
    refused: delivery.refused ?? [],
    ...(failed || delivery.asks ? {} : { verdict: verdict(brief.run) }),
    ...(delivery.asks && { question: delivery.asks }),
    ...(delivery.workflow && { workflow: delivery.workflow }),
    ...(delivery.decides && { decisions: delivery.decides }),
    usage: {
      model_calls: 3,
      input_tokens: 2_000,
      output_tokens: 400,
      cache_read_tokens: 10_000,
      cache_write_tokens: 0,
      cost_usd: delivery.cost ?? 0.42,
    },
    ...(delivery.unread && { usage_unknown: true as const }),
    ...(delivery.pullRequest ? { pull_request: delivery.pullRequest } : {}),
  };
  const store = createMemoryStore(remote, { transactionId, delay: async () => {}, random: () => 0.5 });
  const written = await writeResult(store, brief, result, clock);
  await store.close();
  if (written.kind !== 'written') throw new Error(written.reason);
}

const verdict = (run: string): NonNullable<RunResult['verdict']> => ({
  version: 1,
  run,
  ok: true,
  tests: ['test/parse.test.js'],
  base: { exit_code: 0, seconds: 1, passed: 11, failed: 0, tail: '# pass 11' },
  red: { exit_code: 1, seconds: 1, passed: 11, failed: 1, tail: '# pass 11\n# fail 1' },
  green: { exit_code: 0, seconds: 1, passed: 12, failed: 0, tail: '# pass 12' },
});
