import { Octokit } from '@octokit/rest';
import githubAppJwt from 'universal-github-app-jwt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestHub, type TestHub } from './test-hub.ts';

// GitHub's own client, with nothing changed but the address.

let world: TestHub;
const sample = { owner: 'mona', repo: 'sample' };

beforeAll(async () => {
  world = await startTestHub();
});
afterAll(() => world.close());

const client = (auth: string): Octokit => new Octokit({ auth, baseUrl: world.hub.urls.api });

it('signs in as an App and works as its installation', async () => {
  const { token } = await githubAppJwt({ id: world.app.id, privateKey: world.app.privateKey });
  const app = client(token);
  const { data: installation } = await app.rest.apps.getRepoInstallation(sample);
  const { data: minted } = await app.rest.apps.createInstallationAccessToken({ installation_id: installation.id });
  const orch = client(minted.token);
  const { data: issue } = await orch.rest.issues.create({ ...sample, title: 'By Octokit' });
  await orch.rest.issues.createComment({ ...sample, issue_number: issue.number, body: 'Hello' });
  const comments = await orch.paginate(orch.rest.issues.listComments, {
    ...sample,
    issue_number: issue.number,
    per_page: 1,
  });
  expect(comments.map(({ body, user }) => [body, user?.login])).toEqual([['Hello', 'orch[bot]']]);
  const { data: run } = await orch.rest.checks.create({
    ...sample,
    name: 'orch/tdd',
    head_sha: 'main',
    conclusion: 'success',
  });
  expect(run.status).toBe('completed');
});

it('reads nested branches and files', async () => {
  const mona = client(world.tokens.mona);
  const { data: main } = await mona.rest.git.getRef({ ...sample, ref: 'heads/main' });
  await mona.rest.git.createRef({ ...sample, ref: 'refs/heads/story/1', sha: main.object.sha });
  expect((await mona.rest.repos.getBranch({ ...sample, branch: 'story/1' })).data.name).toBe('story/1');
  const { data } = await mona.rest.repos.getContent({ ...sample, path: '.github/workflows/ci.yml', ref: 'story/1' });
  expect('content' in data && Buffer.from(data.content, 'base64').toString()).toContain('name: CI');
  await mona.rest.git.deleteRef({ ...sample, ref: 'heads/story/1' });
  await expect(mona.rest.git.getRef({ ...sample, ref: 'heads/story/1' })).rejects.toMatchObject({ status: 404 });
});

it('speaks GraphQL', async () => {
  const mona = client(world.tokens.mona);
  const answer = await mona.graphql<{ repository: { object: { text: string } } }>(
    'query($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) { object(expression: "HEAD:README.md") { ... on Blob { text } } } }',
    sample,
  );
  expect(answer.repository.object.text).toBe('one\ntwo\nthree\n');
});
