/** `cargo test`: the test harness of Rust, and what its compiler says when it did not come that far. */
import { linesOf } from '../output.ts';
import type { Reason } from './classify.ts';
import { type Failure, MAX_FAILURES, messageOf, type NamedTest, numberOf, type Reader } from './report.ts';

const SUMMARY = /^test result: (?:ok|FAILED)\. (\d+) passed; (\d+) failed; (\d+) ignored;/;
const COMPILER = /^error(?:\[(E\d+)\])?: (.+)$/;

export const cargo: Reader = {
  runner: 'cargo test',
  read(text) {
    const lines = linesOf(text);
    const sums = lines.flatMap((line) => {
      const match = SUMMARY.exec(line);
      return match ? [match.slice(1).map(numberOf)] : [];
    });
    const targets = lines.filter((line) => /^error: could not compile `/.test(line)).length;
    if (sums.length === 0 && targets === 0) return undefined;
    const sum = (column: number): number => sums.reduce((all, counts) => all + counts[column]!, 0);
    return {
      passed: sum(0),
      failed: sum(1) + targets,
      skipped: sum(2),
      failures: [...panics(lines), ...(targets > 0 ? compilerErrors(lines) : [])].slice(0, MAX_FAILURES),
      tests: testsIn(lines),
    };
  },
};

function panics(lines: readonly string[]): Failure[] {
  return lines.flatMap((line, at): Failure[] => {
    const name = /^---- (\S+)(?: - .+)? stdout ----$/.exec(line)?.[1];
    if (name === undefined) return [];
    const said: string[] = [];
    for (let next = at + 1; next < lines.length && !/^(?:---- |failures:$)/.test(lines[next]!); next++)
      said.push(lines[next]!);
    const place = said.findIndex((each) => / panicked at /.test(each));
    const file = /panicked at (?:'.*', )?([^\s:]+\.rs):\d+/.exec(said[place] ?? '')?.[1];
    // Before Rust 1.73 the message stood in quotes on the same line.
    const quoted = /panicked at '(.*)', /.exec(said[place] ?? '')?.[1];
    const message = quoted ?? messageOf(said.slice(place + 1));
    const asserted = /^assertion\b|did not panic/.test(message);
    return [
      {
        name: name.replaceAll('::', ' > '),
        ...(file && { file }),
        kind: asserted ? 'assertion' : place < 0 ? 'unknown' : 'error',
        message,
      },
    ];
  });
}

function compilerErrors(lines: readonly string[]): Failure[] {
  return lines.flatMap((line, at): Failure[] => {
    const [, code, message] = COMPILER.exec(line) ?? [];
    if (message === undefined || /^(?:could not compile|aborting due to|test failed)/.test(message)) return [];
    const file = /^ *--> ([^\s:]+):\d+/.exec(lines[at + 1] ?? '')?.[1];
    return [
      {
        name: file ?? 'build',
        ...(file && { file }),
        ...compilerReason(code, message, untilBlank(lines, at)),
        message,
      },
    ];
  });
}

/** The lines of one error of the compiler. */
function untilBlank(lines: readonly string[], from: number): string[] {
  const end = lines.indexOf('', from);
  return lines.slice(from, Math.min(end < 0 ? lines.length : end, from + 40));
}

/** An error with a code is one of meaning: names, types. One without is of syntax. */
function compilerReason(code: string | undefined, message: string, around: readonly string[]): Reason {
  if (code === undefined)
    return /^(?:expected|unexpected|unknown start|mismatched|this file)/.test(message)
      ? { kind: 'syntax' }
      : { kind: 'unknown' };
  const path =
    /^unresolved import `([^`]+)`|cannot find (?:module or crate|module|crate) `([^`]+)`|use of (?:undeclared|unresolved) (?:crate or )?module(?: or unlinked crate)? `([^`]+)`|can't find crate for `([^`]+)`/.exec(
      message,
    );
  const found = path?.slice(1).find((each) => each !== undefined);
  if (found !== undefined) {
    // A path of one part is a crate; the last part of a longer one is a name in a crate that is there.
    const parts = found.split('::');
    return { kind: 'import', missing: parts.length > 1 ? { symbol: parts.at(-1)! } : { module: found } };
  }
  const symbol =
    /(?:cannot find|no) (?:\w+ )*?(?:named )?`([\w:]+)`(?: |$)/.exec(message)?.[1] ??
    (/argument|mismatched types/.test(message)
      ? around
          .slice(around.findIndex((line) => / defined here$/.test(line)) + 1)
          .map((line) => /^\d* *\| .*\bfn (\w+)/.exec(line)?.[1])
          .find(Boolean)
      : undefined);
  return symbol === undefined
    ? { kind: 'unknown' }
    : { kind: 'import', missing: { symbol: symbol.split('::').at(-1)! } };
}

const testsIn = (lines: readonly string[]): NamedTest[] =>
  lines.flatMap((line): NamedTest[] => {
    const [, name, word] = /^test (.+?)(?: - should panic)? \.\.\. (ok|FAILED|ignored)\b/.exec(line) ?? [];
    if (name === undefined || word === undefined) return [];
    const status = word === 'ok' ? 'passed' : word === 'FAILED' ? 'failed' : 'skipped';
    return [{ name: name.replaceAll('::', ' > '), status }];
  });
