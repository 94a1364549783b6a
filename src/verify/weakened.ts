/**
 * Whether tests were made weaker: what stood in the files of tests before, against what stands there now. A test is followed by its name, through
 * files that were renamed and tests that were moved; one that is gone is looked for under another name by its words. Pure.
 */
import { MAX_WEAKENED, type Weakened, type Weakening } from '../core/run.ts';
import { gramsOf, likeness } from './likeness.ts';
import type { NamedTest } from './runners/report.ts';
import { isSnapshot, namedAsTest, readerFor } from './sources/read.ts';
import { type SourceTest, wordsOf } from './sources/source.ts';

/** One file of tests that differs; null where there is none. */
export interface Sides {
  path: string;
  before: string | null;
  after: string | null;
}

interface Placed extends SourceTest {
  file: string;
}

/** How much two tests must have in common to be the same one under another name: in the same file, and in another. */
const ALIKE_HERE = 0.5;
const ALIKE_ELSEWHERE = 0.65;

/** Pairs that are compared word by word at most; a change that renames more tests than this is rare, and they count as deleted. */
const MAX_COMPARED = 20_000;

/** What was found in the files. `sometimes`: whether the test is skipped depends on a condition, so only a run can tell. */
export interface Found extends Weakened {
  sometimes?: true;
}

/** What of `files` became weaker. `since` says what `before` is; what is weaker than at the base is the worse. */
export function weakenedIn(files: readonly Sides[], since: Weakened['since']): Found[] {
  const before = files.flatMap(({ path, before: text }) => placed(path, text));
  const after = files.flatMap(({ path, after: text }) => placed(path, text));
  const { pairs, gone, fresh } = matched(before, after);
  const there = new Set(pairs.map(({ now }) => now.file));
  const found: Found[] = [];
  const say = (what: Weakening, file: string, fails: boolean, test?: SourceTest): void => {
    found.push({
      file: file.slice(0, 500),
      ...(test && { line: test.line, test: test.name.slice(0, 300) }),
      what,
      since,
      fails: fails && since === 'base',
      ...(what === 'skipped' && test?.skipped === 'sometimes' && { sometimes: true as const }),
    });
  };

  for (const file of filesGone(files, gone, before)) say('deleted', file, true);
  const whole = new Set(found.map(({ file }) => file));
  for (const test of gone) if (!whole.has(test.file)) say('deleted', test.file, true, test);
  for (const { was, now } of pairs) {
    if (RANK[now.skipped] > RANK[was.skipped]) say('skipped', now.file, true, now);
    if (now.only && !was.only) say('only', now.file, true, now);
    if (was.skipped === 'always' || now.skipped === 'always') continue;
    if (now.empty && !was.empty) say('emptied', now.file, true, now);
    else if (was.assertions.count > 0 && now.assertions.count === 0) say('emptied', now.file, true, now);
    else if (now.assertions.count < was.assertions.count) say('assertions', now.file, false, now);
    else if (strong(now) < strong(was)) say('loosened', now.file, false, now);
  }
  for (const test of fresh) {
    // A new test that keeps the others of its file from running takes them away.
    if (test.only) say('only', test.file, there.has(test.file), test);
    else if (test.skipped === 'always') say('skipped', test.file, false, test);
  }
  for (const { path, before: was, after: now } of files)
    if (isSnapshot(path) && was !== null && rewritten(was, now)) say('snapshot', path, false);
  return found;
}

const RANK = { never: 0, sometimes: 1, always: 2 } as const;

const strong = ({ assertions }: SourceTest): number => assertions.count - assertions.weak;

const placed = (file: string, text: string | null): Placed[] =>
  text === null || isSnapshot(file) ? [] : (readerFor(file)?.(text) ?? []).map((test) => ({ ...test, file }));

