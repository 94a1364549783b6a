import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { artifactFolder } from '../../../src/localhub/actions/artifact-store.ts';
import { jobLogPath } from '../../../src/localhub/actions/job-log.ts';
import { routes } from '../../../src/localhub/rest/routes.ts';
import { systemActor } from '../../../src/localhub/world/accounts.ts';
import { addArtifact } from '../../../src/localhub/world/artifacts.ts';
import { completeJob, createJob, startJob } from '../../../src/localhub/world/jobs.ts';
import { findRepository, protectBranch, setSecret, setVariable } from '../../../src/localhub/world/repositories.ts';
import { completeWorkflowRun, findRun } from '../../../src/localhub/world/workflow-runs.ts';
import { type Ask, startTestHub, type TestHub } from '../http/test-hub.ts';

// One life of a repository, told by REST requests, that touches every operation the hub serves. Each answer is checked
// against GitHub's published schema inside `as`; the last test makes sure that no operation was left out.

let world: TestHub;
let mona: Ask;
let hubot: Ask;
let app: Ask;
let orch: Ask;
const repo = '/repos/mona/sample' as const;

beforeAll(async () => {
  world = await startTestHub();
  mona = world.as(world.tokens.mona);
  hubot = world.as(world.tokens.hubot);
  app = await world.asApp();
  orch = world.as(await world.installationToken());
});
afterAll(() => world.close());

it('knows who asks', async () => {
  expect((await mona('GET /user')).body.login).toBe('mona');
  expect((await mona('GET /users/orch%5Bbot%5D')).body.type).toBe('Bot');
  expect((await mona('GET /rate_limit')).body.resources.core.limit).toBe(5000);
  expect((await mona('GET /user/repos')).body).toHaveLength(1);
  expect((await mona('GET /users/mona/repos')).body).toHaveLength(1);
});

it('knows Apps and installations', async () => {
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
  expect((await mona(`GET ${repo}`)).body.permissions.admin).toBe(true);
  expect((await world.as(null)(`GET ${repo}`)).body.full_name).toBe('mona/sample');
  expect((await orch(`GET ${repo}/collaborators`)).body.map((one: { login: string }) => one.login)).toContain('hubot');
  expect((await mona(`GET ${repo}/collaborators/hubot`)).status).toBe(204);
  expect((await mona(`GET ${repo}/collaborators/stranger`)).status).toBe(404);
  const permission = await orch(`GET ${repo}/collaborators/olive/permission`);
  expect(permission.body).toMatchObject({ permission: 'read', role_name: 'triage', user: { login: 'olive' } });
});

it('reads files and git objects', async () => {
  const file = await orch(`GET ${repo}/contents/README.md`);
  expect(Buffer.from(file.body.content, 'base64').toString()).toBe('one\ntwo\nthree\n');
  expect((await orch(`GET ${repo}/contents`)).body.map((one: { path: string }) => one.path)).toEqual([
    '.github',
    'README.md',
  ]);
  expect((await orch(`GET ${repo}/readme`)).body.path).toBe('README.md');
  expect((await orch(`GET ${repo}/git/blobs/${file.body.sha}`)).body.size).toBe(14);
  const ref = await orch(`GET ${repo}/git/ref/heads/main`);
  const commit = await orch(`GET ${repo}/git/commits/${ref.body.object.sha}`);
  expect((await orch(`GET ${repo}/git/trees/${commit.body.tree.sha}?recursive=1`)).body.tree.length).toBeGreaterThan(2);
  expect((await orch(`GET ${repo}/git/matching-refs/heads/`)).body).toHaveLength(1);
  expect((await orch(`GET ${repo}/commits`)).body).toMatchObject([
    { sha: ref.body.object.sha, author: { login: 'mona' } },
  ]);
  expect((await orch(`GET ${repo}/commits/main`)).body.files.length).toBe(2);
  expect((await orch(`GET ${repo}/branches`)).body).toMatchObject([{ name: 'main' }]);
  expect((await orch(`GET ${repo}/branches/main`)).body.name).toBe('main');
});

