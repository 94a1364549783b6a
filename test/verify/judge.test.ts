import { describe, expect, test } from 'vitest';
import { MAX_NAMED_FAILURES, verdictSchema, type Weakened } from '../../src/core/run.ts';
import { type Execution, keptOf } from '../../src/verify/execution.ts';
import { type Facts, judge } from '../../src/verify/judge.ts';
import type { Reading } from '../../src/verify/runners/read.ts';
import type { Failure } from '../../src/verify/runners/report.ts';

const failure = (name: string, more: Partial<Failure> = {}): Failure => ({
  name,
  kind: 'assertion',
  message: 'expected 1 to be 2',
  ...more,
});

function execution(exit: number, reading?: Partial<Reading>, late = false): Execution {
  const full = reading && { runner: 'vitest', failures: [], ...reading };
  return { run: { exit_code: exit, seconds: 61.2, tail: '', ...keptOf(full) }, ...(full && { reading: full }), late };
}

const passed = (count: number, ...names: string[]): Execution =>
  execution(0, {
    passed: count,
    failed: 0,
    ...(names.length > 0 && { tests: names.map((name) => ({ name, status: 'passed' as const })) }),
  });
const failed = (...failures: Failure[]): Execution => execution(1, { passed: 11, failed: failures.length, failures });

const facts = (more: Partial<Facts> = {}): Facts => ({
  brief: { base: { ref: 'main', sha: 'abc1234'.padEnd(40, '0') } },
  tests: ['test/a.test.js'],
  weakened: [],
  supply: { added: [], lines: '' },
  exempt: undefined,
  runs: { base: passed(11), red: failed(failure('halves')), green: passed(12) },
  ...more,
});

const verdictOn = (more: Partial<Facts>) => verdictSchema.parse({ version: 1, run: 'r', ...judge(facts(more)) });

const weakened = (more: Partial<Weakened> = {}): Weakened => ({
  file: 'test/a.test.js',
  line: 12,
  test: 'adds',
  what: 'deleted',
  since: 'base',
  fails: true,
  ...more,
});

