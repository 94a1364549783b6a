import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { glob } from 'tinyglobby';
import type { Artifact } from '../world/types.ts';

/** One file of an artifact: its place in it, and where its bytes come from. */
export interface ArtifactFile {
  /** With forward slashes, relative, never leading out. */
  readonly path: string;
  readonly source: string;
}

/** What the artifact actions and the REST API can do with artifacts of one run. */
export interface ArtifactStore {
  /** Artifacts of a run that have not expired, oldest first. */
  list(runId: number): readonly Artifact[];
  /**
   * Keeps files as a new artifact of the run. Artifacts are immutable: throws in GitHub's words when the name is taken,
   * unless `overwrite`, which deletes the old one first.
   */
  upload(runId: number, name: string, files: readonly ArtifactFile[], options: UploadOptions): Promise<Artifact>;
  /** Copies the files of an artifact below `target`. */
  download(artifact: Artifact, target: string): Promise<void>;
}

/** How an artifact is kept. */
export interface UploadOptions {
  readonly overwrite: boolean;
}

/** What the world is told about artifacts. */
export interface ArtifactRecords {
  list(runId: number): readonly Artifact[];
  add(
    runId: number,
    artifact: { readonly name: string; readonly sizeInBytes: number; readonly digest: string },
  ): Artifact;
  remove(artifact: Artifact): void;
}

/** Where the files of an artifact are kept. */
export function artifactFolder(hubDir: string, artifact: { readonly id: number; readonly runId: number }): string {
  return join(hubDir, 'actions', String(artifact.runId), 'artifacts', String(artifact.id));
}

/** A store that keeps files below the hub's folder and their metadata in the world. */
export function createArtifactStore(hubDir: string, records: ArtifactRecords): ArtifactStore {
  return {
    list: (runId) => records.list(runId),
    async upload(runId, name, files, { overwrite }) {
      checkName(name);
      const taken = records.list(runId).find((artifact) => artifact.name === name);
      if (taken && !overwrite) {
        throw new Error(
          `Failed to CreateArtifact: Received non-retryable error: Failed request: (409) Conflict: an artifact with this name already exists on the workflow run: ${name}`,
        );
      }
      if (taken) {
        await rm(artifactFolder(hubDir, taken), { recursive: true, force: true });
        records.remove(taken);
      }
      // Files are copied aside first: what is known to the world is complete.
      const base = dirname(artifactFolder(hubDir, { id: 0, runId }));
      await mkdir(base, { recursive: true });
      const staging = await mkdtemp(join(base, '.staging-'));
      for (const file of files) await copy(file.source, join(staging, file.path));
      const artifact = records.add(runId, { name, ...(await measure(staging, files)) });
      await rename(staging, artifactFolder(hubDir, artifact));
      return artifact;
    },
    async download(artifact, target) {
      const folder = artifactFolder(hubDir, artifact);
      await mkdir(target, { recursive: true });
      const paths = await glob('**', { cwd: folder, dot: true, followSymbolicLinks: false });
      for (const path of paths) await copy(join(folder, path), join(target, path));
    },
  };
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
  // GitHub keeps artifacts as zip archives without permissions, so an executable bit is lost there too.
  await chmod(to, 0o644);
}

async function measure(
  folder: string,
  files: readonly ArtifactFile[],
): Promise<{ sizeInBytes: number; digest: string }> {
  const hash = createHash('sha256');
  let sizeInBytes = 0;
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const bytes = await readFile(join(folder, file.path));
    sizeInBytes += bytes.length;
    hash.update(`${file.path}\0${bytes.length}\0`).update(bytes);
  }
  return { sizeInBytes, digest: `sha256:${hash.digest('hex')}` };
}

/** The characters that GitHub refuses in the name of an artifact. */
const refusedInNames = /["<>|*?:\r\n\\/]/;

function checkName(name: string): void {
  if (name === '') throw new Error('Provided artifact name input during validation is empty');
  const refused = refusedInNames.exec(name)?.[0];
  if (refused !== undefined) {
    throw new Error(
      `The artifact name is not valid: ${name}. Contains the following character: ${JSON.stringify(refused)}. Not allowed are: " < > | * ? : \\ / and line breaks.`,
    );
  }
}