it('writes files and moves refs', async () => {
  const main = (await orch(`GET ${repo}/git/ref/heads/main`)).body.object.sha;
  const ref = await orch(`POST ${repo}/git/refs`, { ref: 'refs/heads/topic', sha: main });
  expect(ref).toMatchObject({ status: 201, body: { ref: 'refs/heads/topic' } });
  const content = Buffer.from('export const four = 4;\n').toString('base64');
  const created = await orch(`PUT ${repo}/contents/src/four.js`, { message: 'Add four', content, branch: 'topic' });
  expect(created.status).toBe(201);
  const { sha } = created.body.content;
  const change = { message: 'Change four', content: Buffer.from('4\n').toString('base64'), branch: 'topic' };
  expect((await orch(`PUT ${repo}/contents/src/four.js`, change)).status).toBe(422);
  expect((await orch(`PUT ${repo}/contents/src/four.js`, { ...change, sha: main })).status).toBe(409);
  expect((await orch(`PUT ${repo}/contents/src/four.js`, { ...change, sha })).status).toBe(200);
  const extra = await orch(`PUT ${repo}/contents/extra.txt`, { ...change, message: 'Extra' });
  const removal = { message: 'Remove', sha: extra.body.content.sha, branch: 'topic' };
  expect((await orch(`DELETE ${repo}/contents/extra.txt`, removal)).status).toBe(200);
  const compare = await orch(`GET ${repo}/compare/main...topic`);
  expect(compare.body).toMatchObject({ status: 'ahead', ahead_by: 4, behind_by: 0 });
  expect(compare.body.files.map((one: { filename: string }) => one.filename)).toEqual(['src/four.js']);
  const tip = (await orch(`GET ${repo}/git/ref/heads/topic`)).body.object.sha;
  await orch(`POST ${repo}/git/refs`, { ref: 'refs/heads/other/one', sha: main });
  expect((await orch(`PATCH ${repo}/git/refs/heads/other/one`, { sha: tip })).status).toBe(200);
  expect((await orch(`PATCH ${repo}/git/refs/heads/other/one`, { sha: main })).body.message).toBe(
    'Update is not a fast forward',
  );
  expect((await orch(`PATCH ${repo}/git/refs/heads/other/one`, { sha: main, force: true })).status).toBe(200);
  expect((await orch(`DELETE ${repo}/git/refs/heads/other/one`)).status).toBe(204);
});

it('writes git objects one by one, as for a branch that grows from nothing', async () => {
  const blob = await orch(`POST ${repo}/git/blobs`, { content: 'w6Q=', encoding: 'base64' });
  expect(blob).toMatchObject({ status: 201, body: { url: expect.stringContaining(blob.body.sha) } });
  const tree = await orch(`POST ${repo}/git/trees`, {
    tree: [
      { path: 'a/wide.txt', mode: '100644', type: 'blob', sha: blob.body.sha },
      { path: 'b.txt', mode: '100755', type: 'blob', content: 'ü\r\n' },
    ],
  });
  expect(tree).toMatchObject({ status: 201, body: { tree: [{ path: 'a', mode: '040000' }, { path: 'b.txt' }] } });
  const first = await orch(`POST ${repo}/git/commits`, { message: 'Begin', tree: tree.body.sha });
  expect(first).toMatchObject({ status: 201, body: { parents: [], author: { name: 'orch[bot]' } } });
  const orphan = { ref: 'refs/heads/orphan', sha: first.body.sha };
  expect((await orch(`POST ${repo}/git/refs`, orphan)).status).toBe(201);
  expect((await orch(`POST ${repo}/git/refs`, orphan)).body.message).toBe('Reference already exists');
  const file = await orch(`GET ${repo}/contents/a/wide.txt?ref=orphan`);
  expect(Buffer.from(file.body.content, 'base64').toString()).toBe('ä');

  const next = await orch(`POST ${repo}/git/trees`, {
    base_tree: tree.body.sha,
    tree: [
      { path: 'a', mode: '100644', type: 'blob', content: 'a file now' },
      { path: 'copy', mode: '040000', type: 'tree', sha: tree.body.sha },
      { path: 'b.txt', mode: '100644', type: 'blob', sha: null },
    ],
  });
  expect(next.body.tree.map((one: { path: string; type: string }) => [one.path, one.type])).toEqual([
    ['a', 'blob'],
    ['copy', 'tree'],
  ]);
  const mona = { name: 'Mona', email: 'mona@example.com', date: '2026-11-21T08:00:00Z' };
  const second = await orch(`POST ${repo}/git/commits`, {
    message: 'Go on',
    tree: next.body.sha,
    parents: [first.body.sha],
    author: mona,
  });
  expect(second.body).toMatchObject({ author: mona, committer: mona, parents: [{ sha: first.body.sha }] });
  expect((await orch(`DELETE ${repo}/git/refs/heads/orphan`)).status).toBe(204);
});

