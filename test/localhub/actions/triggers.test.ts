import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadLanguageServices } from '../../../src/localhub/actions/languageservices.ts';
import { isTriggered, type Trigger } from '../../../src/localhub/actions/triggers.ts';
import { readWorkflow } from '../../../src/localhub/actions/workflow.ts';
import { createComment } from '../../../src/localhub/world/comments.ts';
import { openIssue } from '../../../src/localhub/world/issues.ts';
import { jobsOf } from '../../../src/localhub/world/jobs.ts';
import { addLabels } from '../../../src/localhub/world/labels.ts';
import { accountById } from '../../../src/localhub/world/lookups.ts';
import { openPullRequest } from '../../../src/localhub/world/pulls.ts';
import { updateRepository } from '../../../src/localhub/world/repositories.ts';
import type { Actor } from '../../../src/localhub/world/types.ts';
import { approveRun, dispatchRepository } from '../../../src/localhub/world/workflow-runs.ts';
import { ACTIONS_BOT_ID } from '../../../src/localhub/world/world.ts';
import { createTestHub, type TestHub } from './helpers/test-hub.ts';

describe('on', () => {
  const base: Trigger = {
    event: 'push',
    action: null,
    filterRef: 'refs/heads/main',
    changedPaths: async () => ['src/a.ts'],
  };
  const cases: Array<[point: string, on: string, trigger: Partial<Trigger>, expected: boolean]> = [
    ['a name alone', 'push', {}, true],
    ['another event', 'issues', {}, false],
    [
      'the event whose name the schema misspells',
      'repository_dispatch',
      { event: 'repository_dispatch', filterRef: null },
      true,
    ],
    ['a list', '[issues, push]', {}, true],
    ['branch that matches', '{ push: { branches: [main] } }', {}, true],
    ['branch that does not', "{ push: { branches: ['release/**'] } }", {}, false],
    ['last pattern decides', "{ push: { branches: ['**', '!main'] } }", {}, false],
    ['ignored branch', '{ push: { branches-ignore: [main] } }', {}, false],
    ['branches alone leave tags out', '{ push: { branches: [main] } }', { filterRef: 'refs/tags/v1' }, false],
    ['no filter takes tags', '{ push: {} }', { filterRef: 'refs/tags/v1' }, true],
    ['tag pattern', "{ push: { tags: ['v*'] } }", { filterRef: 'refs/tags/v1' }, true],
    ['paths that match', "{ push: { paths: ['src/**'] } }", {}, true],
    ['paths that do not', "{ push: { paths: ['docs/**'] } }", {}, false],
    ['only ignored paths', "{ push: { paths-ignore: ['**.ts'] } }", {}, false],
    ['default types of pull_request', 'pull_request', { event: 'pull_request', action: 'labeled' }, false],
    ['default types of pull_request, opened', 'pull_request', { event: 'pull_request', action: 'opened' }, true],
    ['named types', '{ issues: { types: [labeled] } }', { event: 'issues', action: 'opened', filterRef: null }, false],
    ['all types', 'issues', { event: 'issues', action: 'assigned', filterRef: null }, true],
    [
      'workflow_run by name',
      '{ workflow_run: { workflows: [CI] } }',
      { event: 'workflow_run', action: 'completed', workflowName: 'CI' },
      true,
    ],
    [
      'schedule',
      "{ schedule: [{ cron: '7 * * * *' }, { cron: '9 3 * * *' }] }",
      { event: 'schedule', cron: '9 3 * * *' },
      true,
    ],
    ['another schedule', "{ schedule: [{ cron: '7 * * * *' }] }", { event: 'schedule', cron: '9 3 * * *' }, false],
    [
      'workflow_run of another',
      '{ workflow_run: { workflows: [CI] } }',
      { event: 'workflow_run', action: 'completed', workflowName: 'Other' },
      false,
    ],
  ];
  test.each(cases)('%s', async (_point, on, trigger, expected) => {
    const services = await loadLanguageServices();
    const text = `on: ${on}\njobs:\n  a: { runs-on: x, steps: [{ run: 'true' }] }\n`;
    const reading = await readWorkflow(services, '.github/workflows/a.yml', text);
    if (!reading.ok) throw new Error(reading.errors.join());
    expect(await isTriggered(reading.workflow.on, { ...base, ...trigger })).toBe(expected);
  });
});

