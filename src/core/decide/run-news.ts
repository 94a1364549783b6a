/** What became of the run that the story waits for. */
import { runTitle } from '../names.ts';
import type { Stop } from '../run.ts';
import { happen } from './arrive.ts';
import { type Draft, putRun } from './draft.ts';

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
  if (draft.story.status !== 'in_progress' || !draft.run) return;
  if (actionsRun !== null && actionsRun !== 'nowhere') meet(draft, actionsRun);
  const run = draft.run;
  const result = run.result;
  if (result) {
    draft.story.cost_usd += result.usage.cost_usd;
    if (run.status === 'queued') putRun(draft, { ...run, status: result.outcome, completed_at: draft.now });
    if (result.outcome === 'succeeded') happen(draft, { type: 'run.succeeded' });
    else fail(draft, result.reason ?? 'The run gave no reason.', !FINAL_STOPS.has(result.stop));
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

function lose(draft: Draft, reason: string, again: boolean): void {
  if (draft.run) putRun(draft, { ...draft.run, status: 'lost', completed_at: draft.now });
  fail(draft, reason, again);
}

function fail(draft: Draft, reason: string, again: boolean): void {
  const left = draft.story.attempts < draft.settings.config.settings.max_attempts;
  happen(draft, { type: again && left ? 'run.failed' : 'run.exhausted', reason });
}
