import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Brief } from '../../src/core/brief.ts';
import { readReport, readVerdict } from '../../src/patch/artifact.ts';
import { reportOf } from './sample.ts';

let dir: string;
const brief = { run: '12-developer-1', story: 12, start: 'a'.repeat(40) } as Brief;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'orch-artifact-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function file(content: string): string {
  const path = join(dir, 'report.json');
  rmSync(path, { force: true });
  writeFileSync(path, content);
  return path;
}

test('the report of this run', async () => {
  const report = reportOf(brief, [{ anything: 1 }]);
  expect(await readReport(file(JSON.stringify(report)), brief)).toEqual({ ok: true, value: report });
});

test.each([
  ['another run', { run: '12-developer-2' }],
  ['another story', { story: 13 }],
  ['another start', { start: 'b'.repeat(40) }],
])('the report of %s', async (_, changes) => {
  const answer = await readReport(file(JSON.stringify({ ...reportOf(brief, []), ...changes })), brief);
  expect(answer).toEqual({ ok: false, problem: 'The agent job left a report that belongs to another run.' });
});

test.each([
  ['', 'The agent job left a report that is not JSON.'],
  ['\u0000\u0001', 'The agent job left a report that is not JSON.'],
  ['[]', 'The agent job left a report of another form (top level: Invalid input: expected object, received array).'],
  ['{"version": 2}', 'The agent job left a report of another form (version: Invalid input: expected 1).'],
])('garbage: %j', async (content, problem) => {
  expect(await readReport(file(content), brief)).toEqual({ ok: false, problem });
});

test('nothing, a folder, a link and a giant', async () => {
  const problem = async (path: string) => {
    const answer = await readReport(path, brief);
    return answer.ok ? 'ok' : answer.problem;
  };
  expect(await problem(join(dir, 'missing.json'))).toBe('The agent job ended without a report; its log says why.');
  expect(await problem(dir)).toBe('The agent job left a report that is not a regular file.');
  symlinkSync(file('{}'), join(dir, 'link.json'));
  expect(await problem(join(dir, 'link.json'))).toBe('The agent job left a report that is not a regular file.');
  const giant = file('');
  truncateSync(giant, 65 * 1024 * 1024);
  expect(await problem(giant)).toContain('at most 67108864 are read');
});

test('the verdict of another run', async () => {
  const verdict = { version: 1, run: '12-developer-2', ok: true, tests: [] };
  expect(await readVerdict(file(JSON.stringify(verdict)), brief)).toEqual({
    ok: false,
    problem: 'The verify job left a verdict that belongs to another run.',
  });
});
