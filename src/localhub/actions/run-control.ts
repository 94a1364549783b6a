import { completeJob, createJob } from '../world/jobs.ts';
import { fullName, repositoryById } from '../world/lookups.ts';
import type { CheckConclusion, WorkflowRun } from '../world/types.ts';
import { completeWorkflowRun, describeRun, requestCancel, setRunStatus } from '../world/workflow-runs.ts';
import {
  type ActiveRun,
  advance,
  createActiveRun,
  type JobInstance,
  jobScope,
  type RunHost,
  recordResult,
  strategyOf,
} from './active-run.ts';
import { type ConcurrencySetting, concurrencySetting } from './concurrency-setting.ts';
import { runScope } from './create-run.ts';
import { createGroupRegistry } from './group-registry.ts';
import type { InstanceResult, JobResult } from './job-graph.ts';
import { writeJobNote } from './job-note.ts';
import { createJobQueue } from './job-queue.ts';
import { restoreJobs } from './recovery.ts';
import { addAnnotation, emitJob, runInstance } from './run-instance.ts';
import { actorOf, emitRun, type RunnerContext } from './runner-context.ts';
import { reportStartupFailure } from './startup-failure.ts';

/** The runs that a runner has in hand. */
export interface RunControl {
  /** Takes a run in hand: reads its file, waits for its concurrency group, runs its jobs. A run in hand or ended is left. */
  adopt(run: WorkflowRun): Promise<void>;
  /** Cancels a run in hand; running jobs whose `if` still holds when cancelled go on, as on GitHub. */
  cancel(runId: number, reason?: string): void;
  /** Whether someone asked for a run in hand to be cancelled, and nobody has seen to it yet. */
  readonly hasCancelRequests: boolean;
  /** Cancels the runs in hand that someone asked to be cancelled. */
  noticeCancelRequests(): void;
  readonly size: number;
  /** Resolves when no job runs. */
  drained(): Promise<void>;
}

/** What is said of a job whose runner went away under it. */
const lostRunner = 'The runner was lost: the process that ran this job ended before the job did.';

