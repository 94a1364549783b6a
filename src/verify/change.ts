/** Everything that the proof has to know of a change, read from git before a line of it is executed. */
import picomatch from 'picomatch';
import { type Git, gitIn } from '../patch/git.ts';
import { blobSizes, type FileChange, parseRawDiff } from '../patch/raw-diff.ts';
import type { Supply } from './red.ts';
import { isSnapshot } from './sources/read.ts';
import type { TestFiles } from './test-files.ts';
import { allWeakened, type Found, type Sides, weakenedIn } from './weakened.ts';

export interface Change {
  tests: TestFiles;
  /** Every path that it touches; null for one that is not UTF-8. */
  paths: (string | null)[];
  supply: Supply;
  weakened: Found[];
}

/** Larger files are not compared, in bytes; nobody writes tests of that size by hand. */
const MAX_TEXT = 1024 * 1024;

/**
 * The change between the commit where the branch left `base` and `head`, in the checkout `dir`, so that what the base did meanwhile does not count as
 * the change's. `patterns` tell which files are tests. Throws GitFailed when a commit is not there.
 */
export async function readChange(
  dir: string,
  base: string,
  head: string,
  patterns: readonly string[],
): Promise<Change> {
  const git = gitIn(dir);
  const left = (await git(['merge-base', base, head])).toString().trim();
  const changes = await between(git, left, head);
  const isTest = picomatch([...patterns], { dot: true });
  const named = changes.filter((change): change is FileChange & { path: string } => change.path !== null);
  const tests = named.filter(({ path }) => isTest(path));
  const others = named.filter(({ path }) => !isTest(path));
  const compared = ({ path }: FileChange): boolean => path !== null && (isTest(path) || isSnapshot(path));

  const red = await lastRed(git, left, head);
  const sinceRed = red === undefined ? [] : (await between(git, red, head)).filter(compared);
  const weakened = allWeakened(
    weakenedIn(await sidesOf(git, named.filter(compared)), 'base'),
    weakenedIn(await sidesOf(git, sinceRed), 'red'),
  );
  const paths = (removed: boolean): string[] =>
    tests
      .filter(({ status }) => (status === 'D') === removed)
      .map(({ path }) => path)
      .sort();
  return {
    tests: { changed: paths(false), removed: paths(true) },
    paths: changes.map(({ path }) => path),
    supply: {
      added: others.filter(({ status }) => status === 'A').map(({ path }) => path),
      lines: (await sidesOf(git, others)).map(addedLines).join('\n'),
    },
    weakened,
  };
}

const between = async (git: Git, from: string, to: string): Promise<FileChange[]> =>
  parseRawDiff(await git(['diff-tree', '-r', '--raw', '-z', '--no-renames', '--no-abbrev', from, to]));

/** The last commit whose stage is red, by the trailer that every commit of a run carries; undefined when there is none. */
async function lastRed(git: Git, left: string, head: string): Promise<string | undefined> {
  const format = '--format=%H %(trailers:key=Orch-Stage,valueonly,separator=%x2C)';
  const log = (await git(['log', format, `${left}..${head}`])).toString();
  return /^([0-9a-f]{40,64}) (?:.*,)?red$/m.exec(log)?.[1];
}

/** The text of both sides of each change. Links, submodules and what is too large have none. */
async function sidesOf(git: Git, changes: readonly FileChange[]): Promise<Sides[]> {
  const ids = [
    ...new Set(
      changes.flatMap(({ oldMode, newMode, oldId, newId }) => [
        ...(/^100/.test(oldMode) ? [oldId] : []),
        ...(/^100/.test(newMode) ? [newId] : []),
      ]),
    ),
  ];
  const sizes = await blobSizes(git, ids);
  const small = ids.filter((_, at) => sizes[at]! <= MAX_TEXT);
  const texts = await blobTexts(git, small);
  // A side that exists but is not compared stands as the other does, so that nothing seems to be gone.
  return changes.flatMap(({ path, oldMode, newMode, oldId, newId }) => {
    const side = (mode: string, id: string): string | null | undefined =>
      /^100/.test(mode) ? texts.get(id) : mode === '000000' ? null : undefined;
    const before = side(oldMode, oldId);
    const after = side(newMode, newId);
    return path === null || before === undefined || after === undefined ? [] : [{ path, before, after }];
  });
}

/** Blobs by their ids, in one go. */
async function blobTexts(git: Git, ids: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  if (ids.length === 0) return texts;
  const out = await git(['cat-file', '--batch'], { input: ids.map((id) => `${id}\n`).join('') });
  for (let at = 0; at < out.length; ) {
    const end = out.indexOf(10, at);
    const [id = '', type, size = '0'] = out.subarray(at, end).toString('latin1').split(' ');
    at = end + 1;
    if (type !== 'blob') continue;
    texts.set(id, out.subarray(at, at + Number(size)).toString('utf8'));
    at += Number(size) + 1;
  }
  return texts;
}

function addedLines({ before, after }: Sides): string {
  const known = new Set((before ?? '').split('\n'));
  return (after ?? '')
    .split('\n')
    .filter((line) => !known.has(line))
    .join('\n');
}
