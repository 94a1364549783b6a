import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import githubAppJwt from 'universal-github-app-jwt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestHub, type TestHub } from './test-hub.ts';

let world: TestHub;
beforeAll(async () => {
  world = await startTestHub();
});
afterAll(() => world.close());

/** Asks one of the hub's own routes, as the command line does. */
async function own(route: string, body?: object, headers: Record<string, string> = {}) {
  const [method = '', path = ''] = route.split(' ');
  const response = await fetch(`${world.hub.urls.html}/_hub${path}`, {
    method,
    headers: { authorization: `hub ${world.hub.key}`, ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  // biome-ignore lint/suspicious/noExplicitAny: the answer is looked at, not used.
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as any };
}

it('builds a world from nothing', async () => {
  const octo = await own('POST /accounts', { login: 'octo', name: 'Octo Cat' });
  expect(octo).toMatchObject({ status: 201, body: { login: 'octo', token: expect.stringMatching(/^ghp_/) } });
  await own('POST /accounts', { login: 'reviewer' });
  expect((await own('POST /accounts', { login: 'acme', type: 'Organization' })).status).toBe(201);
  const repository = await own('POST /repositories', {
    owner: 'octo',
    name: 'tools',
    from: join(world.dir, 'files'),
    collaborators: { reviewer: 'maintain' },
  });
  expect(repository).toMatchObject({ status: 201, body: { full_name: 'octo/tools', default_branch: 'main' } });
  const app = await own('POST /apps', {
    slug: 'helper',
    owner: 'octo',
    permissions: { issues: 'write' },
    events: ['issues'],
    webhook: { url: 'http://127.0.0.1:1/hook', secret: 'hush' },
  });
  const installation = await own('POST /installations', { app: 'helper', account: 'octo', repositories: ['tools'] });
  const { token } = await githubAppJwt({ id: app.body.id, privateKey: app.body.private_key });
  const minted = await fetch(`${world.hub.urls.api}/app/installations/${installation.body.id}/access_tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });
  expect(minted.status).toBe(201);
  expect((await own('PUT /repositories/octo/tools/secrets/key', { value: 'v' })).status).toBe(204);
  expect((await own('PUT /repositories/octo/tools/variables/colour', { value: 'blue' })).status).toBe(204);
  expect((await own('PUT /repositories/octo/tools/collaborators/reviewer', { role_name: 'write' })).status).toBe(204);
  expect(
    (await own('PUT /repositories/octo/tools/protection/main', { required_approving_review_count: 1 })).status,
  ).toBe(204);
  expect((await own('PUT /apps/helper/webhook', { url: 'http://127.0.0.1:2/', secret: 's' })).status).toBe(204);
  expect((await own('GET /world')).body.repositories).toContainEqual(
    expect.objectContaining({ full_name: 'octo/tools' }),
  );
  expect((await own('GET /requests')).body.length).toBeGreaterThan(0);
});

it('says what is wrong with a wish', async () => {
  expect((await own('POST /repositories', { owner: 'nobody', name: 'x' })).body.message).toContain(
    'There is no account "nobody"',
  );
  expect((await own('PUT /repositories/mona/sample/collaborators/hubot', { role_name: 'boss' })).body.message).toBe(
    '"boss" is no role; the roles are read, triage, write, maintain, admin.',
  );
  const unknown = await own('POST /wishes');
  expect(unknown.status).toBe(501);
  expect(unknown.body.message).toContain('POST /_hub/accounts');
});

it('is closed to everybody without the key of the folder', async () => {
  const note = join(world.dir, 'hub', 'hub.json');
  expect(JSON.parse(readFileSync(note, 'utf8')).key).toBe(world.hub.key);
  expect(statSync(note).mode & 0o077).toBe(0);
  for (const authorization of ['', 'hub wrong', `token ${world.tokens.mona}`]) {
    expect((await own('GET /world', undefined, { authorization })).status).toBe(403);
  }
  expect((await own('GET /world', undefined, { origin: 'http://evil.example' })).status).toBe(403);
});
