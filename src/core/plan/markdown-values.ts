/** The values of fields in a Markdown plan: priorities, estimates, paths. Each is undefined where a text is none. */
import { path } from './fields.ts';
import type { Priority } from './stories.ts';

const PRIORITY_WORDS: Readonly<Record<string, Priority>> = {
  urgent: 1,
  critical: 1,
  blocker: 1,
  highest: 1,
  must: 1,
  high: 2,
  should: 2,
  medium: 3,
  normal: 3,
  moderate: 3,
  could: 3,
  low: 4,
  lowest: 4,
  optional: 4,
  'nice to have': 4,
};

/** For people: what a priority may be. */
export const PRIORITIES_ALLOWED = 'P0 to P3, 1 to 4, or critical, high, medium or low';

/** `P0` is 1 and `P3` is 4, because that count begins at nought; `1` to `4` are as they are. Words and signs around it do not count. */
export function priorityOf(text: string): Priority | undefined {
  const first = text
    .toLowerCase()
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .trim();
  const p = /^p([0-3])\b/.exec(first);
  if (p) return (Number(p[1]) + 1) as Priority;
  const digit = /^([1-4])(?![\d.])/.exec(first);
  if (digit) return Number(digit[1]) as Priority;
  const word = /^(nice to have|[a-z]+)/.exec(first)?.[1];
  return word === undefined ? undefined : PRIORITY_WORDS[word];
}

/** Sessions of an agent by a size that people give to shirts. */
const SIZES: Readonly<Record<string, number>> = {
  xs: 0.5,
  s: 1,
  small: 1,
  m: 2,
  medium: 2,
  l: 3,
  large: 3,
  xl: 5,
  xxl: 8,
};

/** Sessions by a span of time: one is half a day of a person. Halves are the finest step. */
const SESSIONS_IN: readonly [RegExp, number][] = [
  [/^(?:sessions?|runs?)\b/, 1],
  [/^(?:m|min|mins|minutes?)\b/, 1 / 240],
  [/^(?:h|hrs?|hours?)\b/, 1 / 4],
  [/^(?:d|days?)\b/, 2],
  [/^(?:w|wks?|weeks?)\b/, 10],
];

/** For people: what an estimate may be. */
export const ESTIMATES_ALLOWED = 'sessions, minutes, hours, days or weeks with a number, or XS, S, M, L or XL';

/** Sessions of an agent from what a person wrote: `2 sessions`, `1-2 hours`, `~3 days`, `M`, `Small (1h)`. Of a span the greater number counts. */
export function sessionsOf(text: string): number | undefined {
  const plain = text.toLowerCase().replace(/^[^\p{L}\p{N}]+/u, '');
  const span = /^(\d{1,4}(?:\.\d{1,2})?)(?:\s*(?:-|–|—|to)\s*(\d{1,4}(?:\.\d{1,2})?))?\s*(\p{L}.*)?$/u.exec(plain);
  if (span) {
    const amount = Math.max(Number(span[1]), Number(span[2] ?? 0));
    const unit = SESSIONS_IN.find(([name]) => name.test(span[3] ?? 'sessions'));
    return unit && amount > 0 ? inHalves(amount * unit[1]) : undefined;
  }
  const size = /^(xxl|xl|xs|small|medium|large|[sml])(?![\p{L}\p{N}])/u.exec(plain)?.[1];
  return size === undefined ? undefined : SIZES[size];
}

const inHalves = (sessions: number): number => Math.min(100, Math.max(0.5, Math.ceil(sessions * 2) / 2));

/** Whole points from 1 to 10: `7`, `7/10`; `Low`, `Medium` and `High` are 2, 5 and 8. */
export function complexityOf(text: string): number | undefined {
  const digits = /^(\d{1,2})(?!\d)/.exec(text);
  if (digits) return Number(digits[1]) >= 1 && Number(digits[1]) <= 10 ? Number(digits[1]) : undefined;
  return { low: 2, medium: 5, high: 8 }[/^[a-z]+/.exec(text.toLowerCase())?.[0] ?? ''];
}

/** Whether a field says that there is nothing. */
export const isNothing = (text: string): boolean =>
  /^(?:none|no|nothing|nil|n\/?a|tbd|-|–|—)(?![\p{L}\p{N}])(?!-)/iu.test(text.trim()) || text.trim() === '';

/**
 * The paths and globs in a text: what stands between backticks, or, where nothing does, words that look like a path. Line numbers behind a path
 * are left out. `bad` are those that lead out of the repository, or are no path at all though they are marked as one.
 */
export function pathsIn(text: string): { paths: string[]; bad: string[] } {
  const marked = [...text.matchAll(/`([^`]+)`/g)].map(([, inside = '']) => inside);
  const words = marked.length > 0 ? marked : text.split(/[\s,;]+/).filter((word) => /[/*]|\.\w+$/.test(word));
  const paths: string[] = [];
  const bad: string[] = [];
  for (const word of words) {
    const bare = word
      .trim()
      .replace(/^\.\//, '')
      .replace(/(?:::.*|:\d[\d,\s:–-]*|#L\d.*|#)$/, '')
      .replace(/[,;]$/, '');
    if (bare === '' || /\s/.test(bare)) continue;
    (path.safeParse(bare).success ? paths : bad).push(bare);
  }
  return { paths: [...new Set(paths)], bad };
}
