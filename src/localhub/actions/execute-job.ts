import type { ActionCall } from './action-call.ts';
import { readActionMetadata } from './action-metadata.ts';
import { type JavaScriptAction, runJavaScriptPre } from './javascript-action.ts';
import {
  type Frame,
  frameEnv,
  frameScope,
  type JobRun,
  type JobSpec,
  type JobSurroundings,
  jobStatus,
} from './job-run.ts';
import { runStep, type StepConclusion, stepName } from './step.ts';
import { createStepReport, type StepReport } from './step-report.ts';
import { sourceOf } from './uses-step.ts';
import type { StepFile } from './workflow.ts';

/** How a job ended. */
export interface JobOutcome {
  readonly conclusion: 'success' | 'failure' | 'cancelled';
  readonly outputs: Readonly<Record<string, string>>;
}

/** Minutes of a job without `timeout-minutes`, and those that a cancelled job has for its always() steps (GitHub's). */
const defaultTimeoutMinutes = 360;
const cancelTimeoutMinutes = 5;

/**
 * Runs the steps of a job: `pre` of actions, the steps, `post` of actions in the opposite order, then the outputs.
 * Never rejects for what a workflow does: that is the job's failure, with the reason in the log.
 */
export async function executeJob(
  surroundings: JobSurroundings,
  spec: JobSpec,
  report: Parameters<typeof createStepReport>[0],
): Promise<JobOutcome> {
  const limits = createLimits(surroundings);
  const job: JobRun = {
    ...surroundings,
    cancel: limits.cancel,
    spec,
    env: {},
    path: [],
    failed: false,
    posts: [],
    executions: 0,
  };
  const frame = jobFrame(job);
  const steps = createStepReport(report);
  try {
    await steps.during('Set up job', async () => attempt(job, () => setUp(job, frame, limits)));
    if (!job.failed) {
      const states = await runPres(job, frame, limits, steps);
      await runSteps(job, frame, limits, steps, states);
      await runPosts(job, frame, limits, steps);
    }
    const outputs = jobOutputs(job, frame);
    await steps.during('Complete job', async () => 'success');
    return { conclusion: jobStatus(job), outputs };
  } finally {
    limits.clear();
    steps.close();
  }
}

interface Limits {
  /** Aborted by a cancellation or when the job's time is up. */
  readonly cancel: AbortSignal;
  /** What stops a step that begins now. */
  stop(): AbortSignal;
  startTimer(minutes: number): void;
  clear(): void;
}

