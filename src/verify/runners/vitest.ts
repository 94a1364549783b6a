/** Vitest, with the reporters that people read. Its `tap` and `junit` reporters are read as what they are. */
import { linesOf } from '../output.ts';
import { classify } from './classify.ts';
import { type Failure, MAX_FAILURES, messageOf, type NamedTest, numberOf, type Reader } from './report.ts';

const SUMMARY = /^ +Tests {2}(.+?)(?: \(\d+\))?$/;
const FAILED = /^ FAIL {2}(?:\|[^|]+\| )?(.+)$/;
const RULE = /^⎯{3,}/;

export const vitest: Reader = {
  runner: 'vitest',
  read(text) {
    const lines = linesOf(text);
    if (!lines.some((line) => /^ +Test Files {2}/.test(line))) return undefined;
    const summaries = lines.flatMap((line) => SUMMARY.exec(line)?.[1] ?? []);
    if (summaries.length === 0) return undefined;
    const sum = (word: string): number =>
      summaries.reduce((all, words) => all + numberOf(new RegExp(`(\\d+) ${word}`).exec(words)?.[1]), 0);
    const failures = [...failuresIn(lines), ...unhandledIn(lines)];
    // A file that could not be loaded is no test to Vitest; an error that no test caught fails its command as well.
    const loading = failures.filter(({ name, file }) => name === file).length;
    const unhandled = failures.filter(({ name }) => name === UNHANDLED).length;
    return {
      passed: sum('passed'),
      failed: sum('failed') + loading + unhandled,
      skipped: sum('skipped') + sum('todo'),
      failures,
      tests: testsIn(lines),
    };
  },
};

function failuresIn(lines: readonly string[]): Failure[] {
  const failures: Failure[] = [];
  // Several tests that failed by one error stand above it together.
  let names: string[] = [];
  for (let at = 0; at < lines.length && failures.length < MAX_FAILURES; at++) {
    const name = FAILED.exec(lines[at]!)?.[1];
    if (name === undefined) continue;
    names.push(name);
    if (FAILED.test(lines[at + 1] ?? '')) continue;
    const said: string[] = [];
    for (let next = at + 1; next < lines.length && !RULE.test(lines[next]!) && said.length < 40; next++)
      said.push(lines[next]!);
    const message = messageOf(said);
    for (const each of names) {
      const file = /^(.+?)(?: \[ .* \])$/.exec(each)?.[1];
      failures.push(
        file === undefined
          ? { name: each, file: each.split(' > ')[0]!, ...classify(message, true), message }
          : { name: file, file, ...classify(message, false), message },
      );
    }
    names = [];
  }
  return failures;
}

const UNHANDLED = 'unhandled error';

function unhandledIn(lines: readonly string[]): Failure[] {
  return lines.flatMap((line, at) => {
    if (!/^⎯+ (?:Unhandled Rejection|Uncaught Exception|Unhandled Error) ⎯+$/.test(line)) return [];
    const message = messageOf(lines.slice(at + 1, at + 10));
    return [{ name: UNHANDLED, ...classify(message, true), message }];
  });
}

/** Only the `verbose` reporter names every test. */
function testsIn(lines: readonly string[]): NamedTest[] {
  return lines.flatMap((line): NamedTest[] => {
    const [, sign, name] = /^ ([✓×↓□]) (?:\|[^|]+\| )?(\S.*? > .*?)(?: \d+ms)?$/.exec(line) ?? [];
    if (sign === undefined || name === undefined) return [];
    return [{ name, status: sign === '✓' ? 'passed' : sign === '×' ? 'failed' : 'skipped' }];
  });
}