describe('tests first', () => {
  test('proved although tests were deleted, where somebody lets the story do so; they are named all the same', () => {
    const allowed = (file: string) => file === 'test/a.test.js';
    const runs = { base: passed(11, 'adds', 'b'), red: failed(failure('halves')), green: passed(10, 'b') };
    expect(verdictOn({ weakened: [weakened()], runs }).ok).toBe(false);
    expect(verdictOn({ weakened: [weakened()], runs, allowed })).toMatchObject({
      ok: true,
      weakened: [{ test: 'adds', what: 'deleted', fails: false }],
    });
    // Leave for one file is none for another.
    const both = [weakened(), weakened({ file: 'test/b.test.js', test: 'c' })];
    expect(verdictOn({ weakened: both, runs, allowed })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('test/b.test.js:12 “c” was deleted'),
    });
    // And leave for a file that is as it was excuses nothing.
    const elsewhere = { base: passed(11, 'adds', 'b'), red: failed(failure('halves')), green: passed(10, 'b') };
    expect(verdictOn({ runs: elsewhere, allowed }).ok).toBe(false);
  });

  test('proved, and why', () => {
    expect(verdictOn({})).toEqual({
      version: 1,
      run: 'r',
      ok: true,
      kind: 'tests_first',
      why: '“halves” fails by an assertion: expected 1 to be 2.',
      tests: ['test/a.test.js'],
    });
  });

  test.each<[string, Partial<Facts>, string]>([
    ['no commit', { runs: {} }, 'There is no commit to verify.'],
    [
      'no test',
      { tests: [], runs: { base: passed(11), green: passed(11) } },
      'The change adds or edits no test, so nothing shows that it does what it should.',
    ],
    [
      'red is green',
      { runs: { base: passed(11), red: passed(12), green: passed(12) } },
      'The tests of the change also pass without it, so they do not show that it does anything.',
    ],
    [
      'red for the wrong reason',
      { runs: { base: passed(11), red: failed(failure('halves', { kind: 'timeout' })), green: passed(12) } },
      'The tests of the change fail without it only because “halves” does not end in time. Let one fail by an assertion.',
    ],
    [
      'green is red',
      {
        runs: {
          base: passed(11),
          red: failed(failure('a', { kind: 'timeout' })),
          green: execution(1, { passed: 10, failed: 2 }),
        },
      },
      'The tests do not pass with the change: 2 of 12 fail.',
    ],
    [
      'green does not end',
      { runs: { base: passed(11), red: failed(failure('a')), green: execution(124, undefined, true) } },
      'The tests do not pass with the change: they did not end within 61 seconds.',
    ],
    [
      'green of a runner that does not count what passed',
      { runs: { base: execution(0, { failed: 0 }), red: failed(failure('a')), green: execution(1, { failed: 2 }) } },
      'The tests do not pass with the change: 2 fail.',
    ],
    [
      'fewer pass',
      { runs: { base: passed(13), red: failed(failure('a')), green: passed(12) } },
      'Fewer tests pass with the change (12) than without it (13): tests were removed or skipped.',
    ],
    [
      'a test was deleted',
      { weakened: [weakened()] },
      'Tests that were there before the change were taken away: test/a.test.js:12 “adds” was deleted. Put them back; where they should go, someone with write access says so by the command allow with their paths, and then retry.',
    ],
    [
      'many were weakened',
      {
        weakened: [
          weakened({ what: 'skipped' }),
          weakened({ what: 'only' }),
          { file: 'test/b.js', what: 'deleted', since: 'base', fails: true },
          weakened(),
          weakened(),
        ],
      },
      'Tests that were there before the change were taken away: test/a.test.js:12 “adds” was skipped; test/a.test.js:12 “adds” was marked so that others do not run; test/b.js was deleted; and 2 more. Put them back; where they should go, someone with write access says so by the command allow with their paths, and then retry.',
    ],
    [
      'a test is gone by name',
      { runs: { base: passed(3, 'a', 'b', 'c'), red: failed(failure('d')), green: passed(2, 'a', 'd') } },
      'Tests that were there before the change were taken away: “b” was taken away; “c” was taken away. Put them back; where they should go, someone with write access says so by the command allow with their paths, and then retry.',
    ],
  ])('not proved: %s', (_, more, reason) => {
    expect(verdictOn(more)).toMatchObject({ ok: false, reason });
  });

  test('what became looser is named and does not fail', () => {
    const found = [
      weakened({ what: 'loosened', fails: false }),
      weakened({ what: 'assertions', since: 'red', fails: false }),
    ];
    expect(verdictOn({ weakened: found })).toMatchObject({ ok: true, weakened: found });
  });

  test.each([
    ['none is skipped', 0, 0, true],
    ['one more is skipped', 0, 1, false],
    ['nobody counts what is skipped', undefined, undefined, false],
  ])('a test that is skipped on a condition, where %s', (_, before, now, ok) => {
    const counted = (skipped: number | undefined) =>
      execution(0, { passed: 12, failed: 0, ...(skipped !== undefined && { skipped }) });
    const runs = { base: counted(before), red: failed(failure('a')), green: counted(now) };
    const found = { ...weakened({ what: 'skipped' }), sometimes: true as const };
    expect(verdictOn({ weakened: [found], runs })).toMatchObject({
      ok,
      weakened: [weakened({ what: 'skipped', fails: !ok })],
    });
  });

  test('a test with a new name is named and does not fail', () => {
    const runs = { base: passed(2, 'a', 'b'), red: failed(failure('d')), green: passed(3, 'a', 'c', 'd') };
    expect(verdictOn({ runs })).toMatchObject({ ok: true, weakened: [{ test: 'b', what: 'missing', fails: false }] });
  });

  test('names on one side alone say nothing', () => {
    const runs = { base: passed(2, 'a', 'b'), red: failed(failure('d')), green: passed(3) };
    expect(verdictOn({ runs }).weakened).toBeUndefined();
  });
});

