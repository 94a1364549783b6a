import type { GitFileChange } from '../graphql/git.ts';
import { mergeBase } from './read.ts';
import { runGit } from './run-git.ts';

/** One file of a pull request or comparison, with the text that GitHub shows for it. */
export interface FileDiff extends GitFileChange {
  /** The blob after the change; before it, when the file was removed. */
  readonly sha: string;
  /** The hunks, without the header lines; absent for binary files and pure renames. */
  readonly patch?: string;
}

/** What merging would bring: the commit to compare with, which is the merge base, or the base itself without one. */
async function fork(folder: string, base: string, head: string): Promise<string> {
  return (await mergeBase(folder, base, head)) ?? base;
}

/** The files that merging `head` into `base` would change, renames recognised, in order of path. Patches only when asked for. */
export async function changedFiles(folder: string, base: string, head: string, patches = false): Promise<FileDiff[]> {
  const from = await fork(folder, base, head);
  const raw = (
    await runGit(folder, [
      'diff-tree',
      '-r',
      '-z',
      '-M',
      '--raw',
      '--numstat',
      '--no-color',
      '--full-index',
      from,
      head,
    ])
  ).stdout;
  const files = parseRawAndNumstat(raw.toString('utf8'));
  if (!patches) return files;
  const byPath = splitPatch(
    (await runGit(folder, ['diff-tree', '-r', '-M', '-p', '--no-color', '--full-index', from, head])).stdout.toString(
      'utf8',
    ),
  );
  return files.map((file, i) => {
    const patch = byPath[i];
    return patch === undefined ? file : { ...file, patch };
  });
}

/** The diff from the merge base, as `application/vnd.github.diff` gives it. */
export async function diffText(folder: string, base: string, head: string): Promise<string> {
  const from = await fork(folder, base, head);
  return (await runGit(folder, ['diff', '-M', '--no-color', from, head])).stdout.toString('utf8');
}

/** The commits as a mailbox of patches, as `application/vnd.github.patch` gives it. */
export async function patchText(folder: string, base: string, head: string): Promise<string> {
  return (await runGit(folder, ['format-patch', '--stdout', '-M', '--no-color', `${base}..${head}`])).stdout.toString(
    'utf8',
  );
}

const statuses: Record<string, GitFileChange['status']> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  C: 'copied',
  T: 'changed',
};

function parseRawAndNumstat(text: string): FileDiff[] {
  const tokens = text.split('\0');
  const files: (Omit<FileDiff, 'additions' | 'deletions'> & { additions: number; deletions: number })[] = [];
  let at = 0;
  // First every ":modes oids status" with its one or two paths, then every "added\tdeleted\tpath" in the same order.
  for (; tokens[at]?.startsWith(':'); ) {
    const [, , before = '', after = '', code = ''] = (tokens[at++] ?? '').split(' ');
    const status = statuses[code[0] ?? ''] ?? 'modified';
    const first = tokens[at++] ?? '';
    const moved = status === 'renamed' || status === 'copied';
    const path = moved ? (tokens[at++] ?? '') : first;
    files.push({
      path,
      ...(moved ? { previousPath: first } : {}),
      status,
      sha: status === 'removed' ? before : after,
      additions: 0,
      deletions: 0,
    });
  }
  for (const file of files) {
    const [added = '', deleted = '', path] = (tokens[at++] ?? '').split('\t');
    // A rename leaves its path empty and gives both names after it.
    if (path === '') at += 2;
    file.additions = Number(added) || 0;
    file.deletions = Number(deleted) || 0;
  }
  return files;
}

/** The hunks of each file, in the order of the diff. */
function splitPatch(text: string): (string | undefined)[] {
  return text
    .split(/^(?=diff --git )/m)
    .filter((part) => part.startsWith('diff --git '))
    .map((part) => {
      const start = part.search(/^@@ /m);
      return start < 0 ? undefined : part.slice(start).replace(/\n$/, '');
    });
}
