import { readFile } from 'node:fs/promises';
import { load } from 'js-yaml';
import { beforeAll, describe, expect, test } from 'vitest';
import { SWEEP_CHECK } from '../../src/core/names.ts';
import { EVENTS_WORKFLOW_PATH, installedEventsWorkflow, installedWorkflow } from '../../src/install/workflow.ts';
import { createEvaluator, type Json } from '../../src/localhub/actions/expressions.ts';
import { type LanguageServices, loadLanguageServices } from '../../src/localhub/actions/languageservices.ts';
import { readWorkflow } from '../../src/localhub/actions/workflow.ts';

const REF = '1234567890abcdef1234567890abcdef12345678';
const text = installedEventsWorkflow({ actionRef: REF, version: 'v0.1.0' });
const mainText = installedWorkflow({ actionRef: REF, version: 'v0.1.0', actionsOnly: true });

interface Job {
  name: string;
  if: string;
  needs?: string[];
  'runs-on': string;
  'timeout-minutes': number;
  permissions: Record<string, string>;
  concurrency?: Record<string, unknown>;
  env?: unknown;
  steps: { uses?: string; run?: string; with?: Record<string, string>; env?: unknown }[];
}
interface File {
  name: string;
  on: Record<string, unknown>;
  permissions: unknown;
  concurrency?: unknown;
  env?: unknown;
  jobs: Record<string, Job>;
}
const file = load(text) as File;
const main = load(mainText) as File;
const sweep = file.jobs.sweep!;
const last = main.jobs.sweep!;

let services: LanguageServices;
beforeAll(async () => {
  services = await loadLanguageServices();
});

describe('what GitHub’s own parser says', () => {
  const errorsIn = async (content: string): Promise<readonly string[]> => {
    const reading = await readWorkflow(services, EVENTS_WORKFLOW_PATH, content);
    return reading.ok ? [] : reading.errors;
  };

  test('nothing', async () => {
    expect(await errorsIn(text)).toEqual([]);
    expect(await errorsIn(mainText)).toEqual([]);
    expect(await errorsIn(installedEventsWorkflow({ actionRef: REF, checks: ['CI', 'Build (all)'] }))).toEqual([]);
  });

  test('and it would say something', async () => {
    expect(await errorsIn(text.replace('cron: "7,', 'cron: "71,'))).not.toEqual([]);
    expect(await errorsIn(text.replace('startsWith(', 'beginsWith('))).not.toEqual([]);
    expect(await errorsIn(text.replace('statuses: read', 'statuses: some'))).not.toEqual([]);
  });
});

describe('what an audit looks for', () => {
  const RIGHTS = {
    actions: 'write',
    checks: 'write',
    contents: 'write',
    issues: 'write',
    'pull-requests': 'write',
    statuses: 'read',
  };

  test('the rights are exactly these, of one job alone', () => {
    expect([file.permissions, Object.keys(file.jobs), sweep.permissions]).toEqual([{}, ['sweep'], RIGHTS]);
    expect(Object.fromEntries(Object.entries(main.jobs).map(([name, job]) => [name, job.permissions]))).toEqual({
      agent: { contents: 'read' },
      verify: { contents: 'read' },
      deliver: { contents: 'write' },
      sweep: RIGHTS,
    });
  });

  test('one step, which is the Action, pinned to a commit: nothing is checked out, nothing is put into a shell', () => {
    for (const { steps } of [sweep, last])
      expect(steps.map(({ uses, run }) => [uses, run])).toEqual([[`orch-dev/orch/action/sweep@${REF}`, undefined]]);
    expect(text).toContain(`@${REF} # v0.1.0\n`);
    expect(text + mainText).not.toContain('0'.repeat(40));
  });

  test('it has no model key: the one secret is the optional token', () => {
    expect(text.match(/secrets\.\w+/g)).toEqual(['secrets.ORCH_TOKEN']);
    expect(mainText.match(/secrets\.\w+/g)).toEqual([
      'secrets.ANTHROPIC_API_KEY',
      'secrets.OPENAI_API_KEY',
      'secrets.ORCH_TOKEN',
    ]);
    expect(JSON.stringify(main.jobs.agent)).not.toContain('ORCH_TOKEN');
    expect(JSON.stringify(last)).not.toMatch(/ANTHROPIC|OPENAI/);
    expect([file.env, sweep.env, last.env, sweep.steps[0]?.env, last.steps[0]?.env]).toEqual(Array(5).fill(undefined));
  });

  test('what the step is given is nobody’s text', () => {
    expect(sweep.steps[0]?.with).toEqual({
      token: `\${{ github.token }}`,
      'pull-request-token': `\${{ secrets.ORCH_TOKEN }}`,
    });
    expect(Object.keys(last.steps[0]?.with ?? {})).toEqual(['story', 'conclusion', 'token', 'pull-request-token']);
  });

  test('never pull_request_target, and no event of pull requests that forks could start', () => {
    expect(Object.keys(file.on)).toEqual([
      'issues',
      'issue_comment',
      'pull_request_review',
      'push',
      'check_suite',
      'workflow_run',
      'schedule',
      'workflow_dispatch',
    ]);
  });

  test('every job ends some day', () => {
    expect([sweep['timeout-minutes'], last['timeout-minutes']]).toEqual([15, 15]);
  });

  test('no event is dropped: those of a story wait in line', () => {
    expect([file.concurrency, sweep.concurrency]).toEqual([
      undefined,
      { group: expect.any(String), queue: 'max', 'cancel-in-progress': false },
    ]);
  });

  test('the schedule is not on the full hour, four times an hour', () => {
    const [{ cron }] = file.on.schedule as [{ cron: string }];
    const minutes = cron.split(' ')[0]!.split(',').map(Number);
    expect(minutes).toHaveLength(4);
    expect(minutes).not.toContain(0);
    expect(minutes.map((minute, index) => minute - (minutes[index - 1] ?? minute - 15))).toEqual([15, 15, 15, 15]);
  });
});

