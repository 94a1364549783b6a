import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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
  expect(verdict).toMatchObject({
    kind: 'tests_first',
    why: '“src/subtract.js” does not exist without the change, which adds it.',
    red: { runner: 'node:test', failures: [{ name: 'test/subtract.test.js', kind: 'import' }] },
  });
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
    `The project's own tests do not pass on main (${sample.base.slice(0, 7)}), before any change: exit status 3. With the change: exit status 3. Make them pass first.`,
  );
});

test('a change that takes tests away while it adds one', async () => {
  sample.remove();
  const two = `${PROJECT['test/add.test.js']}test('adds more', () => assert.equal(add(2, 2), 4));\ntest('adds most', () => assert.equal(add(3, 2), 5));\n`;
  begin(createSample({ ...PROJECT, 'test/add.test.js': two }));
  const verdict = await verdictOnOne({ ...RED, ...GREEN, 'test/add.test.js': PROJECT['test/add.test.js']! });
  expect(verdict.reason).toBe(
    'Tests that were there before the change were taken away: test/add.test.js:5 “adds more” was deleted; test/add.test.js:6 “adds most” was deleted. Put them back; where they should go, someone with write access says so by the command allow with their paths, and then retry.',
  );
});

test('a change that takes tests away with leave, and adds one', async () => {
  sample.remove();
  const two = `${PROJECT['test/add.test.js']}test('adds more', () => assert.equal(add(2, 2), 4));\n`;
  begin(createSample({ ...PROJECT, 'test/add.test.js': two }));
  const change = sample.commit('green', 'All', { ...RED, ...GREEN, 'test/add.test.js': PROJECT['test/add.test.js']! });
  expect(await verdictOn([change], { allowed: ['test/other/**'] })).toMatchObject({ ok: false });
  expect(await verdictOn([change], { allowed: ['test/add.*'] })).toMatchObject({
    ok: true,
    weakened: [{ file: 'test/add.test.js', test: 'adds more', what: 'deleted', fails: false }],
  });
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

/** For what does not rest on a runner: passes on the base, fails on red, passes on green, and costs no time. */
const QUICK = { commands: { test: 'test ! -e test/round.test.js || grep -q round src/add.js' } };

/** The sample with a file of tests more. */
function beginWith(extra: Contents): void {
  sample.remove();
  begin(createSample({ ...PROJECT, ...extra }));
}

const TESTS = (...cases: string[]) =>
  `import { test } from 'node:test';\nimport assert from 'node:assert';\nimport { add } from '../src/add.js';\n${cases.join('\n')}\n`;
const SUMS = "test('sums', () => { assert.equal(add(2, 3), 5); assert.equal(add(-2, 2), 0); });";
const ZERO = "test('knows zero', () => { const same = add(7, 0); assert.strictEqual(same, 7); });";
const ROUNDS = {
  'test/round.test.js': TESTS("test('adds rounded', () => assert.equal(add(1.4, 1.4), 2));"),
  'src/add.js': 'export const add = (a, b) => Math.round(a) + Math.round(b);\n',
};

test('red by an assertion is told with its words', async () => {
  const verdict = await verdictOnOne(ROUNDS);
  expect(verdict).toMatchObject({
    ok: true,
    why: expect.stringMatching(
      /^“adds rounded” fails by an assertion: AssertionError .* 2\.8 !== 2|^“adds rounded” fails by an assertion: /,
    ),
  });
  expect(verdict.red?.failures).toMatchObject([
    { name: 'adds rounded', file: 'test/round.test.js', kind: 'assertion' },
  ]);
});

test('red because of a package that nobody adds proves nothing', async () => {
  const install =
    'test -e helper.txt && mkdir -p node_modules/helper && cp helper.txt node_modules/helper/index.js; node --test';
  const verdict = await verdictOnOne(
    {
      'helper.txt': 'module.exports = 1;\n',
      'test/x.test.js': TESTS(
        "import helper from 'helper';",
        "test('x', () => assert.equal(add(1, helper.length ?? 1), 2));",
      ),
    },
    { commands: { test: install } },
  );
  expect(verdict).toMatchObject({
    ok: false,
    green: { exit_code: 0 },
    red: { failures: [{ kind: 'import' }] },
    reason:
      'The tests of the change fail without it only because “helper” cannot be found, and the change does not add it. Let one fail by an assertion.',
  });
});

test('red because a test does not end proves nothing', async () => {
  const verdict = await verdictOnOne({
    'test/x.test.js': TESTS(
      "import { existsSync } from 'node:fs';",
      "test('ends', { timeout: 50 }, () => new Promise((go) => setTimeout(go, existsSync('src/end.js') ? 0 : 300)));",
    ),
    'src/end.js': '',
  });
  expect(verdict).toMatchObject({
    ok: false,
    reason: expect.stringContaining('only because “ends” does not end in time'),
  });
});

test('a test that was there and is skipped fails the verdict, one that only moved does not', async () => {
  beginWith({ 'test/sums.test.js': TESTS(SUMS, ZERO) });
  expect(
    await verdictOnOne({ ...ROUNDS, 'test/sums.test.js': TESTS(SUMS.replace('test(', 'test.skip('), ZERO) }, QUICK),
  ).toMatchObject({
    ok: false,
    reason: expect.stringContaining('test/sums.test.js:4 “sums” was skipped.'),
    weakened: [{ file: 'test/sums.test.js', line: 4, test: 'sums', what: 'skipped', since: 'base', fails: true }],
  });
  sample.restart();
  const moved = await verdictOnOne(
    { ...ROUNDS, 'test/sums.test.js': null, 'test/all-sums.test.js': TESTS(ZERO, SUMS) },
    QUICK,
  );
  expect(moved).toMatchObject({ ok: true });
  expect(moved.weakened).toBeUndefined();
});

test('what was loosened after red is named for the reviewer and does not fail', async () => {
  const strict = TESTS(
    "test('adds rounded', () => { assert.equal(add(1.4, 1.4), 2); assert.equal(add(0.4, 0), 0); });",
  );
  const loose = strict.replace('assert.equal(add(0.4, 0), 0)', 'assert.ok(add(0.4, 0) < 1)');
  const verdict = await verdictOn(
    [
      sample.commit('red', 'Test', { 'test/round.test.js': strict }),
      sample.commit('green', 'Code', { ...ROUNDS, 'test/round.test.js': loose }),
    ],
    QUICK,
  );
  expect(verdict).toMatchObject({
    ok: true,
    weakened: [
      { file: 'test/round.test.js', line: 4, test: 'adds rounded', what: 'loosened', since: 'red', fails: false },
    ],
  });
});

describe('a change of a kind that needs no proof', () => {
  const DOCS = { ...QUICK, proof: { exempt: [{ name: 'docs', paths: ['docs/**', '*.md'] }] } };

  test('is exempt by the rule, and red is not run', async () => {
    const verdict = await verdictOnOne({ 'README.md': '# Sample\n', 'docs/a.md': 'a\n' }, DOCS);
    expect(verdict).toMatchObject({
      ok: true,
      kind: 'exempt',
      exempt: 'docs',
      base: { exit_code: 0 },
      green: { exit_code: 0 },
    });
    expect(verdict.red).toBeUndefined();
  });

  test('is not exempt with one file of another kind', async () => {
    expect(await verdictOnOne({ 'README.md': '# Sample\n', ...GREEN }, DOCS)).toMatchObject({
      ok: false,
      kind: 'tests_first',
      reason: expect.stringContaining('adds or edits no test'),
    });
  });
});

test('a base that fails is repaired, with the failing test as its proof', async () => {
  beginWith({ 'test/minus.test.js': TESTS("test('adds negatives', () => assert.equal(add(-1, -1), 2));") });
  const verdict = await verdictOnOne({ 'src/add.js': 'export const add = (a, b) => Math.abs(a + b);\n' });
  expect(verdict).toMatchObject({
    ok: true,
    kind: 'repair',
    why: `On main (${sample.base.slice(0, 7)}) the tests do not pass: 1 of 2 fail: “adds negatives”. With the change they do.`,
    base: { exit_code: 1 },
    green: { exit_code: 0 },
  });
  expect(verdict.red).toBeUndefined();
  sample.restart();
  const without = { commands: { test: '! test -e test/minus.test.js' } };
  expect(await verdictOnOne({ 'test/minus.test.js': null }, without)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('test/minus.test.js:4 “adds negatives” was deleted'),
  });
});

test('a runner whose output says nothing is read from its files', async () => {
  const xml = (name: string, inside: string) =>
    `<testsuite><testcase name=\\"${name}\\">${inside}</testcase></testsuite>`;
  const command = `test -e src/a.js && echo "${xml('reads', '')}" > out.xml || { test ! -e test/a.txt || { echo "${xml('reads', "<failure message='expected 1'/>")}" > out.xml; exit 1; }; }`;
  const verdict = await verdictOnOne(
    { 'test/a.txt': 'a\n', 'src/a.js': '' },
    { commands: { test: command, reports: ['*.xml'] } },
  );
  expect(verdict).toMatchObject({
    ok: true,
    why: '“reads” fails by an assertion: expected 1.',
    red: { runner: 'JUnit XML', failed: 1 },
    green: { runner: 'JUnit XML', passed: 1 },
  });
});

describe('documents of a run that plays a workflow', () => {
  const DOCUMENT = { 'docs/epics/12/prd.md': '# Requirements\n' };
  const playing = { workflow: { name: 'prd' } };

  test('need no proof; the tests run once, with them', async () => {
    const verdict = await verdictOnOne(DOCUMENT, playing);
    expect(verdict).toMatchObject({ ok: true, kind: 'exempt', exempt: 'plans', green: { exit_code: 0, passed: 1 } });
    expect([verdict.base, verdict.red, existsSync(join(logs, 'base.log'))]).toEqual([undefined, undefined, false]);
  });

  test('need one when nothing says that they are a plan', async () => {
    expect(await verdictOnOne(DOCUMENT)).toMatchObject({ ok: false, kind: 'tests_first' });
  });

  test('are not to blame for tests that failed before', async () => {
    const fails = { ...PROJECT, 'test/add.test.js': "throw new Error('broken');\n" };
    sample.remove();
    begin(createSample(fails));
    const verdict = await verdictOnOne(DOCUMENT, playing);
    expect(verdict).toMatchObject({ ok: true, kind: 'exempt', why: expect.stringContaining('do not pass on main') });
  });

  test('are to blame for tests that read them', async () => {
    const reads = `import { test } from 'node:test';
import { existsSync } from 'node:fs';
test('has no requirements', () => { if (existsSync('docs/epics/12/prd.md')) throw new Error('there are'); });
`;
    sample.remove();
    begin(createSample({ ...PROJECT, 'test/docs.test.js': reads }));
    const verdict = await verdictOnOne(DOCUMENT, playing);
    expect(verdict).toMatchObject({ ok: false, reason: expect.stringContaining('do not pass with the change') });
  });

  test('that count as tests are proved as such', async () => {
    const verdict = await verdictOnOne(DOCUMENT, { ...playing, tests: ['test/**', 'docs/**'] });
    expect(verdict).toMatchObject({ ok: false, kind: 'tests_first' });
  });

  test('are all that such a run may change', async () => {
    const verdict = await verdictOnOne({ ...DOCUMENT, 'src/add.js': 'export const add = (a, b) => b + a;\n' }, playing);
    expect(verdict).toMatchObject({ ok: false, reason: 'There is no commit to verify.' });
  });
});
