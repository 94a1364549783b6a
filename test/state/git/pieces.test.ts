/** The small parts of the git store that have rules of their own. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { localEnvironment, remoteEnvironment, withoutSecrets } from '../../../src/state/git/environment.ts';
import { createMemo } from '../../../src/state/git/memo.ts';
import { createObjectReader } from '../../../src/state/git/object-reader.ts';
import { blobOid, parseTree, treeOfCommit } from '../../../src/state/git/tree.ts';

const remote = { url: 'https://github.com/o/r.git', token: 'ghs_secret', blobsAsNeeded: true, silenceSeconds: 30 };

test('git sees where programs, proxies and certificates are, and nothing else of its surroundings', () => {
  const inherited = {
    PATH: '/bin',
    HTTPS_PROXY: 'http://proxy',
    no_proxy: 'localhost',
    HOME: '/root',
    GIT_DIR: '/x',
    GIT_CONFIG_COUNT: '7',
    ANTHROPIC_API_KEY: 'sk',
  };
  const environment = localEnvironment(inherited);
  expect(environment).toMatchObject({
    PATH: '/bin',
    HTTPS_PROXY: 'http://proxy',
    no_proxy: 'localhost',
    GIT_TERMINAL_PROMPT: '0',
  });
  for (const name of ['HOME', 'GIT_DIR', 'ANTHROPIC_API_KEY']) expect(environment).not.toHaveProperty(name);
  expect(environment.GIT_CONFIG_COUNT).not.toBe('7');
});

test('the token is bound to the origin of the remote, and no address without http gets it', () => {
  const values = Object.values(remoteEnvironment({}, remote));
  expect(values).toContain('http.https://github.com/.extraHeader');
  expect(values).toContain(`Authorization: Basic ${Buffer.from('x-access-token:ghs_secret').toString('base64')}`);
  const path = Object.values(remoteEnvironment({}, { ...remote, url: '/srv/r.git' }));
  expect(path.filter((value) => value.includes('Authorization'))).toEqual([]);
});

test('what git says is told without the token, its encoded form and passwords in addresses', () => {
  const encoded = Buffer.from('x-access-token:ghs_secret').toString('base64');
  const text = `fatal: https://me:pw@host/r.git ghs_secret Authorization: Basic ${encoded}`;
  expect(withoutSecrets(text, remote)).toBe('fatal: https://***@host/r.git *** Authorization: Basic ***');
});

test('a memo forgets what was used longest ago, and never holds more than its limit', () => {
  const memo = createMemo<string>(10);
  memo.set('a', 'A', 4);
  memo.set('b', 'B', 4);
  expect(memo.get('a')).toBe('A');
  memo.set('c', 'C', 4);
  expect([memo.get('a'), memo.get('b'), memo.get('c')]).toEqual(['A', undefined, 'C']);
  memo.set('d', 'D', 11);
  expect(memo.get('d')).toBeUndefined();
  memo.set('a', 'A2', 1);
  memo.set('e', 'E', 5);
  expect([memo.get('a'), memo.get('c'), memo.get('e')]).toEqual(['A2', 'C', 'E']);
});

for (const format of ['sha1', 'sha256'] as const) {
  test(`trees and blob names are read as git writes them, in a ${format} repository`, async () => {
    const dir = await mkdtemp(join(tmpdir(), 'orch-objects-'));
    const reader = createObjectReader({ dir, environment: localEnvironment(process.env) });
    try {
      const run = (command: string) =>
        promisify(execFile)('sh', ['-c', command], { cwd: dir, env: localEnvironment(process.env) });
      await run(
        `git init -q --bare --object-format=${format} . && b=$(printf 'ä\\n' | git hash-object -w --stdin) && ` +
          `t=$(printf "100644 blob $b\\tfile\\n" | git mktree) && ` +
          `u=$(printf "040000 tree $t\\tfolder\\n100755 blob $b\\trun me\\n120000 blob $b\\tlink\\n" | git mktree) && ` +
          `git update-ref refs/heads/main $(echo x | git -c user.name=n -c user.email=e commit-tree $u)`,
      );
      const commit = await reader.read('refs/heads/main');
      const root = await reader.read(treeOfCommit(commit?.content ?? Buffer.alloc(0)));
      const length = commit?.oid.length ?? 0;
      expect(length).toBe(format === 'sha1' ? 40 : 64);
      const entries = parseTree(root?.content ?? Buffer.alloc(0), length);
      expect([...entries].map(([name, entry]) => `${name}: ${entry.kind}`).sort()).toEqual([
        'folder: folder',
        'link: other',
        'run me: file',
      ]);
      expect(entries.get('run me')?.oid).toBe(blobOid('ä\n', length));
      expect(await reader.read('refs/heads/nowhere')).toBeNull();
      const many = await Promise.all(Array.from({ length: 50 }, () => reader.read(entries.get('run me')?.oid ?? '')));
      expect(many.every((object) => object?.content.toString() === 'ä\n')).toBe(true);
    } finally {
      await reader.close();
      await rm(dir, { recursive: true });
    }
  });
}

test('a reader whose process dies says so, and the next read starts another', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'orch-objects-'));
  const reader = createObjectReader({ dir, environment: localEnvironment(process.env) });
  await expect(reader.read('HEAD')).rejects.toMatchObject({
    reason: 'local',
    message: expect.stringContaining('not a git repository'),
  });
  await promisify(execFile)('git', ['init', '-q', '--bare', dir], { env: localEnvironment(process.env) });
  expect(await reader.read('HEAD')).toBeNull();
  await reader.close();
  await rm(dir, { recursive: true });
});
