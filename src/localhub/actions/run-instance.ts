import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { updateCheckRun } from '../world/checks.ts';
import { startJob } from '../world/jobs.ts';
import { repositoryById } from '../world/lookups.ts';
import { findToken, revokeToken } from '../world/tokens.ts';
import type { Job } from '../world/types.ts';
import type { JobInstance } from './active-run.ts';
import { executeJob, type JobOutcome } from './execute-job.ts';
import type { Json } from './expressions.ts';
import { hashFiles } from './hash-files.ts';
import { makeJobFolders } from './job-folders.ts';
import { jobLogPath, jobSummaryPath, openJobLog } from './job-log.ts';
import { jobPermissions } from './job-permissions.ts';
import { killLeftovers } from './leftover-processes.ts';
import { actorOf, type RunnerContext } from './runner-context.ts';
import { createSecretMask } from './secret-mask.ts';
import type { Annotation } from './workflow-commands.ts';

/** How a job ended, and what its check run shall say. */
export interface InstanceEnd extends JobOutcome {
  readonly failures: readonly string[];
}

/**
 * Runs one job from its start to its end: token, folders, log, steps; afterwards the token is revoked, the folders are
 * removed, and no process of the job is left. Rejects only for what is the runner's own fault.
 */
export async function runInstance(context: RunnerContext, instance: JobInstance): Promise<InstanceEnd> {
  const { hub } = context;
  const { run, workflow } = instance.run;
  const repository = repositoryById(hub.world, run.repositoryId);
  const job = startJob(hub.world, actorOf(context, run), {
    job: instance.job,
    steps: [],
    runnerName: context.runnerName,
  });
  emitJob(context, job);
  const token = hub.mintJobToken({
    repository,
    runId: run.id,
    jobId: job.id,
    permissions: jobPermissions(
      workflow.permissions,
      instance.file.permissions,
      repository.settings.defaultWorkflowPermissions,
    ),
  });
  const secrets = { ...repository.secrets, GITHUB_TOKEN: token };
  const mask = createSecretMask(Object.values(secrets));
  const log = await openJobLog(jobLogPath(hub.dir, job), hub.world.now, (line) =>
    context.emit({ kind: 'log', runId: run.id, jobId: job.id, line }),
  );
  const folders = await makeJobFolders(
    join(context.workFolder, String(job.id)),
    repository.name,
    run.eventPayload ?? {},
  );
  const trackingId = `${context.trackingPrefix}_${run.id}_${run.runAttempt}_${job.id}`;
  const failures: string[] = [];
  const annotate = (annotation: Annotation): void => {
    if (annotation.level === 'failure') failures.push(annotation.message);
    addAnnotation(context, job, annotation);
  };
  const github = instance.contexts.github as Record<string, Json>;
  try {
    const outcome = await executeJob(
      {
        ...context,
        urls: hub.urls,
        folders,
        mask,
        log: (line) => log.line(mask.apply(line)),
        annotate,
        addSummary: (markdown) => appendFile(jobSummaryPath(hub.dir, job), `${markdown.trimEnd()}\n\n`),
        trackingId,
        hashFiles: (patterns) => hashFiles(folders.workspace, patterns),
        cancel: instance.cancel.signal,
      },
      {
        file: instance.file,
        workflowEnv: workflow.env,
        repository,
        runId: run.id,
        contexts: { ...instance.contexts, github: { ...github, job: instance.file.id, token }, secrets },
      },
      {
        now: hub.world.now,
        publish: (steps, changed) => {
          // The list grows while the job runs (clean-ups of actions), which the world has no operation of its own for.
          hub.world.jobs.update(job, { steps: [...steps] });
          const { number, name, status, conclusion } = changed;
          context.emit({ kind: 'step', runId: run.id, jobId: job.id, number, name, status, conclusion });
        },
      },
    );
    return { ...outcome, failures };
  } finally {
    const made = findToken(hub.world, token);
    if (made) revokeToken(hub.world, { token: made });
    await killLeftovers(trackingId);
    await log.close();
    await folders.remove();
  }
}

/** Adds a remark to the check run of a job. */
export function addAnnotation(context: RunnerContext, job: Job, annotation: Annotation): void {
  const checkRun = context.hub.world.checkRuns.get(job.checkRunId);
  const run = context.hub.world.workflowRuns.get(job.runId);
  if (!checkRun || !run) return;
  updateCheckRun(context.hub.world, actorOf(context, run), {
    checkRun,
    annotations: [{ ...annotation, rawDetails: null }],
  });
}

/** Tells the timeline how far a job is. */
export function emitJob(context: RunnerContext, job: Job): void {
  const { id, runId, key, name, status, conclusion } = job;
  context.emit({ kind: 'job', runId, jobId: id, key, name, status, conclusion });
}
