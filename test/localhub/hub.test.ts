import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mergeReason } from '../../src/localhub/git/reconcile.ts';
import { NO_OID } from '../../src/localhub/graphql/git.ts';
import { type Hub, startHub } from '../../src/localhub/hub.ts';
import { findPull } from '../../src/localhub/world/pulls.ts';
import { refSha } from '../../src/localhub/world/refs.ts';
import { findRepository } from '../../src/localhub/world/repositories.ts';
import { startTestHub, type TestHub } from './http/test-hub.ts';

const repo = '/repos/mona/sample' as const;
const sampleOf = ({ world }: Hub) => {
  const repository = findRepository(world, 'mona', 'sample');
  if (!repository) throw new Error('the sample is gone');
  return repository;
};

describe('a hub that is started again', () => {
  let world: TestHub;
  beforeEach(async () => {
    world = await startTestHub();
  });
  afterEach(() => world.close());

  it('goes on with the same world at the same address', async () => {
    const mona = world.as(world.tokens.mona);
    await mona(`POST ${repo}/issues`, { title: 'Before' });
    const { html } = world.hub.urls;
    await world.hub.close();
    await world.restart();
    expect(world.hub.urls.html).toBe(html);
    expect((await mona(`GET ${repo}/issues/1`)).body.title).toBe('Before');
    expect((await mona(`POST ${repo}/issues`, { title: 'After' })).body.number).toBe(2);
  });

  it('refuses to run beside another on the same folder', async () => {
    await expect(startHub({ dir: world.hub.dir })).rejects.toThrow('is running on');
  });

  it('tells the world what git did when nobody could write it down', async () => {
    const { git } = world.hub;
    const main = (await git.readRef('mona/sample', 'refs/heads/main')) ?? '';
    await world.hub.close();
    await git.moveRef('mona/sample', { ref: 'refs/heads/lost', before: NO_OID, after: main });
    await world.restart();
    expect(refSha(world.hub.world, sampleOf(world.hub), 'refs/heads/lost')).toBe(main);
  });

  it('finishes a merge that git had made, in the name of the one who made it', async () => {
    const mona = world.as(world.tokens.mona);
    const content = Buffer.from('new\n').toString('base64');
    const main = (await mona(`GET ${repo}/git/ref/heads/main`)).body.object.sha;
    await mona(`POST ${repo}/git/refs`, { ref: 'refs/heads/topic', sha: main });
    await mona(`PUT ${repo}/contents/new.txt`, { message: 'New', content, branch: 'topic' });
    await mona(`POST ${repo}/issues`, { title: 'Wanted' });
    await mona(`POST ${repo}/pulls`, { title: 'New', head: 'topic', base: 'main', body: 'Closes #1' });
    const { git } = world.hub;
    const hubot = (await mona('GET /users/hubot')).body.id;
    await world.hub.close();
    const head = (await git.readRef('mona/sample', 'refs/heads/topic')) ?? '';
    const identity = { name: 'Hubot', email: 'hubot@example.com', date: '2026-01-01T00:00:00Z' };
    const merge = {
      base: main,
      head,
      method: 'squash',
      message: 'Anything',
      author: identity,
      committer: identity,
    } as const;
    const merged = (await git.mergeCommits('mona/sample', merge)) ?? '';
    const reason = mergeReason(2, hubot);
    await git.moveRef('mona/sample', { ref: 'refs/heads/main', before: main, after: merged, reason });
    await world.restart();
    expect(findPull(world.hub.world, sampleOf(world.hub), 2)?.pullRequest).toMatchObject({
      merged: true,
      mergeCommitSha: merged,
      mergedById: hubot,
    });
    expect((await mona(`GET ${repo}/issues/1`)).body.state).toBe('closed');
  });

  it('names a world that it cannot read', async () => {
    await world.hub.close();
    const file = join(world.hub.dir, 'world.json');
    const kept = readFileSync(file, 'utf8');
    writeFileSync(file, '{"version": 99}');
    await expect(startHub({ dir: world.hub.dir })).rejects.toThrow(/world\.json cannot be read.*version 99/);
    writeFileSync(file, kept);
    await world.restart();
  });
});

it('loses nothing that it has answered when it is killed', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'localhub-kill-'));
  const hubModule = new URL('../../src/localhub/hub.ts', import.meta.url).href;
  const script = `
    import { startHub } from ${JSON.stringify(hubModule)};
    const hub = await startHub({ dir: ${JSON.stringify(dir)} });
    const { token } = hub.seed.user({ login: 'mona' });
    await hub.seed.repository({ owner: 'mona', name: 'sample' });
    await hub.settled();
    console.log(JSON.stringify({ api: hub.urls.api, token }));
  `;
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    const line = await new Promise<string>((resolve) => child.stdout.once('data', (data) => resolve(String(data))));
    const { api, token } = JSON.parse(line) as { api: string; token: string };
    const open = (title: string) =>
      fetch(`${api}${repo}/issues`, {
        method: 'POST',
        headers: { authorization: `token ${token}` },
        body: JSON.stringify({ title }),
      });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => open(`Issue ${i}`)));
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    const dead = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await dead;
    const hub = await startHub({ dir });
    expect(hub.world.issues.size).toBe(20);
    await hub.close();
  } finally {
    child.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  }
});