it('refuses objects that rest on nothing, and writers without the right', async () => {
  const refused = async (path: string, body: object, ask = orch) => {
    const answer = await ask(`POST ${repo}/git/${path}`, body);
    return [answer.status, answer.body.message.split('\n')[0]];
  };
  const nothing = '1'.repeat(40);
  expect(await refused('trees', { tree: [] })).toEqual([422, 'Invalid tree info']);
  const entry = { path: 'x', mode: '100644', type: 'blob' };
  expect((await refused('trees', { tree: [{ ...entry, sha: nothing }] }))[0]).toBe(422);
  expect((await refused('trees', { tree: [{ ...entry, path: '../x', content: '' }] }))[0]).toBe(422);
  expect(await refused('commits', { message: 'x', tree: nothing })).toEqual([422, 'Tree SHA does not exist']);
  const workflow = { ...entry, path: '.github/workflows/ci.yml', content: '' };
  expect((await refused('trees', { tree: [workflow] }))[0]).toBe(403);
  const reader = world.as(await world.installationToken({ permissions: { contents: 'read' } }));
  expect(await refused('blobs', { content: '' }, reader)).toEqual([403, 'Resource not accessible by integration']);
});

it('keeps labels, issues, comments and reactions', async () => {
  expect((await mona(`POST ${repo}/labels`, { name: 'orch:story', color: 'ededed' })).status).toBe(201);
  expect((await mona(`PATCH ${repo}/labels/orch%3Astory`, { new_name: 'story', description: 'one' })).body.name).toBe(
    'story',
  );
  expect((await mona(`GET ${repo}/labels/story`)).body.description).toBe('one');
  expect((await mona(`GET ${repo}/labels?per_page=100`)).body).toHaveLength(10);
  const issue = await mona(`POST ${repo}/issues`, {
    title: 'Four is missing',
    body: 'Add it.',
    labels: ['bug'],
    assignees: ['hubot'],
  });
  expect(issue).toMatchObject({ status: 201, body: { number: 1, state: 'open', labels: [{ name: 'bug' }] } });
  expect((await mona(`GET ${repo}/issues/1`)).body.title).toBe('Four is missing');
  expect((await mona(`GET ${repo}/issues?labels=bug&creator=mona`)).body).toHaveLength(1);
  expect((await mona(`POST ${repo}/issues/1/labels`, { labels: ['story', 'brand new'] })).body).toHaveLength(3);
  expect((await mona(`GET ${repo}/issues/1/labels`)).body).toHaveLength(3);
  expect((await mona(`DELETE ${repo}/issues/1/labels/brand%20new`)).body).toHaveLength(2);
  expect((await mona(`PUT ${repo}/issues/1/labels`, { labels: ['story'] })).body).toMatchObject([{ name: 'story' }]);
  expect((await mona(`DELETE ${repo}/issues/1/labels`)).status).toBe(204);
  expect((await mona(`DELETE ${repo}/labels/brand%20new`)).status).toBe(204);
  expect((await mona(`DELETE ${repo}/issues/1/assignees`, { assignees: ['hubot'] })).body.assignees).toEqual([]);
  expect((await mona(`POST ${repo}/issues/1/assignees`, { assignees: ['mona'] })).status).toBe(201);
  const comment = await orch(`POST ${repo}/issues/1/comments`, { body: 'Working on it.' });
  expect(comment.body.user.login).toBe('orch[bot]');
  expect(comment.body.performed_via_github_app.slug).toBe('orch');
  const { id } = comment.body;
  expect((await orch(`PATCH ${repo}/issues/comments/${id}`, { body: 'Done.' })).body.body).toBe('Done.');
  expect((await mona(`GET ${repo}/issues/comments/${id}`)).body.body).toBe('Done.');
  expect((await mona(`GET ${repo}/issues/1/comments`)).body).toHaveLength(1);
  expect((await mona(`GET ${repo}/issues/comments`)).body).toHaveLength(1);
  expect((await mona(`POST ${repo}/issues/comments/${id}/reactions`, { content: 'rocket' })).status).toBe(201);
  expect((await mona(`POST ${repo}/issues/comments/${id}/reactions`, { content: 'rocket' })).status).toBe(200);
  expect((await mona(`GET ${repo}/issues/comments/${id}/reactions`)).body).toHaveLength(1);
  expect((await mona(`POST ${repo}/issues/1/reactions`, { content: '+1' })).status).toBe(201);
  expect((await mona(`GET ${repo}/issues/1/reactions`)).body).toHaveLength(1);
  const gone = await orch(`POST ${repo}/issues/1/comments`, { body: 'Never mind.' });
  expect((await orch(`DELETE ${repo}/issues/comments/${gone.body.id}`)).status).toBe(204);
  expect(
    (await mona(`PATCH ${repo}/issues/1`, { state: 'closed', state_reason: 'not_planned' })).body.state_reason,
  ).toBe('not_planned');
  expect((await mona(`PATCH ${repo}/issues/1`, { state: 'open', title: 'Four' })).body).toMatchObject({
    state: 'open',
    title: 'Four',
  });
  expect((await mona(`PUT ${repo}/issues/1/lock`)).status).toBe(204);
  expect((await mona(`DELETE ${repo}/issues/1/lock`)).status).toBe(204);
  const timeline = (await mona(`GET ${repo}/issues/1/timeline?per_page=100`)).body.map(
    (one: { event: string }) => one.event,
  );
  expect(timeline).toContain('commented');
  expect((await mona(`GET ${repo}/issues/1/events`)).body.map((one: { event: string }) => one.event)).toContain(
    'reopened',
  );
});

