/** Which files `glob` and `grep` look at. */
import { lstat, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { glob } from 'tinyglobby';
import { PathRefused } from '../paths.ts';

/**
 * Files of the workspace that match a glob pattern, sorted, relative to the root. Links are not followed; git's own files and installed
 * packages are left out. Rejects with PathRefused when the pattern points outside.
 */
export async function findFiles(root: string, pattern: string): Promise<string[]> {
  if (pattern.startsWith('/') || pattern.split('/').includes('..')) {
    throw new PathRefused(
      `${pattern} points outside the workspace. Patterns are relative to its root, such as src/**/*.js.`,
    );
  }
  if (await beginsBehindLink(root, pattern)) return [];
  const found = await glob(pattern, {
    cwd: root,
    dot: true,
    followSymbolicLinks: false,
    expandDirectories: false,
    ignore: ['**/.git/**', '**/node_modules/**'],
  });
  // A link that is spelled out in the pattern is followed by glob; what it leads to is none of the workspace's files.
  const folders = new Map<string, Promise<boolean>>();
  const isReal = (path: string): Promise<boolean> => {
    const folder = join(root, dirname(path));
    const known = folders.get(folder) ?? realpath(folder).then((real) => real === folder);
    folders.set(folder, known);
    return known.catch(() => false);
  };
  const real = await Promise.all(found.map(isReal));
  return found.filter((_, index) => real[index]).sort();
}

/** Whether one of the folders that the pattern begins with, before its first special character, is a link. */
async function beginsBehindLink(root: string, pattern: string): Promise<boolean> {
  let path = root;
  for (const name of pattern.split('/').slice(0, -1)) {
    if (/[*?[\]{}()!+@\\]/.test(name)) return false;
    path = join(path, name);
    if ((await lstat(path).catch(() => undefined))?.isSymbolicLink()) return true;
  }
  return false;
}
