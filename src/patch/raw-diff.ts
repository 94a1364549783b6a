/** What really changed between a tree and the index: git's own raw format, read byte by byte. */
import type { Git } from './git.ts';
import type { Sides } from './test-command.ts';

/** A file mode as git writes it: `100644`, `100755`, `120000` (symlink), `160000` (submodule), `000000` (no file). */
export type Mode = string;

export interface FileChange {
  /** Path with slashes, or null when its bytes are not UTF-8. */
  path: string | null;
  /** `A`dded, `M`odified, `D`eleted or changed in `T`ype. Renames are shown as a deletion and an addition. */
  status: string;
  oldMode: Mode;
  newMode: Mode;
  oldId: string;
  newId: string;
}

/** The entries of `git diff --raw -z --no-renames --no-abbrev`. Throws when the bytes are not of that format. */
export function parseRawDiff(raw: Buffer): FileChange[] {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const changes: FileChange[] = [];
  let at = 0;
  const field = (): Buffer => {
    const end = raw.indexOf(0, at);
    if (end < 0) throw new Error(`git's raw diff ends in the middle of an entry (byte ${at} of ${raw.length})`);
    const bytes = raw.subarray(at, end);
    at = end + 1;
    return bytes;
  };
  while (at < raw.length) {
    const head = field().toString('latin1');
    const match = /^:(\d{6}) (\d{6}) ([0-9a-f]{40,64}) ([0-9a-f]{40,64}) ([A-Z])\d*$/.exec(head);
    if (!match) throw new Error(`git's raw diff has an entry that cannot be read: ${JSON.stringify(head)}`);
    const [, oldMode, newMode, oldId, newId, status] = match;
    const bytes = field();
    let path: string | null;
    try {
      path = decoder.decode(bytes);
    } catch {
      path = null;
    }
    changes.push({ path, status: status!, oldMode: oldMode!, newMode: newMode!, oldId: oldId!, newId: newId! });
  }
  return changes;
}

/** Sizes of blobs in bytes, in the order of the ids; 0 for the id of no file and for what is not in this repository. */
export async function blobSizes(git: Git, ids: readonly string[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const wanted = ids.map((id) => `${id}\n`).join('');
  const out = await git(['cat-file', '--batch-check=%(objecttype) %(objectsize)'], { input: wanted });
  return out
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => (line.startsWith('blob ') ? Number(line.slice(5)) : 0));
}

/**
 * The text before and after of those changed files that are wanted, by their path, and of the root's package.json as it was in any case. What is
 * no file of text counts as absent.
 */
export async function sidesOf(
  git: Git,
  parent: string,
  changes: readonly FileChange[],
  wanted: (path: string) => boolean,
): Promise<Map<string, Sides>> {
  const text = async (object: string): Promise<string | null> =>
    /^0+$/.test(object) ? null : await git(['cat-file', 'blob', object]).then(String, () => null);
  const sides = new Map<string, Sides>([
    ['package.json', { before: await text(`${parent}:package.json`), after: null }],
  ]);
  for (const { path, oldId, newId } of changes)
    if (path !== null && wanted(path)) sides.set(path, { before: await text(oldId), after: await text(newId) });
  return sides;
}