it('takes a pull request from opening to merge', async () => {
  const opened = await orch(`POST ${repo}/pulls`, {
    title: 'Add four',
    head: 'topic',
    base: 'main',
    body: 'Closes #1',
  });
  expect(opened).toMatchObject({ status: 201, body: { number: 2, commits: 4, changed_files: 1, additions: 1 } });
  expect(
    (await orch(`POST ${repo}/pulls`, { title: 'Again', head: 'topic', base: 'main' })).body.errors[0].message,
  ).toBe('A pull request already exists for mona:topic.');
  expect((await orch(`GET ${repo}/pulls?head=mona:topic`)).body).toHaveLength(1);
  expect((await orch(`GET ${repo}/pulls/2`)).body).toMatchObject({ mergeable: true, mergeable_state: 'clean' });
  expect((await orch(`PATCH ${repo}/pulls/2`, { title: 'Add the four' })).body.title).toBe('Add the four');
  expect((await orch(`GET ${repo}/pulls/2/files`)).body).toMatchObject([{ filename: 'src/four.js', status: 'added' }]);
  expect((await orch(`GET ${repo}/pulls/2/commits`)).body).toHaveLength(4);
  const diff = await orch(`GET ${repo}/pulls/2`, undefined, {
    headers: { accept: 'application/vnd.github.diff' },
    checked: false,
  });
  expect(diff.body).toContain('+++ b/src/four.js');
  const patch = await orch(`GET ${repo}/pulls/2`, undefined, {
    headers: { accept: 'application/vnd.github.v3.patch' },
    checked: false,
  });
  expect(patch.body).toContain('Subject: [PATCH 1/4] Add four');
  expect((await orch(`GET ${repo}/pulls/2/merge`)).status).toBe(404);
  expect((await orch(`POST ${repo}/pulls/2/requested_reviewers`, { reviewers: ['hubot'] })).status).toBe(201);
  expect((await hubot(`POST ${repo}/pulls/2/reviews`, { event: 'REQUEST_CHANGES', body: 'No.' })).status).toBe(200);
  const review = await hubot(`POST ${repo}/pulls/2/reviews`, { event: 'APPROVE' });
  expect(review).toMatchObject({ status: 200, body: { state: 'APPROVED' } });
  expect((await orch(`GET ${repo}/pulls/2/reviews`)).body).toHaveLength(2);
  expect((await orch(`GET ${repo}/pulls/2/reviews/${review.body.id}`)).body.user.login).toBe('hubot');
  const dismissal = { message: 'Outdated' };
  expect((await mona(`PUT ${repo}/pulls/2/reviews/${review.body.id}/dismissals`, dismissal)).body.state).toBe(
    'DISMISSED',
  );
  const head = opened.body.head.sha;
  expect((await orch(`PUT ${repo}/pulls/2/merge`, { sha: '0'.repeat(40) })).status).toBe(409);
  const merged = await orch(`PUT ${repo}/pulls/2/merge`, { sha: head, merge_method: 'squash' });
  expect(merged.body.merged).toBe(true);
  expect((await orch(`PUT ${repo}/pulls/2/merge`, {})).status).toBe(405);
  expect((await orch(`GET ${repo}/pulls/2/merge`)).status).toBe(204);
  expect((await orch(`GET ${repo}/pulls/2`)).body).toMatchObject({
    merged: true,
    state: 'closed',
    merged_by: { login: 'orch[bot]' },
  });
  expect((await orch(`GET ${repo}/issues/1`)).body.state).toBe('closed');
  expect((await orch(`GET ${repo}/commits/${merged.body.sha}/pulls`)).body).toMatchObject([{ number: 2 }]);
  expect((await orch(`GET ${repo}/pulls/2/files`)).body).toMatchObject([{ filename: 'src/four.js' }]);
});

