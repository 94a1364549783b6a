import { createSign } from 'node:crypto';
import githubAppJwt from 'universal-github-app-jwt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '../../../src/localhub/world/accounts.ts';
import { completeJob, createJob } from '../../../src/localhub/world/jobs.ts';
import { findRepository } from '../../../src/localhub/world/repositories.ts';
import { createWorkflowRun, registerWorkflow } from '../../../src/localhub/world/workflow-runs.ts';
import { startTestHub, type TestHub } from '../http/test-hub.ts';

let world: TestHub;
const start = Date.parse('2026-03-01T12:00:00Z');
let clock = start;

beforeAll(async () => {
  world = await startTestHub({ now: () => new Date(clock) });
});
afterAll(() => world.close());

const repo = '/repos/mona/sample' as const;

/** An App's token with any claims, properly signed. */
function signed(claims: object, header: object = { alg: 'RS256', typ: 'JWT' }): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createSign('sha256').update(text).sign(world.app.privateKey, 'base64url')}`;
}

async function getApp(token: string): Promise<{ status: number; message: string }> {
  const response = await fetch(`${world.hub.urls.api}/app`, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, message: ((await response.json()) as { message: string }).message };
}

describe("an App's own token", () => {
  const now = start / 1000;
  it('is taken from the id, the id as text and the client id', async () => {
    for (const iss of [world.app.id, String(world.app.id), world.app.clientId]) {
      expect((await getApp(signed({ iss, iat: now - 30, exp: now + 570 }))).status).toBe(200);
    }
    const { token } = await githubAppJwt({ id: world.app.id, privateKey: world.app.privateKey, now });
    expect((await getApp(token)).status).toBe(200);
  });

  it.each([
    ['expired', { iat: now - 900, exp: now - 300 }, "'Expiration time' claim ('exp') must be a numeric value"],
    ['without an end', { iat: now }, "'Expiration time' claim ('exp') must be a numeric value"],
    ['too long', { iat: now, exp: now + 3600 }, "'Expiration time' claim ('exp') is too far in the future"],
    ['from the future', { iat: now + 300, exp: now + 400 }, "'Issued at' claim ('iat') must be an Integer"],
  ])('is refused when it is %s', async (_name, claims, message) => {
    const answer = await getApp(signed({ iss: world.app.id, ...claims }));
    expect(answer.status).toBe(401);
    expect(answer.message).toContain(message);
  });

  it('is refused with another key, another algorithm, and for an App that does not exist', async () => {
    const good = { iss: world.app.id, iat: now, exp: now + 300 };
    const [head, , signature] = signed(good).split('.');
    const forged = `${head}.${Buffer.from(JSON.stringify({ ...good, exp: now + 301 })).toString('base64url')}.${signature}`;
    expect((await getApp(forged)).message).toBe('A JSON web token could not be decoded');
    expect((await getApp(signed(good, { alg: 'none' }))).status).toBe(401);
    expect(await getApp(signed({ ...good, iss: 1 }))).toEqual({ status: 404, message: 'Integration not found' });
    // The App that Actions acts as has no key: nobody can sign in as it.
    expect((await getApp(signed({ ...good, iss: 15368 }))).status).toBe(401);
  });
});

describe('a token of an installation', () => {
  it('can be narrowed, and not widened', async () => {
    const reading = world.as(await world.installationToken({ permissions: { issues: 'read' } }));
    expect(await reading(`POST ${repo}/issues`, { title: 'x' })).toMatchObject({
      status: 403,
      body: { message: 'Resource not accessible by integration' },
    });
    expect((await reading(`GET ${repo}/issues`)).status).toBe(200);
    const app = await world.asApp();
    const mint = `POST /app/installations/${world.installationId}/access_tokens` as const;
    expect((await app(mint, { permissions: { workflows: 'write' } })).status).toBe(422);
    expect((await app(mint, { repositories: ['nowhere'] })).status).toBe(422);
    expect((await world.as(world.tokens.mona)(mint, {})).status).toBe(401);
  });

  it('reaches the repositories that it is for, and others only as the public does', async () => {
    await world.hub.seed.repository({ owner: 'mona', name: 'other' });
    await world.hub.seed.repository({ owner: 'mona', name: 'hidden', private: true });
    await world.hub.seed.repository({ owner: 'hubot', name: 'theirs', private: true });
    const one = world.as(await world.installationToken({ repositories: ['sample'] }));
    expect((await one(`POST ${repo}/issues`, { title: 'x' })).status).toBe(201);
    expect((await one('POST /repos/mona/other/issues', { title: 'x' })).status).toBe(403);
    expect((await one('GET /repos/mona/other')).status).toBe(200);
    expect((await one('GET /repos/mona/hidden')).status).toBe(404);
    const all = world.as(await world.installationToken());
    expect((await all('GET /repos/mona/hidden')).status).toBe(200);
    expect((await all('GET /repos/hubot/theirs')).status).toBe(404);
  });

  it('lets pull_requests: write do for comments and labels', async () => {
    const token = await world.installationToken({ permissions: { pull_requests: 'write' } });
    expect((await world.as(token)(`POST ${repo}/issues/1/comments`, { body: 'x' })).status).toBe(201);
    expect((await world.as(token)(`POST ${repo}/issues`, { title: 'x' })).status).toBe(403);
  });

  it('ends after an hour', async () => {
    const token = await world.installationToken();
    expect((await world.as(token)('GET /installation/repositories')).status).toBe(200);
    clock = start + 3_600_000;
    expect((await world.as(token)('GET /installation/repositories')).body.message).toBe('Bad credentials');
    clock = start;
  });
});

describe('people', () => {
  const ask = (login: keyof TestHub['tokens']) => world.as(world.tokens[login]);

  it('do what their role allows', async () => {
    expect(
      (await ask('stranger')(`POST ${repo}/issues`, { title: 'From outside', labels: ['bug'] })).body.labels,
    ).toEqual([]);
    expect((await ask('stranger')(`POST ${repo}/issues/1/labels`, { labels: ['bug'] })).status).toBe(403);
    expect((await ask('olive')(`POST ${repo}/issues/1/labels`, { labels: ['bug'] })).status).toBe(200);
    expect((await ask('olive')(`POST ${repo}/labels`, { name: 'new' })).status).toBe(403);
    expect((await ask('hubot')(`POST ${repo}/labels`, { name: 'new' })).status).toBe(201);
    expect((await ask('stranger')(`GET ${repo}/collaborators/mona/permission`)).status).toBe(403);
    expect((await ask('hubot')(`GET ${repo}/actions/secrets`)).status).toBe(200);
    expect((await ask('stranger')(`GET ${repo}/actions/secrets`)).status).toBe(403);
  });

  it('change what they wrote, and not what others wrote', async () => {
    const comment = await ask('stranger')(`POST ${repo}/issues/1/comments`, { body: 'mine' });
    const path = `${repo}/issues/comments/${comment.body.id}` as const;
    expect((await ask('olive')(`PATCH ${path}`, { body: 'hers' })).status).toBe(403);
    expect((await ask('stranger')(`PATCH ${path}`, { body: 'still mine' })).status).toBe(200);
    expect((await ask('hubot')(`DELETE ${path}`)).status).toBe(204);
    expect((await ask('stranger')(`PATCH ${repo}/issues/1`, { state: 'closed' })).status).toBe(403);
  });

  it('cannot write without a token, and cannot read with a wrong one', async () => {
    expect((await world.as(null)(`POST ${repo}/issues`, { title: 'x' })).status).toBe(401);
    expect((await world.as(null)('GET /user')).status).toBe(401);
    expect((await world.as('ghp_nobody')(`GET ${repo}`)).status).toBe(401);
  });
});

it('a GITHUB_TOKEN does what its job may, and ends with the job', async () => {
  const { hub } = world;
  const repository = findRepository(hub.world, 'mona', 'sample');
  if (!repository) throw new Error('the sample is gone');
  const workflow = registerWorkflow(hub.world, { repository, path: '.github/workflows/ci.yml', name: 'CI' });
  const actor = systemActor(hub.world);
  const run = createWorkflowRun(hub.world, actor, {
    repository,
    workflow,
    event: 'push',
    ref: 'refs/heads/main',
    headSha: '0'.repeat(40),
  });
  const job = createJob(hub.world, actor, { run, key: 'test' });
  const token = hub.mintJobToken({ repository, runId: run.id, jobId: job.id, permissions: { issues: 'write' } });
  expect(token).toMatch(/^ghs_\w{36}$/);
  expect((await world.as(token)(`POST ${repo}/issues/1/comments`, { body: 'x' })).body.user.login).toBe(
    'github-actions[bot]',
  );
  expect((await world.as(token)(`POST ${repo}/git/refs`, { ref: 'refs/heads/x', sha: '0'.repeat(40) })).status).toBe(
    403,
  );
  completeJob(hub.world, actor, { job, conclusion: 'success' });
  expect((await world.as(token)(`GET ${repo}`)).status).toBe(401);
});
