/** Between two commands nothing runs in the jail. What a command left that could mislead bubblewrap or a later git is put right then. */
import { lstat, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { JAIL_HOME, type JailView } from './bubblewrap.ts';
import { isWithin } from './view.ts';

/** Files by which a git folder names another place for its configuration. */
const MISLEADING = ['commondir', 'config.worktree'];

/** The misleading files that a git folder had before anything ran; they stay. */
export async function honestBefore(gitFolder: string | undefined): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const name of gitFolder === undefined ? [] : MISLEADING) {
    if (await lstat(join(gitFolder!, name)).catch(() => undefined)) found.add(name);
  }
  return found;
}

/** Removes a `commondir` that a command wrote: with it, git would take a configuration of the command's choice, also outside. */
export async function tidyGitFolder(gitFolder: string | undefined, before: ReadonlySet<string>): Promise<void> {
  if (gitFolder === undefined) return;
  for (const name of MISLEADING) {
    if (!before.has(name)) await rm(join(gitFolder, name), { force: true, recursive: true });
  }
}

/**
 * Clears the way to mounts below HOME and /tmp, which keep what commands write: a link there would lead bubblewrap elsewhere when it makes
 * the folders for the next command.
 */
export async function clearTheWay(view: JailView): Promise<void> {
  const targets = [...view.readOnly, view.workspace];
  for (const [inside, outside] of [
    ['/tmp', view.tmp],
    [JAIL_HOME, view.home],
  ] as const) {
    for (const target of targets.filter((path) => path !== inside && isWithin(inside, path))) {
      await clearPath(outside, relative(inside, target).split(sep));
    }
  }
}

async function clearPath(from: string, names: readonly string[]): Promise<void> {
  let path = from;
  for (const [index, name] of names.entries()) {
    path = join(path, name);
    const there = await lstat(path).catch(() => undefined);
    if (!there) return;
    const fits = there.isDirectory() || (index === names.length - 1 && there.isFile());
    if (!fits) return await rm(path, { force: true });
  }
}
