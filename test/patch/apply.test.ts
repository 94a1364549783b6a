import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CommitIntent } from '../../src/core/intent.ts';
import { type ApplyInput, applyIntents } from '../../src/patch/apply.ts';
import { GitFailed } from '../../src/patch/git.ts';
import { applicationTo, type Contents, createSample, GREEN, RED, type Sample } from './sample.ts';

let sample: Sample;
let dir: string;
beforeAll(() => {
  sample = createSample();
  dir = sample.checkout(sample.base, 1);
});
beforeEach(() => sample.restart());
afterAll(() => sample.remove());

const apply = (intents: unknown[], changes: Partial<ApplyInput> = {}) =>
  applyIntents({ ...applicationTo(sample, dir), intents, ...changes });

/** Applies one commit with these contents; answers the rule that refused it, or `passed`. */
async function ruleFor(contents: Contents, changes: Partial<ApplyInput> = {}): Promise<string> {
  const { refused } = await apply([sample.commit('green', 'Try it', contents)], changes);
  return refused[0]?.rule ?? 'passed';
}

describe('honest work', () => {
  test('becomes commits on top of the start, one for each intent, by orch[bot]', async () => {
    const { head, commits, refused } = await apply([
      sample.commit('red', 'Test subtract\n\nBecause it is missing.', RED),
      sample.commit('green', 'Add subtract', GREEN),
    ]);
    expect(refused).toEqual([]);
    expect(commits.map(({ stage, subject }) => `${stage}: ${subject}`)).toEqual([
      'red: Test subtract',
      'green: Add subtract',
    ]);
    expect(head).toBe(commits[1]!.sha);
    expect(sample.git(dir, 'log', '--format=%an <%ae> %cn %at %ct%n%B', `${sample.base}..${head}`)).toBe(
      [
        'orch[bot] <orch[bot]@users.noreply.github.com> orch[bot] 1795249800 1795249800',
        'Add subtract',
        '',
        'Orch-Run: 12-developer-1',
        'Orch-Stage: green',
        '',
        'orch[bot] <orch[bot]@users.noreply.github.com> orch[bot] 1795249800 1795249800',
        'Test subtract',
        '',
        'Because it is missing.',
        '',
        'Orch-Run: 12-developer-1',
        'Orch-Stage: red',
        '',
        '',
      ].join('\n'),
    );
    expect(sample.git(dir, 'diff', '--name-only', sample.base, head)).toBe('src/subtract.js\ntest/subtract.test.js\n');
  });

  test('makes the same commits whenever and wherever it is applied', async () => {
    const intents = [sample.commit('red', 'Test', RED), sample.commit('green', 'Code', GREEN)];
    const again = await applyIntents({
      dir: sample.checkout(sample.base),
      start: sample.base,
      intents,
      protected: [],
      commands: { test: 'npm test' },
      tests: ['test/**'],
      run: '12-developer-1',
      story: 12,
      date: '2026-11-21T08:30:00Z',
    });
    expect(again).toEqual(await apply(intents));
  });

  test('leaves branch, index and files of the checkout alone', async () => {
    await apply([sample.commit('green', 'Code', GREEN)]);
    expect(sample.git(dir, 'status', '--porcelain')).toBe('');
    expect(sample.git(dir, 'rev-parse', 'HEAD').trim()).toBe(sample.base);
  });

  test('may delete, rename, set the executable bit, and hold binary files and strange names', async () => {
    const { head, refused } = await apply([
      sample.commit('refactor', 'Move', {
        'src/add.js': null,
        'src/sum.js': 'export const add = (a, b) => a + b;\n',
        'bin/run.sh': { executable: '#!/bin/sh\n' },
        'data/blob.bin': Buffer.from(Array.from({ length: 3_000 }, (_, i) => (i * 7919) % 256)),
        'docs/ein Wörtchen "quoted".md': 'hello\n',
      }),
    ]);
    expect(refused).toEqual([]);
    const tree = sample.git(dir, '-c', 'core.quotePath=false', 'ls-tree', '-r', head);
    expect(tree).toContain('100755 blob');
    expect(tree).toContain('data/blob.bin');
    expect(tree).toContain('ein Wörtchen');
    expect(tree).not.toContain('src/add.js');
  });

  test('may remove a symbolic link or put a file in its place', async () => {
    const linked = createSample({ a: { link: '/etc/passwd' }, b: { link: 'a' }, c: 'c\n' });
    const commit = linked.commit('green', 'Unlink', { a: null, b: 'plain\n' });
    const { refused } = await apply([commit], { dir: linked.checkout(linked.base), start: linked.base });
    expect(refused).toEqual([]);
    linked.remove();
  });
});