describe('exempt', () => {
  const runs = { base: passed(11), green: passed(11) };

  test('needs no test, and says by which rule', () => {
    expect(verdictOn({ exempt: 'docs', tests: [], runs })).toEqual({
      version: 1,
      run: 'r',
      ok: true,
      kind: 'exempt',
      exempt: 'docs',
      tests: [],
    });
  });
  test('all tests must still pass', () => {
    expect(verdictOn({ exempt: 'docs', runs: { base: passed(11), green: execution(1) } })).toMatchObject({
      ok: false,
      kind: 'exempt',
      reason: 'The tests do not pass with the change: exit status 1.',
    });
  });
  test('tests must not be taken away', () => {
    expect(verdictOn({ exempt: 'docs', runs, weakened: [weakened()] }).ok).toBe(false);
  });
});

describe('a base that does not pass', () => {
  const broken = (names: string[], status: 'failed' | 'passed' | 'skipped' = 'failed'): Execution =>
    execution(status === 'failed' ? 1 : 0, {
      passed: 5,
      failed: status === 'failed' ? names.length : 0,
      failures: status === 'failed' ? names.map((name) => failure(name)) : [],
      tests: [...'vwxyz']
        .map((name) => ({ name, status: 'passed' as const }))
        .concat(names.map((name) => ({ name, status: status as 'passed' }))),
    });

  test('stays so: up to five tests by name', () => {
    const base = broken(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect(verdictOn({ runs: { base, green: broken(['a']) } })).toMatchObject({
      ok: false,
      reason:
        "The project's own tests do not pass on main (abc1234), before any change: 7 of 12 fail: “a”, “b”, “c”, “d”, “e” and 2 more. With the change: 1 of 6 fail. Make them pass first.",
    });
  });

  test('is repaired: that is the proof, without a test of its own', () => {
    expect(verdictOn({ tests: [], runs: { base: broken(['a']), green: broken(['a'], 'passed') } })).toMatchObject({
      ok: true,
      kind: 'repair',
      why: 'On main (abc1234) the tests do not pass: 1 of 6 fail: “a”. With the change they do.',
    });
  });

  test('is not repaired by skipping what fails, or by taking it away', () => {
    expect(verdictOn({ runs: { base: broken(['a']), green: broken(['a'], 'skipped') } })).toMatchObject({
      ok: false,
      reason: 'The test “a” fails on the base and is skipped with the change, so nothing was repaired.',
    });
    expect(verdictOn({ runs: { base: broken(['a']), green: broken([], 'passed') }, weakened: [weakened()] }).ok).toBe(
      false,
    );
  });

  test.each([
    ['does not end', execution(124, undefined, true), 'they did not end within 61 seconds'],
    ['cannot be run', execution(127), 'exit status 127'],
  ])('one that %s proves nothing', (_, base, said) => {
    expect(verdictOn({ runs: { base, green: passed(1) } })).toMatchObject({
      ok: false,
      reason: `The project's own tests do not pass on main (abc1234), before any change: ${said}. Make them pass first.`,
    });
  });
});

test('what hostile tests call themselves stays within what a verdict may hold', () => {
  const long = 'x'.repeat(5_000);
  const failures = Array.from({ length: 50 }, () => failure(long, { message: long, file: long }));
  const base = failed(...failures);
  const verdict = verdictOn({
    runs: { base, green: failed(...failures) },
    weakened: Array.from({ length: 80 }, () => weakened()),
  });
  expect(verdict.weakened).toHaveLength(50);
  expect(verdictSchema.parse({ ...verdict, base: base.run }).base?.failures).toHaveLength(MAX_NAMED_FAILURES);
});
