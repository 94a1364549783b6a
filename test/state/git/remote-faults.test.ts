/** What goes wrong between the clone and the remote, with real git on both sides. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StateUnavailable } from '../../../src/state/errors.ts';
import type { Change } from '../../../src/state/store.ts';
import { type BareRemote, BRANCH, createBareRemote } from './bare-remote.ts';

const create = (path: string): Change => ({
  reads: { [path]: null },
  writes: { [path]: 'x\n' },
  message: `${path} created`,
});

let remote: BareRemote;
beforeEach(async () => {
  remote = await createBareRemote();
});
afterEach(() => remote.end());

/** For the hook that runs when the branch has moved and before the client is told: the connection dies there. */
const DIE_AFTER_APPLYING = 'if [ "$1" = committed ]; then kill -9 $PPID; fi';

describe('a connection that dies after the push was applied', () => {
  test('is noticed by the transaction id, and nothing is committed twice', async () => {
    const warnings: string[] = [];
    const store = remote.store({ log: { debug: () => {}, warn: (_, message) => warnings.push(message) } });
    await store.commit(create('a.yaml'));
    await remote.hook('reference-transaction', DIE_AFTER_APPLYING);
    const answer = await store.commit({ reads: {}, writes: { 'b.yaml': 'b\n' }, message: 'b' });
    expect(answer).toEqual({ kind: 'committed', commit: await remote.git('rev-parse', BRANCH) });
    expect(await remote.messages()).toHaveLength(2);
    expect(warnings).toContain('a push whose answer was lost had been applied');
  });

  test('is noticed for the very first commit too', async () => {
    await remote.hook('reference-transaction', DIE_AFTER_APPLYING);
    expect(await remote.store().commit(create('a.yaml'))).toMatchObject({ kind: 'committed' });
    expect(await remote.messages()).toHaveLength(1);
  });

  test('is told as unknown when the remote is gone as well, and the next decision finds out', async () => {
    const store = remote.store();
    await store.commit(create('a.yaml'));
    await remote.hook(
      'reference-transaction',
      `if [ "$1" = committed ]; then mv ${remote.url} ${remote.url}.away; kill -9 $PPID; fi`,
    );
    await expect(store.commit(create('b.yaml'))).rejects.toMatchObject({
      name: 'StateUnavailable',
      applied: 'unknown',
    });
    await rename(`${remote.url}.away`, remote.url);
    await remote.removeHook('reference-transaction');
    expect(await store.commit(create('b.yaml'))).toEqual({ kind: 'conflict', path: 'b.yaml' });
    expect(await remote.messages()).toHaveLength(2);
  });
});

test('a connection that dies before the push was applied is tried again', async () => {
  const store = remote.store();
  await store.commit(create('a.yaml'));
  await remote.hook('pre-receive', 'rm "$0"; kill -9 $PPID');
  expect(await store.commit(create('b.yaml'))).toMatchObject({ kind: 'committed' });
  expect(await remote.messages()).toHaveLength(2);
});

test("a refusal by a rule is told in the server's words, with the next step, and is not tried again", async () => {
  const store = remote.store();
  await store.commit(create('a.yaml'));
  await remote.hook(
    'pre-receive',
    `echo x >> ${remote.folder}/pushes\necho "error: GH013: Repository rule violations found for refs/heads/${BRANCH}." >&2; exit 1`,
  );
  const error = await store.commit(create('b.yaml')).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(StateUnavailable);
  expect(error).toMatchObject({ reason: 'refused', applied: 'no' });
  expect(String(error)).toContain(
    `Could not push to ${BRANCH}: [remote rejected] (pre-receive hook declined); error: GH013`,
  );
  expect(String(error)).toContain('Let the App push to this branch');
  await remote.removeHook('pre-receive');
  expect(await store.commit(create('b.yaml'))).toMatchObject({ kind: 'committed' });
});

test('a lock that another push holds on the server is waited for like a faster writer', async () => {
  const lock = join(remote.url, 'refs/heads', `${BRANCH}.lock`);
  const waits: number[] = [];
  const store = remote.store({
    delay: async (milliseconds) => {
      if (waits.push(milliseconds) === 2) await rm(lock);
    },
  });
  await store.commit(create('a.yaml'));
  await writeFile(lock, '');
  expect(await store.commit(create('b.yaml'))).toMatchObject({ kind: 'committed' });
  expect(waits).toEqual([25, 50]);
});

test('a remote that takes the connection and never answers counts as unreachable', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.on('error', () => {})));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  try {
    const store = remote.store({ url: `http://127.0.0.1:${port}/o/r.git`, silenceMs: 300 });
    await expect(store.snapshot()).rejects.toMatchObject({
      reason: 'unreachable',
      message: expect.stringMatching(/^Could not fetch orch\/state: there was no answer in time\./),
    });
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
});

test.each([
  [
    'a path where there is no repository',
    (folder: string) => `${folder}/nowhere.git`,
    'denied',
    'does not appear to be a git repository',
  ],
  ['a port where nobody listens', () => 'http://127.0.0.1:1/o/r.git', 'unreachable', 'Failed to connect'],
  ['a host that does not exist', () => 'http://nowhere.invalid/o/r.git', 'unreachable', 'Could not resolve host'],
])('%s is told with git’s words and a next step', async (_, url, reason, words) => {
  const store = remote.store({ url: url(remote.folder) });
  for (const asked of [store.snapshot(), store.commit(create('a.yaml'))]) {
    await expect(asked).rejects.toMatchObject({
      name: 'StateUnavailable',
      reason,
      applied: 'no',
      message: expect.stringContaining(words),
    });
  }
});