it('keeps checks and statuses', async () => {
  const created = await orch(`POST ${repo}/check-runs`, {
    name: 'orch/tdd',
    head_sha: 'main',
    status: 'in_progress',
    output: { title: 'Red', summary: 'One test fails', annotations: [annotation] },
  });
  expect(created.status).toBe(201);
  const { id, head_sha: sha, check_suite: suite } = created.body;
  expect((await orch(`PATCH ${repo}/check-runs/${id}`, { conclusion: 'success' })).body.status).toBe('completed');
  expect((await orch(`GET ${repo}/check-runs/${id}`)).body.conclusion).toBe('success');
  expect((await orch(`GET ${repo}/check-runs/${id}/annotations`)).body).toHaveLength(1);
  expect((await orch(`GET ${repo}/commits/main/check-runs`)).body.total_count).toBe(1);
  expect((await orch(`GET ${repo}/commits/${sha}/check-suites`)).body.total_count).toBe(1);
  expect((await orch(`GET ${repo}/check-suites/${suite.id}`)).body.conclusion).toBe('success');
  expect((await orch(`GET ${repo}/check-suites/${suite.id}/check-runs`)).body.total_count).toBe(1);
  expect((await hubot(`POST ${repo}/check-runs`, { name: 'mine', head_sha: sha })).status).toBe(403);
  const status = { state: 'success', context: 'lint', target_url: 'https://example.com/', description: 'fine' };
  expect((await orch(`POST ${repo}/statuses/${sha}`, status)).status).toBe(201);
  expect((await orch(`GET ${repo}/commits/${sha}/status`)).body.state).toBe('success');
  expect((await orch(`GET ${repo}/commits/${sha}/statuses`)).body).toHaveLength(1);
});

const annotation = { path: 'README.md', start_line: 1, end_line: 1, annotation_level: 'warning', message: 'Hm.' };

