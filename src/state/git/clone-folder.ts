/**
 * The folder of the local clone. It is a cache: everything in it can be fetched again, so whatever is found broken is thrown away, and
 * only a folder that is marked as ours is ever thrown away.
 */
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StateUnavailable } from '../errors.ts';
import type { StoreLog } from '../store-log.ts';

/** First line of the file `description`, which git leaves to its users. */
const MARK = 'A copy of the state branch, kept by Orch.';

/** Makes the folder where it is missing. Throws StateUnavailable (`local`) when it holds something that is not Orch's. */
export async function claimFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true });
    const names = await readdir(dir);
    if (names.length === 0)
      return await writeFile(join(dir, 'description'), `${MARK}\nIt can be deleted at any time.\n`);
    const description = names.includes('description') ? await readFile(join(dir, 'description'), 'utf8') : '';
    if (description.startsWith(MARK)) return;
  } catch (error) {
    throw unusable(dir, error instanceof Error ? error.message : String(error));
  }
  throw unusable(dir, 'it is not empty and is not a clone that Orch made');
}

/** Whether a repository was made in the folder, perhaps a broken one. */
export async function hasRepository(dir: string): Promise<boolean> {
  return (await readdir(dir)).includes('HEAD');
}

/** Empties a folder that `claimFolder` accepted, leaving its mark. */
export async function emptyFolder(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    if (name !== 'description') await rm(join(dir, name), { recursive: true, force: true });
  }
}

/**
 * Removes the lock files of a process that was killed: those older than `before` (milliseconds since 1970). A younger one belongs to a git
 * that is running now.
 */
export async function removeStaleLocks(dir: string, before: number, log: StoreLog): Promise<void> {
  const entries = await readdir(dir, { recursive: true });
  for (const entry of entries.filter((name) => name.endsWith('.lock'))) {
    const path = join(dir, entry);
    const found = await stat(path).catch(() => undefined);
    if (!found || found.mtimeMs >= before) continue;
    await rm(path, { force: true });
    log.warn({ path }, 'removed a lock that a killed process left behind');
  }
}

function unusable(dir: string, words: string): StateUnavailable {
  return new StateUnavailable({
    reason: 'local',
    attempted: `keep the state branch in ${dir}`,
    words,
    next: 'Give an empty folder, or one that does not exist yet.',
  });
}