describe('events of the world', () => {
  let hub: TestHub;
  beforeEach(async () => {
    hub = await createTestHub();
  });
  afterEach(() => hub.close());

  const all = `
name: All
on:
  push: { branches-ignore: [main] }
  pull_request: { types: [opened, synchronize] }
  issues: { types: [opened, labeled] }
  issue_comment: { types: [created] }
  repository_dispatch: { types: [knock] }
  schedule: [{ cron: '0 3 * * *' }]
jobs:
  a:
    runs-on: x
    steps:
      - run: echo "ref=$GITHUB_REF sha=$GITHUB_SHA head=$GITHUB_HEAD_REF base=$GITHUB_BASE_REF actor=$GITHUB_ACTOR"
`;
  const github: () => Actor = () => ({
    account: accountById(hub.world, ACTIONS_BOT_ID),
    via: 'github_token',
    appSlug: 'github-actions',
  });

  const allowPullRequests = () =>
    updateRepository(hub.world, {
      repository: hub.repository,
      settings: { actionsMayCreateAndApprovePullRequests: true },
    });

  test('start runs on the right commit, with the right ref', async () => {
    await hub.push({ '.github/workflows/all.yml': all });
    const main = await hub.push({ 'a.txt': '1' });
    const runner = await hub.start();
    const story = await hub.push({ 'a.txt': '2' }, 'story/1');
    await runner.idle();
    openPullRequest(hub.world, hub.ada, {
      repository: hub.repository,
      title: 'Second',
      body: null,
      head: 'story/1',
      base: 'main',
      comparison: {
        headSha: story,
        baseSha: main,
        mergeBaseSha: main,
        commits: 1,
        additions: 1,
        deletions: 1,
        changedFiles: 1,
        mergeable: true,
        behindBy: 0,
      },
    } as unknown as Parameters<typeof openPullRequest>[2]);
    await runner.idle();
    const issue = openIssue(hub.world, hub.ada, { repository: hub.repository, title: 'An issue' });
    addLabels(hub.world, hub.ada, { issue, names: ['bug'] });
    createComment(hub.world, hub.ada, { issue, body: 'hello' });
    dispatchRepository(hub.world, hub.ada, { repository: hub.repository, type: 'knock', payload: { a: 1 } });
    dispatchRepository(hub.world, hub.ada, { repository: hub.repository, type: 'other', payload: {} });
    await runner.idle();
    await runner.fireSchedule(hub.repository.id, '0 3 * * *');
    await runner.idle();
    const runs = hub.runs().map(({ event, headSha, headBranch, ref }) => [event, headSha, headBranch, ref]);
    expect(runs).toEqual([
      ['push', story, 'story/1', 'refs/heads/story/1'],
      ['pull_request', story, 'story/1', 'refs/pull/1/merge'],
      ['issues', main, 'main', 'refs/heads/main'],
      ['issues', main, 'main', 'refs/heads/main'],
      ['issue_comment', main, 'main', 'refs/heads/main'],
      ['repository_dispatch', main, 'main', 'refs/heads/main'],
      ['schedule', main, 'main', 'refs/heads/main'],
    ]);
    const pull = hub.runs()[1];
    if (!pull) throw new Error('no run');
    expect(await hub.log(pull, 'a')).toContain(`ref=refs/pull/1/merge sha=${story} head=story/1 base=main actor=ada`);
  });

  test('caused with GITHUB_TOKEN start nothing, except dispatches', async () => {
    await hub.push({ '.github/workflows/all.yml': all });
    const runner = await hub.start();
    await hub.push({ 'b.txt': '2' }, 'story/2', 'by the bot', github());
    openIssue(hub.world, github(), { repository: hub.repository, title: 'By the bot' });
    dispatchRepository(hub.world, github(), { repository: hub.repository, type: 'knock', payload: {} });
    await runner.idle();
    expect(hub.runs().map(({ event }) => event)).toEqual(['repository_dispatch']);
  });

  /** Opens a pull request from a branch that is made for it. */
  const pullRequest = async (actor: Actor): Promise<string> => {
    const baseSha = (await hub.git.readRef('ada/ship', 'refs/heads/main')) ?? '';
    const headSha = await hub.push({ 'a.txt': 'new' }, 'story/3', 'Work', github());
    openPullRequest(hub.world, actor, {
      repository: hub.repository,
      title: 'Third',
      head: 'story/3',
      base: 'main',
      comparison: { headSha, baseSha, commits: 1, additions: 1, deletions: 1, changedFiles: 1, mergeable: true },
    } as unknown as Parameters<typeof openPullRequest>[2]);
    return headSha;
  };
  const ci = "name: CI\non: pull_request\njobs:\n  a: { runs-on: x, steps: [{ run: 'true' }] }\n";
  const afterCi = `name: After\non: { workflow_run: { workflows: [CI, First], types: [completed] } }\njobs:\n  a: { runs-on: x, steps: [{ run: 'true' }] }\n`;

  test('a pull request that GITHUB_TOKEN opens makes runs that wait for a person; even then their end starts nothing', async () => {
    allowPullRequests();
    await hub.push({ '.github/workflows/ci.yml': ci, '.github/workflows/after.yml': afterCi });
    const runner = await hub.start();
    await pullRequest(github());
    await runner.idle();
    const [run, ...others] = hub.runs();
    expect(others).toEqual([]);
    expect(run).toMatchObject({ name: 'CI', status: 'completed', conclusion: 'action_required' });
    expect(jobsOf(hub.world, run!)).toEqual([]);
    approveRun(hub.world, hub.ada, { run: run! });
    await runner.idle();
    expect(hub.runs()).toMatchObject([{ name: 'CI', conclusion: 'success', runAttempt: 1 }]);
    expect(jobsOf(hub.world, run!)).toHaveLength(1);
    expect(() => approveRun(hub.world, hub.ada, { run: run! })).toThrow('not waiting for approval');
  });

  test('a pull request that a person opens is checked at once, and the end of that is heard', async () => {
    await hub.push({ '.github/workflows/ci.yml': ci, '.github/workflows/after.yml': afterCi });
    const runner = await hub.start();
    await pullRequest(hub.ada);
    await runner.idle();
    expect(hub.runs().map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['CI', 'success'],
      ['After', 'success'],
    ]);
  });

  test('the end of a run that GITHUB_TOKEN dispatched starts nothing', async () => {
    await hub.push({
      '.github/workflows/first.yml':
        "name: First\non: repository_dispatch\njobs:\n  a: { runs-on: x, steps: [{ run: 'true' }] }\n",
      '.github/workflows/after.yml': afterCi,
    });
    const runner = await hub.start();
    dispatchRepository(hub.world, github(), { repository: hub.repository, type: 'go', payload: {} });
    await runner.idle();
    expect(hub.runs().map(({ name }) => name)).toEqual(['First']);
  });

  test('a schedule is fired by its expression, and one that no workflow has is refused', async () => {
    await hub.push({ '.github/workflows/all.yml': all });
    const runner = await hub.start();
    const [run] = await runner.fireSchedule(hub.repository.id);
    expect(run?.eventPayload).toMatchObject({ schedule: '0 3 * * *' });
    await expect(runner.fireSchedule(hub.repository.id, '0 4 * * *')).rejects.toThrow(
      "No workflow of ada/ship has the schedule '0 4 * * *'. Schedules: '0 3 * * *'.",
    );
    await runner.idle();
  });

  test('a run that ends starts the workflows that wait for it', async () => {
    await hub.push({
      '.github/workflows/first.yml':
        "name: First\non: repository_dispatch\njobs:\n  a: { runs-on: x, steps: [{ run: 'true' }] }\n",
      '.github/workflows/then.yml': `name: Then\non: { workflow_run: { workflows: [First], types: [completed] } }\njobs:\n  a: { runs-on: x, steps: [{ run: "echo ended in \${{ github.event.workflow_run.conclusion }}" }] }\n`,
    });
    const runner = await hub.start();
    dispatchRepository(hub.world, hub.ada, { repository: hub.repository, type: 'go', payload: {} });
    await runner.idle();
    const runs = hub.runs();
    expect(runs.map(({ name, event }) => [name, event])).toEqual([
      ['First', 'repository_dispatch'],
      ['Then', 'workflow_run'],
    ]);
    const then = runs[1];
    if (!then) throw new Error('no second run');
    expect(await hub.log(then, 'a')).toContain('ended in success');
  });
});
