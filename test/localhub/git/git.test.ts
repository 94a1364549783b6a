import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGit, type Git } from '../../../src/localhub/git/git.ts';
import { runGit } from '../../../src/localhub/git/run-git.ts';
import { GitPathMissing, NO_OID } from '../../../src/localhub/graphql/git.ts';

const mona = { name: 'Mona', email: 'mona@example.com', date: '2026-01-02T03:04:05Z' };
const signature = { author: mona, committer: mona };
const text = (contents: string) => new TextEncoder().encode(contents);
const put = (path: string, contents: string) => ({ additions: [{ path, contents: text(contents) }], deletions: [] });

let scratch: string;
let git: Git;
let repository: string;
let count = 0;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'localhub-git-'));
  git = createGit(join(scratch, 'hub'));
  mkdirSync(join(scratch, 'files', 'src'), { recursive: true });
  mkdirSync(join(scratch, 'files', 'node_modules', 'junk'), { recursive: true });
  writeFileSync(join(scratch, 'files', 'README.md'), 'one\ntwo\nthree\nfour\nfive\n');
  writeFileSync(join(scratch, 'files', 'src', 'run.sh'), '#!/bin/sh\n');
  chmodSync(join(scratch, 'files', 'src', 'run.sh'), 0o755);
  writeFileSync(join(scratch, 'files', 'node_modules', 'junk', 'index.js'), '');
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A repository whose main has README.md and an executable src/run.sh. */
beforeEach(async () => {
  count += 1;
  repository = `octo/sample-${count}`;
  await git.create(repository, 'main');
  await git.import(repository, join(scratch, 'files'), { defaultBranch: 'main', message: 'First', author: mona });
});

const tip = async (branch: string): Promise<string> => (await git.readRef(repository, `refs/heads/${branch}`)) ?? '';

/** A commit on top of `parent` that becomes the tip of `branch`. */
async function commit(branch: string, parent: string, path: string, contents: string, message = path): Promise<string> {
  const oid = await git.commitChanges(repository, { parent, changes: put(path, contents), message, ...signature });
  const before = (await git.readRef(repository, `refs/heads/${branch}`)) ?? NO_OID;
  expect(await git.moveRef(repository, { ref: `refs/heads/${branch}`, before, after: oid })).toBe(true);
  return oid;
}

describe('importing', () => {
  it('turns a folder of files into one commit, executable bits kept, node_modules left out', async () => {
    const tree = await git.resolve(repository, 'HEAD^{tree}');
    const entries = await git.listTree(repository, tree?.oid ?? '', true);
    expect(entries.map(({ mode, path }) => `${mode} ${path}`)).toEqual([
      '100644 README.md',
      '040000 src',
      '100755 src/run.sh',
    ]);
    expect((await git.readCommit(repository, 'HEAD'))?.author).toEqual({ ...mona, date: '2026-01-02T03:04:05+00:00' });
  });

  it('copies the branches of a git repository and takes the one that is checked out as the default', async () => {
    const source = join(scratch, `source-${count}`);
    const run = (...args: string[]) =>
      execFileSync('git', ['-C', source, '-c', 'user.name=n', '-c', 'user.email=e', ...args]);
    mkdirSync(source);
    run('init', '-q', '-b', 'trunk');
    run('commit', '-q', '--allow-empty', '-m', 'start');
    run('branch', 'other');
    run('tag', 'v1');
    await git.create('octo/copied', 'main');
    const defaultBranch = await git.import('octo/copied', source, { defaultBranch: 'main', message: '', author: mona });
    expect(defaultBranch).toBe('trunk');
    expect([...(await git.listRefs('octo/copied')).keys()]).toEqual([
      'refs/heads/other',
      'refs/heads/trunk',
      'refs/tags/v1',
    ]);
    expect((await git.resolve('octo/copied', 'HEAD'))?.type).toBe('commit');
  });

  it('takes a folder inside a git repository as files, not as the history around it', async () => {
    const source = join(scratch, `outer-${count}`);
    mkdirSync(join(source, 'inner'), { recursive: true });
    execFileSync('git', ['-C', source, 'init', '-q']);
    writeFileSync(join(source, 'inner', 'a.txt'), 'a');
    await git.create('octo/inner', 'main');
    await git.import('octo/inner', join(source, 'inner'), { defaultBranch: 'main', message: 'Files', author: mona });
    expect(String(await git.readFile('octo/inner', 'main', 'a.txt'))).toBe('a');
  });

  it('refuses names that would leave its folder', () => {
    expect(() => git.folderOf('octo/..')).toThrow('is no owner/name');
    expect(() => git.folderOf('../etc')).toThrow('is no owner/name');
  });
});

