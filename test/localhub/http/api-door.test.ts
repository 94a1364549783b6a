import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoggedRequest } from '../../../src/localhub/http/request-log.ts';
import { type Ask, startTestHub, type TestHub } from './test-hub.ts';

let world: TestHub;
let mona: Ask;
const repo = '/repos/mona/sample' as const;

beforeAll(async () => {
  world = await startTestHub({ rateLimit: 300 });
  mona = world.as(world.tokens.mona);
  for (let i = 1; i <= 7; i += 1) await mona(`POST ${repo}/issues`, { title: `Issue ${i}` });
});
afterAll(() => world.close());

const fetchAs = (token: string, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${world.hub.urls.html}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });

it('answers with and without the /api/v3 prefix', async () => {
  for (const prefix of ['', '/api/v3']) {
    const response = await fetchAs(world.tokens.mona, `${prefix}${repo}/issues/1`);
    expect(((await response.json()) as { number: number }).number).toBe(1);
  }
});

describe('lists', () => {
  it('come in pages that link to each other', async () => {
    const first = await mona(`GET ${repo}/issues?per_page=3&sort=created&direction=asc`);
    expect(first.body.map((one: { number: number }) => one.number)).toEqual([1, 2, 3]);
    const link = first.headers.get('link') ?? '';
    expect(link).toMatch(/page=2>; rel="next"/);
    expect(link).toMatch(/page=3>; rel="last"/);
    const next = /<([^>]+)>; rel="next"/.exec(link)?.[1] ?? '';
    expect(next.startsWith(world.hub.urls.api)).toBe(true);
    const second = await mona(`GET ${next.slice(world.hub.urls.api.length) as `/${string}`}`);
    expect(second.body.map((one: { number: number }) => one.number)).toEqual([4, 5, 6]);
    const last = await mona(`GET ${repo}/issues?per_page=3&page=3`);
    expect(last.headers.get('link')).toMatch(/rel="prev".*rel="first"/);
    expect(last.headers.get('link')).not.toContain('next');
  });

  it('bring odd page numbers and sizes into range', async () => {
    expect((await mona(`GET ${repo}/issues?per_page=1000&page=0`)).body).toHaveLength(7);
    expect((await mona(`GET ${repo}/issues?per_page=none`)).headers.get('link')).toBeNull();
    expect((await mona(`GET ${repo}/issues?page=99`)).body).toEqual([]);
  });
});

describe('conditional requests', () => {
  it('answer 304 while nothing has changed, and cost nothing', async () => {
    const first = await mona(`GET ${repo}/issues/1`);
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
    const used = Number(first.headers.get('x-ratelimit-used'));
    const second = await mona(`GET ${repo}/issues/1`, undefined, { headers });
    expect(second).toMatchObject({ status: 304, body: '' });
    const third = await mona(`GET ${repo}/issues/1`);
    expect(Number(third.headers.get('x-ratelimit-used'))).toBe(used + 1);
    await mona(`PATCH ${repo}/issues/1`, { title: 'Changed' });
    expect((await mona(`GET ${repo}/issues/1`, undefined, { headers })).status).toBe(200);
  });
});

describe('the rate limit', () => {
  it('is told in every answer, refusals included', async () => {
    const answer = await mona(`GET ${repo}/issues/999`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('x-ratelimit-limit')).toBe('300');
    expect(answer.headers.get('x-ratelimit-resource')).toBe('core');
    const [used, remaining] = ['used', 'remaining'].map((name) => Number(answer.headers.get(`x-ratelimit-${name}`)));
    expect((used ?? 0) + (remaining ?? 0)).toBe(300);
    expect(answer.headers.get('x-github-request-id')).toMatch(/^[0-9A-F]{16}$/);
  });

  it('ends in 403 for the caller who has used it up, and for nobody else', async () => {
    const olive = world.as(world.tokens.olive);
    for (let i = 0; i < 300; i += 1) await olive(`GET ${repo}/labels/bug`);
    const refused = await olive(`GET ${repo}/labels/bug`);
    expect(refused).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('API rate limit exceeded') },
    });
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect((await mona(`GET ${repo}/labels/bug`)).status).toBe(200);
  });
});