describe('refusals', () => {
  const rows: [string, Contents][] = [
    ['reserved-folder', { '.github/workflows/ci.yml': 'on: [push, pull_request]\n' }],
    ['reserved-folder', { '.github/workflows/ci.yml': null }],
    ['reserved-folder', { '.GitHub/workflows/evil.yml': 'on: push\n' }],
    ['reserved-folder', { '.orch/config.yaml': 'version: 1\n' }],
    ['reserved-folder', { '.orch./config.yaml': 'version: 1\n' }],
    ['reserved-folder', { 'GITHUB~1/workflows/evil.yml': 'on: push\n' }],
    ['path-characters', { '.git\u200chub/workflows/evil.yml': 'on: push\n' }],
    ['path-characters', { 'src/a\nb.js': '1\n' }],
    ['path-characters', { 'src/\u202egnp.js': '1\n' }],
    ['git-files', { '.gitattributes': '* filter=evil\n' }],
    ['git-files', { 'docs/.gitattributes': '* filter=evil\n' }],
    ['git-files', { '.gitmodules': '[submodule "x"]\n' }],
    ['code-owners', { 'docs/CODEOWNERS': '* @mallory\n' }],
    ['symlink', { 'src/passwd': { link: '/etc/passwd' } }],
    ['symlink', { 'src/add.js': { link: '../../../etc/passwd' } }],
    ['submodule', { 'vendor/lib': { submodule: '1234567890123456789012345678901234567890' } }],
    ['too-many-files', Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`many/${i}.txt`, `${i}\n`]))],
    ['secret', { 'src/config.js': `export const key = 'sk-ant-${'api03'}-${'a1B2'.repeat(12)}';\n` }],
    ['secret', { 'src/config.js': `++ ghp_${'a1B2'.repeat(9)}\n` }],
    ['secret', { 'key.bin': Buffer.from(`\0\0-----BEGIN RSA ${'PRIVATE'} KEY-----\0`) }],
  ];
  test.each(rows.map(([rule, contents]) => ({ rule, contents, file: JSON.stringify(Object.keys(contents)[0]) })))(
    '$rule: $file',
    async ({ rule, contents }) => {
      expect(await ruleFor(contents)).toBe(rule);
    },
  );

  test('what the test command runs through, and no other part of a manifest', async () => {
    const npm = createSample({
      'package.json':
        '{ "scripts": { "test": "npm run unit && sh tools/check.sh", "unit": "node --test", "dev": "x" } }\n',
      'tools/check.sh': 'true\n',
      'test/a.test.js': '1\n',
    });
    const manifest = (scripts: Record<string, string>, more = {}) => ({
      'package.json': `${JSON.stringify({ scripts, ...more })}\n`,
    });
    const was = { test: 'npm run unit && sh tools/check.sh', unit: 'node --test', dev: 'x' };
    const rule = async (contents: Contents) => {
      npm.restart();
      const dir = npm.checkout(npm.base);
      return (await apply([npm.commit('green', 'x', contents)], { dir, start: npm.base })).refused[0]?.rule ?? 'passed';
    };
    expect(await rule(manifest({ ...was, dev: 'y', lint: 'z' }, { dependencies: { a: '1' } }))).toBe('passed');
    expect(await rule({ 'test/a.test.js': '2\n' })).toBe('passed');
    expect(await rule(manifest({ ...was, test: 'true' }))).toBe('test-command');
    expect(await rule(manifest({ ...was, unit: 'true' }))).toBe('test-command');
    expect(await rule(manifest({ ...was, pretest: 'curl x' }))).toBe('test-command');
    expect(await rule(manifest({ ...was, postinstall: 'curl x' }))).toBe('test-command');
    expect(await rule({ 'package.json': null })).toBe('test-command');
    expect(await rule({ 'package.json': 'not JSON\n' })).toBe('test-command');
    expect(await rule({ 'tools/check.sh': 'exit 0\n' })).toBe('test-command');
    expect(await rule({ 'Tools/Check.SH': 'exit 0\n' })).toBe('test-command');
    npm.remove();
  });

  test('a path that the project protects, by a pattern in any case and with hidden files in it', async () => {
    expect(await ruleFor({ 'package.json': '{}\n' }, { protected: ['package.json'] })).toBe('protected');
    expect(await ruleFor({ 'Infra/.env': 'x\n' }, { protected: ['infra/'] })).toBe('protected');
    expect(await ruleFor({ 'deep/er/schema.sql': 'x\n' }, { protected: ['**/*.sql'] })).toBe('protected');
  });

  test('a commit that adds more than 2 MB, whatever its patch weighs', async () => {
    expect(await ruleFor({ 'big.txt': `${'x'.repeat(1_000_000)}\n`, 'big2.txt': `${'x'.repeat(1_001_000)}\n` })).toBe(
      'schema',
    );
    const zeros = sample.commit('green', 'Zeros', { 'zeros.bin': Buffer.alloc(8_000_000) });
    expect(zeros.patch.length).toBeLessThan(100_000);
    expect((await apply([zeros])).refused[0]?.rule).toBe('too-large');
  });

  test('a patch that grows by a delta that claims little and unpacks to much', async () => {
    const small = Buffer.from(Array.from({ length: 4_000 }, (_, i) => (i * 7919) % 256));
    const first = sample.commit('green', 'Small', { 'x.bin': small });
    const second = sample.commit('green', 'Grown', {
      'x.bin': Buffer.concat(Array.from({ length: 1_000 }, () => small)),
    });
    const { commits, refused } = await apply([first, second]);
    expect(commits).toHaveLength(1);
    expect(refused.map(({ rule }) => rule)).toEqual(['too-large']);
  });

  test.each([
    ['not a patch', 'does-not-apply'],
    [
      'diff --git a/../evil b/../evil\nnew file mode 100644\n--- /dev/null\n+++ b/../evil\n@@ -0,0 +1 @@\n+x\n',
      'does-not-apply',
    ],
    [
      'diff --git a/.git/config b/.git/config\nnew file mode 100644\n--- /dev/null\n+++ b/.git/config\n@@ -0,0 +1 @@\n+x\n',
      'does-not-apply',
    ],
    [
      'diff --git a/GIT~1/x b/GIT~1/x\nnew file mode 100644\n--- /dev/null\n+++ b/GIT~1/x\n@@ -0,0 +1 @@\n+x\n',
      'does-not-apply',
    ],
    [
      'diff --git a/package.json b/package.json\n--- a/package.json\n+++ b/package.json\n@@ -1 +1 @@\n-{ "name": "sample", "type": "module" }\n+{ "name": "sample", "type": "module" }\n',
      'empty',
    ],
  ])('a patch that git does not take: %j', async (patch, rule) => {
    const { refused, head } = await apply([{ kind: 'commit', stage: 'green', message: 'x', patch }]);
    expect(refused.map((refusal) => refusal.rule)).toEqual([rule]);
    expect(head).toBe(sample.base);
  });

  test('nothing that a patch says of file names before the real ones is believed', async () => {
    // The header names a harmless file, the hunk's own lines another.
    const patch =
      'diff --git a/src/ok.js b/src/ok.js\nnew file mode 100644\n--- /dev/null\n+++ b/.github/workflows/evil.yml\n@@ -0,0 +1 @@\n+on: push\n';
    const { refused, commits } = await apply([{ kind: 'commit', stage: 'green', message: 'x', patch }]);
    expect(commits).toEqual([]);
    expect(refused).toHaveLength(1);
  });

  test('one bad intent costs only itself', async () => {
    const evil = { kind: 'commit', stage: 'green', message: 'evil', patch: evilPatch() };
    const { commits, refused, pullRequest } = await apply([
      sample.commit('red', 'Test', RED),
      evil,
      { kind: 'launch_missiles' },
      'nonsense',
      { kind: 'pull_request', title: 'Subtract', body: 'Done.' },
      sample.commit('green', 'Code', GREEN),
    ]);
    expect(commits.map(({ subject }) => subject)).toEqual(['Test', 'Code']);
    expect(refused.map(({ intent, kind, rule }) => [intent, kind, rule])).toEqual([
      [1, 'commit', 'reserved-folder'],
      [2, 'launch_missiles', 'schema'],
      [3, 'unknown', 'schema'],
    ]);
    expect(pullRequest).toEqual({ title: 'Subtract', body: 'Done.' });
  });

  test('what builds on a refused commit is refused for that reason', async () => {
    const { commits, refused } = await apply([
      sample.commit('green', 'Hidden', { '.orch/x': '1\n', 'src/new.js': 'one\n' }),
      sample.commit('green', 'On top', { 'src/new.js': 'two\n' }),
      sample.commit('green', 'Beside', { 'src/other.js': 'three\n' }),
    ]);
    expect(commits.map(({ subject }) => subject)).toEqual(['Beside']);
    expect(refused.map(({ rule }) => rule)).toEqual(['reserved-folder', 'depends']);
    expect(refused[1]!.reason).toMatch(/Intent 1 was refused \(reserved-folder\)\. Git says: src\/new\.js/);
  });

  test('intents past the fiftieth, and more of a kind than there may be, are left out, by name', async () => {
    const wish = { kind: 'pull_request', title: 'T', body: '' };
    const rest = sample.commit('green', 'Late', GREEN);
    const { commits, refused, pullRequest } = await apply([
      wish,
      { ...wish, title: 'U' },
      ...Array(48).fill(null),
      wish,
      rest,
    ]);
    expect(commits).toEqual([]);
    expect(pullRequest?.title).toBe('T');
    expect(refused.filter(({ rule }) => rule !== 'schema')).toEqual([
      {
        intent: 1,
        kind: 'pull_request',
        rule: 'too-many-of-a-kind',
        reason: expect.stringContaining('one pull request'),
      },
      { intent: 50, kind: 'commit', rule: 'too-many-intents', reason: expect.stringContaining('This one holds 52') },
    ]);
  });

  test('more than a run may change in all, though no commit is too large', async () => {
    const many = (from: number): Contents =>
      Object.fromEntries(Array.from({ length: 180 }, (_, i) => [`many/${from + i}.txt`, `${i}\n`]));
    const { commits, refused } = await apply(
      [0, 180, 360].map((from) => sample.commit('green', `From ${from}`, many(from))),
    );
    expect(commits).toHaveLength(2);
    expect(refused).toMatchObject([{ intent: 2, rule: 'too-much-in-all' }]);
  });

  test('what the agent job took out is refused by its name', async () => {
    const { refused } = await apply([{ kind: 'commit', withheld: 'a secret of this run' }]);
    expect(refused).toEqual([
      { intent: 0, kind: 'commit', rule: 'withheld', reason: expect.stringContaining('It held a secret of this run.') },
    ]);
  });

  test('a secret that the job itself holds, in a file, a name, a message or a text', async () => {
    const own = ['s3cret', 'of', 'this', 'j0b', 'Xy7Kq2'].join('-');
    const hidden = Buffer.from(`token=${own}`).toString('base64');
    const { refused } = await apply(
      [
        sample.commit('green', 'Plain', { 'a.txt': `${hidden}\n` }),
        sample.commit('green', 'Name', { [`docs/${own}.md`]: 'x\n' }),
        sample.commit('green', `Use ${[...own].reverse().join('')}`, { 'b.txt': 'x\n' }),
        { kind: 'pull_request', title: 'T', body: [...own].join(' ') },
      ],
      { secrets: [own] },
    );
    expect(refused.map(({ rule }) => rule)).toEqual(['secret', 'secret', 'secret', 'secret']);
    expect(JSON.stringify(refused)).not.toContain(own);
  });

  test('a secret in a message or in the text of the pull request', async () => {
    const token = `npm_${'a1B2c3'.repeat(6)}`;
    const { refused } = await apply([
      sample.commit('green', `Use ${token}`, GREEN),
      { kind: 'pull_request', title: 'T', body: token },
    ]);
    expect(refused.map(({ kind, rule }) => [kind, rule])).toEqual([
      ['commit', 'secret'],
      ['pull_request', 'secret'],
    ]);
    expect(JSON.stringify(refused)).not.toContain(token);
  });

  test('reasons call nobody, whatever the paths are called', async () => {
    const { refused } = await apply([sample.commit('green', 'x', { '@octocat/.gitattributes': 'x\n' })]);
    expect(refused[0]!.reason).toContain('@\u200doctocat');
  });
});