it('dispatches workflows and shows runs', async () => {
  const workflows = await orch(`GET ${repo}/actions/workflows`);
  expect(workflows.body.workflows).toMatchObject([{ path: '.github/workflows/ci.yml' }]);
  expect((await orch(`GET ${repo}/actions/workflows/ci.yml`)).body.name).toBe('CI');
  const dispatches = `POST ${repo}/actions/workflows/ci.yml/dispatches` as const;
  expect((await orch(dispatches, { ref: 'main' })).status).toBe(422);
  expect((await orch(dispatches, { ref: 'main', inputs: { who: 'me' } })).status).toBe(204);
  const started = await orch(dispatches, { ref: 'main', inputs: { who: 'you' }, return_run_details: true });
  expect(started.status).toBe(200);
  const runId = started.body.workflow_run_id;
  expect(
    (await orch(`GET ${repo}/actions/runs?event=workflow_dispatch&branch=main&created=>=2020-01-01`)).body.total_count,
  ).toBe(2);
  expect((await orch(`GET ${repo}/actions/workflows/ci.yml/runs?status=queued`)).body.total_count).toBe(2);
  expect((await orch(`GET ${repo}/actions/runs/${runId}`)).body.head_branch).toBe('main');
  const made = runSomething(runId);
  expect((await orch(`GET ${repo}/actions/runs/${runId}/jobs`)).body.jobs.at(-1).id).toBe(made.jobId);
  expect((await orch(`GET ${repo}/actions/jobs/${made.jobId}`)).body.conclusion).toBe('success');
  const log = await orch(`GET ${repo}/actions/jobs/${made.jobId}/logs`, undefined, { checked: false });
  expect(log.body).toBe('hello\n');
  expect((await orch(`GET ${repo}/actions/runs/${runId}/artifacts`)).body.total_count).toBe(1);
  expect((await orch(`GET ${repo}/actions/artifacts?name=result`)).body.total_count).toBe(1);
  expect((await orch(`GET ${repo}/actions/artifacts/${made.artifactId}`)).body.name).toBe('result');
  const archive = await orch(`GET ${repo}/actions/artifacts/${made.artifactId}/zip`, undefined, { checked: false });
  expect(archive.headers.get('content-type')).toBe('application/zip');
  expect((await orch(`DELETE ${repo}/actions/artifacts/${made.artifactId}`)).status).toBe(204);
  expect((await orch(`POST ${repo}/actions/runs/${runId}/cancel`)).status).toBe(202);
  const run = findRun(world.hub.world, runId);
  if (!run) throw new Error(`no run ${runId}`);
  expect((await orch(`POST ${repo}/actions/runs/${runId}/approve`)).status).toBe(403);
  completeWorkflowRun(world.hub.world, systemActor(world.hub.world), { run, conclusion: 'action_required' });
  expect((await orch(`POST ${repo}/actions/runs/${runId}/approve`)).status).toBe(201);
  expect((await orch(`GET ${repo}/actions/runs/${runId}`)).body).toMatchObject({ status: 'queued', conclusion: null });
  expect((await orch(`POST ${repo}/dispatches`, { event_type: 'wake', client_payload: { a: 1 } })).status).toBe(204);
});

/** What a runner would have left behind. */
function runSomething(runId: number): { jobId: number; artifactId: number } {
  const { world: state, dir } = world.hub;
  const run = findRun(state, runId);
  if (!run) throw new Error(`no run ${runId}`);
  const actor = systemActor(state);
  const job = createJob(state, actor, { run, key: 'extra' });
  startJob(state, actor, { job, steps: ['one'] });
  completeJob(state, actor, { job, conclusion: 'success' });
  const artifact = addArtifact(state, { run, name: 'result', sizeInBytes: 3, digest: null });
  mkdirSync(artifactFolder(dir, artifact), { recursive: true });
  writeFileSync(join(artifactFolder(dir, artifact), 'a.txt'), 'abc');
  const log = jobLogPath(dir, job);
  mkdirSync(join(log, '..'), { recursive: true });
  writeFileSync(log, 'hello\n');
  return { jobId: job.id, artifactId: artifact.id };
}

it('lists secrets by name only, and variables', async () => {
  const repository = findRepository(world.hub.world, 'mona', 'sample');
  if (!repository) throw new Error('the sample is gone');
  setSecret(world.hub.world, { repository, name: 'key', value: 'hush' });
  setVariable(world.hub.world, { repository, name: 'colour', value: 'blue' });
  const secrets = await orch(`GET ${repo}/actions/secrets`);
  expect(secrets.body.secrets).toMatchObject([{ name: 'KEY' }]);
  expect(JSON.stringify(secrets.body)).not.toContain('hush');
  expect((await orch(`GET ${repo}/actions/variables`)).body.variables).toMatchObject([
    { name: 'COLOUR', value: 'blue' },
  ]);
  protectBranch(world.hub.world, {
    repository,
    branch: 'main',
    requiredApprovingReviewCount: 1,
    requiredStatusChecks: ['ci'],
  });
  expect((await orch(`GET ${repo}/branches/main`)).body.protected).toBe(true);
});

