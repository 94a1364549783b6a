/** The try command as a person types it: a process of its own, a real hub, a real server, a real runner. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TryOutcome } from '../../src/try/outcome.ts';
import { startFakeAnthropic } from './fake-anthropic.ts';
import { killedAt, run, worldOf } from './process.ts';
import { makeRepository } from './repository.ts';

/** A try takes some ten seconds alone on a machine, and more beside other tests. */
const LONG = 120_000;

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'orch-try-test-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

describe('npm run try', { timeout: LONG }, () => {
  test('brings the sample’s issue to a merged pull request, in nine requests of which two create content', async () => {
    const { status, out, err } = await run(['--json']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out.trim().split('\n')).toHaveLength(1);
    const outcome = JSON.parse(out) as TryOutcome;
    expect(outcome).toMatchObject({
      story: 1,
      branch: 'story/1',
      pr: 2,
      merged: true,
      mergeCommit: expect.stringMatching(/^[0-9a-f]{40}$/),
      tdd: { red: true, green: true },
      modelCalls: 7,
      costUsd: 0,
      hub: {
        api: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/api\/v3$/),
        git: expect.stringMatching(/\/acme\/lapse\.git$/),
      },
    });
    // The token was minted when the server started; it serves an hour of stories.
    expect(outcome.requests).toEqual({
      total: 9,
      content: 2,
      byRoute: {
        'POST /graphql Observe': 3,
        'POST /graphql Perform': 4,
        'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches': 1,
        'PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge': 1,
      },
    });
  });

  test('goes the same way with the state kept through the API, at a request for every commit of it', async () => {
    const { status, out, err } = await run(['--json', '--store', 'api']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const { merged, requests } = JSON.parse(out) as TryOutcome;
    expect(merged).toBe(true);
    const { 'POST /graphql StateHead': looks = 0, ...byRoute } = requests.byRoute;
    expect(byRoute).toMatchObject({
      'POST /graphql Observe': 3,
      'POST /graphql Perform': 4,
      'POST /repos/{owner}/{repo}/git/refs': 1,
      'POST /graphql StateCommit': 6,
      'POST /graphql StateFiles': 1,
    });
    // A look that finds nothing new costs a request here; how many there are depends on how the webhooks arrive.
    expect(looks).toBeLessThanOrEqual(5);
    expect(requests).toMatchObject({ total: 19 + looks, content: 9 });
  });

  test('tells what happens as it happens, and ends with what to look at', async () => {
    const { status, out } = await run([]);
    expect(status).toBe(0);
    const heads = [
      'an embedded GitHub listens at',
      'puts the label orch:run on #1',
      'Commit red:',
      'Commit green:',
      'opens pull request #2',
      'reviews #2: approved',
      'merges #2',
    ];
    const places = heads.map((head) => out.indexOf(head));
    expect(
      places.every((place, index) => place > (places[index - 1] ?? -1)),
      out,
    ).toBe(true);
    expect(out).toMatch(/is a script|from a script|by a script/);
    expect(out).toMatch(
      /The pull request: http[\s\S]*The comment that Orch kept up to date[\s\S]*The state: stories\/0000-0099\/0001\.yaml/,
    );
    expect(out.trimEnd().split('\n').at(-1)).toBe(
      'Merged: story 1 is #2, and the verifier agreed (red before, green after).',
    );
  });

  test('works on a repository of one’s own with one’s own script, and leaves the original alone', async () => {
    const repo = await makeRepository(join(scratch, 'own'));
    const script = join(scratch, 'own.yaml');
    await writeFile(script, repo.script);
    const { status, out, err } = await run([
      '--json',
      '--repo',
      repo.dir,
      '--title',
      'Add sub',
      '--model',
      `scripted:${script}`,
    ]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ merged: true, tdd: { red: true, green: true }, modelCalls: 3 });
    expect(await repo.fingerprint()).toBe(repo.before);
  });

  test('lets a model of Anthropic’s do it where there is a key', async () => {
    const repo = await makeRepository(join(scratch, 'claude'));
    const anthropic = await startFakeAnthropic(repo.turns);
    const env = { ANTHROPIC_API_KEY: 'sk-test-0000', ANTHROPIC_BASE_URL: anthropic.url };
    const { status, out, err } = await run(
      ['--json', '--repo', repo.dir, '--title', 'Add sub', '--model', 'claude-sonnet-5-5'],
      env,
    );
    await anthropic.close();
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const outcome = JSON.parse(out) as TryOutcome;
    expect(outcome).toMatchObject({ merged: true, modelCalls: 3 });
    expect(outcome.costUsd).toBeGreaterThan(0);
    expect(out).not.toContain('sk-test-0000');
  });

  test('a model that calls tools there are not ends bounded: the story fails and says what to do', async () => {
    const script = join(scratch, 'garbage.yaml');
    await writeFile(script, `version: 1\nturns:\n${'  - calls: [{ tool: teleport, input: {} }]\n'.repeat(5)}`);
    const dir = join(scratch, 'garbage');
    const { status, out } = await run(['--dir', dir, '--model', `scripted:${script}`]);
    expect(status).toBe(1);
    expect(out).toMatch(/### This story failed[\s\S]*`\/orch retry …`/);
    expect(out).toMatch(/Not merged: story 1 is failed, because /);
    const { workflowRuns, issues } = await worldOf(dir);
    expect(workflowRuns?.map((one) => one.displayTitle)).toEqual([1, 2].map((n) => `Orch story #1 (1-developer-${n})`));
    expect(issues).toHaveLength(1);
  });

  test('killed in the middle and started again on the same folder, it finishes without a second comment, branch or pull request', async () => {
    const dir = join(scratch, 'killed');
    await killedAt('job Verify: started', ['--dir', dir]);
    const { status, out, err } = await run(['--dir', dir, '--json']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ merged: true, pr: 2 });
    const { comments, issues } = await worldOf(dir);
    expect(comments).toHaveLength(1);
    expect(issues?.filter((issue) => issue.pullRequest)).toHaveLength(1);
  });

  test('what cannot be used is one sentence and the status 2, before anything starts', async () => {
    expect(await run(['--repo', scratch, '--title', 'x'])).toMatchObject({
      status: 2,
      out: '',
      err: expect.stringMatching(/^--repo .*: there is no git repository\. [^\n]*\n$/),
    });
  });
});
