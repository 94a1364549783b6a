/** How many requests the API store makes: each of them counts against the installation's hour. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { LEDGER_PATH, PROJECT_PATH, storyPath } from '../../src/state/layout.ts';
import type { Change, StateStore, Update } from '../../src/state/store.ts';
import { type HubRemote, startHubOfRemotes } from './api/hub-remote.ts';

let hub: Awaited<ReturnType<typeof startHubOfRemotes>>;
let remote: HubRemote;
beforeAll(async () => {
  hub = await startHubOfRemotes();
});
beforeEach(async () => {
  remote = await hub.remote();
});
afterAll(() => hub.close());

const stores: StateStore[] = [];
const open = (): StateStore => {
  const store = remote.store();
  stores.push(store);
  return store;
};
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
});

/** What was asked while `work` ran. */
async function asked(work: () => Promise<unknown>): Promise<string[]> {
  const before = remote.requests.length;
  await work();
  return remote.requests.slice(before);
}

const create = (path: string): Change => ({
  reads: { [path]: null },
  writes: { [path]: `${path}\n` },
  message: `${path} created`,
});
const rewrite = (path: string, from: string, to: string): Change => ({
  reads: { [path]: from },
  writes: { [path]: to },
  message: `${path} is ${to}`,
});
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** As the loop reads a subject: the story, then the run that it names, the project and what it has spent. */
async function load(store: StateStore): Promise<(string | null)[]> {
  const snapshot = await store.snapshot();
  const story = await snapshot.read(storyPath(12));
  return [
    story,
    ...(await Promise.all(['runs/2026-11/12-developer-1.yaml', PROJECT_PATH, LEDGER_PATH].map(snapshot.read))),
  ];
}
const SUBJECT = {
  [storyPath(12)]: 'story\n',
  'runs/2026-11/12-developer-1.yaml': 'run\n',
  [PROJECT_PATH]: 'project\n',
  [LEDGER_PATH]: '0',
};
/** Counts one more. */
const more: Update = (text) => ({ kind: 'write', text: String(Number(text) + 1) });

test('a new branch costs a look and three requests, and every transition after it one', async () => {
  const store = open();
  expect(await asked(() => store.commit(create('a.yaml')))).toEqual([
    'StateHead',
    'POST git/trees',
    'POST git/commits',
    'POST git/refs',
  ]);
  const path = storyPath(1);
  expect(await asked(() => store.commit(create(path)))).toEqual(['StateCommit']);
  expect(await asked(() => store.commit(rewrite(path, `${path}\n`, 'two\n')))).toEqual(['StateCommit']);
  const deletion = { reads: { [path]: 'two\n' }, writes: { [path]: null, 'never/was.yaml': null }, message: 'gone' };
  expect(await asked(() => store.commit(deletion))).toEqual(['StateCommit']);
  expect(await asked(async () => (await store.snapshot()).read('a.yaml'))).toEqual([]);
});

test('a subject is loaded in two requests, and again in none', async () => {
  await remote.push(SUBJECT);
  const store = open();
  await store.snapshot();
  expect(await asked(async () => expect(await load(store)).toEqual(Object.values(SUBJECT)))).toEqual([
    'StateFiles',
    'StateFiles',
  ]);
  expect(await asked(() => load(store))).toEqual([]);
  expect(await asked(() => store.commit(rewrite(storyPath(12), 'story\n', 'next\n')))).toEqual(['StateCommit']);
  expect(await asked(() => load(store))).toEqual([]);
});

test('what somebody else committed costs a look and one request for all that is used', async () => {
  await remote.push(SUBJECT);
  const store = open();
  await load(store);
  const head = await remote.push({ 'runs/2026-11/12-developer-1.yaml': 'result\n' });
  expect(await asked(() => store.refresh(head))).toEqual(['StateHead']);
  expect(await asked(async () => expect((await load(store))[1]).toBe('result\n'))).toEqual(['StateFiles']);
  expect(await asked(() => store.refresh(head))).toEqual([]);
});

