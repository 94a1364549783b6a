/**
 * Paths that a model names. A file tool may touch what is inside the workspace and nothing else: not a parent folder, not where a
 * symbolic link leads outside, not git's own files (a hook or a filter written there would run with the next git command).
 */
import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** A path that a tool may not touch. The message is for the model. */
export class PathRefused extends Error {
  override readonly name = 'PathRefused';
}

/**
 * The real absolute path of something in the workspace, which need not exist yet. Every symbolic link on the way is followed, so the
 * answer can be opened without being led elsewhere. Throws PathRefused.
 */
export async function insideWorkspace(root: string, path: string): Promise<string> {
  if (path.includes('\0')) throw new PathRefused('The path contains a NUL character.');
  const home = await realpath(root);
  // A model that knows the workspace by a path with a link in it (`/tmp` on some systems) means the same place.
  const wanted = resolve(home, isAbsolute(path) && isWithin(root, path) ? relative(root, path) : path);
  if (!isWithin(home, wanted)) throw outside(path);

  const real = await followExisting(wanted, path);
  if (!isWithin(home, real)) throw outside(path);
  const parts = relative(home, real).split(sep);
  if (parts.some((part) => part.toLowerCase() === '.git')) {
    throw new PathRefused(
      `${path} belongs to git itself. Use the commit tool; other git files cannot be read or written.`,
    );
  }
  return real;
}

/** The path relative to the workspace, with forward slashes, for messages and globs. */
export function shownPath(realRoot: string, real: string): string {
  return relative(realRoot, real).split(sep).join('/') || '.';
}

/** The real path of the nearest parent that exists, with the rest of the path behind it. */
async function followExisting(wanted: string, asked: string): Promise<string> {
  const rest: string[] = [];
  for (let path = wanted; ; path = dirname(path)) {
    // lstat, not stat: a link whose target is missing exists, and writing to it would create the target.
    const there = await lstat(path).catch(() => undefined);
    if (there) {
      const real = await realpath(path).catch(() => undefined);
      if (real === undefined) throw new PathRefused(`${asked} leads through a symbolic link that leads nowhere.`);
      return join(real, ...rest);
    }
    if (dirname(path) === path) return wanted;
    rest.unshift(basename(path));
  }
}

function isWithin(home: string, path: string): boolean {
  const way = relative(home, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

function outside(path: string): PathRefused {
  return new PathRefused(
    `${path} is outside the workspace. Use paths relative to the repository's root, such as src/index.js.`,
  );
}
