import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeWorkflows } from '../../src/install/write.ts';

const REF = '1234567890abcdef1234567890abcdef12345678';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orch-install-'));
  mkdirSync(join(folder, '.git'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const workflows = () => readdirSync(join(folder, '.github', 'workflows')).sort();

test('with a server there is one file', () => {
  expect(writeWorkflows(folder, { actionRef: REF, runsOn: ['small'] })).toEqual(['.github/workflows/orch.yml']);
  expect(workflows()).toEqual(['orch.yml']);
  expect(readFileSync(join(folder, '.github/workflows/orch.yml'), 'utf8')).toContain('runs-on: small\n');
});

test('without one there are two, and writing again changes nothing', () => {
  const words = { actionRef: REF, actionsOnly: true, checks: ['CI'], runsOn: ['self-hosted', 'linux'] };
  writeWorkflows(folder, words);
  expect(workflows()).toEqual(['orch-events.yml', 'orch.yml']);
  const read = () => workflows().map((name) => readFileSync(join(folder, '.github/workflows', name), 'utf8'));
  const before = read();
  expect(before.join('')).toContain('[Orch, CI]');
  writeWorkflows(folder, words);
  expect(read()).toEqual(before);
});

test.each([
  [{ actionRef: 'v1' }, '"v1" is no full commit id'],
  [{ actionRef: REF, checks: ['CI'] }, '--checks belongs to --actions-only'],
])('%j is refused, and nothing is written', (words, message) => {
  expect(() => writeWorkflows(folder, words)).toThrow(message);
  expect(readdirSync(folder)).toEqual(['.git']);
});

test('a folder that is no checkout is refused', () => {
  expect(() => writeWorkflows(join(folder, 'nowhere'), { actionRef: REF })).toThrow(
    'is no checkout of a git repository',
  );
});