test('a lost race over other files costs three requests more', async () => {
  await remote.push(SUBJECT);
  const store = open();
  await load(store);
  await remote.push({ [storyPath(7)]: 'other\n' });
  const commit = () => store.commit(rewrite(storyPath(12), 'story\n', 'next\n'));
  expect(await asked(async () => expect(await commit()).toMatchObject({ kind: 'committed' }))).toEqual([
    'StateCommit',
    'StateHead',
    'StateFiles',
    'StateCommit',
  ]);
});

test('thirty transitions at once on a known head are one request; spread over time at most three commits', async () => {
  const store = open();
  await store.commit(create('a.yaml'));
  const together = () => Promise.all(numbers(30).map((n) => store.commit(create(storyPath(n)))));
  expect(await asked(together)).toEqual(['StateCommit']);
  const spread = async () => {
    const answers: Promise<{ kind: string }>[] = [];
    for (const n of numbers(30)) {
      answers.push(store.commit(create(storyPath(100 + n))));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await Promise.all(answers)).every(({ kind }) => kind === 'committed')).toBe(true);
  };
  const requests = await asked(spread);
  expect(requests.length).toBeLessThanOrEqual(3);
  expect(new Set(requests)).toEqual(new Set(['StateCommit']));
  expect(await (await open().snapshot()).list('stories')).toHaveLength(60);
});

test('thirty transitions that lose the race together ask for what they rest on together', async () => {
  await remote.push({ 'a.yaml': 'a\n' });
  const store = open();
  await store.snapshot();
  await remote.push({ 'b.yaml': 'b\n' });
  const together = () => Promise.all(numbers(30).map((n) => store.commit(create(storyPath(n)))));
  expect(await asked(together)).toEqual(['StateFiles', 'StateCommit', 'StateHead', 'StateFiles', 'StateCommit']);
  expect(await remote.messages()).toHaveLength(3);
});

test('a ledger that all of them update costs no request more, on a known head and after a lost race', async () => {
  await remote.push(SUBJECT);
  const store = open();
  await load(store);
  const together = (from: number) => () =>
    Promise.all(
      numbers(30).map((n) => store.commit({ ...create(storyPath(from + n)), updates: { [LEDGER_PATH]: more } })),
    );
  await store.commit(create('stories/0100-0199/0100.yaml'));
  const known = await asked(together(100));
  expect(known.filter((one) => one === 'StateCommit')).toHaveLength(1);
  await remote.push({ [LEDGER_PATH]: '50' });
  const lost = await asked(together(200));
  expect(lost.slice(-4)).toEqual(['StateCommit', 'StateHead', 'StateFiles', 'StateCommit']);
  expect(await (await open().snapshot()).read(LEDGER_PATH)).toBe('80');
});

test('a sweep over a hundred and ten stories lists level by level, reads fifty at a time, and the next one only what changed', async () => {
  const files = Object.fromEntries(numbers(110).map((n) => [storyPath(n), `story ${n}\n`]));
  await remote.push(files);
  const sweep = async (store: StateStore) => {
    const snapshot = await store.refresh();
    const read: Record<string, string | null> = {};
    for (const path of await snapshot.list('stories')) read[path] = await snapshot.read(path);
    return read;
  };
  const store = open();
  const first = await asked(async () => expect(await sweep(store)).toEqual(files));
  expect(first).toEqual(['StateHead', 'StateTrees', 'StateTrees', 'StateFiles', 'StateFiles', 'StateFiles']);
  await remote.push({ [storyPath(105)]: 'changed\n' });
  const second = await asked(async () => expect((await sweep(store))[storyPath(105)]).toBe('changed\n'));
  // The head, the folders that changed, the one file.
  expect(second).toEqual(['StateHead', 'StateTrees', 'StateTrees', 'StateFiles']);
});
