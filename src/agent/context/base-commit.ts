/** Files as they stand in the commit that a story grows from: what the story's own branch says about them has no part in it. */
import type { Git } from '../git.ts';

/** A regular file of a commit. */
export interface BaseFile {
  path: string;
  /** Object id of its content. */
  id: string;
  /** Bytes. */
  size: number;
}

/** A file that was read as text. */
export interface Document {
  /** In the repository. */
  path: string;
  text: string;
}

/** The longest path that is listed, in characters. */
const MAX_PATH = 200;

/**
 * The regular files of a commit, in git's order. Links, submodules, and paths that are too long or hold what no plain name holds are left out.
 * Rejects with GitFailed where the commit is not in the clone.
 */
export async function filesOf(git: Git, commit: string): Promise<BaseFile[]> {
  const listed = (await git(['ls-tree', '-r', '-z', '--long', '--full-tree', commit])).toString('utf8');
  return listed.split('\0').flatMap((line) => {
    const [, mode, id, size, path] = /^(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t([\s\S]+)$/.exec(line) ?? [];
    if (!mode?.startsWith('100') || id === undefined || path === undefined) return [];
    if (path.length > MAX_PATH || /[\p{Cc}\p{Cf}\ufffd]/u.test(path)) return [];
    return [{ path, id, size: Number(size) }];
  });
}

/** The contents of files of a commit, in their order. Rejects with GitFailed where one is not in the clone. */
export async function contentsOf(git: Git, files: readonly BaseFile[]): Promise<Buffer[]> {
  if (files.length === 0) return [];
  const answer = await git(['cat-file', '--batch'], files.map(({ id }) => `${id}\n`).join(''));
  const contents: Buffer[] = [];
  let at = 0;
  for (const { id } of files) {
    const end = answer.indexOf('\n', at);
    const size = Number(new RegExp(`^${id} blob (\\d+)$`).exec(answer.toString('latin1', at, end))?.[1]);
    // A clone without this object; git says so on the line and goes on.
    if (!Number.isInteger(size)) throw new Error(`git has no content for ${id}`);
    contents.push(answer.subarray(end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return contents;
}