describe('reading', () => {
  it('resolves what git resolves and nothing else', async () => {
    expect((await git.resolve(repository, 'HEAD:README.md'))?.type).toBe('blob');
    expect((await git.resolve(repository, 'main:src'))?.type).toBe('tree');
    expect(await git.resolve(repository, 'HEAD:missing')).toBeNull();
    expect(await git.resolve(repository, '--help')).toBeNull();
    expect(await git.resolve(repository, 'HEAD\nHEAD')).toBeNull();
  });

  it('lists commits with what each changed, whatever the message contains', async () => {
    const first = await tip('main');
    const message = 'A title\n\nA\n\nb\x1eody\x1f with :100644 and\nM\tthings';
    const second = await commit('main', first, 'src/new file.ts', 'x', message);
    const commits = await git.commits(repository, { to: second, not: [first], paths: true });
    expect(commits).toMatchObject([
      { sha: second, parents: [first], message, added: ['src/new file.ts'], modified: [] },
    ]);
    const all = await git.commits(repository, { to: second, paths: true, oldestFirst: true });
    expect(all.map(({ sha }) => sha)).toEqual([first, second]);
  });

  it('compares as a pull request does: from the merge base, with counts, renames and hunks', async () => {
    const base = await tip('main');
    const head = await git.commitChanges(repository, {
      parent: base,
      changes: {
        additions: [
          { path: 'src/start.sh', contents: text('#!/bin/sh\n') },
          { path: 'README.md', contents: text('one\ntwo\nTHREE\nfour\nfive\nsix\n') },
          { path: 'logo.png', contents: Uint8Array.from([0, 1, 2, 0]) },
        ],
        deletions: [{ path: 'src/run.sh' }],
      },
      message: 'change',
      ...signature,
    });
    await commit('main', base, 'unrelated.txt', 'on main only\n');
    const files = await git.fileDiffs(repository, await tip('main'), head);
    expect(files.map(({ path, status, additions, deletions }) => ({ path, status, additions, deletions }))).toEqual([
      { path: 'README.md', status: 'modified', additions: 2, deletions: 1 },
      { path: 'logo.png', status: 'added', additions: 0, deletions: 0 },
      { path: 'src/start.sh', status: 'renamed', additions: 0, deletions: 0 },
    ]);
    expect(files[0]?.patch).toBe('@@ -1,5 +1,6 @@\n one\n two\n-three\n+THREE\n four\n five\n+six');
    expect(files[1]?.patch).toBeUndefined();
    expect(files[2]?.previousPath).toBe('src/run.sh');
    expect(await git.diff(repository, await tip('main'), head)).not.toContain('unrelated');
    expect(await git.aheadBehind(repository, await tip('main'), head)).toEqual({ ahead: 1, behind: 1 });
  });
});

describe('writing', () => {
  it('keeps the mode of a file that it changes', async () => {
    const changed = await commit('main', await tip('main'), 'src/run.sh', '#!/bin/sh\necho\n');
    const tree = await git.listTree(repository, changed, true);
    expect(tree.find(({ path }) => path === 'src/run.sh')?.mode).toBe('100755');
  });

  it('names the path that a deletion does not find', async () => {
    const changes = { additions: [], deletions: [{ path: 'nowhere' }] };
    const attempt = git.commitChanges(repository, { parent: await tip('main'), changes, message: 'x', ...signature });
    await expect(attempt).rejects.toThrow(GitPathMissing);
  });

  it('moves a ref only from where it is expected', async () => {
    const main = await tip('main');
    const move = (ref: string, before: string, after: string) => git.moveRef(repository, { ref, before, after });
    expect(await move('refs/heads/new', NO_OID, main)).toBe(true);
    expect(await move('refs/heads/new', NO_OID, main)).toBe(false);
    const next = await git.commitChanges(repository, {
      parent: main,
      changes: put('a', 'a'),
      message: 'a',
      ...signature,
    });
    expect(await move('refs/heads/new', next, main)).toBe(false);
    expect(await move('refs/heads/new', main, next)).toBe(true);
    expect(await move('refs/heads/new', main, NO_OID)).toBe(false);
    expect(await move('refs/heads/new', next, NO_OID)).toBe(true);
    expect(await git.readRef(repository, 'refs/heads/new')).toBeNull();
  });

  it('lets one of two concurrent moves win', async () => {
    const main = await tip('main');
    const moves = await Promise.all(
      ['one', 'two'].map(async (name) => {
        const after = await git.commitChanges(repository, {
          parent: main,
          changes: put(name, name),
          message: name,
          ...signature,
        });
        return git.moveRef(repository, { ref: 'refs/heads/main', before: main, after });
      }),
    );
    expect(moves.filter(Boolean)).toHaveLength(1);
  });
});

describe('merging', () => {
  const options = { message: 'Merge it', ...signature };

  it.each(['merge', 'squash', 'rebase'] as const)('%s brings both sides together', async (method) => {
    const start = await tip('main');
    const head = await commit('topic', await commit('topic', start, 'a.txt', 'a\n', 'add a'), 'b.txt', 'b\n', 'add b');
    const base = await commit('main', start, 'c.txt', 'c\n');
    const merged = (await git.mergeCommits(repository, { base, head, method, ...options })) ?? '';
    for (const file of ['a.txt', 'b.txt', 'c.txt']) expect(await git.readFile(repository, merged, file)).not.toBeNull();
    const commits = await git.commits(repository, { to: merged, not: [base] });
    const messages = { merge: ['Merge it', 'add b', 'add a'], squash: ['Merge it'], rebase: ['add b', 'add a'] };
    expect(commits.map(({ message }) => message)).toEqual(messages[method]);
    expect(commits[0]?.parents.length).toBe(method === 'merge' ? 2 : 1);
    expect(await tip('main')).toBe(base);
  });

  it.each(['merge', 'squash', 'rebase'] as const)('%s of a conflict gives null and writes nothing', async (method) => {
    const start = await tip('main');
    const head = await commit('topic', start, 'README.md', 'theirs\n');
    const base = await commit('main', start, 'README.md', 'ours\n');
    expect(await git.isMergeable(repository, base, head)).toBe(false);
    expect(await git.mergeCommits(repository, { base, head, method, ...options })).toBeNull();
  });
});

it('does not read the settings of the one who runs it', async () => {
  const home = join(scratch, 'home');
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, '.gitconfig'), '[user]\n\tname = Stranger\n');
  const { stdout } = await runGit(git.folderOf(repository), ['config', 'user.name'], {
    codes: [0, 1],
    env: { HOME: home },
  });
  expect(String(stdout)).toBe('');
});