test('hooks and filters of the checkout do not run', async () => {
  const marker = `${sample.root}/ran`;
  const commit = sample.commit('green', 'Code', { ...GREEN, 'src/add.js': 'export const add = 1;\n' });
  const dir = sample.checkout(sample.base);
  sample.git(dir, 'config', 'filter.evil.clean', `touch ${marker}`);
  sample.git(dir, 'config', 'core.fsmonitor', `touch ${marker}; false`);
  const { writeFileSync, existsSync, mkdirSync } = await import('node:fs');
  mkdirSync(`${dir}/.git/hooks`, { recursive: true });
  for (const hook of ['pre-commit', 'commit-msg', 'post-commit', 'post-index-change', 'reference-transaction'])
    writeFileSync(`${dir}/.git/hooks/${hook}`, `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 });
  expect((await apply([commit], { dir })).refused).toEqual([]);
  expect(existsSync(marker)).toBe(false);
});

test('a checkout without the start commit is an error with git’s words, not a refusal', async () => {
  await expect(apply([sample.commit('green', 'x', GREEN)], { start: '1'.repeat(40) })).rejects.toBeInstanceOf(
    GitFailed,
  );
});

test('a date that is none is told as such', async () => {
  await expect(apply([sample.commit('green', 'x', GREEN)], { date: 'soon' })).rejects.toThrow(
    '"soon" is not an ISO time',
  );
});

function evilPatch(): CommitIntent['patch'] {
  return [
    'diff --git a/.github/workflows/evil.yml b/.github/workflows/evil.yml',
    'new file mode 100644',
    '--- /dev/null',
    '+++ b/.github/workflows/evil.yml',
    '@@ -0,0 +1 @@',
    '+on: push',
    '',
  ].join('\n');
}
