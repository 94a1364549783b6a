import type { CheckConclusion, CheckRun, CheckStatus } from './types.ts';

/** Conclusions from the one that decides first to the one that decides last. */
const WORST_FIRST: readonly CheckConclusion[] = [
  'failure',
  'startup_failure',
  'timed_out',
  'cancelled',
  'action_required',
  'stale',
  'success',
  'neutral',
  'skipped',
];

/** What several conclusions add up to: the worst one; skipped only when all were skipped. Null of nothing. */
export function conclusionOf(conclusions: readonly CheckConclusion[]): CheckConclusion | null {
  return WORST_FIRST.find((one) => conclusions.includes(one)) ?? null;
}

/** The newest run of each name (and App): a check that was run again replaces the one before. Oldest first. */
export function latestByName(runs: readonly CheckRun[]): CheckRun[] {
  const latest = new Map<string, CheckRun>();
  for (const run of runs) latest.set(`${run.suiteId}/${run.name}`, run);
  return [...latest.values()];
}

/** How far a suite with these runs is, and how it ended. */
export function suiteStateOf(runs: readonly CheckRun[]): { status: CheckStatus; conclusion: CheckConclusion | null } {
  const latest = latestByName(runs);
  if (latest.length > 0 && latest.every((run) => run.status === 'completed')) {
    return { status: 'completed', conclusion: conclusionOf(latest.flatMap((run) => run.conclusion ?? [])) };
  }
  const started = latest.some((run) => run.status === 'in_progress' || run.status === 'completed');
  return { status: started ? 'in_progress' : 'queued', conclusion: null };
}
