/** The base with only the test files of a change in it. */
import { join } from 'node:path';
import { gitIn } from '../patch/git.ts';

export interface TestFiles {
  /** Added or edited, sorted. */
  changed: string[];
  removed: string[];
}

/**
 * Puts the base's files back as they were and takes only the test files from `head`, a commit of the checkout `source`. What the tests of
 * the base left behind (installed packages, caches) stays, as it would for a developer.
 */
export async function takeTests(dir: string, source: string, head: string, tests: TestFiles): Promise<void> {
  const git = gitIn(dir);
  // The objects of the other checkout are read where they are; git itself writes the files, and never through a symbolic link.
  const env = { GIT_ALTERNATE_OBJECT_DIRECTORIES: join(source, '.git', 'objects') };
  await git(['reset', '--quiet', '--hard', 'HEAD']);
  const list = (paths: readonly string[]) => ({ input: paths.map((path) => `${path}\0`).join(''), env });
  const fromInput = ['--pathspec-from-file=-', '--pathspec-file-nul'];
  // What is removed makes room first: a file may become a folder.
  if (tests.removed.length > 0)
    await git(['rm', '--quiet', '--force', '--ignore-unmatch', ...fromInput], list(tests.removed));
  if (tests.changed.length > 0) await git(['checkout', '--quiet', head, ...fromInput], list(tests.changed));
}
