import type { ActionCall, RunAction } from './action-call.ts';
import { type ActionMetadata, readActionMetadata } from './action-metadata.ts';
import { type ActionSource, findAction } from './action-source.ts';
import { checkout } from './builtin/checkout.ts';
import { downloadArtifact } from './builtin/download-artifact.ts';
import { setupNode } from './builtin/setup-node.ts';
import { uploadArtifact } from './builtin/upload-artifact.ts';
import { runCompositeAction } from './composite-action.ts';
import { runJavaScriptAction } from './javascript-action.ts';
import type { JobRun } from './job-run.ts';

/** The actions that the runner brings along, by the name that workflows use. */
export const builtInActions: Readonly<Record<string, RunAction>> = {
  'actions/checkout': checkout,
  'actions/setup-node': setupNode,
  'actions/upload-artifact': uploadArtifact,
  'actions/download-artifact': downloadArtifact,
};

/**
 * Runs a `uses:` step. `state` is what the action's `pre` saved, where it had one.
 * Throws when the action is not known, is invalid, or fails.
 */
export async function runUses(
  call: ActionCall,
  uses: string,
  state: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const { job } = call;
  job.log(`##[group]Run ${uses}`);
  if (Object.keys(call.with).length > 0) job.log('with:');
  for (const [name, value] of Object.entries(call.with)) job.log(`  ${name}: ${value}`);
  job.log('##[endgroup]');
  const source = sourceOf(job, uses);
  if (source.kind === 'unknown') throw new Error(source.sentence);
  if (source.kind === 'built-in') return (builtInActions[source.name] as RunAction)(call);
  const metadata: ActionMetadata = await readActionMetadata(job.services, source.folder);
  const { runs } = metadata;
  if (runs.kind === 'javascript') return runJavaScriptAction(call, { folder: source.folder, metadata, runs }, state);
  return runCompositeAction(call, metadata, runs, {
    path: source.folder,
    repository: source.repository,
    ref: source.ref,
  });
}

/** Where the action of a step of this job comes from. */
export function sourceOf(job: JobRun, uses: string): ActionSource {
  return findAction(uses, {
    workspace: job.folders.workspace,
    folders: job.actions,
    builtIns: Object.keys(builtInActions),
  });
}
