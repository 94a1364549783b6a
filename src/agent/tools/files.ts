/** Which files `glob` and `grep` look at. */
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
  const found = await glob(pattern, {
    cwd: root,
    dot: true,
    followSymbolicLinks: false,
    expandDirectories: false,
    ignore: ['**/.git/**', '**/node_modules/**'],
  });
  return found.sort();
}
