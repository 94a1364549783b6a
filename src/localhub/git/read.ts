import type { GitObjectName, GitTreeEntry } from '../graphql/git.ts';
import type { ObjectReader } from './object-reader.ts';
import { gitText, runGit } from './run-git.ts';

/**
 * What git makes of an expression (`main`, `HEAD:.orch/config.yaml`, an oid); null when it names nothing.
 * A short branch name and a full ref name work alike.
 */
export async function resolveObject(objects: ObjectReader, expression: string): Promise<GitObjectName | null> {
  // One line is one question; a line break would be a second one.
  return expression === '' || /[\n\0]/.test(expression) ? null : objects.find(expression);
}

/** The commit that a ref, short name or oid leads to, through annotated tags; null when it leads to none. */
export async function resolveCommit(objects: ObjectReader, revision: string): Promise<string | null> {
  return (await resolveObject(objects, `${revision}^{commit}`))?.oid ?? null;
}

/** The bytes of a blob. Throws when there is no such blob. */
export async function readBlob(objects: ObjectReader, oid: string): Promise<Buffer> {
  const found = await objects.read(oid);
  if (found?.type !== 'blob') throw new Error(`${oid} is no blob of this repository.`);
  return found.contents;
}

/** One line of a tree, with the size of a blob (0 for what is not a blob). */
export interface SizedTreeEntry extends GitTreeEntry {
  readonly path: string;
  readonly size: number;
}

/** The lines of a tree in git's order, subfolders included when `recursive`. `path` is relative to that tree. */
export async function readTree(folder: string, oid: string, recursive = false): Promise<SizedTreeEntry[]> {
  const { stdout } = await runGit(folder, ['ls-tree', '-z', '-l', ...(recursive ? ['-r', '-t'] : []), oid]);
  return stdout
    .toString('utf8')
    .split('\0')
    .filter(Boolean)
    .map((line) => {
      const found = /^(\d+) (blob|tree|commit) ([0-9a-f]{40}) +(\d+|-)\t([\s\S]+)$/.exec(line);
      if (!found) throw new Error(`git ls-tree said ${JSON.stringify(line)}, which is no line of a tree.`);
      const [, mode = '', type, entry = '', size = '', path = ''] = found;
      return {
        path,
        name: path.split('/').pop() ?? path,
        mode,
        type: type as GitTreeEntry['type'],
        oid: entry,
        size: size === '-' ? 0 : Number(size),
      };
    });
}

/** The bytes of a file at a revision; null when there is no such file. */
export async function readFile(objects: ObjectReader, revision: string, path: string): Promise<Buffer | null> {
  const expression = `${revision}:${path}`;
  if (/[\n\0]/.test(expression)) return null;
  const found = await objects.read(expression);
  return found?.type === 'blob' ? found.contents : null;
}

/** Whether `ancestor` can be reached from `descendant`. Both are oids of commits that exist. */
export async function isAncestor(folder: string, ancestor: string, descendant: string): Promise<boolean> {
  return (await runGit(folder, ['merge-base', '--is-ancestor', ancestor, descendant], { codes: [0, 1] })).code === 0;
}

/** The best common ancestor of two commits; null when they share no history, or when one of them is only a tree. */
export async function mergeBase(folder: string, one: string, other: string): Promise<string | null> {
  const { code, stdout } = await runGit(folder, ['merge-base', one, other], { codes: [0, 1, 128] });
  return code === 0 ? stdout.toString('utf8').trim() : null;
}

/** How many commits `head` has that `base` has not, and the other way round. */
export async function aheadBehind(
  folder: string,
  base: string,
  head: string,
): Promise<{ ahead: number; behind: number }> {
  const [behind = '0', ahead = '0'] = (
    await gitText(folder, ['rev-list', '--left-right', '--count', `${base}...${head}`])
  ).split('\t');
  return { ahead: Number(ahead), behind: Number(behind) };
}
