import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Brief } from '../../src/core/brief.ts';
import { type Verdict, verdictSchema } from '../../src/core/run.ts';
import { verify } from '../../src/verify/verify.ts';
import { briefOf, type Contents, createSample, GREEN, PROJECT, RED, reportOf, type Sample } from '../patch/sample.ts';

let sample: Sample;
let logs: string;
beforeEach(() => begin(createSample()));
afterEach(() => sample.remove());

function begin(fresh: Sample): void {
  sample = fresh;
  logs = join(sample.root, 'logs');
  mkdirSync(logs);
}

async function verdictOn(intents: unknown[], changes: Partial<Brief> = {}, timeout = 20_000): Promise<Verdict> {
  const brief = briefOf(sample, changes);
  const verdict = await verify({
    brief,
    report: { ok: true, value: reportOf(brief, intents) },
    base: sample.checkout(brief.base.sha, 1),
    head: sample.checkout(brief.start),
    logs,
    timeout,
    log: () => {},
  });
  return verdictSchema.parse(verdict);
}

/** The verdict on one change that is committed at once. */
const verdictOnOne = (contents: Contents, changes: Partial<Brief> = {}) =>
  verdictOn([sample.commit('green', 'Change', contents)], changes);

test('work that was tested first: red on the base, green on the head, with counts and logs', async () => {
  const verdict = await verdictOn([sample.commit('red', 'Test', RED), sample.commit('green', 'Code', GREEN)]);
  expect(verdict).toMatchObject({
    ok: true,
    run: '12-developer-1',
    tests: ['test/subtract.test.js'],
    base: { exit_code: 0, passed: 1, failed: 0 },
    red: { exit_code: 1, passed: 1, failed: 1 },
    green: { exit_code: 0, passed: 2, failed: 0 },
  });
  expect(verdict.reason).toBeUndefined();
  expect(verdict.red?.tail).toContain('ERR_MODULE_NOT_FOUND');
  expect(readFileSync(join(logs, 'red.log'), 'utf8')).toContain('ERR_MODULE_NOT_FOUND');
});

test('a second run that continues a branch: everything since the base counts', async () => {
  const first = sample.commit('red', 'Test', RED);
  const second = sample.commit('green', 'Code', GREEN);
  const { applyIntents } = await import('../../src/patch/apply.ts');
  const clone = sample.checkout(sample.base);
  const brief = briefOf(sample);
  const { head } = await applyIntents({ ...brief, dir: clone, intents: [first], date: '2026-11-21T00:00:00Z' });
  sample.git(clone, 'push', '-q', sample.remote, `${head}:refs/heads/story/12`);
  const verdict = await verdictOn([second], { start: head });
  expect(verdict).toMatchObject({
    ok: true,
    tests: ['test/subtract.test.js'],
    red: { failed: 1 },
    green: { failed: 0 },
  });
});

test('no test changed', async () => {
  const verdict = await verdictOnOne(GREEN);
  expect(verdict).toMatchObject({
    ok: false,
    reason: 'The change adds or edits no test, so nothing shows that it does what it should.',
    tests: [],
    green: { exit_code: 0 },
  });
  expect(verdict.red).toBeUndefined();
});

test('tests that also pass without the change', async () => {
  const verdict = await verdictOnOne({
    'test/empty.test.js': "import { test } from 'node:test';\ntest('nothing', () => {});\n",
    ...GREEN,
  });
  expect(verdict).toMatchObject({ ok: false, red: { exit_code: 0 } });
  expect(verdict.reason).toContain('also pass without it');
});

test('tests that fail with the change too', async () => {
  const verdict = await verdictOnOne({ ...RED, 'src/subtract.js': 'export const subtract = (a, b) => b - a;\n' });
  expect(verdict).toMatchObject({ ok: false, reason: 'The tests do not pass with the change: 1 of 2 fail.' });
});

test('a base that fails before any change', async () => {
  const brief = { commands: { test: 'exit 3' } };
  const verdict = await verdictOn([sample.commit('red', 'Test', RED), sample.commit('green', 'Code', GREEN)], brief);
  expect(verdict.reason).toBe(
    `The project's own tests do not pass on main (${sample.base.slice(0, 7)}), before any change: exit status 3.`,
  );
});

test('a change that takes tests away while it adds one', async () => {
  sample.remove();
  const two = `${PROJECT['test/add.test.js']}test('adds more', () => assert.equal(add(2, 2), 4));\ntest('adds most', () => assert.equal(add(3, 2), 5));\n`;
  begin(createSample({ ...PROJECT, 'test/add.test.js': two }));
  const verdict = await verdictOnOne({ ...RED, ...GREEN, 'test/add.test.js': PROJECT['test/add.test.js']! });
  expect(verdict.reason).toBe(
    'Fewer tests pass with the change (2) than without it (3): tests were removed or skipped.',
  );
});

test('nothing to verify costs no test run', async () => {
  const verdict = await verdictOn([{ kind: 'pull_request', title: 'x', body: '' }]);
  expect(verdict).toEqual({
    version: 1,
    run: '12-developer-1',
    ok: false,
    reason: 'There is no commit to verify.',
    tests: [],
  });
});

test('what deliver would refuse is not part of what is verified', async () => {
  const verdict = await verdictOn([
    sample.commit('red', 'Test', RED),
    sample.commit('green', 'Code and more', { ...GREEN, '.orch/config.yaml': 'version: 1\n' }),
  ]);
  expect(verdict).toMatchObject({ ok: false, green: { failed: 1 } });
});

test('a report that could not be read', async () => {
  const brief = briefOf(sample);
  const problem = 'The agent job ended without a report; its log says why.';
  const verdict = await verify({
    brief,
    report: { ok: false, problem },
    base: '/nowhere',
    head: '/nowhere',
    logs,
    timeout: 1,
    log: () => {},
  });
  expect(verdict).toEqual({ version: 1, run: brief.run, ok: false, reason: problem, tests: [] });
});

test('tests do not get at the base through a symbolic link in it', async () => {
  sample.remove();
  begin(createSample({ ...PROJECT, 'test/linked': { link: '../outside' } }));
  const verdict = await verdictOnOne({ 'test/linked': null, 'test/linked/x.test.js': RED['test/subtract.test.js']! });
  expect(verdict.tests).toContain('test/linked/x.test.js');
  expect(existsSync(join(sample.root, 'outside'))).toBe(false);
});
