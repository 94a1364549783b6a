/** The files of a workflow: where they are, and that they stay where they belong. */
import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';

/** Where a workflow stands. */
export interface Folder {
  /** Absolute path of the folder with the `workflow.yaml`. */
  path: string;
  projectRoot: string;
  /** The absolute path of a file of the workflow, or why there is none. */
  locate(path: string): Located;
}

/** A file found, missing, or outside. */
export type Located = { kind: 'found' | 'missing' | 'outside'; path: string };

/**
 * A folder that may have been moved: a workflow says where it is installed (`{project-root}/a/b/c`), and where its own folder ends with the same names, other
 * paths below `{project-root}` are also looked for there. So a tree of workflows can be read before it is installed.
 */
export function folderOf(path: string, projectRoot: string, installedPath: string | undefined): Folder {
  const declared = (installedPath ?? '')
    .replace(/^\{project[-_]root\}\/?/, '')
    .split('/')
    .filter(Boolean);
  const actual = path.split(sep);
  let shared = 0;
  while (shared < Math.min(declared.length, actual.length - 1) && declared.at(-1 - shared) === actual.at(-1 - shared))
    shared++;
  const prefix = declared.slice(0, declared.length - shared).join('/');
  const movedRoot = actual.slice(0, actual.length - shared).join(sep) || sep;
  const moves = shared > 0 && mayMoveTo(movedRoot, path, projectRoot, shared);

  const locate = (wanted: string): Located => {
    const plainly = isAbsolute(wanted) ? resolve(wanted) : join(path, wanted);
    const below = relative(projectRoot, plainly);
    const moved =
      moves && !below.startsWith('..') && (prefix === '' || below.startsWith(`${prefix}${sep}`))
        ? join(movedRoot, below.slice(prefix.length))
        : undefined;
    const roots = moves ? [projectRoot, path, movedRoot] : [projectRoot, path];
    const file = [plainly, moved].find((candidate) => candidate !== undefined && existsSync(candidate));
    if (file === undefined) return { kind: within(plainly, roots) ? 'missing' : 'outside', path: plainly };
    // A symbolic link may lead out of the project although the path does not.
    const real = realpathSync(file);
    return { kind: within(real, roots.map(realOf)) ? 'found' : 'outside', path: file };
  };
  return { path, projectRoot, locate };
}

/** More names than an installed workflow has above it; a longer match is made up to reach files that are none of its business. */
const MOST_SHARED = 6;

/** Inside the project the other files must be there too, whatever the workflow says of its place. */
function mayMoveTo(root: string, path: string, projectRoot: string, shared: number): boolean {
  return within(path, [projectRoot]) ? within(root, [projectRoot]) : shared <= MOST_SHARED && root !== sep;
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function within(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => path === root || path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`));
}
