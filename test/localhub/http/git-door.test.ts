import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRepository } from '../../../src/localhub/world/repositories.ts';
import type { WorldEvent } from '../../../src/localhub/world/types.ts';
import { listen } from '../../../src/localhub/world/world.ts';
import { startTestHub, type TestHub } from './test-hub.ts';

const run = promisify(execFile);

let world: TestHub;
let seen: WorldEvent[] = [];

beforeAll(async () => {
  world = await startTestHub();
  listen(world.hub.world, (event) => seen.push(event));
});
afterAll(() => world.close());

/** The real git, with no settings but its own. Gives what it wrote, standard error included. */
async function git(folder: string, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await run(
    'git',
    ['-C', folder, '-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args],
    {
      env: {
        PATH: process.env.PATH,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_TERMINAL_PROMPT: '0',
      },
    },
  );
  return stdout + stderr;
}

/** What git says when it fails. */
async function failure(folder: string, ...args: string[]): Promise<string> {
  return git(folder, ...args).then(
    (output) => `it succeeded: ${output}`,
    (error: { stderr: string }) => error.stderr,
  );
}

const address = (token?: string, repository = 'mona/sample'): string => {
  const url = new URL(`${world.hub.urls.git}/${repository}.git`);
  if (token) [url.username, url.password] = ['x-access-token', token];
  return url.href;
};

let clones = 0;
async function clone(token?: string): Promise<string> {
  clones += 1;
  await git(world.dir, 'clone', '--quiet', address(token), `clone-${clones}`);
  return join(world.dir, `clone-${clones}`);
}

async function commit(folder: string, path: string, content: string, message = `Change ${path}`): Promise<string> {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
  await git(folder, 'add', '.');
  await git(folder, 'commit', '--quiet', '-m', message);
  return (await git(folder, 'rev-parse', 'HEAD')).trim();
}

const names = (): string[] => seen.map(({ name, action }) => (action ? `${name}.${action}` : name));

describe('reading', () => {
  it('lets anybody clone a public repository, also in part', async () => {
    const folder = await clone();
    expect(await git(folder, 'log', '--format=%s')).toBe('Initial commit\n');
    await git(world.dir, 'clone', '--quiet', '--filter=blob:none', '--depth=1', '--no-checkout', address(), 'partial');
    expect(await git(join(world.dir, 'partial'), 'rev-list', '--objects', '--all', '--missing=print')).toContain('?');
  });

  it('asks who wants a private repository, and does not say that it exists', async () => {
    await world.hub.seed.repository({ owner: 'mona', name: 'secret', private: true, from: join(world.dir, 'files') });
    expect(await failure(world.dir, 'ls-remote', address(undefined, 'mona/secret'))).toContain(
      'could not read Username',
    );
    expect(await failure(world.dir, 'ls-remote', address(world.tokens.stranger, 'mona/secret'))).toContain('not found');
    expect(await failure(world.dir, 'ls-remote', address(world.tokens.stranger, 'mona/missing'))).toContain(
      'not found',
    );
    expect(await git(world.dir, 'ls-remote', address(world.tokens.mona, 'mona/secret'))).toContain('refs/heads/main');
    expect(await failure(world.dir, 'ls-remote', address('ghp_wrong', 'mona/secret'))).toContain(
      'Authentication failed',
    );
  });
});

describe('pushing', () => {
  it('tells the world before the push returns', async () => {
    const folder = await clone(world.tokens.hubot);
    const before = (await git(folder, 'rev-parse', 'HEAD')).trim();
    seen = [];
    const one = await commit(folder, 'src/one.js', '1\n');
    const two = await commit(folder, 'README.md', 'changed\n');
    await git(folder, 'push', '--quiet', 'origin', 'main');
    const push = seen.find(({ name }) => name === 'push');
    expect(push).toMatchObject({
      actor: { account: { login: 'hubot' }, via: 'user' },
      subject: { push: { ref: 'refs/heads/main', before, after: two, forced: false } },
    });
    expect(push?.subject.push?.commits).toMatchObject([
      { sha: one, added: ['src/one.js'] },
      { sha: two, modified: ['README.md'] },
    ]);
  });

  it('tells of new, moved and deleted branches and tags in one push', async () => {
    const folder = await clone(world.tokens.hubot);
    seen = [];
    await commit(folder, 'a.txt', 'a');
    await git(folder, 'tag', 'v1');
    await git(folder, 'push', '--quiet', 'origin', 'HEAD:refs/heads/feature', 'v1');
    expect(names()).toEqual(expect.arrayContaining(['create', 'push', 'create', 'push']));
    seen = [];
    await git(folder, 'commit', '--quiet', '--amend', '-m', 'Amended');
    expect(await failure(folder, 'push', 'origin', 'HEAD:feature')).toContain('non-fast-forward');
    expect(seen).toEqual([]);
    await git(folder, 'push', '--quiet', '--force-with-lease', 'origin', 'HEAD:feature');
    expect(seen.find(({ name }) => name === 'push')?.subject.push?.forced).toBe(true);
    seen = [];
    await git(folder, 'push', '--quiet', 'origin', ':feature');
    expect(names()).toEqual(['delete', 'push']);
    expect(await failure(folder, 'push', 'origin', ':main')).toContain('refusing to delete the current branch');
  });

  it('lets one of two win who push at once, and tells of that one', async () => {
    const folders = [await clone(world.tokens.mona), await clone(world.tokens.hubot)];
    for (const [i, folder] of folders.entries()) await commit(folder, `race-${i}.txt`, 'x');
    seen = [];
    const results = await Promise.allSettled(folders.map((folder) => git(folder, 'push', '--quiet', 'origin', 'main')));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(names().filter((name) => name === 'push')).toHaveLength(1);
  });

  it('moves the head of a pull request', async () => {
    const folder = await clone(world.tokens.hubot);
    await commit(folder, 'topic.txt', 'topic\n');
    await git(folder, 'push', '--quiet', 'origin', 'HEAD:topic');
    const orch = world.as(await world.installationToken());
    const pull = await orch('POST /repos/mona/sample/pulls', { title: 'Topic', head: 'topic', base: 'main' });
    const second = await commit(folder, 'README.md', 'mine\n');
    await git(folder, 'push', '--quiet', 'origin', 'HEAD:topic');
    const path = `/repos/mona/sample/pulls/${pull.body.number}` as const;
    expect((await orch(`GET ${path}`)).body).toMatchObject({ head: { sha: second }, commits: 2, mergeable: true });
    expect(await git(folder, 'ls-remote', 'origin', `refs/pull/${pull.body.number}/head`)).toContain(second);
    expect(await git(folder, 'ls-remote', 'origin', `refs/pull/${pull.body.number}/merge`)).toMatch(/^[0-9a-f]{40}/);
    const other = await clone(world.tokens.mona);
    await commit(other, 'README.md', 'theirs\n');
    await git(other, 'push', '--quiet', 'origin', 'main');
    expect((await orch(`GET ${path}`)).body).toMatchObject({ mergeable: false, mergeable_state: 'dirty' });
    expect((await orch(`PUT ${path}/merge`, {})).status).toBe(405);
    expect(await failure(folder, 'push', 'origin', `HEAD:refs/pull/${pull.body.number}/head`)).toContain(
      'deny updating a hidden ref',
    );
  });
});

describe('rights', () => {
  it('refuses those who may not write', async () => {
    for (const token of [world.tokens.stranger, world.tokens.olive]) {
      const folder = await clone(token);
      await commit(folder, 'x', 'x');
      expect(await failure(folder, 'push', 'origin', 'main')).toMatch(/403/);
    }
    const folder = await clone();
    await commit(folder, 'x', 'x');
    expect(await failure(folder, 'push', 'origin', 'main')).toContain('could not read Username');
    const reading = await clone(await world.installationToken({ permissions: { contents: 'read' } }));
    await commit(reading, 'x', 'x');
    expect(await failure(reading, 'push', 'origin', 'main')).toMatch(/403/);
  });

  it('lets an App with contents: write push code but no workflow files', async () => {
    const folder = await clone(await world.installationToken());
    await commit(folder, 'ok.txt', 'ok');
    await git(folder, 'push', '--quiet', 'origin', 'HEAD:from-app');
    await commit(folder, '.github/workflows/evil.yml', 'on: push\n');
    await commit(folder, 'after.txt', 'x');
    const refusal = await failure(folder, 'push', 'origin', 'HEAD:from-app');
    expect(refusal).toContain(
      'refusing to allow a GitHub App to create or update workflow `.github/workflows/evil.yml` without `workflows` permission',
    );
    // The commit that brings the file is what counts, not only the last state.
    await git(folder, 'rm', '--quiet', '.github/workflows/evil.yml');
    await git(folder, 'commit', '--quiet', '-m', 'Hide it');
    expect(await failure(folder, 'push', 'origin', 'HEAD:from-app')).toContain('refusing to allow');
  });

  it('lets the same App push a branch of commits with workflow files that are there already', async () => {
    const person = await clone(world.tokens.mona);
    await commit(person, '.github/workflows/more.yml', 'on: push\n');
    await git(person, 'push', '--quiet', 'origin', 'main');
    const folder = await clone(await world.installationToken());
    await commit(folder, 'code.txt', 'x');
    await git(folder, 'push', '--quiet', 'origin', 'HEAD:fine');
  });

  it('never lets GITHUB_TOKEN change workflow files', async () => {
    const repository = findRepository(world.hub.world, 'mona', 'sample');
    if (!repository) throw new Error('the sample is gone');
    const permissions = { contents: 'write', workflows: 'write' } as const;
    const token = world.hub.mintJobToken({ repository, runId: 1, jobId: 2, permissions });
    const folder = await clone(token);
    await commit(folder, 'job.txt', 'x');
    seen = [];
    await git(folder, 'push', '--quiet', 'origin', 'HEAD:by-job');
    expect(seen[0]).toMatchObject({ via: 'github_token', actor: { account: { login: 'github-actions[bot]' } } });
    await commit(folder, '.github/workflows/job.yml', 'on: push\n');
    expect(await failure(folder, 'push', 'origin', 'HEAD:by-job')).toContain('refusing to allow');
  });
});
