/** What a file of tests holds, in words that do not depend on the language. */

export interface SourceTest {
  /** As it stands in the code, without quotes; for a name that is computed, the expression. */
  name: string;
  /** Counted from 1. */
  line: number;
  /**
   * By its own mark or by that of a suite around it; also one that is expected to fail. `sometimes`: on a condition, of which only a run tells
   * whether it holds.
   */
  skipped: 'always' | 'sometimes' | 'never';
  /** Its mark keeps other tests from running. */
  only: boolean;
  /** Places where it compares something, and how many of them accept nearly everything. */
  assertions: { count: number; weak: number };
  /** Its words and numbers, to tell whether another test is the same one under another name. */
  words: string[];
  /** Whether there is any code in it. */
  empty: boolean;
}

/** Reads the tests of one file. Never throws; finds what its patterns know. */
export type SourceReader = (text: string) => SourceTest[];

/**
 * What a language counts as comparing, and what of it accepts nearly everything. Both are searched in code without strings and comments. Functions of the
 * project whose names say that they compare count as well (`checkTable(…)`): assertions may move into them.
 */
export interface Assertions {
  any: RegExp;
  weak: RegExp;
}

/** The stronger of several reasons to be skipped. */
export const skippedBy = (always: boolean, sometimes: boolean): SourceTest['skipped'] =>
  always ? 'always' : sometimes ? 'sometimes' : 'never';

export const countOf = (code: string, pattern: RegExp): number => code.match(pattern)?.length ?? 0;

export const assertionsIn = (code: string, { any, weak }: Assertions): SourceTest['assertions'] => {
  const count = countOf(code, any);
  return { count, weak: Math.min(count, countOf(code, weak)) };
};

/** Words and numbers of a piece of code, strings among them; bounded, since it only has to tell pieces apart. */
export const wordsOf = (code: string): string[] => code.match(/\w{1,40}/g)?.slice(0, 2_000) ?? [];

/** Turns offsets into line numbers; offsets have to be asked in any order. */
export function lineCounter(text: string): (offset: number) => number {
  const ends: number[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) ends.push(at);
  return (offset) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}
