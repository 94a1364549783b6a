/** Jest, with its default and its verbose reporter. */
import { linesOf } from '../output.ts';
import { classify } from './classify.ts';
import { type Failure, MAX_FAILURES, messageOf, type NamedTest, numberOf, type Reader } from './report.ts';

/** Headings with the same sign that are no failures. */
const NO_TEST = /^(?:Console|Validation (?:Warning|Error)|Cannot log after tests are done|Deprecation Warning)/;

export const jest: Reader = {
  runner: 'jest',
  read(text) {
    const lines = linesOf(text);
    const summaries = lines.filter((line) => /^Tests: .*\d+ total$/.test(line));
    if (summaries.length === 0) return undefined;
    const sum = (word: string): number =>
      summaries.reduce((all, line) => all + numberOf(new RegExp(`(\\d+) ${word}`).exec(line)?.[1]), 0);
    const failures = failuresIn(lines);
    const loading = failures.filter(({ name, file }) => name === file).length;
    return {
      passed: sum('passed'),
      failed: sum('failed') + loading,
      skipped: sum('skipped') + sum('todo'),
      failures,
      tests: testsIn(lines),
    };
  },
};

function failuresIn(lines: readonly string[]): Failure[] {
  const found = new Map<string, Failure>();
  let file: string | undefined;
  for (let at = 0; at < lines.length && found.size < MAX_FAILURES; at++) {
    file = /^(?:FAIL|PASS) (?:\S+ )?(\S+\.\w+)(?: \(.*\))?$/.exec(lines[at]!)?.[1] ?? file;
    const title = /^ {2}● (.+)$/.exec(lines[at]!)?.[1];
    if (title === undefined || NO_TEST.test(title)) continue;
    const said: string[] = [];
    for (let next = at + 1; next < lines.length && /^(?: {4}|$)/.test(lines[next]!) && said.length < 60; next++)
      said.push(lines[next]!);
    const reached = title !== 'Test suite failed to run';
    const name = reached ? title.replaceAll(' › ', ' > ') : (file ?? title);
    const message = messageOf(said);
    // Jest repeats all failures at the end when there were many files.
    found.set(`${file} ${name}`, {
      name,
      ...(file && { file }),
      ...classify(said.join('\n').trim(), reached),
      message,
    });
  }
  return [...found.values()];
}

/** Only the verbose reporter, and a run of one file, name every test. */
function testsIn(lines: readonly string[]): NamedTest[] {
  const tests: NamedTest[] = [];
  const open: string[] = [];
  for (const line of lines) {
    if (/^(?:FAIL|PASS) /.test(line)) open.length = 0;
    const [, indent, sign, name] =
      /^((?: {2})+)([✓✕○✎]) (?:skipped |todo )?(.*?)(?: \([\d.]+ m?s\))?$/.exec(line) ?? [];
    const suite = /^((?: {2})+)(?![✓✕○✎●])(\S.*)$/.exec(line);
    if (suite) {
      open.length = Math.min(open.length, suite[1]!.length / 2 - 1);
      open.push(suite[2]!);
    } else if (indent !== undefined && sign !== undefined && name !== undefined) {
      open.length = Math.min(open.length, indent.length / 2 - 1);
      const status = sign === '✓' ? 'passed' : sign === '✕' ? 'failed' : 'skipped';
      tests.push({ name: [...open, name].join(' > '), status });
    }
  }
  return tests;
}
