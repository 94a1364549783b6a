import { resolve } from 'node:path';
import type { ActionCall } from './action-call.ts';
import type { ActionMetadata, JavaScriptRuns } from './action-metadata.ts';
import { frameScope } from './job-run.ts';
import { runStepProcess, type StepProcessResult } from './step-process.ts';

/** A JavaScript action in its folder, ready to be called. */
export interface JavaScriptAction {
  readonly folder: string;
  readonly metadata: ActionMetadata;
  readonly runs: JavaScriptRuns;
}

/**
 * Runs the `main` of an action and registers its `post`, which runs after the job's last step with the state that the
 * action saved. `state` is what its `pre` saved, where it had one.
 */
export async function runJavaScriptAction(
  call: ActionCall,
  action: JavaScriptAction,
  state: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const { runs, folder } = action;
  const env = { ...call.env, ...inputEnv(call, action.metadata) };
  const saved: Record<string, string> = { ...state };
  if (runs.post !== undefined) {
    const post = runs.post;
    call.job.posts.push({
      name: `Post ${call.name}`,
      condition: runs.postIf,
      run: async (signal) => {
        await runEntry({ ...call, signal }, folder, post, env, saved);
      },
    });
  }
  const { outputs, state: written } = await runEntry(call, folder, runs.main, env, saved);
  Object.assign(saved, written);
  return outputs;
}

/** Runs the `pre` of an action and gives the state that it saved. */
export async function runJavaScriptPre(
  call: ActionCall,
  action: JavaScriptAction,
  pre: string,
): Promise<Readonly<Record<string, string>>> {
  const env = { ...call.env, ...inputEnv(call, action.metadata) };
  return (await runEntry(call, action.folder, pre, env, {})).state;
}

function runEntry(
  call: ActionCall,
  folder: string,
  entry: string,
  env: Readonly<Record<string, string>>,
  state: Readonly<Record<string, string>>,
): Promise<StepProcessResult> {
  const stateEnv = Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]));
  return runStepProcess(call.job, call.frame, {
    file: process.execPath,
    args: [resolve(folder, entry)],
    cwd: call.job.folders.workspace,
    env: { ...env, ...stateEnv },
    action: call.id,
    signal: call.signal,
  });
}

/**
 * The INPUT_ variables of a call: spaces of a name become `_`, letters capitals, hyphens stay. Declared inputs that the
 * workflow leaves out get their default; undeclared ones are handed over with a warning, a missing required one is only
 * warned about, because on GitHub the action itself must check.
 */
export function inputEnv(call: ActionCall, metadata: ActionMetadata): Record<string, string> {
  return Object.fromEntries(
    Object.entries(actionInputs(call, metadata)).map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]),
  );
}

/** The inputs of a call by their declared names, defaults evaluated. Warns as {@link inputEnv} says. */
export function actionInputs(call: ActionCall, metadata: ActionMetadata): Record<string, string> {
  const { job } = call;
  const scope = frameScope(job, call.frame, call.env);
  const given = new Map(Object.entries(call.with).map(([name, value]) => [name.toLowerCase(), value]));
  const inputs: Record<string, string> = {};
  for (const input of metadata.inputs) {
    const value = given.get(input.name.toLowerCase());
    given.delete(input.name.toLowerCase());
    const fallback = input.default === undefined ? '' : job.evaluator.text(input.default, scope);
    inputs[input.name] = value ?? fallback;
    if (input.required && (value ?? fallback) === '') {
      job.log(`##[warning]Input required and not supplied: ${input.name}`);
    }
  }
  for (const [name, value] of given) {
    const declared = metadata.inputs.map((input) => input.name).join("', '");
    job.log(`##[warning]Unexpected input(s) '${name}', valid inputs are ['${declared}']`);
    inputs[name] = value;
  }
  return inputs;
}