test('its job has the name by which it is told apart from the checks of a pull request', () => {
  expect(sweep.name).toBe(SWEEP_CHECK);
});

test('the last job of a run hears of every end of the others, and nothing else of the file has changed', () => {
  expect(last.needs).toEqual(['agent', 'verify', 'deliver']);
  expect(last.if).toBe(`\${{ always() }}`);
  const { sweep: _sweep, ...jobs } = main.jobs;
  expect({ ...main, jobs }).toEqual(load(installedWorkflow({ actionRef: REF, version: 'v0.1.0' })));
  expect(mainText).toContain('It has four jobs,');
});

test('every input that a step gives is one that the Action has, and none that it requires is left out', async () => {
  const action = load(await readFile('action/sweep/action.yml', 'utf8')) as {
    inputs: Record<string, { required?: boolean }>;
    runs: unknown;
  };
  for (const { steps } of [sweep, last]) {
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(steps[0]?.with ?? {})));
    expect(Object.keys(steps[0]?.with ?? {})).toContain('token');
  }
  expect(action.runs).toEqual({ using: 'node24', main: '../dist/sweep.js' });
});

describe('which events begin the job', () => {
  const maria = { login: 'maria', type: 'User' };
  const bot = { login: 'renovate[bot]', type: 'Bot' };
  const story = { number: 12, labels: [{ name: 'bug' }, { name: 'orch:review' }] };
  const other = { number: 13, labels: [{ name: 'bug' }] };
  const from = (full_name: string, ref: string) => ({ head: { ref, repo: { full_name } } });
  const ended = (name: string, conclusion: string, head_branch: string, full_name = 'acme/durations') => ({
    workflow_run: { name, conclusion, head_branch, head_repository: { full_name } },
    sender: bot,
  });

  const context = (event_name: string, event: object, ref_name = 'main') => ({
    contexts: { github: { event_name, event: event as Record<string, Json>, ref_name, repository: 'acme/durations' } },
    status: { success: true, failure: false, cancelled: false },
  });
  const job = async () => {
    const reading = await readWorkflow(services, EVENTS_WORKFLOW_PATH, text);
    if (!reading.ok) throw new Error(reading.errors.join());
    return reading.workflow.jobs[0]!;
  };

  test.each([
    ['an Orch label', 'issues', { action: 'labeled', label: { name: 'orch:run' }, issue: other, sender: maria }, true],
    ['another label', 'issues', { action: 'labeled', label: { name: 'bug' }, issue: story, sender: maria }, false],
    [
      'a label by a machine',
      'issues',
      { action: 'labeled', label: { name: 'orch:run' }, issue: other, sender: bot },
      false,
    ],
    ['a story that is closed', 'issues', { action: 'closed', issue: story, sender: maria }, true],
    ['another issue that is closed', 'issues', { action: 'closed', issue: other, sender: maria }, false],
    ['a story that is edited', 'issues', { action: 'edited', issue: story, sender: maria }, true],
    ['a command', 'issue_comment', { comment: { body: 'Well.\n/orch why' }, issue: story, sender: maria }, true],
    ['a comment', 'issue_comment', { comment: { body: 'Well.' }, issue: story, sender: maria }, false],
    ['a command by a machine', 'issue_comment', { comment: { body: '/orch why' }, issue: story, sender: bot }, false],
    ['a review', 'pull_request_review', { pull_request: from('acme/durations', 'story/12'), sender: maria }, true],
    ['one of other work', 'pull_request_review', { pull_request: from('acme/durations', 'fix'), sender: maria }, false],
    [
      'one of a fork',
      'pull_request_review',
      { pull_request: from('mallory/durations', 'story/12'), sender: maria },
      false,
    ],
    [
      'one by a machine',
      'pull_request_review',
      { pull_request: from('acme/durations', 'story/12'), sender: bot },
      false,
    ],
    ['a push to a story', 'push', { sender: maria }, true],
    ['a push by a machine', 'push', { sender: bot }, false],
    ['checks of a story', 'check_suite', { check_suite: { head_branch: 'story/12' }, sender: bot }, true],
    ['checks of main', 'check_suite', { check_suite: { head_branch: 'main' }, sender: bot }, false],
    ['checks of a fork', 'check_suite', { check_suite: { head_branch: null }, sender: bot }, false],
    ['a run of Orch that failed', 'workflow_run', ended('Orch', 'failure', 'main'), true],
    ['a run of Orch that goes on by itself', 'workflow_run', ended('Orch', 'success', 'main'), false],
    ['CI of a story', 'workflow_run', ended('CI', 'success', 'story/12'), true],
    ['CI of main', 'workflow_run', ended('CI', 'failure', 'main'), false],
    ['CI of a fork', 'workflow_run', ended('CI', 'failure', 'story/12', 'mallory/durations'), false],
    ['the schedule', 'schedule', { schedule: '7,22,37,52 * * * *' }, true],
    ['a person', 'workflow_dispatch', { sender: maria, inputs: {} }, true],
  ])('%s (%s)', async (_what, name, event, begins) => {
    expect(createEvaluator(services).condition((await job()).if, context(name, event))).toBe(begins);
  });

  test.each([
    ['issues', { issue: story }, 'orch-events-story/12'],
    ['pull_request_review', { pull_request: from('acme/durations', 'story/12') }, 'orch-events-story/12'],
    ['check_suite', { check_suite: { head_branch: 'story/12' } }, 'orch-events-story/12'],
    ['workflow_run', ended('CI', 'success', 'story/12'), 'orch-events-story/12'],
    ['push', {}, 'orch-events-story/12', 'story/12'],
    ['schedule', {}, 'orch-events-all'],
    ['workflow_dispatch', {}, 'orch-events-all'],
  ])('those of one story are one line: %s', async (name, event, group, ref = 'main') => {
    const value = createEvaluator(services).value((await job()).concurrency!, context(name, event, ref));
    expect(value).toMatchObject({ group });
  });
});

describe('options', () => {
  test('the workflows whose end is heard of', () => {
    expect(installedEventsWorkflow({ actionRef: REF, checks: ['CI', 'Build (all)'] })).toContain(
      'workflows: [Orch, CI, "Build (all)"]\n',
    );
  });

  test('runner labels', () => {
    expect(installedEventsWorkflow({ actionRef: REF, runsOn: 'small' }).match(/runs-on: .*/g)).toEqual([
      'runs-on: small',
    ]);
  });

  test.each([
    [{ actionRef: 'v1' }, '"v1" is no full commit id'],
    [{ actionRef: REF, checks: ['CI]\n  push'] }, 'is no workflow name'],
    [{ actionRef: REF, runsOn: 'x\n    env: {}' }, 'is no runner label'],
  ])('%j is refused', (options, message) => {
    expect(() => installedEventsWorkflow(options)).toThrow(message);
  });
});
