import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readCounts } from '../../src/verify/counts.ts';

const dir = mkdtempSync(join(tmpdir(), 'orch-counts-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const FILE = `
import { test } from 'node:test';
import assert from 'node:assert';
test('one', () => console.log('# pass 99'));
test('two', () => {});
test('three', () => assert.fail('no'));
`;

test.each(['spec', 'tap'])('reads what node:test really prints with its %s reporter', (reporter) => {
  writeFileSync(join(dir, 'x.test.mjs'), FILE);
  let output = '';
  try {
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    execFileSync('node', ['--test', `--test-reporter=${reporter}`, join(dir, 'x.test.mjs')], { encoding: 'utf8', env });
  } catch (error) {
    output = (error as { stdout: string }).stdout;
  }
  expect(readCounts(output)).toMatchObject({ failed: 1 });
});

test('sums over the summaries of several packages, with and without colours', () => {
  const spec = '\u001b[34mℹ tests 3\u001b[39m\n\u001b[34mℹ pass 2\u001b[39m\n\u001b[34mℹ fail 1\u001b[39m\n';
  expect(readCounts(`${spec}> next package\r\n# tests 5\r\n# pass  5\r\n`)).toEqual({ passed: 7, failed: 1 });
});

test.each(['', 'Tests: 3 passed', '    # pass 3', 'it says # pass 3', '# pass many'])(
  'does not guess from %j',
  (output) => {
    expect(readCounts(output)).toBeUndefined();
  },
);
