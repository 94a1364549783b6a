import type { Frame, JobRun } from './job-run.ts';

/** One `uses:` step about to run. */
export interface ActionCall {
  readonly job: JobRun;
  readonly frame: Frame;
  /** GITHUB_ACTION: the step's id, or `__owner_repo`. */
  readonly id: string;
  /** The step's name as shown, for the name of its clean-up. */
  readonly name: string;
  /** `with:`, evaluated, by the name in the file. */
  readonly with: Readonly<Record<string, string>>;
  /** The variables that the step sees. */
  readonly env: Record<string, string>;
  readonly signal: AbortSignal;
}

/** Runs one action to its end and gives its outputs. Throws an Error when it fails. */
export type RunAction = (call: ActionCall) => Promise<Readonly<Record<string, string>>>;

/**
 * The `with:` of a call to a built-in action: names compared without regard to case, spaces trimmed, defaults filled in.
 * Throws an Error that names an input that GitHub's action has and this one does not, rather than ignore it.
 */
export function readInputs<Name extends string>(
  action: string,
  call: ActionCall,
  defaults: Readonly<Record<Name, string>>,
): Record<Name, string> {
  const inputs: Record<Name, string> = { ...defaults };
  for (const [name, value] of Object.entries(call.with)) {
    const known = (Object.keys(defaults) as Name[]).find((input) => input.toLowerCase() === name.toLowerCase());
    if (known === undefined) {
      throw new Error(
        `The input '${name}' of ${action} is not known to this runner. Known: ${Object.keys(defaults).join(', ')}.`,
      );
    }
    if (value.trim() !== '') inputs[known] = value.trim();
  }
  return inputs;
}
