import { execFileSync } from 'node:child_process';
import { load } from 'js-yaml';
import { beforeAll, describe, expect, test } from 'vitest';
import { runTitle } from '../../src/core/names.ts';
import { installedWorkflow, WORKFLOW_PATH } from '../../src/install/workflow.ts';
import { type LanguageServices, loadLanguageServices } from '../../src/localhub/actions/languageservices.ts';

const REF = '1234567890abcdef1234567890abcdef12345678';
const text = installedWorkflow({ actionRef: REF, version: 'v0.1.0' });

interface Step {
  name?: string;
  uses?: string;
  run?: string;
  if?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
  'continue-on-error'?: boolean;
}
interface Job {
  needs?: string | string[];
  if?: string;
  'timeout-minutes'?: number;
  permissions?: Record<string, string>;
  env?: Record<string, string>;
  steps: Step[];
}
const file = load(text) as {
  'run-name': string;
  on: { workflow_dispatch: { inputs: Record<string, unknown> } };
  permissions: unknown;
  concurrency: Record<string, unknown>;
  env?: unknown;
  jobs: Record<'agent' | 'verify' | 'deliver', Job>;
};
const jobs = Object.entries(file.jobs);
const steps = jobs.flatMap(([job, { steps }]) => steps.map((step) => ({ job, ...step })));

describe('what GitHub’s own parser says', () => {
  let services: LanguageServices;
  beforeAll(async () => {
    services = await loadLanguageServices();
  });

  const errorsIn = (content: string): string[] => {
    const { parseWorkflow, NoOperationTraceWriter } = services.workflows;
    const { context } = parseWorkflow({ name: WORKFLOW_PATH, content }, new NoOperationTraceWriter());
    return context.errors.getErrors().map((error) => error.message);
  };

  test('nothing', () => {
    expect(errorsIn(text)).toEqual([]);
    expect(errorsIn(installedWorkflow({ actionRef: REF, runsOn: ['self-hosted', 'linux'] }))).toEqual([]);
  });

  test('and it would say something', () => {
    expect(errorsIn(text.replace('permissions: {}', 'permissions: { contents: everything }'))).not.toEqual([]);
    expect(errorsIn(text.replace('fromJSON(inputs.brief)', 'fromJSON(inputs.brief'))).not.toEqual([]);
    expect(errorsIn(text.replace('queue: max', 'queue: maximal'))).not.toEqual([]);
  });
});

describe('the rights of the three jobs', () => {
  test('are exactly these', () => {
    expect(file.permissions).toEqual({});
    expect(Object.fromEntries(jobs.map(([name, job]) => [name, job.permissions]))).toEqual({
      agent: { contents: 'read' },
      verify: { contents: 'read' },
      deliver: { contents: 'write' },
    });
  });

  test('secrets and tokens stand in one step each, and nowhere else', () => {
    const holding = (what: RegExp) =>
      steps.filter((step) => what.test(JSON.stringify(step))).map(({ job, uses }) => [job, uses?.split('@')[0]]);
    expect(file.env).toBeUndefined();
    expect(jobs.filter(([, job]) => job.env)).toEqual([]);
    expect(holding(/secrets\b/)).toEqual([['agent', 'orch-dev/orch/action/agent']]);
    expect(holding(/github\.token|GITHUB_TOKEN/)).toEqual([['deliver', 'orch-dev/orch/action/deliver']]);
    expect(text.match(/\$\{\{ secrets\.\w+ \}\}/g)).toEqual([
      `\${{ secrets.ANTHROPIC_API_KEY }}`,
      `\${{ secrets.OPENAI_API_KEY }}`,
    ]);
    expect(Object.keys(steps.find((step) => step.job === 'agent' && step.env)!.env!)).toEqual([
      'ANTHROPIC_API_KEY',
      'OPENAI_API_KEY',
      'ANTHROPIC_BASE_URL',
      'OPENAI_BASE_URL',
    ]);
  });

  test('no checkout leaves its token behind', () => {
    const checkouts = steps.filter((step) => step.uses?.startsWith('actions/checkout@'));
    expect(checkouts).toHaveLength(4);
    for (const step of checkouts) expect(step.with).toMatchObject({ 'persist-credentials': false });
  });

  test('deliver runs only the Action and GitHub’s own', () => {
    expect(file.jobs.deliver.steps.map((step) => step.uses?.split('@')[0])).toEqual([
      'actions/checkout',
      'actions/download-artifact',
      'actions/download-artifact',
      'orch-dev/orch/action/deliver',
    ]);
  });
});

