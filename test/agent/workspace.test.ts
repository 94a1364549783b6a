import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Git, gitIn } from '../../src/agent/git.ts';
import { openWorkspace } from '../../src/agent/workspace.ts';
import type { CommitIntent } from '../../src/core/intent.ts';
import { type Checkout, checkout, cloneAt, temporaryFolder, workspaceOf } from './support.ts';

const files = { 'README.md': '# sample\n', 'src/a.js': 'one\ntwo\nthree\n', '.gitignore': 'ignored/\n' };

/** The tree of a clone of the start after the run's patches, as `git ls-tree` shows it. */
function replay(place: Checkout, intents: readonly unknown[]) {
  const clone = cloneAt(place, place.head);
  for (const intent of intents) clone.apply((intent as CommitIntent).patch);
  return clone.root;
}

describe('opening', () => {
  it('refuses a checkout that is elsewhere', async () => {
    const place = checkout(files);
    const start = 'b'.repeat(40);
    const open = openWorkspace({ ...place, start, base: start });
    await expect(open).rejects.toThrow(`The workspace is at commit ${place.head}, but the run starts from ${start}.`);
  });

  it('refuses a folder that is no checkout', async () => {
    const place = checkout(files);
    const root = temporaryFolder();
    const git = gitIn(root, { PATH: process.env.PATH ?? '', GIT_CEILING_DIRECTORIES: '/' });
    await expect(openWorkspace({ ...place, root, git, start: place.head, base: place.head })).rejects.toThrow(
      'is not a git checkout',
    );
  });

  it('asks git once, and the one outside the jail where nothing has run yet', async () => {
    const place = checkout(files);
    const asked = { jailed: 0, opening: 0 };
    const counted =
      (which: keyof typeof asked): Git =>
      (args, input) => {
        asked[which] += 1;
        return place.git(args, input);
      };
    const options = { ...place, git: counted('jailed'), start: place.head, base: place.head };
    await openWorkspace({ ...options, opening: counted('opening') });
    expect(asked).toEqual({ jailed: 0, opening: 1 });
    await openWorkspace(options);
    expect(asked).toEqual({ jailed: 1, opening: 1 });
  });
});

it('does not get an object that is missing, by whatever the repository names for that', async () => {
  const place = checkout(files);
  const trace = join(place.scratch, 'ran');
  const id = place.person('rev-parse', 'HEAD:README.md');
  place.person('config', 'remote.origin.url', `ext::sh -c touch% ${trace}`);
  place.person('config', 'remote.origin.promisor', 'true');
  place.person('config', 'extensions.partialClone', 'origin');
  place.person('config', 'core.repositoryFormatVersion', '1');
  place.person('config', 'protocol.allow', 'always');
  rmSync(join(place.root, '.git/objects', id.slice(0, 2), id.slice(2)));
  await expect(place.git(['cat-file', 'blob', id])).rejects.toThrow();
  expect(existsSync(trace)).toBe(false);
});

