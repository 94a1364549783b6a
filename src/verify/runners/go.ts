/** `go test`, with and without `-v`. Without it nobody is told how many tests passed. */
import { linesOf } from '../output.ts';
import type { Reason } from './classify.ts';
import { type Failure, MAX_FAILURES, messageOf, type NamedTest, type Reader } from './report.ts';

const PACKAGE = /^(ok {2}|FAIL|\? {3}|--- FAIL:|\?)\t(\S+)/;
/** A package that could not be loaded: `go` says it and runs nothing. */
const LOADING =
  /^\S+\.go:\d+:\d+: (?:no required module provides package|cannot find (?:module|package)|package \S+ is not in) /;

const RESULT = /^( *)--- (PASS|FAIL|SKIP): (\S+) \([\d.]+s\)$/;

export const go: Reader = {
  runner: 'go test',
  read(text) {
    const lines = linesOf(text);
    if (!lines.some((line) => PACKAGE.test(line) || LOADING.test(line))) return undefined;
    const results = resultsIn(lines);
    const tests = leaves(results);
    const broken = buildFailures(lines);
    const failed = tests.filter(({ status }) => status === 'failed');
    const brokenPackages = lines.filter((line) => /^FAIL\t\S+ \[(?:build|setup) failed\]$/.test(line)).length;
    const verbose = lines.some((line) => /^=== RUN {3}/.test(line));
    return {
      ...(verbose && { passed: tests.filter(({ status }) => status === 'passed').length }),
      failed: failed.length + Math.max(brokenPackages, Math.min(1, broken.length)),
      ...(verbose && { skipped: tests.filter(({ status }) => status === 'skipped').length }),
      failures: [...failed.map(failureOf), ...broken].slice(0, MAX_FAILURES),
      ...(verbose && { tests: tests.map(({ name, status }) => ({ name, status })) }),
    };
  },
};

export interface GoResult extends NamedTest {
  said: string[];
}

/** A test that ran others is their suite. */
export const leaves = (results: readonly GoResult[]): GoResult[] =>
  results.filter(({ name }) => !results.some((other) => other.name.startsWith(`${name}/`)));

/** What a test said stands behind its result; with `-v` before it, since it began. */
function resultsIn(lines: readonly string[]): GoResult[] {
  const said = new Map<string, string[]>();
  const results: GoResult[] = [];
  let current: string[] = [];
  for (const line of lines) {
    const run = /^=== (?:RUN|CONT|NAME) +(\S+)$/.exec(line)?.[1];
    const result = RESULT.exec(line);
    if (run !== undefined) {
      current = said.get(run) ?? [];
      said.set(run, current);
    } else if (result) {
      const [, , word, name] = result;
      const status = word === 'PASS' ? 'passed' : word === 'FAIL' ? 'failed' : 'skipped';
      current = said.get(name!) ?? [];
      results.push({ name: name!, status, said: current });
    } else if (/^(?:FAIL|PASS|ok {2})(?:\t|$)/.test(line)) current = [];
    else current.push(line);
  }
  return results;
}

/** Go has no assertions: a test that says that it failed is one that compared something. A panic is an error. */
export function failureOf({ name, said }: GoResult): Failure {
  const panic = said.find((line) => /^panic: /.test(line));
  const file = said.map((line) => /^\s*(\S+_test\.go):\d+:/.exec(line)?.[1]).find(Boolean);
  const kind = panic ? (/test timed out/.test(panic) ? 'timeout' : 'error') : 'assertion';
  const message = panic ?? messageOf(said.filter((line) => !/^\s*---|^goroutine /.test(line)));
  return { name, ...(file && { file }), kind, message };
}

/** Packages that could not be built or loaded: a heading, and one line for each thing that is wrong. */
export function buildFailures(lines: readonly string[]): Failure[] {
  const failures: Failure[] = [];
  let name: string | undefined;
  for (const line of lines) {
    const heading = /^# (\S+)/.exec(line)?.[1] ?? (LOADING.test(line) && name === undefined ? 'build' : undefined);
    if (heading !== undefined) name = heading;
    const [, file, message] = /^(?:vet: )?(?:\.\/)?(\S+\.go):\d+(?::\d+)?: (.+)$/.exec(line) ?? [];
    if (name !== undefined && file !== undefined && message !== undefined)
      failures.push({ name, file, ...compilerReason(message), message });
    else if (!/^[\t#]/.test(line)) name = undefined;
  }
  const explained = new Set(failures.map((failure) => failure.name));
  for (const line of lines) {
    // Tests of a package that has nothing but tests: nothing was said but that it cannot be built.
    const module = /^FAIL\t(\S+) \[(?:build|setup) failed\]$/.exec(line)?.[1];
    if (module !== undefined && !explained.has(module))
      failures.push({ name: module, kind: 'import', missing: { module }, message: `${module} cannot be built` });
  }
  return failures;
}

/** Names in what Go's compiler says about something that is not there, or is of another form. */
const SYMBOLS: readonly RegExp[] = [
  /^undefined: (?:\w+\.)?(\w+)/,
  /(?:undefined|has no field or method|missing method) \(?(?:type \S+ has no field or method )?(\w+)/,
  /has no field or method (\w+)/,
  /(?:too many|not enough) arguments in call to (?:\w+\.)*(\w+)/,
  /unknown field '?(\w+)'? in struct/,
];

function compilerReason(message: string): Reason {
  const module =
    /(?:cannot find (?:module providing )?package|no required module provides package|package) "?([\w./-]+)"?(?: is not in|[:;]|$| provided| in)/.exec(
      message,
    )?.[1];
  if (module !== undefined) return { kind: 'import', missing: { module } };
  for (const pattern of SYMBOLS) {
    const symbol = pattern.exec(message)?.[1];
    if (symbol !== undefined) return { kind: 'import', missing: { symbol } };
  }
  return /^(?:syntax error|expected |missing |illegal )/.test(message) ? { kind: 'syntax' } : { kind: 'unknown' };
}