describe('what an audit looks for', () => {
  test('every action is pinned to a commit, with its version beside it', () => {
    for (const { uses, run } of steps) if (run === undefined) expect(uses).toMatch(/^[\w-]+\/[\w/-]+@[0-9a-f]{40}$/);
    for (const line of text.split('\n').filter((each) => /\buses:/.test(each)))
      expect(line).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    expect(text).not.toContain('0'.repeat(40));
  });

  test('one version of each action', () => {
    const pins = new Set(steps.flatMap(({ uses }) => uses ?? []));
    expect(new Set([...pins].map((pin) => pin.split('@')[0])).size).toBe(pins.size);
  });

  test('nothing is put into a shell', () => {
    for (const { run } of steps) expect(run ?? '').not.toContain('${{');
  });

  test('one step is a script: what makes the jail possible, before the agent, on hosted runners alone', () => {
    const scripts = steps.filter(({ run }) => run !== undefined);
    expect(scripts.map(({ job, name }) => [job, name])).toEqual([['agent', 'Prepare the jail']]);
    const [script] = scripts;
    // Nobody's own machine is changed; and where it fails, the agent's own check of the jail stops the run.
    expect(script).toMatchObject({
      if: `\${{ runner.environment == 'github-hosted' && runner.os == 'Linux' }}`,
      'continue-on-error': true,
    });
    expect(script).not.toHaveProperty('env');
    const names = file.jobs.agent.steps.map(({ name }) => name);
    expect(names.indexOf('Prepare the jail')).toBe(names.indexOf('Work') - 1);
    execFileSync('bash', ['-n', '-e'], { input: script!.run! });
  });

  test('every job ends some day', () => {
    for (const [, job] of jobs) expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  test('only a dispatch starts it', () => {
    expect(Object.keys(file.on)).toEqual(['workflow_dispatch']);
    expect(Object.keys(file.on.workflow_dispatch.inputs)).toEqual(['brief', 'run', 'story']);
  });

  test('runs of a story wait for each other, and none is dropped', () => {
    expect(file.concurrency).toEqual({
      group: `orch-story-\${{ inputs.story }}`,
      queue: 'max',
      'cancel-in-progress': false,
    });
  });
});

test('its title is the one by which a run is found again', () => {
  const title = file['run-name'].replace(`\${{ inputs.story }}`, '12').replace(`\${{ inputs.run }}`, '12-developer-3');
  expect(title).toBe(runTitle.format('12-developer-3'));
  expect(runTitle.parse(title)).toBe('12-developer-3');
});

test('verify and deliver run after a failure, and a missing artifact does not stop them', () => {
  expect([file.jobs.verify.if, file.jobs.deliver.if]).toEqual([`\${{ !cancelled() }}`, `\${{ !cancelled() }}`]);
  for (const step of steps.filter((each) => each.uses?.startsWith('actions/download-artifact@')))
    expect(step['continue-on-error']).toBe(true);
  for (const step of steps.filter((each) => each.uses?.startsWith('actions/upload-artifact@')))
    expect(step.if).toBe(`\${{ !cancelled() }}`);
});

test('every input that a step gives is one that its action has, and none that it requires is left out', async () => {
  const { readFile } = await import('node:fs/promises');
  for (const { uses, with: given } of steps) {
    const name = /^orch-dev\/orch\/(action\/\w+)@/.exec(uses!)?.[1];
    if (!name) continue;
    const action = load(await readFile(`${name}/action.yml`, 'utf8')) as {
      inputs: Record<string, { required?: boolean }>;
      runs: { using: string; main: string };
    };
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(given!)));
    const required = Object.keys(action.inputs).filter((input) => action.inputs[input]!.required);
    expect(Object.keys(given!)).toEqual(expect.arrayContaining(required));
    expect(action.runs).toEqual({ using: 'node24', main: `../dist/${name.split('/')[1]}.js` });
  }
});

describe('options', () => {
  test('runner labels', () => {
    expect(installedWorkflow({ actionRef: REF, runsOn: 'my-runner' }).match(/runs-on: .*/g)).toEqual(
      Array(3).fill('runs-on: my-runner'),
    );
    expect(installedWorkflow({ actionRef: REF, runsOn: ['self-hosted', 'linux'] })).toContain(
      'runs-on: [self-hosted, linux]\n',
    );
  });

  test.each([
    [{ actionRef: 'v1' }, '"v1" is no full commit id'],
    [{ actionRef: REF, version: 'v1\n- evil' }, 'is no version'],
    [{ actionRef: REF, runsOn: 'x\n    env: {}' }, 'is no runner label'],
    [{ actionRef: REF, runsOn: [] }, '[] is no runner label'],
  ])('%j is refused', (options, message) => {
    expect(() => installedWorkflow(options)).toThrow(message);
  });
});
