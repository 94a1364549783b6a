/** Which test files a change touches, and the base with only those in it. */
import { join } from 'node:path';
import picomatch from 'picomatch';
import { gitIn } from '../patch/git.ts';
import { type FileChange, parseRawDiff } from '../patch/raw-diff.ts';

export interface TestFiles {
  /** Added or edited, sorted. */
  changed: string[];
  removed: string[];
}

/**
 * Test files among what changed between two commits of the checkout `dir`, by the brief's glob patterns. It is compared with the commit
 * where the branch left the base, so that what the base did meanwhile does not count as the change's.
 */
export async function findTestFiles(
  dir: string,
  base: string,
  head: string,
  patterns: readonly string[],
): Promise<TestFiles> {
  const git = gitIn(dir);
  const left = (await git(['merge-base', base, head])).toString().trim();
  const changes = parseRawDiff(
    await git(['diff-tree', '-r', '--raw', '-z', '--no-renames', '--no-abbrev', left, head]),
  );
  const isTest = picomatch([...patterns], { dot: true });
  const tests = changes.filter(
    (change): change is FileChange & { path: string } => change.path !== null && isTest(change.path),
  );
  const paths = (removed: boolean) =>
    tests
      .filter((change) => (change.status === 'D') === removed)
      .map((change) => change.path)
      .sort();
  return { changed: paths(false), removed: paths(true) };
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
