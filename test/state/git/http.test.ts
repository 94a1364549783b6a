/** Over HTTP: where the token goes and does not go, what a transition costs, and connections that die. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Change } from '../../../src/state/store.ts';
import { createHttpRemote, type HttpRemote, TOKEN } from './http-remote.ts';
import { createNotedGit } from './noted-git.ts';

const ENCODED = Buffer.from(`x-access-token:${TOKEN}`).toString('base64');

let remote: HttpRemote;
beforeEach(async () => {
  remote = await createHttpRemote();
});
afterEach(() => remote.end());

const write = (path: string, text = 'x\n'): Change => ({
  reads: {},
  writes: { [path]: text },
  message: `${path} written`,
});

describe('the token', () => {
  test('is asked for before each transfer, and is neither in arguments nor on disk', async () => {
    const git = await createNotedGit(remote.folder);
    const dir = join(remote.folder, 'clone');
    let asked = 0;
    const credentials = async () => {
      asked += 1;
      return TOKEN;
    };
    const store = remote.store({ dir, credentials, environment: git.environment });
    await store.commit(write('a.yaml'));
    await store.refresh();
    expect(asked).toBe(3);
    const commands = (await git.commands()).join('\n');
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    const files = await Promise.all(
      entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')),
    );
    expect(files.length).toBeGreaterThan(3);
    for (const text of [commands, ...files]) {
      expect(text).not.toContain(TOKEN);
      expect(text).not.toContain(ENCODED);
    }
  });

  test.each([
    ['that is wrong', 'ghs_wrong'],
    ['that is missing', undefined],
  ])('%s is told with the next step, without a prompt and without the token', async (_, token) => {
    const error: unknown = await remote
      .store({ credentials: async () => token })
      .snapshot()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'StateUnavailable', reason: 'denied' });
    expect(String(error)).toContain('the token was missing or was not accepted');
    expect(String(error)).toContain('the App is installed on it with the permission "contents: write"');
    expect(String(error)).not.toContain('ghs_wrong');
  });

  test('that may read and not write is told when it is refused', async () => {
    const store = remote.store();
    await store.commit(write('a.yaml'));
    remote.intervene(async ({ service }, response) => {
      if (service !== 'git-receive-pack') return false;
      response.writeHead(403).end('Write access to repository not granted.');
      return true;
    });
    await expect(store.commit(write('b.yaml'))).rejects.toMatchObject({ reason: 'denied', applied: 'no' });
  });

  test('that cannot be had is an error of whoever provides it, as it is', async () => {
    const failure = new Error('no installation');
    const store = remote.store({
      credentials: async () => {
        throw failure;
      },
    });
    await expect(store.snapshot()).rejects.toBe(failure);
    await expect(store.commit(write('a.yaml'))).rejects.toBe(failure);
  });
});

describe('a push whose connection', () => {
  test('dies after it was applied is recognised', async () => {
    const store = remote.store();
    await store.commit(write('a.yaml'));
    let once = true;
    remote.intervene(async ({ service, advertisement }, response, serve) => {
      if (service !== 'git-receive-pack' || advertisement || !once) return false;
      once = false;
      // Git's answer goes nowhere: the client sees the connection close.
      const { socket } = response;
      response.write = () => true;
      response.end = () => response;
      await serve();
      socket?.destroy();
      return true;
    });
    expect(await store.commit(write('b.yaml'))).toMatchObject({ kind: 'committed' });
    expect(once).toBe(false);
    expect(await remote.messages()).toHaveLength(2);
  });

  test.each([
    ['meets an overloaded server', true, 503],
    ['is answered with a server error', false, 502],
  ])('%s is tried again', async (_, advertisement, status) => {
    const store = remote.store();
    await store.commit(write('a.yaml'));
    let once = true;
    remote.intervene(async (asked, response) => {
      if (asked.service !== 'git-receive-pack' || asked.advertisement !== advertisement || !once) return false;
      once = false;
      response.writeHead(status).end();
      return true;
    });
    expect(await store.commit(write('b.yaml'))).toMatchObject({ kind: 'committed' });
    expect(once).toBe(false);
    expect(await remote.messages()).toHaveLength(2);
  });
});

test('a transition costs two requests, and as many bytes at three thousand stories as at ten', async () => {
  const sent: number[] = [];
  for (const stories of [10, 3_000]) {
    const world = await createHttpRemote();
    onTestFinished(world.end);
    const writes = Object.fromEntries(
      Array.from({ length: stories }, (_, index) => [pathOf(index + 1), storyText(index + 1)]),
    );
    await world.store().commit({ reads: {}, writes, message: `${stories} stories` });
    const store = world.store();
    const text = await (await store.snapshot()).read(pathOf(3));
    world.requests.length = 0;
    const answer = await store.commit({
      reads: { [pathOf(3)]: text },
      writes: { [pathOf(3)]: storyText(3).replace('ready', 'in_progress') },
      message: 'story 3: ready -> in_progress',
    });
    expect(answer.kind).toBe('committed');
    expect(world.requests.map((request) => request.what)).toEqual(['GET git-receive-pack', 'POST git-receive-pack']);
    sent.push(world.requests.reduce((sum, request) => sum + request.bytes, 0));
  }
  const [few = 0, many = 0] = sent;
  expect(few).toBeGreaterThan(300);
  expect(many / few).toBeLessThanOrEqual(1.1);
});

function pathOf(story: number): string {
  const first = Math.floor(story / 100) * 100;
  return `stories/${four(first)}-${four(first + 99)}/${four(story)}.yaml`;
}

function four(number: number): string {
  return String(number).padStart(4, '0');
}

/** About the size of a real story, with the parts that differ from story to story. */
function storyText(story: number): string {
  const notes = Array.from(
    { length: 8 },
    (_, line) => `  - ${((story * 7919 + line * 104_729) % 1_000_003).toString(36)}\n`,
  );
  return `schema: 1\nid: ${story}\ntitle: Story number ${story}\nstatus: ready\nbranch: story/${story}\nnotes:\n${notes.join('')}`;
}
