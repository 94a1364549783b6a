/** pytest, from `-q` to `-vv`, with and without tracebacks. */
import { linesOf } from '../output.ts';
import { classify } from './classify.ts';
import { type Failure, MAX_FAILURES, messageOf, type NamedTest, numberOf, type Reader } from './report.ts';

const COUNTED =
  /^(?:=+ )?(\d+ (?:failed|passed|skipped|deselected|xfailed|xpassed|warnings?|errors?|rerun|subtests)\b.*) in [\d.]+s\b/;
const SECTION = /^_{3,} (.+?) _{3,}$/;

export const pytest: Reader = {
  runner: 'pytest',
  read(text) {
    const lines = linesOf(text);
    const summaries = lines.flatMap((line) => COUNTED.exec(line)?.[1] ?? []);
    if (summaries.length === 0) return undefined;
    const sum = (word: string): number =>
      summaries.reduce((all, words) => all + numberOf(new RegExp(`(\\d+) ${word}`).exec(words)?.[1]), 0);
    const failures = failuresIn(lines);
    return {
      passed: sum('passed') + sum('xpassed'),
      failed: sum('failed') + sum('error'),
      skipped: sum('skipped') + sum('xfailed'),
      failures: failures.length > 0 ? failures : summarised(lines),
      tests: testsIn(lines),
    };
  },
};

function failuresIn(lines: readonly string[]): Failure[] {
  const failures: Failure[] = [];
  for (let at = 0; at < lines.length && failures.length < MAX_FAILURES; at++) {
    const title = SECTION.exec(lines[at]!)?.[1];
    if (title === undefined) continue;
    const said: string[] = [];
    for (let next = at + 1; next < lines.length && !SECTION.test(lines[next]!) && !/^={3,}/.test(lines[next]!); next++)
      said.push(lines[next]!);
    const collecting = /^ERROR collecting (.+)$/.exec(title)?.[1];
    const errors = said.flatMap((line) => /^E {2,}(.*)$/.exec(line)?.[1] ?? []);
    const main = errors.findIndex((line) => /^(?:[\w.]*(?:Error|Exception|Exit|Warning|Failed)\b|assert )/.test(line));
    const message = messageOf(errors.slice(Math.max(0, main)));
    const place = said.map((line) => /^([^\s:]+\.py):\d+: /.exec(line)?.[1]).find(Boolean);
    const file = collecting ?? place;
    failures.push({
      name: collecting ?? nested(title),
      ...(file && { file }),
      ...classify(message, collecting === undefined),
      message,
    });
  }
  return failures;
}

/** `TestDecimals.test_amounts[1.5s-1500]`: dots stand between a class and its test, and anywhere in what the test was given. */
function nested(title: string): string {
  const [path = '', ...given] = title.replace(/^ERROR at (?:setup|teardown) of /, '').split('[');
  return [path.replaceAll('.', ' > '), ...given].join('[');
}

/** With `--tb=no` only the short summary is left, and its messages are cut. */
const summarised = (lines: readonly string[]): Failure[] =>
  lines
    .flatMap((line): Failure[] => {
      const [, file, test, said] = /^(?:FAILED|ERROR) ([^\s:]+)(?:::(.+?))?(?: - (.*))?$/.exec(line) ?? [];
      if (file === undefined) return [];
      const message = said ?? '';
      return [{ name: test?.replaceAll('::', ' > ') ?? file, file, ...classify(message, test !== undefined), message }];
    })
    .slice(0, MAX_FAILURES);

/** With `-v` every test has a line. */
function testsIn(lines: readonly string[]): NamedTest[] {
  return lines.flatMap((line): NamedTest[] => {
    const [, name, word] =
      /^(\S+\.py::.+?) (PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)(?: \(.*\))?(?: +\[ *\d+%\])?$/.exec(line) ?? [];
    if (name === undefined || word === undefined) return [];
    const status = /^(?:PASSED|XPASS)$/.test(word) ? 'passed' : /^(?:FAILED|ERROR)$/.test(word) ? 'failed' : 'skipped';
    return [{ name: name.replaceAll('::', ' > '), status }];
  });
}
