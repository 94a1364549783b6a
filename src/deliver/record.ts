/** The run's record on the state branch: may this run still deliver, and its result written once. */
import { isDeepStrictEqual } from 'node:util';
import type { Brief } from '../core/brief.ts';
import { runId, storyBranch } from '../core/names.ts';
import type { Run, RunResult } from '../core/run.ts';
import { currentRun } from '../core/story.ts';
import { decodeRun, decodeStory, encodeRun } from '../state/codec.ts';
import { storyPath } from '../state/layout.ts';
import type { Snapshot, StateStore } from '../state/store.ts';

/** A run that may deliver, or a sentence that says why it may not. */
export type Standing = { kind: 'current'; run: Run; text: string } | { kind: 'superseded'; reason: string };

/** How often a record that others write at the same time is read again before giving up. */
const MAX_TRIES = 5;

/**
 * Judges on a fresh snapshot whether the run is still the one that the story waits for, and whether it was told what was queued. Throws
 * BrokenFile when a person broke the record or the story's file.
 */
export async function standing(snapshot: Snapshot, brief: Brief): Promise<Standing> {
  const no = (reason: string): Standing => ({ kind: 'superseded', reason });
  const { record } = brief.state;
  if (!isRecordPath(record, brief.run))
    return no(`${JSON.stringify(record)} is not where the record of run ${brief.run} is kept.`);
  if (brief.branch !== storyBranch.format(brief.story) || runId.parse(brief.run)?.story !== brief.story)
    return no(`Run ${brief.run} and branch ${brief.branch} do not belong to story ${brief.story}.`);
  const text = await snapshot.read(record);
  if (text === null) return no(`Nobody queued run ${brief.run}: ${record} is not on the state branch.`);
  const run = decodeRun(text, record);
  if (run.id !== brief.run || run.story !== brief.story)
    return no(`${record} is the record of another run (${run.id}).`);
  if (run.status !== 'queued') return no(`Run ${brief.run} is no longer waited for: its record says ${run.status}.`);
  if (run.result) return no(`Run ${brief.run} has delivered already.`);
  // Whoever may start workflows may send any brief; only what the loop itself wrote down counts.
  if (!isDeepStrictEqual(run.brief, brief))
    return no(`Run ${brief.run} was started with another brief than was queued.`);
  const path = storyPath(brief.story);
  const story = await snapshot.read(path);
  const newest = story === null ? undefined : currentRun(decodeStory(story, path));
  if (newest && newest.id !== brief.run) return no(`Run ${newest.id} has taken the place of run ${brief.run}.`);
  return { kind: 'current', run, text };
}

function isRecordPath(path: string, run: string): boolean {
  const match = /^runs\/\d{4}-\d{2}\/([\w-]+)\.yaml$/.exec(path);
  return match?.[1] === run;
}

/**
 * Writes the result by compare-and-swap, and once: when the same result stands there already, that is an answer that was lost and not an
 * error. Answers `superseded` when the run's place was taken meanwhile. Throws what the store throws, and an Error when the record changes
 * faster than it can be written.
 */
export async function writeResult(
  store: StateStore,
  brief: Brief,
  result: RunResult,
  now: () => Date,
): Promise<{ kind: 'written' } | { kind: 'superseded'; reason: string }> {
  const { record } = brief.state;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const snapshot = await store.refresh();
    if (await holds(snapshot, brief, result)) return { kind: 'written' };
    const place = await standing(snapshot, brief);
    if (place.kind === 'superseded') return place;
    const completed: Run = { ...place.run, status: result.outcome, completed_at: now().toISOString(), result };
    const committed = await store.commit({
      reads: { [record]: place.text },
      writes: { [record]: encodeRun(completed, place.run) },
      message: `run ${brief.run}: ${result.outcome}${result.reason ? ` (${result.reason})` : ''}`,
    });
    if (committed.kind === 'committed') return { kind: 'written' };
  }
  throw new Error(
    `The record ${record} changed ${MAX_TRIES} times while its result was written; run the deliver job again.`,
  );
}

async function holds(snapshot: Snapshot, brief: Brief, result: RunResult): Promise<boolean> {
  const text = await snapshot.read(brief.state.record);
  if (text === null) return false;
  return isDeepStrictEqual(decodeRun(text, brief.state.record).result, result);
}
