/** Many schedules on several threads. Seeds are dealt out in ranges, and the report is the same whatever the number of threads. */
import { Worker } from 'node:worker_threads';
import { type Checked, checkStory } from './crash-points.ts';
import { playRange, type Simulation } from './simulate.ts';
import { STORIES } from './stories.ts';
import { emptyTally, merge, type Report, reportOf, type Tally } from './tally.ts';

/** Room for what lives shortly (MB), as nearly everything in a schedule does: with less, a twelfth of the time goes into collecting it. */
const YOUNG_MB = 64;

/** Seeds that a thread takes at a time: a second's work or two, so that none waits long for the last. */
const RANGE = 200;

export type Range = Omit<Simulation, 'stopwatch' | 'heard'>;
/** What a thread is asked to do, and what it answers. */
export type Piece = { kind: 'range'; range: Range } | { kind: 'story'; story: string };
export type Done = { kind: 'range'; tally: Tally } | { kind: 'story'; found: Checked };

/** As `simulate`, on so many threads. One thread is this one. */
export async function simulateOn(workers: number, simulation: Simulation): Promise<Report> {
  const { stopwatch, heard, ...order } = simulation;
  const begun = stopwatch();
  const { seed: first, schedules } = order;
  const starts = Array.from({ length: Math.ceil(schedules / RANGE) }, (_, index) => first + index * RANGE);
  const tallies = new Map<number, Tally>();
  let played = 0;
  /** Nothing after the first range that failed counts, when that is where it stops. */
  let end = Number.POSITIVE_INFINITY;
  await onThreads(Math.min(workers, starts.length), async (ask) => {
    for (let start = starts.shift(); start !== undefined && start < end; start = starts.shift()) {
      const range = { ...order, seed: start, schedules: Math.min(RANGE, first + schedules - start) };
      const done = await ask({ kind: 'range', range });
      if (done.kind !== 'range') continue;
      tallies.set(start, done.tally);
      played += done.tally.schedules;
      heard?.(played, done.tally.firstFailingSeed);
      if (order.stopAtFirst && done.tally.firstFailingSeed !== null) end = Math.min(end, start + 1);
    }
  });
  const total = emptyTally();
  for (const [, tally] of [...tallies].filter(([start]) => start < end).toSorted(([a], [b]) => a - b))
    merge(total, tally);
  return reportOf(total, Math.round(stopwatch() - begun) / 1_000);
}

/** The whole matrix of crash points: cells that were played, cells there are, and what is wrong with each that failed. */
export async function checkMatrix(workers: number): Promise<Checked & { stories: number }> {
  const stories = Object.keys(STORIES);
  const left = [...stories];
  const found = new Map<string, Checked>();
  await onThreads(Math.min(workers, stories.length), async (ask) => {
    for (let story = left.shift(); story !== undefined; story = left.shift()) {
      const done = await ask({ kind: 'story', story });
      if (done.kind === 'story') found.set(story, done.found);
    }
  });
  const all = stories.map((story) => found.get(story)!);
  return {
    stories: stories.length,
    played: all.reduce((sum, one) => sum + one.played, 0),
    of: all.reduce((sum, one) => sum + one.of, 0),
    wrong: all.flatMap((one) => one.wrong),
  };
}

type Ask = (piece: Piece) => Promise<Done>;

const here: Ask = async (piece) =>
  piece.kind === 'range'
    ? { kind: 'range', tally: await playRange(piece.range) }
    : { kind: 'story', found: await checkStory(piece.story) };

async function onThreads(count: number, deal: (ask: Ask) => Promise<void>): Promise<void> {
  if (count <= 1) return deal(here);
  const threads = Array.from(
    { length: count },
    () =>
      new Worker(new URL('./thread.ts', import.meta.url), { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } }),
  );
  try {
    await Promise.all(threads.map((thread) => deal((piece) => askThread(thread, piece))));
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

function askThread(thread: Worker, piece: Piece): Promise<Done> {
  return new Promise((resolve, reject) => {
    thread.once('error', reject);
    thread.once('message', (done: Done) => {
      thread.off('error', reject);
      resolve(done);
    });
    thread.postMessage(piece);
  });
}
