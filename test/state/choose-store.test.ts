import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseStore, decideStore, parseStoreChoice } from '../../src/state/choose-store.ts';

let empty: string;
let broken: string;
beforeAll(async () => {
  empty = await mkdtemp(join(tmpdir(), 'orch-no-git-'));
  broken = await mkdtemp(join(tmpdir(), 'orch-bad-git-'));
  await writeFile(join(broken, 'git'), '#!/bin/sh\necho "git: cannot be used here" >&2\nexit 1\n');
  await chmod(join(broken, 'git'), 0o755);
});
afterAll(() => Promise.all([empty, broken].map((dir) => rm(dir, { recursive: true }))));

test.each([
  ['auto', true, 'git'],
  ['auto', false, 'api'],
  ['git', false, 'git'],
  ['api', true, 'api'],
] as const)('%s, where git answers: %s, is %s', (choice, answers, kind) => {
  expect(decideStore(choice, answers)).toBe(kind);
});

test('the place is asked: a machine with git, one without, and one where git does not work', async () => {
  expect(await chooseStore('auto', process.env)).toBe('git');
  expect(await chooseStore('auto', { PATH: empty })).toBe('api');
  expect(await chooseStore('auto', { PATH: broken })).toBe('api');
  expect(await chooseStore('git', { PATH: empty })).toBe('git');
});

test('words', () => {
  expect(['auto', 'git', 'api'].map(parseStoreChoice)).toEqual(['auto', 'git', 'api']);
  expect(parseStoreChoice('Git')).toBeUndefined();
});
