/** What became of the run that the story waits for. */
import type { Run, Stop } from '../run.ts';
import { happen } from './arrive.ts';
import { type Draft, putRun } from './draft.ts';

/** What Actions says of a run that left no result. Looked up only when the story was woken without one. */
export interface ActionsRun {
  id: number;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
}

/** Stops after which the same run again would end the same way: a person has to change something first. */
const FINAL_STOPS: ReadonlySet<Stop> = new Set(['budget', 'cancelled']);

export function hearOfRun(draft: Draft, actionsRun: ActionsRun | null): void {
  if (draft.story.status !== 'in_progress' || !draft.run) return;
  const run = draft.run;
  const result = run.result;
  if (result) {
    draft.story.cost_usd += result.usage.cost_usd;
    if (run.status === 'queued') putRun(draft, { ...run, status: result.outcome, completed_at: draft.now });
    if (result.outcome === 'succeeded') happen(draft, { type: 'run.succeeded' });
    else fail(draft, result.reason ?? 'The run gave no reason.', !FINAL_STOPS.has(result.stop));
    return;
  }
  if (actionsRun?.status === 'completed' && actionsRun.id === run.actions_run?.id) {
    putRun(draft, { ...run, status: 'lost', completed_at: draft.now } satisfies Run);
    const conclusion = actionsRun.conclusion ?? 'unknown';
    // A run that a person cancelled in the Actions tab is not started again behind that person's back.
    fail(
      draft,
      `Its Actions run ended without a result (${conclusion.replaceAll('_', ' ')}).`,
      conclusion !== 'cancelled',
    );
  }
}

function fail(draft: Draft, reason: string, again: boolean): void {
  const left = draft.story.attempts < draft.settings.config.settings.max_attempts;
  happen(draft, { type: again && left ? 'run.failed' : 'run.exhausted', reason });
}
