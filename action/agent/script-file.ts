/** Where the script of a `scripted:PATH` model comes from. */
import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import type { Git } from '../../src/agent/git.ts';
import { insideWorkspace } from '../../src/agent/paths.ts';

/**
 * Reads a script as it stands in the base commit, so that a story's own commits cannot change what is played. Only where the clone does
 * not have that commit, the checked-out file is read. Rejects with a sentence.
 */
export async function readScriptFile(git: Git, root: string, base: string, path: string): Promise<string> {
  const normal = posix.normalize(path);
  if (posix.isAbsolute(path) || normal === '..' || normal.startsWith('../')) {
    throw new Error(
      `${path} is not a path inside the repository. Use one relative to its root, such as .orch/script.yaml.`,
    );
  }
  const blob = await git(['cat-file', 'blob', `${base}:${normal}`]).catch(() => undefined);
  if (blob) return blob.toString('utf8');
  const hasBase = await git(['cat-file', '-e', `${base}^{commit}`]).then(
    () => true,
    () => false,
  );
  if (hasBase) throw new Error(`there is no such file in the base commit ${base.slice(0, 12)}.`);
  return await readFile(await insideWorkspace(root, normal), 'utf8');
}
