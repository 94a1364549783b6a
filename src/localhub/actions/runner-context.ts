import type { Actor, WorkflowRun } from '../world/types.ts';
import type { ArtifactStore } from './artifact-store.ts';
import type { Grace } from './child-process.ts';
import { runActor } from './create-run.ts';
import type { Evaluator } from './expressions.ts';
import type { LanguageServices } from './languageservices.ts';
import type { RunnerEvent } from './runner-event.ts';
import type { RunnerHub } from './runner-hub.ts';
import type { WorkflowFiles } from './workflow-files.ts';

/** What all parts of one runner share. */
export interface RunnerContext {
  readonly hub: RunnerHub;
  readonly services: LanguageServices;
  readonly evaluator: Evaluator;
  readonly files: WorkflowFiles;
  readonly artifacts: ArtifactStore;
  readonly actions: Readonly<Record<string, string>>;
  readonly baseEnv: Readonly<Record<string, string>>;
  readonly grace: Grace;
  readonly minuteMs: number;
  readonly runnerName: string;
  /** Folders of jobs are made below it. */
  readonly workFolder: string;
  /** What the tracking ids of all jobs of this hub begin with. */
  readonly trackingPrefix: string;
  readonly emit: (event: EventWithoutTime) => void;
  /** Aborted when the runner closes. */
  readonly kill: AbortSignal;
}

/** An event before the runner stamped it. */
export type EventWithoutTime = RunnerEvent extends infer Event
  ? Event extends RunnerEvent
    ? Omit<Event, 'at'>
    : never
  : never;

/** Who acts when a run moves on: whoever caused the run. */
export function actorOf(context: Pick<RunnerContext, 'hub'>, run: WorkflowRun): Actor {
  return runActor(context.hub, run.triggeringActorId);
}

/** Tells the timeline how far a run is. */
export function emitRun(context: RunnerContext, run: WorkflowRun, reason?: string): void {
  context.emit({
    kind: 'run',
    runId: run.id,
    workflow: run.name,
    title: run.displayTitle,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    ...(reason !== undefined && { reason }),
  });
}
