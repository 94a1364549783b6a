/** Mocha, with its `spec` reporter and those that end like it (`dot`, `min`, `list`). */
import { linesOf } from '../output.ts';
import { classify } from './classify.ts';
import { type Failure, MAX_FAILURES, messageOf, type NamedTest, type Reader } from './report.ts';

const SUMMARY = /^ {2}(\d+) (passing|failing|pending)(?: \(.*\))?$/;
const TITLE = /^ {2}\d+\) (.*)$/;

export const mocha: Reader = {
  runner: 'mocha',
  read(text) {
    const lines = linesOf(text);
    const sums: Record<string, number> = {};
    for (const line of lines) {
      const [, count, word] = SUMMARY.exec(line) ?? [];
      if (word !== undefined) sums[word] = (sums[word] ?? 0) + Number(count);
    }
    if (sums.passing === undefined) return undefined;
    return {
      passed: sums.passing,
      failed: sums.failing ?? 0,
      skipped: sums.pending ?? 0,
      failures: failuresIn(lines),
      tests: testsIn(lines),
    };
  },
};

/** Behind the sums every failure has a number, its suites and its name on lines of their own, and what was thrown. */
function failuresIn(lines: readonly string[]): Failure[] {
  const failures: Failure[] = [];
  const start = lines.findIndex((line) => /^ {2}\d+ failing/.test(line));
  for (let at = start + 1; start >= 0 && at < lines.length && failures.length < MAX_FAILURES; at++) {
    const first = TITLE.exec(lines[at]!)?.[1];
    if (first === undefined) continue;
    const names = [first];
    while (!names.at(-1)!.endsWith(':') && /^ {7,}\S/.test(lines[at + 1] ?? '')) names.push(lines[++at]!.trim());
    const said: string[] = [];
    for (let next = at + 1; next < lines.length && !TITLE.test(lines[next]!) && said.length < 40; next++)
      said.push(lines[next]!);
    const message = messageOf(said);
    const file = /\(?(?:file:\/\/)?([^\s()]+\.[cm]?[jt]sx?):\d+:\d+\)?$/m.exec(said.join('\n'))?.[1];
    failures.push({
      name: names.join(' > ').replace(/:$/, ''),
      ...(file && { file }),
      ...classify(message, true),
      message,
    });
  }
  return failures;
}

function testsIn(lines: readonly string[]): NamedTest[] {
  const tests: NamedTest[] = [];
  const open: string[] = [];
  for (const line of lines) {
    if (SUMMARY.test(line)) break;
    const [, indent, sign, name] = /^((?: {2})+)(✔|✓|-|\d+\)) (.*?)(?: \(\d+ms\))?$/.exec(line) ?? [];
    const suite = /^((?: {2})+)(\S.*)$/.exec(line);
    if (indent !== undefined && sign !== undefined && name !== undefined) {
      open.length = Math.min(open.length, indent.length / 2 - 1);
      const status = sign === '-' ? 'skipped' : /\d/.test(sign) ? 'failed' : 'passed';
      tests.push({ name: [...open, name].join(' > '), status });
    } else if (suite) {
      open.length = Math.min(open.length, suite[1]!.length / 2 - 1);
      open.push(suite[2]!);
    }
  }
  return tests;
}
