/** The difference between two commits, as it travels: a patch, and how large it is. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Git } from './git.ts';

/** A repository inside the repository: it cannot travel as a patch. The message is for the model. */
export class NestedRepository extends Error {
  override readonly name = 'NestedRepository';
}

/** How large a change is. Lines of binary files count as none. */
export interface Size {
  files: number;
  insertions: number;
  deletions: number;
}

/** Counts a change. Rejects with NestedRepository, or GitFailed. */
export async function measure(git: Git, from: string, to: string): Promise<Size> {
  const lines = (await git(['diff-tree', '-r', '--raw', '--numstat', '--no-renames', from, to]))
    .toString('utf8')
    .split('\n');
  let files = 0;
  let insertions = 0;
  let deletions = 0;
  for (const line of lines) {
    if (line.startsWith(':')) {
      files++;
      if (line.split(' ')[1] === '160000') {
        const path = line.split('\t')[1];
        throw new NestedRepository(
          `${path} is a git repository of its own. Remove its .git folder or the whole of it first.`,
        );
      }
    } else if (line !== '') {
      const [added, removed] = line.split('\t');
      insertions += Number(added) || 0;
      deletions += Number(removed) || 0;
    }
  }
  return { files, insertions, deletions };
}

/** The patch as text, with full object ids. Files that are text to git but not UTF-8 travel as binary, because JSON would damage them. */
export async function patchBetween(git: Git, from: string, to: string, scratch: string): Promise<string> {
  const args = [
    'diff-tree',
    '-p',
    '--binary',
    '--full-index',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    from,
    to,
  ];
  try {
    return utf8(await git(args));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const attributes = join(scratch, 'all-binary.gitattributes');
    await writeFile(attributes, '* -diff\n');
    return utf8(await git(['-c', `core.attributesFile=${attributes}`, ...args]));
  }
}

/** Throws TypeError when the bytes are not UTF-8. */
function utf8(bytes: Buffer): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}
