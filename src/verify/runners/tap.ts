/**
 * The Test Anything Protocol: Node's `tap` reporter, Vitest's, tape, prove, bats and whatever else writes it. Suites stand before the line of their
 * tests (Vitest, with a brace) or behind them (Node).
 */
import { linesOf } from '../output.ts';
import { classify } from './classify.ts';
import { type Failure, MAX_FAILURES, messageOf, type NamedTest, type Reader } from './report.ts';

const POINT = /^( *)(not )?ok\b(?: (\d+))?(?: -)? ?(.*)$/;
const DIRECTIVE = / ?# ?(skip|todo|time=)[^{]*(\{?)$/i;
const COUNTER = /^# (pass|fail|cancelled|skip|skipped|todo) +(\d+)$/;

interface Point {
  at: number;
  indent: number;
  ok: boolean;
  name: string;
  directive?: 'skip' | 'todo';
  /** The suites around it, outermost first. */
  path: string[];
}

export const tap: Reader = {
  runner: 'TAP',
  read(text) {
    const lines = linesOf(text);
    const plan = lines.some((line) => /^1\.\.\d+(?: #.*)?$/.test(line));
    const points = pointsIn(lines);
    if (points.length === 0 || !(plan || lines.some((line) => /^TAP version 1[34]$/.test(line)))) return undefined;
    const skipped = points.filter((point) => point.directive);
    const counted = countersIn(lines);
    const failed = points.filter((point) => !point.ok && !point.directive);
    return {
      passed: counted?.passed ?? points.filter((point) => point.ok && !point.directive).length,
      failed: counted?.failed ?? failed.length,
      skipped: counted?.skipped ?? skipped.length,
      failures: failed.slice(0, MAX_FAILURES).map((point) => failureOf(lines, point)),
      tests: points.map(
        (point): NamedTest => ({
          name: [...point.path, point.name].join(' > '),
          status: point.directive ? 'skipped' : point.ok ? 'passed' : 'failed',
        }),
      ),
    };
  },
};

/** Node ends with sums of its own. */
function countersIn(lines: readonly string[]): { passed: number; failed: number; skipped: number } | undefined {
  const sums: Record<string, number> = {};
  for (const line of lines) {
    const [, name, count] = COUNTER.exec(line) ?? [];
    if (name !== undefined) sums[name] = (sums[name] ?? 0) + Number(count);
  }
  if (sums.pass === undefined) return undefined;
  return {
    passed: sums.pass,
    failed: (sums.fail ?? 0) + (sums.cancelled ?? 0),
    skipped: (sums.skipped ?? 0) + (sums.skip ?? 0) + (sums.todo ?? 0),
  };
}

/** The test points that are tests and not suites. */
function pointsIn(lines: readonly string[]): Point[] {
  const points: Point[] = [];
  const open: string[] = [];
  for (const [at, line] of lines.entries()) {
    const brace = /^( *)\}$/.exec(line)?.[1]?.length;
    // What stood in braces has its suite already, and is no deeper than the brace for what comes next.
    if (brace !== undefined) for (const point of points) point.indent = Math.min(point.indent, brace);
    const [, spaces, not, number, rest] = POINT.exec(line) ?? [];
    // "ok" at the beginning of prose is no test point.
    if (spaces === undefined || rest === undefined || (number === undefined && !/^- /.test(rest) && rest !== ''))
      continue;
    const indent = spaces.length;
    const depth = Math.floor(indent / 4);
    const directive = DIRECTIVE.exec(rest);
    const name = (directive ? rest.slice(0, directive.index) : rest.replace(/ \{$/, '')).trim() || `test ${number}`;
    open.length = Math.min(open.length, depth);
    if (directive?.[2] === '{' || / \{$/.test(rest)) {
      open[depth] = name;
      continue;
    }
    const word = directive?.[1]?.toLowerCase();
    // Points that stand deeper, right before this one, are its own: it is their suite.
    const own: Point[] = [];
    while (points.length > 0 && points.at(-1)!.indent > indent) own.unshift(points.pop()!);
    if (own.length > 0) {
      for (const point of own) point.path = [...open.filter(Boolean), name, ...point.path.slice(depth)];
      points.push(...own.map((point) => ({ ...point, indent })));
      continue;
    }
    const kind = word === 'skip' || word === 'todo' ? { directive: word as 'skip' | 'todo' } : {};
    points.push({ at, indent, ok: not === undefined, name, path: open.filter(Boolean), ...kind });
  }
  return points;
}

function failureOf(lines: readonly string[], { at, name, path, indent }: Point): Failure {
  const block: string[] = [];
  for (let next = at + 1; next < lines.length && next < at + 60; next++) {
    const line = lines[next]!;
    if (/^\s*\.\.\.$/.test(line) || POINT.test(line)) break;
    block.push(line);
  }
  const said = block.join('\n');
  const of = (key: string): string | undefined =>
    new RegExp(`^\\s*${key}: *(?:\\|-\\n\\s*)?(['"]?)(.+?)\\1$`, 'm').exec(said)?.[2];
  const error = (of('message') ?? of('error'))?.replace(/^"/, '');
  const location = (of('location') ?? of('at'))?.replace(/:\d+:\d+$/, '');
  const file = location === undefined ? {} : { file: location };
  const full = [...path, name].join(' > ');
  if (error === 'test failed' && /exitCode|failureType: 'testCodeFailure'/.test(said)) {
    const loaded = loadingError(lines, at);
    return { name: full, ...file, ...classify(loaded ?? 'test failed', false), message: loaded ?? 'test failed' };
  }
  const type = /^\s*name: *['"](\w+)['"]/m.exec(said)?.[1];
  const message = messageOf([[type, error].filter(Boolean).join(': ') || said]);
  if (/failureType: 'testTimeoutFailure'/.test(said)) return { name: full, ...file, kind: 'timeout', message };
  if (/^\s*(?:operator|expected|wanted|found):/m.test(said) && !type)
    return { name: full, ...file, kind: 'assertion', message };
  return { name: full, ...file, ...classify(message, indent > 0 || name !== file.file), message };
}

/** The error by which a file could not be loaded, among the comments before its own line. */
function loadingError(lines: readonly string[], at: number): string | undefined {
  for (let back = at - 1; back >= 0 && !POINT.test(lines[back]!); back--) {
    const said = /^# ((?:Uncaught )?(?:[A-Z]\w*)?(?:Error|Exception))(?: \[\w+\])?(:.*)$/.exec(lines[back]!);
    if (said) return `${said[1]}${said[2]}`;
  }
  return undefined;
}