describe('refusals', () => {
  it('name what the hub does not know', async () => {
    const answer = await mona(`POST ${repo}/keys`, {});
    expect(answer.status).toBe(501);
    expect(answer.body.message).toContain('does not know POST /repos/mona/sample/keys');
    expect((await mona(`DELETE ${repo}/issues/1`)).status).toBe(501);
    expect((await mona(`POST ${repo}/pulls/1/reviews`, {})).status).toBe(404);
  });

  it('have the shape of GitHub', async () => {
    expect((await mona(`GET ${repo}/issues/nonsense`)).body).toMatchObject({ message: 'Not Found', status: '404' });
    const missing = await mona(`POST ${repo}/issues`, {});
    expect(missing).toMatchObject({ status: 422, body: { message: 'Invalid request.\n\n"title" wasn\'t supplied.' } });
    expect((await mona(`POST ${repo}/issues`, { title: ['x'] })).status).toBe(422);
    expect((await mona(`POST ${repo}/labels`, { name: 'bug' })).body.errors).toEqual([
      { resource: 'Label', code: 'already_exists', field: 'name' },
    ]);
  });

  it('are kind to what is not JSON', async () => {
    const post = (body: string) => fetchAs(world.tokens.mona, `${repo}/issues`, { method: 'POST', body });
    expect(await (await post('{')).json()).toMatchObject({ message: 'Problems parsing JSON' });
    expect(await (await post('"text"')).json()).toMatchObject({ message: 'Body should be a JSON object' });
    expect((await post(`{"title":"${'x'.repeat(26 * 1024 * 1024)}"}`)).status).toBe(413);
    expect((await fetchAs(world.tokens.mona, '/api/v3/repos/%E0%A4%A/x')).status).toBe(400);
  });
});

describe('the log of requests', () => {
  it('tells route, caller, status and content of each', async () => {
    const heard: LoggedRequest[] = [];
    const stop = world.hub.requests.listen((request) => heard.push(request));
    const orch = world.as(await world.installationToken());
    await orch(`POST ${repo}/issues/1/comments`, { body: 'Hello' });
    await orch(`POST ${repo}/issues/1/comments`, { body: '' });
    await world.as(null)(`GET ${repo}`);
    stop();
    await mona(`GET ${repo}`);
    const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
    expect(heard).toMatchObject([
      {
        route: 'POST /app/installations/{installation_id}/access_tokens',
        principal: { kind: 'app', name: 'orch' },
        content: 0,
      },
      { route, status: 201, principal: { kind: 'installation', name: 'orch' }, content: 1 },
      { route, status: 422, content: 0 },
      { route: 'GET /repos/{owner}/{repo}', principal: { kind: 'anonymous', name: 'anonymous' } },
    ]);
    expect(world.hub.requests.entries.at(-1)?.principal).toEqual({ kind: 'user', name: 'mona' });
  });
});

describe('GraphQL', () => {
  const graphql = (path: string, body: object, token = world.tokens.mona): Promise<Response> =>
    fetchAs(token, path, { method: 'POST', body: JSON.stringify(body) });

  it('is served at both addresses, to those who have a token', async () => {
    for (const path of ['/graphql', '/api/graphql']) {
      const answer = await (await graphql(path, { query: 'query Who { viewer { login } }' })).json();
      expect(answer).toEqual({ data: { viewer: { login: 'mona' } } });
    }
    const nobody = await fetch(world.hub.urls.graphql, {
      method: 'POST',
      body: JSON.stringify({ query: '{ viewer { login } }' }),
    });
    expect(nobody.status).toBe(401);
  });

  it('is logged by the name of its operation, with the acts that create content', async () => {
    const { body } = await mona(`GET ${repo}/issues/1`);
    const query = `mutation Say($id: ID!) {
      a: addComment(input: { subjectId: $id, body: "one" }) { clientMutationId }
      b: addComment(input: { subjectId: $id, body: "two" }) { clientMutationId }
    }`;
    const response = await graphql('/graphql', { query, variables: { id: body.node_id } });
    expect(response.headers.get('x-ratelimit-resource')).toBe('graphql');
    expect(((await response.json()) as { errors?: unknown }).errors).toBeUndefined();
    expect(world.hub.requests.entries.at(-1)).toMatchObject({ route: 'POST /graphql Say', content: 2, status: 200 });
  });

  it('grants a token no more than REST does', async () => {
    const { body } = await mona(`GET ${repo}/issues/1`);
    const token = await world.installationToken({ permissions: { issues: 'read' } });
    const query = 'mutation($id: ID!) { addComment(input: { subjectId: $id, body: "no" }) { clientMutationId } }';
    const answer = (await (await graphql('/graphql', { query, variables: { id: body.node_id } }, token)).json()) as {
      errors: { type: string }[];
    };
    expect(answer.errors[0]?.type).toBe('FORBIDDEN');
  });
});

describe('pages', () => {
  it('show what a link promises, as text', async () => {
    const script = '<script>alert("hi")</script>';
    await mona(`POST ${repo}/issues/1/comments`, { body: script });
    const issue = await (await fetch(`${world.hub.urls.html}/mona/sample/issues/1`)).text();
    expect(issue).toContain('Changed');
    expect(issue).not.toContain('<script>');
    expect(issue).toContain('&#60;script&#62;');
    expect(await (await fetch(`${world.hub.urls.html}/mona/sample`)).text()).toContain('git clone');
    expect(await (await fetch(`${world.hub.urls.html}/mona/sample/raw/main/README.md`)).text()).toBe(
      'one\ntwo\nthree\n',
    );
    const main = await mona(`GET ${repo}/commits/main`);
    expect(await (await fetch(main.body.html_url)).text()).toContain('Initial commit');
    expect((await fetch(`${world.hub.urls.html}/mona/nothing`)).status).toBe(404);
  });
});
