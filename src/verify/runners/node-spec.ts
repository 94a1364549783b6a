/** Node's own test runner, with its `spec` reporter. */
import { linesOf } from '../output.ts';
import { classify } from './classify.ts';
import { type Failure, MAX_FAILURES, messageOf, type NamedTest, type Reader } from './report.ts';

/** `ℹ pass 3`. A test's own output has no such sign, or stands before the summary and is a lie that the exit status tells. */
const SUMMARY = /^ℹ (pass|fail|cancelled|skipped|todo) (\d+)$/;

/** `✔ adds (0.7ms)`, indented by two for every suite around it. */
const RESULT = /^((?: {2})*)(✔|✖|﹣|⚠|▶) (.*?)(?: \(\d[\d.]*ms\))?( # (?:SKIP|TODO|EXPECTED FAILURE).*)?$/;

/** A summary for each package of a workspace is added up, because their commands run one after the other. */
export const nodeSpec: Reader = {
  runner: 'node:test',
  read(text) {
    const lines = linesOf(text);
    const sums: Record<string, number> = {};
    for (const line of lines) {
      const [, name, count] = SUMMARY.exec(line) ?? [];
      if (name !== undefined) sums[name] = (sums[name] ?? 0) + Number(count);
    }
    if (sums.pass === undefined) return undefined;
    return {
      passed: sums.pass,
      failed: (sums.fail ?? 0) + (sums.cancelled ?? 0),
      skipped: (sums.skipped ?? 0) + (sums.todo ?? 0),
      failures: failuresIn(lines),
      tests: testsIn(lines),
    };
  },
};

function failuresIn(lines: readonly string[]): Failure[] {
  const failures: Failure[] = [];
  const start = lines.indexOf('✖ failing tests:');
  if (start < 0) return failures;
  for (let at = start + 1; at < lines.length && failures.length < MAX_FAILURES; at++) {
    const file = /^test at (.+):\d+:\d+$/.exec(lines[at]!)?.[1];
    const name = file === undefined ? undefined : RESULT.exec(lines[at + 1] ?? '')?.[3];
    if (file === undefined || name === undefined) continue;
    const said: string[] = [];
    for (let next = at + 2; next < lines.length && /^(?: {2}|$)/.test(lines[next]!); next++) said.push(lines[next]!);
    const message = messageOf(said).replace(/^'([^\n]*)'$/, '$1');
    failures.push(
      message === 'test failed' ? loading(name, file, lines.slice(0, start)) : { name, file, ...reason(message, true) },
    );
  }
  return failures;
}

const reason = (message: string, reached: boolean): Pick<Failure, 'kind' | 'message' | 'missing'> => ({
  ...classify(message, reached),
  message,
});

/** A file that could not be loaded, or ended its process: what was wrong stands where the process wrote it, before the file's own line. */
function loading(name: string, file: string, body: readonly string[]): Failure {
  const end = body.findIndex((line) => RESULT.exec(line)?.[3] === name);
  for (let at = end - 1; at >= 0; at--) {
    if (/^(?:✔|✖|▶) /.test(body[at]!)) break;
    if (/^(?:Uncaught )?(?:[A-Z]\w*)?(?:Error|Exception)(?: \[\w+\])?:/.test(body[at]!))
      return { name, file, ...reason(messageOf(body.slice(at, at + 3)).replace(/^(\w+) \[\w+\]:/, '$1:'), false) };
  }
  return { name, file, kind: 'unknown', message: 'test failed' };
}

/** Tests with the suites around them. A suite is opened by ▶ and closed by a line with its own name, which is no test. */
function testsIn(lines: readonly string[]): NamedTest[] {
  const tests: NamedTest[] = [];
  const open: string[] = [];
  for (const line of lines) {
    if (line === '✖ failing tests:') break;
    const [, indent, sign, name, directive] = RESULT.exec(line) ?? [];
    if (indent === undefined || sign === undefined || name === undefined) continue;
    const depth = indent.length / 2;
    if (sign === '▶') {
      open.length = Math.min(open.length, depth);
      open.push(name);
      continue;
    }
    const closes = open.length > depth && open[depth] === name;
    open.length = Math.min(open.length, depth);
    if (closes) continue;
    const status = directive ? 'skipped' : sign === '✔' ? 'passed' : sign === '✖' ? 'failed' : 'skipped';
    tests.push({ name: [...open, name].join(' > '), status });
  }
  return tests;
}
