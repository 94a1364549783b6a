import { resolve } from 'node:path';
import { type ActionCall, readInputs } from '../action-call.ts';
import { matchesPatterns } from '../filter-patterns.ts';

/**
 * `actions/download-artifact`, version 4 and later: by `name` into `path` itself; without one every artifact that matches
 * `pattern`, each into a folder of its name, or all into `path` with `merge-multiple`.
 * `run-id` reaches another run of this repository and needs a `github-token`; other repositories are out of reach.
 */
export async function downloadArtifact(call: ActionCall): Promise<Record<string, string>> {
  const { job } = call;
  const repository = String((job.spec.contexts.github as { repository: string }).repository);
  const inputs = readInputs('actions/download-artifact', call, {
    name: '',
    'artifact-ids': '',
    path: '',
    pattern: '',
    'merge-multiple': 'false',
    'github-token': '',
    repository,
    'run-id': String(job.spec.runId),
  });
  if (inputs.repository !== repository)
    throw new Error(`Artifacts of another repository (${inputs.repository}) are out of reach here.`);
  const runId = Number(inputs['run-id']);
  if (runId !== job.spec.runId && inputs['github-token'] === '') {
    throw new Error(
      `Artifacts of run ${runId} need a github-token with actions: read, since they belong to another run.`,
    );
  }
  const target = resolve(job.folders.workspace, inputs.path);
  const available = job.artifacts.list(runId);
  if (inputs.name !== '') {
    const artifact = available.find(({ name }) => name === inputs.name);
    if (!artifact) throw new Error(notFound(inputs.name, available));
    await job.artifacts.download(artifact, target);
    job.log(`Artifact ${artifact.name} was downloaded to ${target}.`);
    return { 'download-path': target };
  }
  const ids = inputs['artifact-ids']
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  const chosen = available
    .filter(({ id }) => ids.length === 0 || ids.includes(String(id)))
    .filter(({ name }) => inputs.pattern === '' || matchesPatterns([inputs.pattern], name));
  const missing = ids.filter((id) => !chosen.some((artifact) => String(artifact.id) === id));
  if (missing.length > 0) throw new Error(notFound(missing.join(', '), available));
  const flat = inputs['merge-multiple'] === 'true' || (ids.length === 1 && chosen.length === 1);
  for (const artifact of chosen) await job.artifacts.download(artifact, flat ? target : resolve(target, artifact.name));
  job.log(`Total of ${chosen.length} artifact(s) downloaded to ${target}.`);
  return { 'download-path': target };
}

function notFound(wanted: string, available: ReadonlyArray<{ readonly name: string }>): string {
  const names = available.map(({ name }) => name).join(', ') || 'none';
  return `Unable to download artifact(s): Artifact not found for name: ${wanted}. This run has: ${names}.`;
}
