import type { ActionCall } from './action-call.ts';
import type { ActionMetadata, CompositeRuns } from './action-metadata.ts';
import type { Json } from './expressions.ts';
import { actionInputs } from './javascript-action.ts';
import { type Frame, frameScope } from './job-run.ts';
import { runStep } from './step.ts';

/** GitHub nests composite actions up to this depth. */
const deepest = 10;

/**
 * Runs the steps of a composite action in a frame of their own (own `steps` and `inputs`, the caller's variables) and
 * gives the outputs that it declares. Throws when a step failed.
 */
export async function runCompositeAction(
  call: ActionCall,
  metadata: ActionMetadata,
  runs: CompositeRuns,
  action: NonNullable<Frame['action']>,
): Promise<Readonly<Record<string, string>>> {
  const { job } = call;
  if (call.frame.depth >= deepest)
    throw new Error(`Composite actions are nested deeper than ${deepest}, at '${metadata.name}'.`);
  let failed = false;
  const steps: Record<string, Json> = {};
  const frame: Frame = {
    steps,
    inputs: actionInputs(call, metadata),
    env: call.env,
    action,
    status: () => {
      const cancelled = job.cancel.aborted || call.signal.aborted;
      return { success: !failed && !cancelled, failure: failed && !cancelled, cancelled };
    },
    depth: call.frame.depth + 1,
  };
  for (const step of runs.steps) {
    const { conclusion } = await runStep(job, frame, step, call.signal);
    if (conclusion === 'failure' || conclusion === 'cancelled') failed = true;
  }
  const scope = frameScope(job, frame, call.env);
  const outputs = Object.fromEntries(metadata.outputs.map(([name, value]) => [name, job.evaluator.text(value, scope)]));
  if (failed) throw new Error(`A step of the action '${metadata.name}' failed.`);
  return outputs;
}