/** Which test is which: by file and name, then by name, then by what stands in it. */
function matched(
  before: readonly Placed[],
  after: readonly Placed[],
): { pairs: { was: Placed; now: Placed }[]; gone: Placed[]; fresh: Placed[] } {
  const pairs: { was: Placed; now: Placed }[] = [];
  let gone = [...before];
  let fresh = [...after];
  for (const key of [(test: Placed) => `${test.file}\n${test.name}`, (test: Placed) => test.name]) {
    const waiting = Map.groupBy(fresh, key);
    const left: Placed[] = [];
    for (const was of gone) {
      const now = waiting.get(key(was))?.shift();
      if (now) pairs.push({ was, now });
      else left.push(was);
    }
    gone = left;
    fresh = [...waiting.values()].flat();
  }
  const taken = new Set<Placed>();
  const candidates = gone.length === 0 ? [] : fresh.map((now) => ({ now, grams: gramsOf(now.words) }));
  let compared = 0;
  gone = gone.filter((was) => {
    let best: { now: Placed; alike: number } | undefined;
    const grams = gramsOf(was.words);
    for (const { now, grams: others } of candidates) {
      if (taken.has(now) || compared++ > MAX_COMPARED) continue;
      const alike = likeness(grams, others);
      if (alike >= (now.file === was.file ? ALIKE_HERE : ALIKE_ELSEWHERE) && alike > (best?.alike ?? 0))
        best = { now, alike };
    }
    if (!best) return true;
    taken.add(best.now);
    pairs.push({ was, now: best.now });
    return false;
  });
  return { pairs, gone, fresh: fresh.filter((test) => !taken.has(test)) };
}

/** Files of tests that are gone with all that they held. Those that only moved are found again by their words. */
function filesGone(files: readonly Sides[], gone: readonly Placed[], before: readonly Placed[]): string[] {
  const left = files.filter(({ path, before: was, after }) => was !== null && after === null && !isSnapshot(path));
  const unread = left.filter(({ path }) => !readerFor(path) && namedAsTest(path));
  const added = unread.length === 0 ? [] : files.filter(({ before: was }) => was === null);
  const places = added.map(({ path, after }) => ({
    extension: extensionOf(path),
    grams: gramsOf(wordsOf(after ?? '')),
  }));
  const moved = ({ path, before: was }: Sides): boolean => {
    const grams = gramsOf(wordsOf(was ?? ''));
    return places.some(
      (place) => place.extension === extensionOf(path) && likeness(grams, place.grams) >= ALIKE_ELSEWHERE,
    );
  };
  const emptied = left.filter(({ path }) => {
    const held = before.filter(({ file }) => file === path).length;
    return held > 1 && gone.filter(({ file }) => file === path).length === held;
  });
  return [...emptied, ...unread.filter((file) => !moved(file))].map(({ path }) => path);
}

const extensionOf = (path: string): string => /\.[^./]*$/.exec(path)?.[0] ?? '';

/** Whether something in a snapshot is not there any more; one that only grew belongs to new tests. */
function rewritten(before: string, after: string | null): boolean {
  const left = new Map<string, number>();
  for (const line of (after ?? '').split('\n')) left.set(line.trim(), (left.get(line.trim()) ?? 0) + 1);
  return before.split('\n').some((line) => {
    const count = left.get(line.trim()) ?? 0;
    left.set(line.trim(), count - 1);
    return line.trim() !== '' && count === 0;
  });
}

/**
 * Tests that passed on the base and did not with the change, by what the runner called them. Numbers in names are not compared: they count milliseconds,
 * ports and days. One that is skipped now fails; one whose name is gone does only where `fewer` tests pass, since it may have a new name.
 */
export function missingTests(
  base: readonly NamedTest[],
  green: readonly NamedTest[],
  known: readonly Weakened[],
  fewer: boolean,
): Weakened[] {
  const key = (name: string): string => name.replace(/\d+/g, '#');
  const left = Map.groupBy(green, ({ name }) => key(name));
  // A test that failed on the base has a place on the head too, which is not one of a test that passed.
  const was = [...base].sort((one, other) => Number(other.status !== 'passed') - Number(one.status !== 'passed'));
  const told = (name: string): boolean => known.some(({ test }) => test !== undefined && name.endsWith(test));
  return was.flatMap(({ name, status }): Weakened[] => {
    const same = left.get(key(name));
    const at = Math.max(0, same?.findIndex((test) => test.name === name) ?? 0);
    const now = same?.splice(at, 1)[0];
    if (status !== 'passed' || told(name) || (now && now.status !== 'skipped')) return [];
    const test = name.slice(0, 300);
    return now
      ? [{ file: '', test, what: 'skipped', since: 'base', fails: true }]
      : [{ file: '', test, what: 'missing', since: 'base', fails: fewer }];
  });
}

/** Both comparisons as one list, the worst first; what was weakened since the base is not told a second time. */
export function allWeakened(base: readonly Found[], red: readonly Found[]): Found[] {
  const said = new Set(base.map(({ file, test, what }) => `${file}\n${test}\n${what}`));
  return [...base, ...red.filter(({ file, test, what }) => !said.has(`${file}\n${test}\n${what}`))]
    .sort((one, other) => Number(other.fails) - Number(one.fails))
    .slice(0, MAX_WEAKENED);
}
