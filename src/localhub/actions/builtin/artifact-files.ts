import { stat } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { escapePath, glob } from 'tinyglobby';
import type { ArtifactFile } from '../artifact-store.ts';

/**
 * The files that the `path:` of an upload means: one file, folder or pattern a line, `!` excludes. Their places in the
 * artifact are relative to the one folder given, or to the least common ancestor of all of them.
 */
export async function findArtifactFiles(
  workspace: string,
  path: string,
  includeHidden: boolean,
): Promise<ArtifactFile[]> {
  const lines = path
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const wanted = lines.filter((line) => !line.startsWith('!'));
  const ignore = lines
    .filter((line) => line.startsWith('!'))
    .map((line) => toSlashes(resolve(workspace, line.slice(1))));
  const files = new Set<string>();
  const roots: string[] = [];
  for (const line of wanted) {
    const absolute = resolve(workspace, line);
    const info = await stat(absolute).catch(() => undefined);
    roots.push(info?.isDirectory() ? absolute : dirname(globBase(absolute)));
    const patterns = info?.isDirectory()
      ? [`${escapePath(toSlashes(absolute))}/**`]
      : info
        ? [escapePath(toSlashes(absolute))]
        : [toSlashes(absolute)];
    for (const found of await glob(patterns, {
      cwd: workspace,
      absolute: true,
      dot: includeHidden,
      ignore: ignore.flatMap((item) => [item, `${item}/**`]),
    })) {
      files.add(resolve(found));
    }
  }
  const root = commonAncestor(roots);
  return [...files].sort().map((source) => ({ path: toSlashes(relative(root, source)), source }));
}

/** The part of a pattern before its first special character, as a path whose parent is the search root. */
function globBase(pattern: string): string {
  const special = pattern.search(/[*?[{]/);
  if (special < 0) return pattern;
  return `${pattern.slice(0, pattern.lastIndexOf(sep, special))}${sep}x`;
}

function commonAncestor(folders: readonly string[]): string {
  const [first = '/', ...others] = folders;
  let parts = first.split(sep);
  for (const other of others) {
    const otherParts = other.split(sep);
    const length = parts.findIndex((part, index) => part !== otherParts[index]);
    if (length >= 0) parts = parts.slice(0, length);
  }
  return parts.join(sep) || sep;
}

function toSlashes(path: string): string {
  return path.replaceAll('\\', '/');
}
