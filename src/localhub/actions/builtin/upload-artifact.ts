import { type ActionCall, readInputs } from '../action-call.ts';
import { findArtifactFiles } from './artifact-files.ts';

/**
 * `actions/upload-artifact`, version 4 and later: one immutable artifact for each name and run. `retention-days` and
 * `compression-level` are accepted and have no effect, since artifacts here stay as long as the hub's folder.
 */
export async function uploadArtifact(call: ActionCall): Promise<Record<string, string>> {
  const { job } = call;
  const inputs = readInputs('actions/upload-artifact', call, {
    name: 'artifact',
    path: '',
    'if-no-files-found': 'warn',
    'retention-days': '',
    'compression-level': '',
    overwrite: 'false',
    'include-hidden-files': 'false',
  });
  if (inputs.path === '') throw new Error('Input required and not supplied: path');
  const files = await findArtifactFiles(job.folders.workspace, inputs.path, inputs['include-hidden-files'] === 'true');
  if (files.length === 0) {
    const sentence = `No files were found with the provided path: ${inputs.path}. No artifacts will be uploaded.`;
    if (inputs['if-no-files-found'] === 'error') throw new Error(sentence);
    if (inputs['if-no-files-found'] !== 'ignore') job.log(`##[warning]${sentence}`);
    return {};
  }
  const artifact = await job.artifacts.upload(job.spec.runId, inputs.name, files, {
    overwrite: inputs.overwrite === 'true',
  });
  job.log(
    `Artifact ${artifact.name} with ${files.length} file(s), ${artifact.sizeInBytes} bytes, is kept as number ${artifact.id}.`,
  );
  const { repository } = job.spec.contexts.github as { repository: string };
  return {
    'artifact-id': String(artifact.id),
    'artifact-digest': (artifact.digest ?? '').replace(/^sha256:/, ''),
    'artifact-url': `${job.urls.html}/${repository}/actions/runs/${job.spec.runId}/artifacts/${artifact.id}`,
  };
}