describe('a commit intent', () => {
  it('is the whole difference: edited, new, deleted, renamed, executable, binary, empty', async () => {
    const place = checkout(files);
    const workspace = await workspaceOf(place);
    place.put('src/a.js', 'one\n2\nthree\n');
    place.put('new file.txt', 'new, without line end');
    place.put('bin/run', '#!/bin/sh\n');
    place.put('ünï.txt', 'x\n');
    place.put('data.bin', Buffer.from([0, 1, 2, 255, 254, 0]));
    place.put('latin1.txt', Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]));
    place.put('empty', '');
    place.put('ignored/x', 'x');
    place.person('mv', 'README.md', 'LIESMICH.md');
    place.person('update-index', '--add', '--chmod=+x', 'bin/run');
    chmodSync(join(place.root, 'bin/run'), 0o755);

    const made = await workspace.commit('red', '  Change much\n\nAnd say why.  ');
    expect(made).toMatchObject({ stage: 'red', subject: 'Change much', files: 9 });
    expect(workspace.intents).toMatchObject([{ kind: 'commit', stage: 'red', message: 'Change much\n\nAnd say why.' }]);
    expect(await workspace.changes()).toEqual([]);

    const root = replay(place, workspace.intents);
    expect(readFileSync(join(root, 'latin1.txt'))).toEqual(Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]));
    const treeOf = (cwd: string, what: string[]) => execFileSync('git', what, { cwd, encoding: 'utf8' }).trim();
    expect(treeOf(root, ['write-tree'])).toBe(treeOf(place.root, ['rev-parse', 'HEAD^{tree}']));
  });

  it('does not depend on what the model did with git by hand', async () => {
    const place = checkout(files);
    const workspace = await workspaceOf(place);
    place.put('src/a.js', 'mine\n');
    place.person('checkout', '-q', '-b', 'elsewhere');
    place.person('commit', '-qam', 'By hand');
    place.put('src/b.js', 'more\n');
    await workspace.commit('red', 'All of it');
    expect(workspace.intents).toMatchObject([{ patch: expect.stringContaining('+mine') }]);
    expect(workspace.intents).toMatchObject([{ patch: expect.stringContaining('src/b.js') }]);
  });

  it('runs no hook and obeys no setting that would change the patch', async () => {
    const place = checkout(files);
    const workspace = await workspaceOf(place);
    for (const hook of ['pre-commit', 'post-commit', 'reference-transaction', 'post-index-change']) {
      place.put(`.git/hooks/${hook}`, `#!/bin/sh\ntouch ${place.root}/ran\nexit 1\n`);
      chmodSync(join(place.root, '.git/hooks', hook), 0o755);
    }
    for (const [key, value] of [
      ['diff.noprefix', 'true'],
      ['diff.external', 'false'],
      ['diff.context', '0'],
      ['commit.gpgsign', 'true'],
      ['core.fsmonitor', `touch ${place.root}/ran`],
    ] as const) {
      place.person('config', key, value);
    }
    place.put('src/a.js', 'one\ntwo\n3\n');
    expect(await workspace.commit('red', 'Change')).toMatchObject({ files: 1 });
    expect(existsSync(join(place.root, 'ran'))).toBe(false);
    expect(readFileSync(join(replay(place, workspace.intents), 'src/a.js'), 'utf8')).toBe('one\ntwo\n3\n');
  });

  it('gets past a lock that a killed git left', async () => {
    const place = checkout(files);
    const workspace = await workspaceOf(place);
    place.put('.git/index.lock', '');
    place.put('src/a.js', '1\n');
    await expect(workspace.commit('red', 'Change')).resolves.toMatchObject({ files: 1, insertions: 1, deletions: 3 });
  });

  it.each([
    ['nothing has changed', () => {}, 'Nothing has changed since the last commit'],
    [
      'a repository lies in the repository',
      (place: Checkout) => {
        place.put('inner/x', 'x');
        place.person('init', '-q', 'inner');
        place.person('-C', 'inner', 'add', '-A');
        place.person('-C', 'inner', 'commit', '-qm', 'x');
      },
      'inner is a git repository of its own',
    ],
    ['it is too large', (place: Checkout) => place.put('big', 'x'.repeat(2_000_001)), 'at most 2000000 are possible'],
  ])('is refused when %s, and nothing is recorded', async (_, prepare, reason) => {
    const place = checkout(files);
    const workspace = await workspaceOf(place);
    prepare(place);
    await expect(workspace.commit('red', 'Change')).rejects.toThrow(reason);
    expect(workspace.intents).toEqual([]);
    expect(place.person('rev-parse', 'HEAD')).toBe(place.head);
  });

  it('does not begin with refactor, unless the story has commits already', async () => {
    const place = checkout(files);
    place.put('x', 'x');
    const first = await workspaceOf(place);
    await expect(first.commit('refactor', 'Do')).rejects.toThrow('A refactor commit cannot come first.');
    const again = await workspaceOf(place, 'c'.repeat(40));
    await expect(again.commit('refactor', 'Do')).resolves.toMatchObject({ stage: 'refactor' });
  });

  it('is refused when there are as many as a report may carry', async () => {
    const place = checkout(files);
    const workspace = await openWorkspace({ ...place, start: place.head, base: place.head, maxIntents: 5 });
    for (let i = 0; i < 3; i++) {
      place.put('x', String(i));
      await workspace.commit('red', `Step ${i}`);
    }
    place.put('x', 'one more');
    await expect(workspace.commit('red', 'One more')).rejects.toThrow('as many as it may');
    await expect(workspace.commit('wip', 'Leftovers')).resolves.toMatchObject({ stage: 'wip' });
  });
});