it('ties issues together', async () => {
  const open = async (title: string): Promise<{ id: number; number: number }> =>
    (await orch(`POST ${repo}/issues`, { title })).body;
  const [epic, one, other] = [await open('Epic'), await open('One'), await open('Other')];
  const below = `${repo}/issues/${epic.number}` as const;
  expect((await orch(`POST ${below}/sub_issues`, { sub_issue_id: one.id })).status).toBe(201);
  expect((await orch(`POST ${below}/sub_issues`, { sub_issue_id: one.id })).status).toBe(422);
  expect((await orch(`POST ${below}/sub_issues`, { sub_issue_id: 'x' })).status).toBe(422);
  expect((await orch(`POST ${below}/sub_issues`, { sub_issue_id: 4_711 })).status).toBe(404);
  await orch(`POST ${below}/sub_issues`, { sub_issue_id: other.id });
  const order = { sub_issue_id: other.id, before_id: one.id };
  expect((await orch(`PATCH ${below}/sub_issues/priority`, order)).status).toBe(200);
  const numbers = (answer: { body: { number: number }[] }) => answer.body.map(({ number }) => number);
  expect(numbers(await orch(`GET ${below}/sub_issues`))).toEqual([other.number, one.number]);
  expect((await orch(`GET ${repo}/issues/${one.number}/parent`)).body.number).toBe(epic.number);
  const parentOf = async (number: number) => (await orch(`GET ${repo}/issues/${number}`)).body.parent_issue_url;
  expect(await parentOf(one.number)).toMatch(new RegExp(`/repos/[^/]+/[^/]+/issues/${epic.number}$`));
  expect(await parentOf(epic.number)).toBeUndefined();
  expect((await orch(`DELETE ${below}/sub_issue`, { sub_issue_id: one.id })).status).toBe(200);
  expect((await orch(`DELETE ${below}/sub_issue`, { sub_issue_id: one.id })).status).toBe(404);
  expect((await orch(`GET ${repo}/issues/${one.number}/parent`)).status).toBe(404);

  const waits = `${repo}/issues/${one.number}/dependencies` as const;
  expect((await orch(`POST ${waits}/blocked_by`, { issue_id: other.id })).body).toMatchObject({
    number: one.number,
    issue_dependencies_summary: { blocked_by: 1, blocking: 0, total_blocked_by: 1, total_blocking: 0 },
  });
  expect((await orch(`POST ${waits}/blocked_by`, { issue_id: other.id })).status).toBe(422);
  expect(numbers(await orch(`GET ${waits}/blocked_by`))).toEqual([other.number]);
  expect(numbers(await orch(`GET ${repo}/issues/${other.number}/dependencies/blocking`))).toEqual([one.number]);
  expect((await orch(`DELETE ${waits}/blocked_by/${other.id}`)).status).toBe(200);
  expect((await orch(`GET ${waits}/blocked_by`)).body).toEqual([]);
  expect((await world.as(world.tokens.stranger)(`POST ${waits}/blocked_by`, { issue_id: other.id })).status).toBe(403);
});

it('keeps milestones', async () => {
  const sprint = await orch(`POST ${repo}/milestones`, { title: 'Sprint 1', description: 'Durations.' });
  expect(sprint).toMatchObject({ status: 201, body: { number: 1, state: 'open', description: 'Durations.' } });
  expect((await orch(`POST ${repo}/milestones`, { title: 'Sprint 1' })).body.errors).toMatchObject([
    { code: 'already_exists', field: 'title' },
  ]);
  const { number } = (await orch(`POST ${repo}/issues`, { title: 'In it', milestone: 1 })).body;
  expect((await orch(`GET ${repo}/milestones/1`)).body).toMatchObject({ open_issues: 1 });
  expect((await orch(`PATCH ${repo}/milestones/1`, { state: 'closed' })).body.state).toBe('closed');
  expect((await orch(`GET ${repo}/milestones`)).body).toEqual([]);
  expect((await orch(`GET ${repo}/milestones?state=all`)).body).toHaveLength(1);
  expect((await orch(`DELETE ${repo}/milestones/1`)).status).toBe(204);
  expect((await orch(`GET ${repo}/milestones/1`)).status).toBe(404);
  expect((await orch(`GET ${repo}/issues/${number}`)).body.milestone).toBeNull();
});

it('shows and repeats the deliveries of a webhook', async () => {
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
  expect((await app(`DELETE /app/installations/${world.installationId}`)).status).toBe(204);
  expect((await orch('GET /installation/repositories')).status).toBe(401);
});

it('has touched every operation that the hub serves', () => {
  const asked = new Set(world.hub.requests.entries.filter(({ status }) => status < 300).map(({ route }) => route));
  expect(routes.map(({ route }) => route).filter((route) => !asked.has(route))).toEqual([]);
});
