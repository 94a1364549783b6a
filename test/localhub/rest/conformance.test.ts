/**
 * One life of a repository, told by REST requests, that touches every operation the hub serves. Each answer is checked against GitHub's published schema
 * where it is asked for; the last test makes sure that no operation was left out. The chapters follow on each other and stand in files of their own.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { routes } from '../../../src/localhub/rest/routes.ts';
import { testActions } from './conformance-actions.ts';
import { testGit } from './conformance-git.ts';
import { testIssues } from './conformance-issues.ts';
import { beginLife, type Life, repo } from './conformance-life.ts';
import { testPlanning } from './conformance-planning.ts';
import { testPulls } from './conformance-pulls.ts';

let begun: Life;
const life = (): Life => begun;

beforeAll(async () => {
  begun = await beginLife();
});
afterAll(() => begun.world.close());

it('knows who asks', async () => {
  const { mona } = life();
  expect((await mona('GET /user')).body.login).toBe('mona');
  expect((await mona('GET /users/orch%5Bbot%5D')).body.type).toBe('Bot');
  expect((await mona('GET /rate_limit')).body.resources.core.limit).toBe(5000);
  expect((await mona('GET /user/repos')).body).toHaveLength(1);
  expect((await mona('GET /users/mona/repos')).body).toHaveLength(1);
});

it('knows Apps and installations', async () => {
  const { app, mona, orch, world } = life();
  const { installationId } = world;
  expect((await app('GET /app')).body).toMatchObject({ slug: 'orch', installations_count: 1 });
  expect((await mona('GET /apps/orch')).body.slug).toBe('orch');
  expect((await app('GET /app/installations')).body).toMatchObject([{ id: installationId }]);
  expect((await app(`GET /app/installations/${installationId}`)).body.account.login).toBe('mona');
  expect((await app(`GET ${repo}/installation`)).body.id).toBe(installationId);
  expect((await app('GET /users/mona/installation')).body.id).toBe(installationId);
  expect((await orch('GET /installation/repositories')).body.total_count).toBe(1);
  const token = await world.installationToken({ repositories: ['sample'], permissions: { issues: 'read' } });
  expect((await world.as(token)('DELETE /installation/token')).status).toBe(204);
  expect((await world.as(token)('GET /installation/repositories')).status).toBe(401);
  expect((await app(`PUT /app/installations/${installationId}/suspended`)).status).toBe(204);
  expect((await app(`DELETE /app/installations/${installationId}/suspended`)).status).toBe(204);
});

it('shows the repository and who works in it', async () => {
  const { mona, orch, world } = life();
  expect((await mona(`GET ${repo}`)).body.permissions.admin).toBe(true);
  expect((await world.as(null)(`GET ${repo}`)).body.full_name).toBe('mona/sample');
  expect((await orch(`GET ${repo}/collaborators`)).body.map((one: { login: string }) => one.login)).toContain('hubot');
  expect((await mona(`GET ${repo}/collaborators/hubot`)).status).toBe(204);
  expect((await mona(`GET ${repo}/collaborators/stranger`)).status).toBe(404);
  const permission = await orch(`GET ${repo}/collaborators/olive/permission`);
  expect(permission.body).toMatchObject({ permission: 'read', role_name: 'triage', user: { login: 'olive' } });
});

testGit(life);
testIssues(life);
testPulls(life);
testActions(life);
testPlanning(life);

it('shows and repeats the deliveries of a webhook', async () => {
  const { app, mona, world } = life();
  world.hub.world.apps.update(world.app, {
    webhook: { url: `${world.hub.urls.html}/nowhere/at/all`, secret: 's', active: true },
  });
  await mona(`POST ${repo}/issues`, { title: 'Another' });
  await world.hub.webhooks.idle();
  const [delivery] = (await app('GET /app/hook/deliveries')).body;
  expect(delivery).toMatchObject({ event: 'issues', action: 'opened', status_code: 501 });
  expect((await app(`GET /app/hook/deliveries/${delivery.id}`)).body.request.payload.issue.title).toBe('Another');
  expect((await app(`POST /app/hook/deliveries/${delivery.id}/attempts`)).status).toBe(202);
  await world.hub.webhooks.idle();
  const again = (await app('GET /app/hook/deliveries')).body;
  expect(again[0]).toMatchObject({ guid: delivery.guid, redelivery: true });
});

it('ends with an App that leaves', async () => {
  const { app, orch, world } = life();
  expect((await app(`DELETE /app/installations/${world.installationId}`)).status).toBe(204);
  expect((await orch('GET /installation/repositories')).status).toBe(401);
});

it('has touched every operation that the hub serves', () => {
  const { world } = life();
  const asked = new Set(world.hub.requests.entries.filter(({ status }) => status < 300).map(({ route }) => route));
  expect(routes.map(({ route }) => route).filter((route) => !asked.has(route))).toEqual([]);
});
