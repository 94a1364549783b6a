/** What can be wrong with the clone on this machine: killed processes, broken files, folders of others. */
import { access, mkdir, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StateBranchLost } from '../../../src/state/errors.ts';
import { createGitBranch } from '../../../src/state/git/git-branch.ts';
import type { Change } from '../../../src/state/store.ts';
import { silentLog } from '../../../src/state/store-log.ts';
import { type BareRemote, BRANCH, createBareRemote } from './bare-remote.ts';

const write = (path: string, text = 'x\n'): Change => ({
  reads: {},
  writes: { [path]: text },
  message: `${path} written`,
});

let remote: BareRemote;
let dir: string;
beforeEach(async () => {
  remote = await createBareRemote();
  dir = join(remote.folder, 'the-clone');
});
afterEach(() => remote.end());

/** What a process leaves that made two commits in `dir` and is gone. */
async function formerProcess(): Promise<void> {
  const store = remote.store({ dir });
  await store.commit(write('a.yaml'));
  await store.commit(write('b.yaml'));
  await store.close();
}

const LOCKS = [
  'config.lock',
  'shallow.lock',
  'packed-refs.lock',
  `refs/remotes/origin/${BRANCH}.lock`,
  'refs/orch/proposal.lock',
];

describe('a clone that a killed process left', () => {
  test('is used again, without the lock files that are older than this process', async () => {
    await formerProcess();
    for (const name of LOCKS) {
      await writeFile(join(dir, name), '');
      await utimes(join(dir, name), new Date(0), new Date(0));
    }
    const warnings: string[] = [];
    const store = remote.store({ dir, log: { debug: () => {}, warn: (_, message) => warnings.push(message) } });
    expect(await store.commit(write('c.yaml'))).toMatchObject({ kind: 'committed' });
    expect(warnings).toEqual(LOCKS.map(() => 'removed a lock that a killed process left behind'));
  });

  test('keeps a lock file that is younger than this process, and says which', async () => {
    await formerProcess();
    const lock = join(dir, `refs/remotes/origin/${BRANCH}.lock`);
    await writeFile(lock, '');
    await remote.store().commit(write('news.yaml'));
    const store = remote.store({ dir });
    await expect(store.snapshot()).rejects.toMatchObject({
      reason: 'local',
      message: expect.stringContaining('File exists'),
    });
    await access(lock);
    // Its owner is done: the store goes on by itself.
    await rm(lock);
    expect(await (await store.snapshot()).list('')).toEqual(['a.yaml', 'b.yaml', 'news.yaml']);
  });

  test('still knows the branch: a deletion meanwhile is noticed', async () => {
    await formerProcess();
    await remote.git('update-ref', '-d', `refs/heads/${BRANCH}`);
    await expect(remote.store({ dir }).commit(write('c.yaml'))).rejects.toThrow(StateBranchLost);
    await expect(remote.git('rev-parse', '--verify', BRANCH)).rejects.toThrow();
  });

  test('sees what others did meanwhile', async () => {
    await formerProcess();
    await remote.store().commit(write('c.yaml'));
    expect(await (await remote.store({ dir }).snapshot()).list('')).toEqual(['a.yaml', 'b.yaml', 'c.yaml']);
  });

  test('that was killed before the clone was made begins anew', async () => {
    await mkdir(dir);
    await formerProcess();
    for (const name of await readdir(dir)) if (name !== 'description') await rm(join(dir, name), { recursive: true });
    expect(await remote.store({ dir }).commit(write('c.yaml'))).toMatchObject({ kind: 'committed' });
  });
});

describe('a broken clone is fetched again', () => {
  test.each([
    ['its configuration is gone', () => rm(join(dir, 'config'))],
    ['its ref is an empty file', () => truncate(join(dir, 'refs/remotes/origin', BRANCH))],
    ['its ref points to nothing', () => writeFile(join(dir, 'refs/remotes/origin', BRANCH), `${'1'.repeat(40)}\n`)],
    ['its objects are gone', () => rm(join(dir, 'objects'), { recursive: true })],
    ['HEAD is garbage', () => writeFile(join(dir, 'HEAD'), 'garbage')],
  ])('when %s', async (_, damage) => {
    await formerProcess();
    await damage();
    const store = remote.store({ dir });
    expect(await (await store.snapshot()).list('')).toEqual(['a.yaml', 'b.yaml']);
    expect(await store.commit(write('c.yaml'))).toMatchObject({ kind: 'committed' });
    expect(await remote.messages()).toHaveLength(3);
  });

  test('when the folder disappears under a store in use', async () => {
    const store = remote.store({ dir });
    await store.commit(write('a.yaml'));
    await rm(dir, { recursive: true });
    await expect(store.commit(write('b.yaml'))).rejects.toMatchObject({ reason: 'local', applied: 'no' });
    expect(await store.commit(write('c.yaml'))).toMatchObject({ kind: 'committed' });
    expect(await (await store.snapshot()).list('')).toEqual(['a.yaml', 'c.yaml']);
  });
});

test('a folder that holds something else is refused, and nothing in it is touched', async () => {
  await mkdir(dir);
  await writeFile(join(dir, 'thesis.txt'), 'years of work');
  await expect(remote.store({ dir }).snapshot()).rejects.toMatchObject({
    reason: 'local',
    message: expect.stringMatching(
      /the-clone: it is not empty and is not a clone that Orch made. Give an empty folder/,
    ),
  });
  expect(await readdir(dir)).toEqual(['thesis.txt']);
});

test('a folder that cannot be made is told as such', async () => {
  await writeFile(dir, 'a file');
  await expect(remote.store({ dir }).snapshot()).rejects.toMatchObject({
    reason: 'local',
    message: expect.stringContaining(dir),
  });
});

test('a machine without git is told as such', async () => {
  const store = remote.store({ environment: { PATH: '/nowhere' } });
  await expect(store.snapshot()).rejects.toMatchObject({
    reason: 'local',
    message: expect.stringContaining('Check that git is installed'),
  });
});

test('a clone that has grown untidy is tidied behind the first look, and goes on working', async () => {
  await formerProcess();
  const branch = createGitBranch({
    dir,
    url: remote.url,
    branch: BRANCH,
    credentials: async () => undefined,
    author: { name: 'orch[bot]', email: 'orch@example.com' },
    now: () => new Date(),
    silenceMs: 10_000,
    blobsAsNeeded: true,
    environment: process.env,
    processStartedAt: 0,
    tidiness: { looseObjects: -1, packs: 0 },
    log: silentLog,
  });
  const before = await branch.fetch();
  // Pushing waits for the tidying that the fetch set off.
  const pushed = await branch.push({ parent: before, writes: new Map([['c.yaml', 'c\n']]), message: 'c\n' });
  expect(pushed.kind).toBe('applied');
  expect((await readdir(join(dir, 'objects/pack'))).filter((name) => name.endsWith('.pack'))).toHaveLength(1);
  expect(await branch.read(before ?? '', 'a.yaml')).toBe('x\n');
  await branch.close();
});

test('nothing of the clone is executable or secret: it is objects, refs and a description', async () => {
  await formerProcess();
  const names = await readdir(dir);
  expect(names).not.toContain('hooks');
  expect((await stat(join(dir, 'config'))).size).toBeLessThan(120);
});
