import { createCheckRun, updateCheckRun } from './checks.ts';
import { appById, repositoryById } from './lookups.ts';
import type { Actor, CheckConclusion, Job, JobStep, WorkflowRun } from './types.ts';
import { ACTIONS_APP_ID, emit, nextId, timestamp, type World } from './world.ts';

/**
 * Adds a queued job to the current attempt of a run, with the check run that shows it on the commit.
 * Emits `check_run.created` and `workflow_job.queued`.
 */
export function createJob(
  world: World,
  actor: Actor,
  args: { run: WorkflowRun; key: string; name?: string; labels?: readonly string[] },
): Job {
  const { run, name = args.key } = args;
  const suite = world.checkSuites.get(run.checkSuiteId);
  const id = nextId(world);
  const checkRun = createCheckRun(world, actor, {
    repository: repositoryById(world, run.repositoryId),
    app: appById(world, ACTIONS_APP_ID),
    name,
    headSha: run.headSha,
    jobId: id,
    ...(suite === undefined ? {} : { suite }),
  });
  const job = world.jobs.add({
    id,
    repositoryId: run.repositoryId,
    runId: run.id,
    runAttempt: run.runAttempt,
    key: args.key,
    name,
    status: 'queued',
    conclusion: null,
    labels: [...(args.labels ?? ['ubuntu-latest'])],
    runnerName: null,
    steps: [],
    checkRunId: checkRun.id,
    createdAt: timestamp(world),
    startedAt: null,
    completedAt: null,
  });
  announce(world, actor, job, 'queued');
  return job;
}

/** Starts a job with the names of its steps. Emits `workflow_job.in_progress`. */
export function startJob(
  world: World,
  actor: Actor,
  args: { job: Job; steps: readonly string[]; runnerName?: string },
): Job {
  const { job } = args;
  world.jobs.update(job, {
    status: 'in_progress',
    startedAt: timestamp(world),
    runnerName: args.runnerName ?? 'local',
    steps: args.steps.map((name, i) => ({
      number: i + 1,
      name,
      status: 'queued',
      conclusion: null,
      startedAt: null,
      completedAt: null,
    })),
  });
  changeCheck(world, actor, job, { status: 'in_progress' });
  announce(world, actor, job, 'in_progress');
  return job;
}

/** Changes one step of a job, by its number. Start and end are stamped as the status says. Emits nothing. */
export function setStep(
  world: World,
  args: { job: Job; number: number; status: JobStep['status']; conclusion?: CheckConclusion },
): Job {
  const now = timestamp(world);
  const steps = args.job.steps.map((step): JobStep => {
    if (step.number !== args.number) return step;
    return {
      ...step,
      status: args.status,
      conclusion: args.conclusion ?? null,
      startedAt: step.startedAt ?? (args.status === 'queued' ? null : now),
      completedAt: args.status === 'completed' ? now : null,
    };
  });
  return world.jobs.update(args.job, { steps });
}

/** Ends a job, with what its check run shall say. Emits `check_run.completed` and `workflow_job.completed`. */
export function completeJob(
  world: World,
  actor: Actor,
  args: { job: Job; conclusion: CheckConclusion; summary?: string },
): Job {
  const { job, conclusion } = args;
  if (job.status === 'completed') return job;
  const now = timestamp(world);
  world.jobs.update(job, { status: 'completed', conclusion, startedAt: job.startedAt ?? now, completedAt: now });
  changeCheck(world, actor, job, {
    conclusion,
    ...(args.summary === undefined ? {} : { output: { title: job.name, summary: args.summary } }),
  });
  announce(world, actor, job, 'completed');
  return job;
}

/** The jobs of a run's current attempt (or of the given one), oldest first. */
export function jobsOf(world: World, run: WorkflowRun, attempt: number | 'all' = run.runAttempt): Job[] {
  return world.jobs.where('run', run.id).filter((job) => attempt === 'all' || job.runAttempt === attempt);
}

/** The job with this id, or null. */
export function findJob(world: World, id: number): Job | null {
  return world.jobs.get(id) ?? null;
}

function changeCheck(
  world: World,
  actor: Actor,
  job: Job,
  change: { status?: 'in_progress'; conclusion?: CheckConclusion; output?: { title: string; summary: string } },
): void {
  const checkRun = world.checkRuns.get(job.checkRunId);
  if (checkRun !== undefined) updateCheckRun(world, actor, { checkRun, ...change });
}

function announce(world: World, actor: Actor, job: Job, action: string): void {
  const workflowRun = world.workflowRuns.get(job.runId);
  emit(world, actor, {
    name: 'workflow_job',
    action,
    repository: repositoryById(world, job.repositoryId),
    subject: { job, ...(workflowRun === undefined ? {} : { workflowRun }) },
  });
}
