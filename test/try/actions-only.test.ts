/** The try command without a server: the hub, the runner and the two workflow files, and nothing else. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TryOutcome } from '../../src/try/outcome.ts';
import { killedAt, run, worldOf } from './process.ts';

/** A try takes some twelve seconds alone on a machine, and more beside other tests. */
const LONG = 180_000;

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'orch-try-actions-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

describe('npm run try -- --actions-only', { timeout: LONG }, () => {
  test('brings the sample’s issue to a merged pull request, without a server', async () => {
    const dir = join(scratch, 'whole');
    const { status, out, err } = await run(['--actions-only', '--json', '--dir', dir]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const outcome = JSON.parse(out) as TryOutcome;
    expect(outcome).toMatchObject({ story: 1, pr: 2, merged: true, tdd: { red: true, green: true }, modelCalls: 7 });
    // What the last job of the run asks besides is the price of looking at others that may be waiting.
    const {
      'POST /graphql Survey': surveys,
      'GET /repos/{owner}/{repo}/issues/comments': comments,
      ...own
    } = outcome.requests.byRoute;
    expect([surveys, comments, outcome.requests.content]).toEqual([1, 1, 2]);
    // A review may be heard while the last job of the run is still at work; then a look and a change of the comment come apart.
    expect(Object.keys(own).sort()).toEqual([
      'POST /graphql Observe',
      'POST /graphql Perform',
      'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
      'PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge',
    ]);
    expect(outcome.requests.total).toBeLessThanOrEqual(13);
    const world = await worldOf(dir);
    // Everything that Orch did is done by these runs, and none of them was begun by what Orch did.
    expect(world.workflowRuns?.map(({ name, event }) => `${name}: ${event}`).sort()).toEqual([
      'CI: pull_request',
      'Orch events: issues',
      'Orch events: pull_request_review',
      'Orch events: workflow_dispatch',
      'Orch: workflow_dispatch',
    ]);
    expect(world.deliveries ?? []).toEqual([]);
    expect(world.installations).toEqual([]);
  });

  test('tells who did what', async () => {
    const { status, out } = await run(['--actions-only']);
    expect(status).toBe(0);
    const heads = [
      'orch      there is no server',
      '@maria    runs the workflow Orch events by hand',
      '@maria    puts the label orch:run on #1',
      'orch      state: story 1: untracked -> in_progress (start by maria)\n',
      'Commit green:',
      'orch      opens pull request #2',
      '@maria    lets the workflow CI run on story/1',
      '@maria    reviews #2: approved',
      'orch      merges #2',
    ];
    const places = heads.map((head) => out.indexOf(head));
    expect(
      places.every((place, index) => place > (places[index - 1] ?? -1)),
      `${places}\n${out}`,
    ).toBe(true);
    expect(out).not.toContain('skipped');
    expect(out.trimEnd().split('\n').at(-1)).toBe(
      'Merged: story 1 is #2, and the verifier agreed (red before, green after).',
    );
  });

  test('killed in the middle and started again on the same folder, it finishes without a second comment or pull request', async () => {
    const dir = join(scratch, 'killed');
    await killedAt('job Verify: started', ['--actions-only', '--dir', dir]);
    const { status, out, err } = await run(['--dir', dir, '--json']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ merged: true, pr: 2 });
    const { comments, issues } = await worldOf(dir);
    expect(comments).toHaveLength(1);
    expect(issues?.filter((issue) => issue.pullRequest)).toHaveLength(1);
  });

  test('a store cannot be chosen for a server that is not there', async () => {
    expect(await run(['--actions-only', '--store', 'api'])).toMatchObject({
      status: 2,
      out: '',
      err: expect.stringMatching(/^--store belongs to the server/),
    });
  });
});
