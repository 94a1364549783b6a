import type { ActionCall } from './action-call.ts';
import type { Json, Scope } from './expressions.ts';
import { type Frame, frameEnv, frameScope, type JobRun } from './job-run.ts';
import { runScript } from './script-step.ts';
import { isExpression, type Template } from './template.ts';
import { runUses } from './uses-step.ts';
import type { StepFile } from './workflow.ts';

/** How a step ended: `outcome` before `continue-on-error`, `conclusion` after it. */
export interface StepResult {
  readonly outcome: StepConclusion;
  readonly conclusion: StepConclusion;
}

/** The conclusions a step can have. */
export type StepConclusion = 'success' | 'failure' | 'cancelled' | 'skipped';

/**
 * Runs one step, of a job or of a composite action: its condition, variables, time limit, the work, and its entry in the
 * `steps` context. Never throws: what goes wrong is the step's failure and is written to the log.
 */
export async function runStep(
  job: JobRun,
  frame: Frame,
  step: StepFile,
  stop: AbortSignal,
  state: Readonly<Record<string, string>> = {},
): Promise<StepResult> {
  let outputs: Readonly<Record<string, string>> = {};
  let outcome: StepConclusion = 'skipped';
  let tolerated = false;
  try {
    const outer = frameEnv(job, frame);
    if (!job.evaluator.condition(step.if, frameScope(job, frame, outer)))
      return record(frame, step, 'skipped', 'skipped', {});
    const env = { ...outer, ...job.evaluator.texts(step.env, frameScope(job, frame, outer)) };
    const scope = frameScope(job, frame, env);
    tolerated = isTrue(job, step.continueOnError, scope);
    outputs = await withTimeLimit(job, step, scope, stop, (signal) =>
      runBody(job, frame, step, { env, scope, signal }, state),
    );
    outcome = 'success';
  } catch (error) {
    outcome = stop.aborted ? 'cancelled' : 'failure';
    job.log(`##[error]${(error as Error).message}`);
    if (outcome === 'failure') job.annotate(failureOf(job, error as Error));
  }
  return record(frame, step, outcome, outcome === 'failure' && tolerated ? 'success' : outcome, outputs);
}

/** The name of a step as GitHub shows it: `name:`, or `Run` and the first line of what it runs. */
export function stepName(job: JobRun, frame: Frame, step: StepFile): string {
  const first = (template: Template | undefined): string | undefined => {
    if (template === undefined) return undefined;
    // A name is shown before the step runs, so an expression in it that cannot be evaluated yet is shown as it stands.
    try {
      return job.evaluator.text(template, frameScope(job, frame, frameEnv(job, frame)));
    } catch {
      return isExpression(template) ? `\${{ ${template.expression} }}` : undefined;
    }
  };
  const name = first(step.name);
  if (name) return name;
  return `Run ${(step.uses ?? first(step.run) ?? '').trim().split('\n')[0]}`;
}

async function runBody(
  job: JobRun,
  frame: Frame,
  step: StepFile,
  body: { readonly env: Record<string, string>; readonly scope: Scope; readonly signal: AbortSignal },
  state: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  if (step.uses === undefined) return runScript(job, frame, step, body);
  const call: ActionCall = {
    job,
    frame,
    id: step.id === '' ? `__${step.uses.replace(/@.*$/, '').replace(/[^A-Za-z0-9_]+/g, '_')}` : step.id,
    name: stepName(job, frame, step),
    with: job.evaluator.texts(step.with, body.scope),
    env: body.env,
    signal: body.signal,
  };
  return runUses(call, step.uses, state);
}

async function withTimeLimit<Result>(
  job: JobRun,
  step: StepFile,
  scope: Scope,
  stop: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  if (step.timeoutMinutes === undefined) return work(stop);
  const minutes = Number(job.evaluator.text(step.timeoutMinutes, scope));
  if (!(minutes > 0)) throw new Error(`timeout-minutes must be a positive number, not '${minutes}'.`);
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), minutes * job.minuteMs);
  try {
    return await work(AbortSignal.any([stop, limit.signal]));
  } catch (error) {
    if (limit.signal.aborted && !stop.aborted) throw new Error(`The action has timed out after ${minutes} minutes.`);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function record(
  frame: Frame,
  step: StepFile,
  outcome: StepConclusion,
  conclusion: StepConclusion,
  outputs: Readonly<Record<string, string>>,
): StepResult {
  if (step.id !== '') frame.steps[step.id] = { outputs, outcome, conclusion } satisfies Record<string, Json>;
  return { outcome, conclusion };
}

function isTrue(job: JobRun, template: Template | undefined, scope: Scope): boolean {
  return template !== undefined && job.evaluator.text(template, scope) === 'true';
}

function failureOf(job: JobRun, error: Error): Parameters<JobRun['annotate']>[0] {
  const message = job.mask.apply(error.message);
  return { level: 'failure', message, title: null, path: '.github', startLine: 1, endLine: 1 };
}
