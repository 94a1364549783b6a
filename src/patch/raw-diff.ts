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

/** The changes with how many bytes each adds to its file; what makes it smaller adds none. */
export async function withAdded(git: Git, changes: readonly FileChange[]): Promise<(FileChange & { added: number })[]> {
  const sizes = await blobSizes(
    git,
    changes.flatMap(({ oldId, newId }) => [oldId, newId]),
  );
  return changes.map((change, at) => ({
    ...change,
    added: Math.max(0, (sizes[2 * at + 1] ?? 0) - (sizes[2 * at] ?? 0)),
  }));
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
  const read = changes.flatMap(({ path, oldId, newId }) =>
    path !== null && wanted(path) ? [{ path, oldId, newId }] : [],
  );
  const asked = [`${parent}:package.json`, ...read.flatMap(({ oldId, newId }) => [oldId, newId])];
  const [root = null, ...texts] = await blobTexts(git, asked);
  return new Map([
    ['package.json', { before: root, after: null }],
    ...read.map(({ path }, at): [string, Sides] => [
      path,
      { before: texts[2 * at] ?? null, after: texts[2 * at + 1] ?? null },
    ]),
  ]);
}

/** The texts of what each expression names, by one git; null for what is no blob of this repository. */
async function blobTexts(git: Git, expressions: readonly string[]): Promise<(string | null)[]> {
  const out = await git(['cat-file', '--batch'], { input: expressions.map((each) => `${each}\n`).join('') });
  let at = 0;
  return expressions.map(() => {
    const end = out.indexOf(10, at);
    const [, type, size] = /^[0-9a-f]{40,64} ([a-z]+) (\d+)$/.exec(out.toString('latin1', at, end)) ?? [];
    at = end + 1;
    if (type === undefined) return null;
    const text = type === 'blob' ? out.toString('utf8', at, at + Number(size)) : null;
    at += Number(size) + 1;
    return text;
  });
}