/** The control of a runner. `places` jobs run at once; `onChange` is called whenever a run ends. */
export function createRunControl(context: RunnerContext, places: number, onChange: () => void): RunControl {
  const { hub, evaluator } = context;
  const { world } = hub;
  const actives = new Map<number, ActiveRun>();
  const begun = new Set<ActiveRun>();
  const groups = createGroupRegistry();
  const advancing = new Set<ActiveRun>();
  /** Jobs that became ready while their run was being decided. */
  const ready: JobInstance[] = [];

  const queue = createJobQueue(
    places,
    (instance, running) => {
      if (context.kill.aborted) return false;
      const { maxParallel } = strategyOf(instance.run, host, instance.file);
      if (maxParallel === undefined) return true;
      const beside = [...running].filter(({ run, file }) => run === instance.run && file === instance.file);
      return beside.length < maxParallel;
    },
    async (instance) => {
      try {
        setRunStatus(world, actorOf(context, instance.run.run), { run: instance.run.run, status: 'in_progress' });
        emitRun(context, instance.run.run);
        const { conclusion, outputs, failures } = await runInstance(context, instance);
        if (context.kill.aborted) loseJob(instance);
        else settle(instance, { conclusion, outputs, tolerated: isTolerated(instance) }, failures.join('\n'));
      } catch (error) {
        if (context.kill.aborted) {
          loseJob(instance);
          return;
        }
        const message = `The runner failed: ${(error as Error).message}`;
        context.emit({ kind: 'problem', message });
        settle(instance, { conclusion: 'failure', outputs: {}, tolerated: false }, message);
      }
    },
  );

  const host: RunHost = {
    hub,
    evaluator,
    createJob(active, file, name, labels, note) {
      const job = createJob(world, actorOf(context, active.run), { run: active.run, key: file.id, name, labels });
      writeJobNote(hub.dir, job, note);
      emitJob(context, job);
      return job;
    },
    ready: (instance) => ready.push(instance),
    settled(instance, result, reason) {
      if (reason !== undefined) annotateFailure(instance, reason);
      end(instance, result, reason);
    },
  };

  const annotateFailure = (instance: JobInstance, message: string): void =>
    addAnnotation(context, instance.job, {
      level: 'failure',
      message,
      title: null,
      path: instance.run.workflow.path,
      startLine: 1,
      endLine: 1,
    });

  const isTolerated = (instance: JobInstance): boolean => {
    const { continueOnError } = instance.file;
    if (continueOnError === undefined) return false;
    const scope = jobScope(instance.run, host, instance.file);
    return (
      evaluator.text(continueOnError, { ...scope, contexts: { ...scope.contexts, ...instance.contexts } }) === 'true'
    );
  };

  /** Writes down how a job ended. */
  const end = (instance: JobInstance, result: InstanceResult, summary?: string): void => {
    writeJobNote(hub.dir, instance.job, { ...instance.note, result });
    groups.leave(jobEntrant(instance));
    completeJob(world, actorOf(context, instance.run.run), {
      job: instance.job,
      conclusion: result.conclusion,
      ...(summary ? { summary } : {}),
    });
    emitJob(context, instance.job);
  };

  /** Ends a job and lets its run go on. */
  const settle = (instance: JobInstance, result: InstanceResult, summary?: string): void => {
    if (instance.result !== undefined) return;
    recordResult(instance.run, instance, result);
    if (result.conclusion === 'failure' && !result.tolerated) failFast(instance);
    progress(instance.run, () => end(instance, result, summary));
  };

  /**
   * Decides what can be decided now, then does `between`, then lets the jobs that became ready go. In this order the next
   * jobs are made before an ended one is shown as completed, so that nobody sees a commit whose checks are all done while
   * there is more to come, and none of them starts before that.
   */
  const progress = (active: ActiveRun, between: () => void): void => {
    if (advancing.has(active)) {
      between();
      return;
    }
    advancing.add(active);
    let conclusion: JobResult | undefined;
    try {
      conclusion = advance(active, host);
    } finally {
      advancing.delete(active);
    }
    between();
    for (const instance of ready.splice(0)) enterJobGroup(instance);
    if (conclusion !== undefined) complete(active, conclusion);
  };

  const failFast = (instance: JobInstance): void => {
    if (instance.note.total < 2 || !strategyOf(instance.run, host, instance.file).failFast) return;
    for (const sibling of instance.run.instances) {
      if (sibling.file.id === instance.file.id && sibling.result === undefined) cancelInstance(sibling);
    }
  };

  const cancelInstance = (instance: JobInstance, reason?: string): void => {
    instance.cancel.abort();
    if (queue.isRunning(instance) || instance.result !== undefined) return;
    queue.withdraw(instance);
    settle(instance, { conclusion: 'cancelled', outputs: {}, tolerated: false }, reason);
  };

  const loseJob = (instance: JobInstance): void => {
    annotateFailure(instance, lostRunner);
    end(instance, { conclusion: 'failure', outputs: {}, tolerated: false }, lostRunner);
  };

  const enterJobGroup = (instance: JobInstance): void => {
    try {
      const setting = jobGroupOf(instance);
      if (setting === undefined) {
        queue.add(instance);
        return;
      }
      groups.enter(
        { repositoryId: instance.job.repositoryId, name: setting.group },
        { id: jobEntrant(instance), cancelInProgress: setting.cancelInProgress, queue: setting.queue },
        { start: () => queue.add(instance), cancel: (reason) => cancelInstance(instance, reason) },
      );
    } catch (error) {
      const { message } = error as Error;
      annotateFailure(instance, message);
      settle(instance, { conclusion: 'failure', outputs: {}, tolerated: false }, message);
    }
  };

  const jobGroupOf = (instance: JobInstance): ConcurrencySetting | undefined => {
    const { run, workflow } = instance.run;
    const scope = jobScope(instance.run, host, instance.file);
    const withMatrix = { ...scope, contexts: { ...scope.contexts, ...instance.contexts } };
    const setting = concurrencySetting(evaluator, instance.file.concurrency, withMatrix);
    const ownGroup = concurrencySetting(evaluator, workflow.concurrency, runScope(hub, workflow, run))?.group;
    if (setting !== undefined && ownGroup?.toLowerCase() === setting.group.toLowerCase()) {
      throw new Error(
        `A deadlock was detected for the concurrency group '${setting.group}': the workflow holds it while job '${instance.file.id}' waits for it.`,
      );
    }
    return setting;
  };

  const begin = (active: ActiveRun): void => {
    begun.add(active);
    if (active.run.status === 'pending')
      setRunStatus(world, actorOf(context, active.run), { run: active.run, status: 'queued' });
    emitRun(context, active.run);
    for (const instance of active.instances) if (instance.result === undefined) ready.push(instance);
    progress(active, () => {});
  };

  const complete = (active: ActiveRun, conclusion: CheckConclusion, reason?: string): void => {
    if (!actives.delete(active.run.id)) return;
    begun.delete(active);
    completeWorkflowRun(world, actorOf(context, active.run), {
      run: active.run,
      conclusion: active.cancelled ? 'cancelled' : conclusion,
    });
    emitRun(context, active.run, reason);
    groups.leave(runEntrant(active.run));
    onChange();
  };

  const enterRunGroup = (active: ActiveRun): void => {
    const { run, workflow } = active;
    const setting = concurrencySetting(evaluator, workflow.concurrency, runScope(hub, workflow, run));
    if (setting === undefined) {
      begin(active);
      return;
    }
    describeRun(world, { run, concurrencyGroup: setting.group });
    groups.enter(
      { repositoryId: run.repositoryId, name: setting.group },
      { id: runEntrant(run), cancelInProgress: setting.cancelInProgress, queue: setting.queue },
      { start: () => begin(active), cancel: (reason) => cancelActive(active, reason) },
    );
    if (!begun.has(active) && actives.has(run.id)) {
      setRunStatus(world, actorOf(context, run), { run, status: 'pending' });
      emitRun(context, run);
    }
  };

  const cancelActive = (active: ActiveRun, reason?: string): void => {
    if (active.cancelled || !actives.has(active.run.id)) return;
    active.cancelled = true;
    if (active.run.cancelRequestedAt === null) requestCancel(world, { run: active.run });
    if (!begun.has(active)) {
      complete(active, 'cancelled', reason);
      return;
    }
    for (const instance of [...active.instances]) {
      if (instance.result !== undefined || holdsWhenCancelled(instance)) continue;
      cancelInstance(instance, reason);
    }
  };

  const holdsWhenCancelled = (instance: JobInstance): boolean =>
    evaluator.condition(instance.file.if, jobScope(instance.run, host, instance.file));

  const refuse = (run: WorkflowRun, reason: string): void => {
    completeWorkflowRun(world, actorOf(context, run), { run, conclusion: 'startup_failure' });
    reportStartupFailure(context, run, reason);
    onChange();
  };

  return {
    async adopt(run) {
      if (run.status === 'completed' || actives.has(run.id)) return;
      const repository = fullName(world, repositoryById(world, run.repositoryId));
      const reading = (await context.files.of(repository, run.headSha)).get(run.path);
      if (!reading?.ok)
        return refuse(run, reading?.errors.join('\n') ?? `${run.path} is not in commit ${run.headSha}.`);
      const active = createActiveRun(run, reading.workflow);
      actives.set(run.id, active);
      try {
        for (const lost of restoreJobs(active, host)) loseJob(lost);
        enterRunGroup(active);
      } catch (error) {
        actives.delete(run.id);
        groups.leave(runEntrant(run));
        refuse(run, (error as Error).message);
        return;
      }
      if (run.cancelRequestedAt !== null) cancelActive(active);
    },
    cancel(runId, reason) {
      const active = actives.get(runId);
      if (active) cancelActive(active, reason);
    },
    noticeCancelRequests() {
      for (const active of [...actives.values()]) if (active.run.cancelRequestedAt !== null) cancelActive(active);
    },
    get hasCancelRequests() {
      return [...actives.values()].some(({ run, cancelled }) => run.cancelRequestedAt !== null && !cancelled);
    },
    get size() {
      return actives.size;
    },
    drained: () => queue.drained(),
  };
}

function runEntrant(run: WorkflowRun): string {
  return `run/${run.id}`;
}

function jobEntrant(instance: JobInstance): string {
  return `job/${instance.job.id}`;
}