function createLimits(job: JobSurroundings): Limits {
  const timeUp = new AbortController();
  const patienceOver = new AbortController();
  const timers = new Set<NodeJS.Timeout>();
  const cancel = AbortSignal.any([job.cancel, timeUp.signal]);
  const hard = AbortSignal.any([job.kill, patienceOver.signal]);
  const startPatience = (): void => {
    timers.add(setTimeout(() => patienceOver.abort(), cancelTimeoutMinutes * job.minuteMs));
  };
  if (cancel.aborted) startPatience();
  else cancel.addEventListener('abort', startPatience, { once: true });
  return {
    cancel,
    stop: () => (cancel.aborted ? hard : AbortSignal.any([cancel, hard])),
    startTimer(minutes) {
      const expire = (): void => {
        job.log(
          `##[error]The job running on runner ${job.runnerName} has exceeded the maximum execution time of ${minutes} minutes.`,
        );
        timeUp.abort();
      };
      timers.add(setTimeout(expire, minutes * job.minuteMs));
    },
    clear() {
      cancel.removeEventListener('abort', startPatience);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

function jobFrame(job: JobRun): Frame {
  return {
    steps: {},
    inputs: job.spec.contexts.inputs ?? {},
    env: {},
    action: undefined,
    status: () => {
      const status = jobStatus(job);
      return { success: status === 'success', failure: status === 'failure', cancelled: status === 'cancelled' };
    },
    depth: 0,
  };
}

function setUp(job: JobRun, frame: Frame, limits: Limits): void {
  const { evaluator, spec } = job;
  job.log(`Runner name: '${job.runnerName}'`);
  job.log(`Job: ${spec.file.id} of run ${spec.runId}`);
  Object.assign(job.env, evaluator.texts(spec.workflowEnv, frameScope(job, frame, {})));
  Object.assign(job.env, evaluator.texts(spec.file.env, frameScope(job, frame, job.env)));
  const asked = spec.file.timeoutMinutes;
  const minutes =
    asked === undefined ? defaultTimeoutMinutes : Number(evaluator.text(asked, frameScope(job, frame, {})));
  if (!(minutes > 0)) throw new Error(`timeout-minutes of job '${spec.file.id}' must be a positive number.`);
  limits.startTimer(minutes);
}

/** Runs the `pre` of actions that come from repositories, before the first step. Gives what they saved, by step. */
async function runPres(
  job: JobRun,
  frame: Frame,
  limits: Limits,
  steps: StepReport,
): Promise<Map<StepFile, Readonly<Record<string, string>>>> {
  const states = new Map<StepFile, Readonly<Record<string, string>>>();
  for (const step of job.spec.file.steps) {
    const action = job.failed ? undefined : await actionWithPre(job, step);
    if (action?.runs.pre === undefined) continue;
    const { pre, preIf } = action.runs;
    const env = { ...frameEnv(job, frame), ...job.evaluator.texts(step.env, frameScope(job, frame, job.env)) };
    const scope = frameScope(job, frame, env);
    if (!job.evaluator.condition(preIf, scope)) continue;
    const name = stepName(job, frame, step);
    const call: ActionCall = {
      job,
      frame,
      id: step.id === '' ? '__pre' : step.id,
      name,
      with: job.evaluator.texts(step.with, scope),
      env,
      signal: limits.stop(),
    };
    await steps.during(`Pre ${name}`, () =>
      attempt(job, async () => {
        states.set(step, await runJavaScriptPre(call, action, pre));
      }),
    );
  }
  return states;
}

async function actionWithPre(job: JobRun, step: StepFile): Promise<JavaScriptAction | undefined> {
  // GitHub runs no `pre` for `./path`: the workspace is still empty then.
  if (step.uses === undefined || step.uses.startsWith('./')) return undefined;
  const source = sourceOf(job, step.uses);
  if (source.kind !== 'folder') return undefined;
  // An action that cannot be read fails its own step, with its own message.
  const metadata = await readActionMetadata(job.services, source.folder).catch(() => undefined);
  if (metadata?.runs.kind !== 'javascript') return undefined;
  return { folder: source.folder, metadata, runs: metadata.runs };
}

async function runSteps(
  job: JobRun,
  frame: Frame,
  limits: Limits,
  steps: StepReport,
  states: ReadonlyMap<StepFile, Readonly<Record<string, string>>>,
): Promise<void> {
  const planned = job.spec.file.steps.map((step) => ({ step, entry: steps.plan(stepName(job, frame, step)) }));
  for (const { step, entry } of planned) {
    if (job.kill.aborted) return;
    steps.rename(entry, stepName(job, frame, step));
    steps.begin(entry);
    const { conclusion } = await runStep(job, frame, step, limits.stop(), states.get(step));
    if (conclusion === 'failure') job.failed = true;
    steps.end(entry, conclusion);
  }
}

async function runPosts(job: JobRun, frame: Frame, limits: Limits, steps: StepReport): Promise<void> {
  for (const post of [...job.posts].reverse()) {
    if (job.kill.aborted) return;
    await steps.during(post.name, async () => {
      if (!job.evaluator.condition(post.condition, frameScope(job, frame, job.env))) return 'skipped';
      return attempt(job, () => post.run(limits.stop()));
    });
  }
}

async function attempt(job: JobRun, work: () => void | Promise<void>): Promise<StepConclusion> {
  try {
    await work();
    return 'success';
  } catch (error) {
    job.log(`##[error]${(error as Error).message}`);
    if (job.cancel.aborted) return 'cancelled';
    job.failed = true;
    const message = job.mask.apply((error as Error).message);
    job.annotate({ level: 'failure', message, title: null, path: '.github', startLine: 1, endLine: 1 });
    return 'failure';
  }
}

/** The job's outputs. One that contains a secret is left out with a warning, as on GitHub. */
function jobOutputs(job: JobRun, frame: Frame): Record<string, string> {
  const outputs: Record<string, string> = {};
  const scope = frameScope(job, frame, job.env);
  for (const [name, template] of job.spec.file.outputs.entries) {
    try {
      const value = job.evaluator.text(template, scope);
      if (job.mask.apply(value) === value) outputs[name] = value;
      else job.log(`##[warning]Skip output '${name}' since it may contain secret.`);
    } catch (error) {
      job.log(`##[error]The output '${name}' cannot be evaluated: ${(error as Error).message}`);
      job.failed = true;
    }
  }
  return outputs;
}
