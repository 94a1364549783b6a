import { afterEach, beforeEach, expect, test } from 'vitest';
import { findToken } from '../../../src/localhub/world/tokens.ts';
import { createTestHub, type TestHub } from './helpers/test-hub.ts';

let hub: TestHub;
beforeEach(async () => {
  hub = await createTestHub();
});
afterEach(() => hub.close());

test("each job's token has the permissions of the job, and works only while the job runs", async () => {
  const minted: Array<{ value: string; permissions: Record<string, string> }> = [];
  const mint = hub.mintJobToken;
  Object.assign(hub, {
    mintJobToken: (job: Parameters<typeof mint>[0]) => {
      const value = mint(job);
      minted.push({ value, permissions: job.permissions });
      return value;
    },
  });
  await hub.push({
    '.github/workflows/a.yml': `
on: workflow_dispatch
permissions: {}
jobs:
  none: { runs-on: x, steps: [{ run: echo running }] }
  own:
    needs: none
    runs-on: x
    permissions: { contents: write, pull-requests: write, issues: none }
    steps: [{ run: 'true' }]
  read:
    needs: own
    runs-on: x
    permissions: read-all
    steps: [{ run: 'true' }]
`,
    '.github/workflows/b.yml': "on: workflow_dispatch\njobs:\n  a: { runs-on: x, steps: [{ run: 'true' }] }\n",
  });
  let whileRunning: boolean | undefined;
  const runner = await hub.start({
    onEvent: (event) => {
      if (event.kind === 'log' && event.line === 'running')
        whileRunning = findToken(hub.world, minted[0]?.value ?? '') !== null;
    },
  });
  await hub.dispatch('a.yml');
  await runner.idle();
  await hub.dispatch('b.yml');
  await runner.idle();
  const [none, own, read, byDefault] = minted.map(({ permissions }) => permissions);
  expect(none).toEqual({ metadata: 'read' });
  expect(own).toEqual({ metadata: 'read', contents: 'write', pull_requests: 'write' });
  expect(read).toMatchObject({ contents: 'read', issues: 'read', checks: 'read', actions: 'read' });
  expect(read).not.toHaveProperty('id_token');
  expect(byDefault).toEqual({ metadata: 'read', contents: 'read', packages: 'read' });
  expect(whileRunning).toBe(true);
  expect(minted.filter(({ value }) => findToken(hub.world, value) !== null)).toEqual([]);
});

test('the hub enforces those permissions, over REST and git', async () => {
  await hub.push({
    'ask.mjs': `
const [url, init] = [process.env.GITHUB_API_URL + '/repos/' + process.env.GITHUB_REPOSITORY + '/issues', { method: 'POST' }];
const headers = { authorization: 'Bearer ' + process.env.TOKEN, 'content-type': 'application/json' };
const answer = await fetch(url, { ...init, headers, body: JSON.stringify({ title: 'from a job' }) });
console.log('answer', answer.status);`,
    '.github/workflows/a.yml': `
on: workflow_dispatch
permissions: {}
env: { TOKEN: '\${{ github.token }}', GIT_AUTHOR_NAME: a, GIT_AUTHOR_EMAIL: a@x, GIT_COMMITTER_NAME: a, GIT_COMMITTER_EMAIL: a@x }
jobs:
  nothing: { runs-on: x, steps: &work [
    { uses: actions/checkout@v6 },
    { run: node ask.mjs },
    { run: "git commit --allow-empty -qm try && git push -q origin HEAD:refs/heads/try-$GITHUB_JOB && echo pushed || echo refused" } ] }
  everything: { needs: nothing, runs-on: x, permissions: { issues: write, contents: write }, steps: *work }
`,
  });
  const runner = await hub.start();
  const run = await hub.dispatch('a.yml');
  await runner.idle();
  const nothing = await hub.log(run, 'nothing');
  expect(nothing).toContain('Z answer 403\n');
  expect(nothing).toContain('Z refused\n');
  const everything = await hub.log(run, 'everything');
  expect(everything).toContain('Z answer 201\n');
  expect(everything).toContain('Z pushed\n');
});
