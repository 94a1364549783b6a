/**
 * Whether two stories are likely to touch the same files. What a story touches is written as paths and globs, before the work is done, so
 * this errs to yes: a wrong yes costs a wait, a wrong no costs a merge conflict.
 */

/** A pair of patterns, one of each story, that can mean the same file. */
export type Overlap = readonly [string, string];

/** The first pair of patterns that can mean the same file; undefined where there is none. */
export function overlapOf(some: readonly string[], others: readonly string[]): Overlap | undefined {
  for (const one of some) {
    for (const other of others) if (overlaps(one, other)) return [one, other];
  }
  return undefined;
}

/**
 * Whether two patterns can mean the same file. `*` stays in one segment, `**` stands for any number of them; braces, brackets and the like
 * count as `*`. A path without an extension may be a folder, and then means everything in it.
 */
export function overlaps(one: string, other: string): boolean {
  const [a, b] = [segmentsOf(one), segmentsOf(other)];
  return meet(a.length, b.length, (i, j, go) => {
    if (i === a.length && j === b.length) return true;
    if (a[i] === '**') return go(i + 1, j) || (j < b.length && go(i, j + 1));
    if (b[j] === '**') return go(i, j + 1) || (i < a.length && go(i + 1, j));
    if (i === a.length || j === b.length) return false;
    return sameName(a[i]!, b[j]!) && go(i + 1, j + 1);
  });
}

function segmentsOf(pattern: string): string[] {
  const plain = pattern.trim().replace(/^(?:\.?\/)+/, '');
  // A slash inside braces makes even the number of segments unknown, and what begins with `!` is everything else.
  if (/[{(][^})]*\//.test(plain) || plain.startsWith('!')) return ['**'];
  const segments = plain
    .split(/\/+/)
    .filter((segment) => segment !== '.' && segment !== '')
    .map((segment) => (segment === '**' ? segment : segment.replaceAll(/[{[(!+@?][^/]*[}\])]|\*+/g, '*')));
  const folder = plain.endsWith('/') || !/[*?]|[^.]\./.test(segments.at(-1) ?? '');
  return folder ? [...segments, '**'] : segments;
}

/** Whether two names with `*` and `?` can be the same. File systems differ, so case does not count. */
function sameName(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return meet(a.length, b.length, (i, j, go) => {
    if (i === a.length && j === b.length) return true;
    if (a[i] === '*') return go(i + 1, j) || (j < b.length && go(i, j + 1));
    if (b[j] === '*') return go(i, j + 1) || (i < a.length && go(i + 1, j));
    if (i === a.length || j === b.length) return false;
    return (a[i] === b[j] || a[i] === '?' || b[j] === '?') && go(i + 1, j + 1);
  });
}

type Step = (i: number, j: number, go: (i: number, j: number) => boolean) => boolean;

/** Answers for places in two texts, each pair of places asked once: without that, stars make the work grow exponentially. */
function meet(rows: number, columns: number, step: Step): boolean {
  const known = new Map<number, boolean>();
  const go = (i: number, j: number): boolean => {
    const key = i * (columns + 1) + j;
    const before = known.get(key);
    if (before !== undefined) return before;
    const answer = i <= rows && j <= columns && step(i, j, go);
    known.set(key, answer);
    return answer;
  };
  return go(0, 0);
}
