/** How git is run: with which surroundings, how often, and for how many bytes. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '../../../src/state/store.ts';
import { type BareRemote, BRANCH, createBareRemote } from './bare-remote.ts';
import { createNotedGit } from './noted-git.ts';

const write = (path: string, text = 'x\n'): Change => ({
  reads: {},
  writes: { [path]: text },
  message: `${path} written`,
});

let remote: BareRemote;
beforeEach(async () => {
  remote = await createBareRemote({ blobless: true });
});
afterEach(() => remote.end());

test('commits are by the bot, at the given time, with nothing but the files written', async () => {
  await remote.store().commit(write('stories/0000-0099/0012.yaml', 'title: x\n'));
  expect(await remote.git('log', '-1', '--format=%an <%ae> %cn <%ce> %aI', BRANCH)).toBe(
    'orch[bot] <1+orch[bot]@users.noreply.github.com> orch[bot] <1+orch[bot]@users.noreply.github.com> 2026-11-21T08:00:00+00:00',
  );
  expect(await remote.git('ls-tree', '-r', BRANCH)).toMatch(
    /^100644 blob [0-9a-f]{40}\tstories\/0000-0099\/0012.yaml$/,
  );
  expect(await remote.git('fsck', '--strict')).toBe('');
});

test('the configuration of the user and of the surrounding process is not seen', async () => {
  const home = join(remote.folder, 'home');
  await mkdir(home);
  await writeFile(
    join(home, '.gitconfig'),
    `[url "http://elsewhere.invalid/"]\n\tinsteadOf = ${remote.url}\n[user]\n\tname = Somebody\n`,
  );
  const environment = {
    ...process.env,
    HOME: home,
    GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
    GIT_DIR: '/nowhere',
    GIT_AUTHOR_NAME: 'Me',
  };
  expect(await remote.store({ environment }).commit(write('a.yaml'))).toMatchObject({ kind: 'committed' });
});

test('a transition is one import and one push; reading and deciding start no process', async () => {
  const git = await createNotedGit(remote.folder);
  const store = remote.store({ environment: git.environment });
  await store.commit(write('a.yaml', 'one\n'));
  await (await store.snapshot()).read('a.yaml');
  await git.forget();
  const snapshot = await store.snapshot();
  expect(await snapshot.read('a.yaml')).toBe('one\n');
  expect(await snapshot.list('')).toEqual(['a.yaml']);
  await store.commit({ reads: { 'a.yaml': 'one\n', 'b.yaml': null }, writes: { 'a.yaml': 'two\n' }, message: 'two' });
  expect((await git.commands()).map((command) => command.split(' ')[0])).toEqual(['fast-import', 'push']);
});

describe('contents as needed', () => {
  const paths = Array.from({ length: 20 }, (_, index) => `stories/${index}.yaml`);

  test('are brought when they are read, all that are asked for together in one fetch', async () => {
    const writes = Object.fromEntries(paths.map((path) => [path, `${path}\n`]));
    await remote.store().commit({ reads: {}, writes, message: 'twenty' });
    const git = await createNotedGit(remote.folder);
    const store = remote.store({ environment: git.environment });
    const snapshot = await store.snapshot();
    expect(await snapshot.list('stories')).toHaveLength(20);
    await git.forget();
    const texts = await Promise.all(paths.map((path) => snapshot.read(path)));
    expect(texts).toEqual(paths.map((path) => `${path}\n`));
    expect((await git.commands()).filter((command) => command.startsWith('fetch '))).toHaveLength(1);
  });

  test('need not be here for a change to be checked and applied', async () => {
    const writes = Object.fromEntries(paths.map((path) => [path, `${path}\n`]));
    await remote.store().commit({ reads: {}, writes, message: 'twenty' });
    const git = await createNotedGit(remote.folder);
    const store = remote.store({ environment: git.environment });
    const answer = await store.commit({ reads: writes, writes: { 'stories/3.yaml': 'three\n' }, message: 'three' });
    expect(answer).toMatchObject({ kind: 'committed' });
    expect((await git.commands()).filter((command) => command.startsWith('fetch '))).toHaveLength(1);
    expect(await remote.git('show', `${BRANCH}:stories/3.yaml`)).toBe('three');
    expect(await remote.git('show', `${BRANCH}:stories/4.yaml`)).toBe('stories/4.yaml');
  });

  test('that cannot be brought are told, and can be asked for again', async () => {
    await remote.store().commit(write('a.yaml'));
    const store = remote.store();
    const snapshot = await store.snapshot();
    await remote.git('config', 'transfer.hideRefs', 'refs');
    await remote.git('config', 'protocol.version', '2');
    await writeFile(join(remote.url, 'HEAD'), 'garbage');
    await expect(snapshot.read('a.yaml')).rejects.toMatchObject({ name: 'StateUnavailable' });
    await writeFile(join(remote.url, 'HEAD'), 'ref: refs/heads/main\n');
    expect(await snapshot.read('a.yaml')).toBe('x\n');
  });
});

test('a file that a person saved in another encoding can be read, and decisions can rest on it', async () => {
  const store = remote.store();
  await store.commit(write('a.yaml'));
  const latin1 = join(remote.folder, 'latin1');
  await writeFile(latin1, Buffer.from('title: Gr\xfc\xdfe\n', 'latin1'));
  const blob = await remote.git('hash-object', '-w', latin1);
  await remote.git('read-tree', '--empty');
  await remote.git('update-index', '--add', '--cacheinfo', `100644,${blob},a.yaml`);
  const tree = await remote.git('write-tree');
  const commit = await remote.git(
    '-c',
    'user.name=p',
    '-c',
    'user.email=p@example.com',
    'commit-tree',
    '-p',
    BRANCH,
    '-m',
    'by hand',
    tree,
  );
  await remote.git('update-ref', `refs/heads/${BRANCH}`, commit);
  const text = await (await store.refresh(commit)).read('a.yaml');
  expect(text).toBe('title: Gr\ufffd\ufffde\n');
  const answer = await store.commit({
    reads: { 'a.yaml': text },
    writes: { 'a.yaml': 'title: Grüße\n' },
    message: 'repaired',
  });
  expect(answer).toMatchObject({ kind: 'committed' });
});

test.each(['', '-x', 'a b', 'a..b', 'a/', 'a.lock', '/a', 'a//b', 'a~1', 'a:b'])(
  'the branch name %j is refused',
  (branch) => {
    expect(() => remote.store({ branch })).toThrow(TypeError);
  },
);
