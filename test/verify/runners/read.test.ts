import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { withoutAnsi } from '../../../src/verify/output.ts';
import { readOutput } from '../../../src/verify/runners/read.ts';

const dir = mkdtempSync(join(tmpdir(), 'orch-runners-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const output = (name: string): string => readFileSync(join(import.meta.dirname, 'outputs', name), 'utf8');

const FILE = `
import { test } from 'node:test';
import assert from 'node:assert';
test('one', () => console.log('# pass 99\\nok 1 - a lie\\n1..1'));
test('two', () => {});
test('three', () => assert.equal(1, 2));
`;

test.each(['spec', 'tap'])('reads what the Node that runs here prints with its %s reporter', (reporter) => {
  writeFileSync(join(dir, 'x.test.mjs'), FILE);
  let printed = '';
  try {
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    execFileSync('node', ['--test', `--test-reporter=${reporter}`, join(dir, 'x.test.mjs')], { encoding: 'utf8', env });
  } catch (error) {
    printed = (error as { stdout: string }).stdout;
  }
  expect(readOutput(printed)).toMatchObject({
    failures: expect.arrayContaining([expect.objectContaining({ name: 'three', kind: 'assertion' })]),
  });
  expect(readOutput(printed)?.failed).toBe(1);
});

test('adds up what several packages and several runners say', () => {
  const spec = '\u001b[34mℹ tests 3\u001b[39m\n\u001b[34mℹ pass 2\u001b[39m\n\u001b[34mℹ fail 1\u001b[39m\n';
  expect(readOutput(withoutAnsi(`${spec}> next package\r\n${spec}`))).toMatchObject({ passed: 4, failed: 2 });
  expect(readOutput(`${output('vitest-pass.txt')}${output('pytest-pass.txt')}`)).toMatchObject({
    runner: 'vitest and pytest',
    passed: 3,
    failed: 0,
  });
});

test('names are kept only where every test that passed has one', () => {
  expect(readOutput(output('vitest-verbose.txt'))?.tests).toContainEqual({
    name: 'test/parse.test.js > reads seconds',
    status: 'passed',
  });
  expect(readOutput(output('vitest-fail.txt'))?.tests).toBeUndefined();
  expect(readOutput(`${output('vitest-verbose.txt')}${output('pytest-pass.txt')}`)?.tests).toBeUndefined();
});

test.each([
  '',
  'Tests: 3 passed',
  '    ℹ pass 3',
  'it says ℹ pass 3',
  'ℹ pass many',
  '# pass 3',
  'ok',
  'ok, that works\nnot ok at all',
  '3 passed in the meantime',
  'FAIL everywhere',
  'test result: unknown',
  '{"Action":"pass"}',
  '{"Action":7,"Package":"x"}',
  '{"Action":',
])('does not guess from %j', (text) => {
  expect(readOutput(text)).toBeUndefined();
});

test('TAP as other producers write it', () => {
  const text = [
    'TAP version 14',
    '1..5',
    'ok 1 - opens',
    'not ok 2 - reads',
    '  ---',
    '  operator: equal',
    '  expected: 1500',
    '  actual: 1000',
    '  ...',
    'ok 3 - writes # SKIP no disk',
    'not ok 4 - flies # TODO',
    'not ok 5',
  ].join('\n');
  expect(readOutput(text)).toMatchObject({
    runner: 'TAP',
    passed: 1,
    failed: 2,
    skipped: 2,
    failures: [
      { name: 'reads', kind: 'assertion' },
      { name: 'test 5', kind: 'unknown' },
    ],
  });
});

test('pytest without tracebacks has its short summary', () => {
  const text = output('pytest-quiet.txt').replace(/^=+ ERRORS[\s\S]*?(?==+ short)/m, '');
  expect(readOutput(text)?.failures.map(({ kind, name }) => `${kind}: ${name}`)).toEqual([
    'assertion: TestDecimals > test_amounts[1.5s-1500]',
    'error: TestDecimals > test_nonsense',
    'assertion: test_raises',
    'error: test_new_symbol',
    'assertion: TestOld > test_equal',
    'error: test_fixture',
  ]);
});

test('what an assertion quotes does not make it an import', () => {
  const text = output('vitest-verbose.txt').replaceAll(
    'expected 1000 to be 1500',
    "expected 'x' to be 'Cannot find module \\'y\\''",
  );
  expect(readOutput(text)?.failures[0]).toMatchObject({ kind: 'assertion' });
});

test.each([
  ['a long line', 'a'.repeat(2_000_000)],
  ['many spaces', ' '.repeat(2_000_000)],
  ['many lines that look like tests', ' ✓ a > b 1ms\n✔ a (1ms)\n▶ b\nok 1 - x\n  1) y\n'.repeat(30_000)],
  [
    'TAP that goes deeper and deeper',
    `TAP version 13\n${Array.from({ length: 5_000 }, (_, at) => `${' '.repeat(at % 400)}ok ${at + 1} - a`).join('\n')}`,
  ],
  ['a summary of pytest that does not end', `${'1 passed, '.repeat(100_000)}in`],
  ['many errors of a compiler', `${'# pkg\nx.go:1:1: undefined: X\n'.repeat(20_000)}FAIL\tpkg [build failed]\n`],
])('%s is read in time that grows with its length', (_, text) => {
  const started = performance.now();
  readOutput(text);
  expect(performance.now() - started).toBeLessThan(4_000);
});
