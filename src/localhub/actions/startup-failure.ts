import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { WorkflowRun } from '../world/types.ts';
import { emitRun, type RunnerContext } from './runner-context.ts';

/** Where it is kept why a run could not start. GitHub shows this on the run's page alone; its API has no field for it. */
export function startupFailurePath(hubDir: string, run: Pick<WorkflowRun, 'id' | 'runAttempt'>): string {
  return join(hubDir, 'actions', String(run.id), String(run.runAttempt), 'startup-failure.txt');
}

/** Keeps why a run could not start, and tells the timeline. */
export function reportStartupFailure(context: RunnerContext, run: WorkflowRun, reason: string): void {
  const path = startupFailurePath(context.hub.dir, run);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${reason}\n`);
  emitRun(context, run, reason);
}
