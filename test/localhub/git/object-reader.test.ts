import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createBareRepository } from '../../../src/localhub/git/bare-repository.ts';
import { createObjectReader, type ObjectReader, type StartGit } from '../../../src/localhub/git/object-reader.ts';
import { GitError } from '../../../src/localhub/git/run-git.ts';
import { moveRef, writeBlob } from '../../../src/localhub/git/write.ts';
import { NO_OID } from '../../../src/localhub/graphql/git.ts';

let scratch: string;
let folder: string;
let reader: ObjectReader;
let started: number;

const start: StartGit = (cwd) => {
  started += 1;
  return spawn('git', ['cat-file', '--batch-command=%(objectname) %(objecttype) %(objectsize)'], {
    cwd,
    stdio: 'pipe',
  });
};

beforeEach(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'localhub-objects-'));
  folder = join(scratch, 'one.git');
  await createBareRepository(folder, 'main');
  started = 0;
  reader = createObjectReader(folder, start);
});

afterEach(() => {
  reader.close();
  rmSync(scratch, { recursive: true, force: true });
});

const blob = (contents: string | Uint8Array) => writeBlob(folder, Buffer.from(contents));

it('asks one git everything, and each question gets its own answer', async () => {
  const large = Buffer.alloc(300_000, 'line\n\0');
  const contents = ['', 'a', 'blob\n\n', `${'0'.repeat(40)} blob 3\nabc`];
  const oids = await Promise.all([...contents.map(blob), blob(large)]);
  const answers = await Promise.all([
    ...oids.map((oid) => reader.read(oid)),
    ...oids.map((oid) => reader.find(oid)),
    reader.read(`${oids[0]} blob 1`),
    reader.find('nothing of this name'),
    reader.read(oids[1]!.slice(0, 12)),
  ]);
  expect(answers.slice(0, 5).map((one) => one && 'contents' in one && one.contents.toString())).toEqual([
    ...contents,
    large.toString(),
  ]);
  expect(answers.slice(5, 10)).toEqual(oids.map((oid) => ({ oid, type: 'blob' })));
  expect(answers.slice(10, 12)).toEqual([null, null]);
  expect(answers[12]).toMatchObject({ oid: oids[1] });
  expect(started).toBe(1);
});

it('sees what was written after git was started', async () => {
  expect(await reader.find('refs/tags/new')).toBeNull();
  for (const contents of ['first', 'second']) {
    const after = await blob(contents);
    const before = (await reader.find('refs/tags/new'))?.oid ?? NO_OID;
    expect(await moveRef(folder, { ref: 'refs/tags/new', before, after })).toBe(true);
    expect((await reader.read('refs/tags/new'))?.contents.toString()).toBe(contents);
  }
  expect(started).toBe(1);
});

it('starts git again for a question after it was closed', async () => {
  const oid = await blob('text');
  const last = reader.find(oid);
  reader.close();
  expect(await last).toEqual({ oid, type: 'blob' });
  expect(await reader.find(oid)).toEqual({ oid, type: 'blob' });
  expect(started).toBe(2);
});

it('rejects what a git that ends has not answered, and goes on with another', async () => {
  const oid = await blob('text');
  let child: ReturnType<StartGit> | undefined;
  const other = createObjectReader(folder, (cwd) => {
    child = start(cwd);
    return child;
  });
  await other.find(oid);
  child?.kill('SIGSTOP');
  const left = other.find(oid);
  child?.kill('SIGKILL');
  await expect(left).rejects.toBeInstanceOf(GitError);
  expect(await other.find(oid)).toEqual({ oid, type: 'blob' });
  other.close();
});

it('rejects where there is no repository', async () => {
  await expect(createObjectReader(join(scratch, 'none')).find('HEAD')).rejects.toThrow();
  await expect(createObjectReader(scratch).find('HEAD')).rejects.toBeInstanceOf(GitError);
});