describe('a red commit', () => {
  const tests = ['test/**'];

  it('holds tests only', async () => {
    const place = checkout(files);
    const workspace = await workspaceOf(place, place.head, { tests });
    place.put('test/a.js', '1\n');
    place.put('src/a.js', '1\n');
    await expect(workspace.commit('red', 'Test')).rejects.toThrow(
      'these are none: src/a.js. Files that count as tests',
    );
    expect(workspace.intents).toEqual([]);
    place.person('checkout', 'HEAD', '--', 'src/a.js');
    await expect(workspace.commit('red', 'Test')).resolves.toMatchObject({ files: 1 });
  });

  it('has its tests named where a later commit changes them', async () => {
    const place = checkout({ ...files, 'test/old.js': '1\n' });
    const workspace = await workspaceOf(place, place.head, { tests });
    place.put('test/a.js', '1\n');
    place.put('test/b.js', '1\n');
    expect(await workspace.commit('red', 'Test')).not.toHaveProperty('touchedTests');
    place.put('test/a.js', '2\n');
    place.put('test/old.js', '2\n');
    place.put('src/a.js', '2\n');
    expect(await workspace.commit('green', 'Do')).toMatchObject({ touchedTests: ['test/a.js'] });
    place.put('src/a.js', '3\n');
    expect(await workspace.commit('refactor', 'Tidy')).not.toHaveProperty('touchedTests');
    place.person('rm', '-q', 'test/b.js');
    expect(await workspace.commit('wip', 'Rest')).toMatchObject({ touchedTests: ['test/b.js'] });
  });
});

describe('opening again what was left by a kill', () => {
  const tests = ['test/**'];

  it('finds what was made, and takes what was not told as changed', async () => {
    const place = checkout(files);
    const before = await workspaceOf(place, place.head, { tests });
    place.put('test/a.js', '1\n');
    const red = await before.commit('red', 'Test\n\nWhy.');
    const decision = before.decide({ question: 'Q?', answer: 'A', confidence: 1, reasoning: '', source: 'model' });
    const made = [{ commit: red }, { intent: decision }];
    place.put('src/a.js', '1\n');
    await before.commit('green', 'Do');

    const after = await workspaceOf(place, place.head, { tests, earlier: made });
    expect(after.intents).toEqual(before.intents.slice(0, 2));
    expect(after.commits).toEqual([red]);
    expect(after.standing()).toBe('red');
    expect(await after.changes()).toEqual(['src/a.js']);
    place.put('test/a.js', '2\n');
    expect(await after.commit('green', 'Do')).toMatchObject({ touchedTests: ['test/a.js'] });
    expect(after.intents).toHaveLength(3);
  });

  it('does not mind where the shell has taken HEAD', async () => {
    const place = checkout(files);
    place.person('commit', '-q', '--allow-empty', '-m', 'By hand');
    await expect(workspaceOf(place, place.head, { earlier: [] })).resolves.toMatchObject({ intents: [] });
  });
});

describe('a pull request intent', () => {
  const propose = async (
    prepare: (place: Checkout, commit: (stage: 'red' | 'green') => Promise<unknown>) => unknown,
    base?: string,
  ) => {
    const place = checkout(files);
    const workspace = await workspaceOf(place, base);
    await prepare(place, (stage) => {
      place.put('x', stage);
      return workspace.commit(stage, stage);
    });
    return workspace.propose('  Title ', 'Body');
  };

  it('is refused before anything is committed', async () => {
    await expect(propose(() => {})).rejects.toThrow('Nothing has been committed');
  });

  it('is refused after red alone', async () => {
    await expect(propose((_, commit) => commit('red'))).rejects.toThrow('The last commit is red');
  });

  it('is refused while something is uncommitted, and names it', async () => {
    const prepare = async (place: Checkout, commit: (stage: 'red' | 'green') => Promise<unknown>) => {
      await commit('red');
      await commit('green');
      for (let i = 10; i < 22; i++) place.put(`left/${i}`, '');
    };
    await expect(propose(prepare)).rejects.toThrow(/uncommitted changes: left\/10, .*left\/19 and 2 more/);
  });

  it('is made when all is green', async () => {
    const prepare = async (_: Checkout, commit: (stage: 'red' | 'green') => Promise<unknown>) => {
      await commit('red');
      await commit('green');
    };
    await expect(propose(prepare)).resolves.toEqual({ kind: 'pull_request', title: 'Title', body: 'Body' });
  });

  it('may be made of work of an earlier run', async () => {
    await expect(propose(() => {}, 'c'.repeat(40))).resolves.toMatchObject({ kind: 'pull_request' });
  });
});
