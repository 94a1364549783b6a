/** What became of the run that the story waits for. */
import { ended } from '../messages/words.ts';
import { runTitle } from '../names.ts';
import type { Stop } from '../run.ts';
import { happen } from './arrive.ts';
import { settleEnded } from './budget.ts';
import { type Draft, putRun } from './draft.ts';
import { delivered } from './epic.ts';
import { ask, keepDecisions } from './questions.ts';

/** What Actions says of a run that left no result. Looked up only when the story was woken without one. */
export interface ActionsRun {
  id: number;
  /** Names the run that it executes (`names.ts`). */
  title: string;
  url: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
}

/**
 * Sweeps in a row that find no trace of a run in Actions, after which it counts as lost. One may simply have been too early: a run that was
 * just dispatched takes some seconds to be listed.
 */
const MISSED = 2;

/** Stops after which the same run again would end the same way: a person has to change something first. */
const FINAL_STOPS: ReadonlySet<Stop> = new Set(['budget', 'cancelled']);

/** `nowhere`: it was looked for, by number or by title, and Actions does not know it. Null: nobody looked. */
export function hearOfRun(draft: Draft, actionsRun: ActionsRun | 'nowhere' | null): void {
  // Whatever became of the story: what its run has cost was spent.
  settleEnded(draft);
  if (draft.story.status !== 'in_progress' || !draft.run) return;
  if (actionsRun !== null && actionsRun !== 'nowhere') meet(draft, actionsRun);
  const run = draft.run;
  const result = run.result;
  if (result) {
    settleEnded(draft, true);
    if (run.status === 'queued') putRun(draft, { ...run, status: result.outcome, completed_at: draft.now });
    keepDecisions(draft, run.id, result.decisions ?? []);
    if (result.outcome === 'succeeded') happen(draft, { type: delivered(draft, result) });
    else if (result.outcome === 'asked' && result.question) ask(draft, result.question);
    else
      fail(
        draft,
        result.reason ?? 'The run gave no reason.',
        !FINAL_STOPS.has(result.stop) || isCutShort(draft, result.stop),
      );
    return;
  }
  if (actionsRun === 'nowhere') {
    const missed = (run.missed ?? 0) + 1;
    putRun(draft, { ...run, missed });
    if (missed >= MISSED) lose(draft, 'Its Actions run never started, or was deleted.', true);
    else draft.notes.push(`run ${run.id} is not to be found in Actions yet`);
  } else if (actionsRun?.status === 'completed' && actionsRun.id === run.actions_run?.id) {
    const conclusion = actionsRun.conclusion ?? 'unknown';
    const reason = `Its Actions run ended without a result (${conclusion.replaceAll('_', ' ')}).`;
    // A run that a person cancelled in the Actions tab is not started again behind that person's back.
    lose(draft, reason, conclusion !== 'cancelled');
  }
}

/** A run whose dispatch was answered without a number (older servers do that) is known from now on. */
function meet(draft: Draft, { id, url, title }: ActionsRun): void {
  if (!draft.run || title !== runTitle.format(draft.run.id)) return;
  const { missed, ...run } = draft.run;
  if (missed !== undefined) putRun(draft, run);
  if (run.actions_run) return;
  putRun(draft, { ...run, actions_run: { id, url } });
  draft.visible = true;
  draft.notes.push(`run ${run.id} is Actions run ${id}`);
}

/** A run that stopped at less than the cap of one run, because a purse held no more: whether there is money for another, the purses tell. */
const isCutShort = ({ story }: Draft, stop: Stop): boolean =>
  stop === 'budget' && story.runs.at(-1)?.reserved?.short !== undefined;

function lose(draft: Draft, reason: string, again: boolean): void {
  if (draft.run) putRun(draft, { ...draft.run, status: 'lost', completed_at: draft.now });
  settleEnded(draft);
  fail(draft, reason, again);
}

function fail(draft: Draft, reason: string, again: boolean): void {
  const { story } = draft;
  const likeness = withoutNumbers(reason);
  const repeats = story.last_failure === likeness;
  story.last_failure = likeness;
  const tries = again && story.attempts < draft.settings.config.settings.max_attempts;
  if (tries && !repeats) happen(draft, { type: 'run.failed', reason });
  else happen(draft, { type: 'run.exhausted', reason: tries ? `${ended(reason)} ${REPEATS}` : reason });
}

const REPEATS = 'The run before it ended in the same way, so a third would too; it was not started.';

/** Longer than any reason that tells something in its beginning. */
const LIKENESS = 300;

/** A reason without what differs each time: hashes, numbers, amounts, durations. */
export const withoutNumbers = (reason: string): string =>
  reason
    .toLowerCase()
    .replaceAll(/\b(?=[a-f]*\d)[0-9a-f]{7,64}\b/g, '#')
    .replaceAll(/\d+(?:[.,:-]\d+)*(?:\s*(?:ms|s|min|h|seconds?|minutes?|hours?)\b)?/g, '#')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, LIKENESS);
