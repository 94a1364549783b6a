import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jobLogPath } from '../../../src/localhub/actions/job-log.ts';
import { startupFailurePath } from '../../../src/localhub/actions/startup-failure.ts';
import { checkRunsFor } from '../../../src/localhub/world/checks.ts';
import { jobsOf } from '../../../src/localhub/world/jobs.ts';
import { listen, onChange } from '../../../src/localhub/world/world.ts';
import { createTestHub, type TestHub } from './helpers/test-hub.ts';
import { byHand } from './helpers/workflows.ts';

let hub: TestHub;
beforeEach(async () => {
  hub = await createTestHub();
});
afterEach(() => hub.close());

describe('a run', () => {
  test('passes outputs along needs and skips what failed jobs block', async () => {
    await hub.push(
      byHand(`
  first:
    runs-on: ubuntu-latest
    outputs:
      word: \${{ steps.say.outputs.word }}
    steps:
      - id: say
        run: echo "word=hello" >> "$GITHUB_OUTPUT"
  second:
    needs: first
    runs-on: ubuntu-latest
    steps:
      - run: echo "got \${{ needs.first.outputs.word }}"
      - run: exit 3
      - run: echo never
      - if: failure()
        run: echo cleaning
  third:
    needs: second
    runs-on: ubuntu-latest
    steps:
      - run: echo never
  last:
    needs: [second, third]
    if: always()
    runs-on: ubuntu-latest
    steps:
      - run: echo "second was \${{ needs.second.result }}, third \${{ needs.third.result }}"
`),
    );
    const runner = await hub.start();
    const run = await hub.dispatch('ci.yml');
    await runner.idle();
    expect(hub.events.filter(({ kind }) => kind === 'problem')).toEqual([]);
    expect(run.conclusion).toBe('failure');
    expect(hub.job(run, 'first').conclusion).toBe('success');
    expect(hub.job(run, 'third').conclusion).toBe('skipped');
    const log = await hub.log(run, 'second');
    expect(log).toContain('got hello');
    expect(log).toContain('##[error]Process completed with exit code 3.');
    expect(log).toContain('Z cleaning\n');
    expect(log).not.toContain('Z never\n');
    expect(await hub.log(run, 'last')).toContain('second was failure, third skipped');
    expect(hub.job(run, 'second').steps.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['Set up job', 'success'],
      ['Run echo "got hello"', 'success'],
      ['Run exit 3', 'failure'],
      ['Run echo never', 'skipped'],
      ['Run echo cleaning', 'success'],
      ['Complete job', 'success'],
    ]);
  });

  test('sees matrix, strategy, vars, inputs and a title from run-name', async () => {
    hub.repository.variables.COLOUR = 'blue';
    await hub.push({
      '.github/workflows/ci.yml': `
name: CI
run-name: "Build \${{ inputs.what }} number \${{ github.run_number }} of \${{ github.actor }}"
on:
  workflow_dispatch:
    inputs:
      what: { type: string, required: true }
      fast: { type: boolean, default: true }
jobs:
  each:
    runs-on: \${{ matrix.os }}
    strategy:
      matrix:
        os: [a, b]
        include: [{ os: b, extra: yes-b }, { os: c }]
    steps:
      - run: echo "os=\${{ matrix.os }} extra=\${{ matrix.extra }} \${{ strategy.job-index }}/\${{ strategy.job-total }} \${{ vars.COLOUR }} \${{ inputs.fast && 'fast' }}"
`,
    });
    const runner = await hub.start();
    const requested: string[] = [];
    listen(hub.world, (event) => {
      if (event.name === 'workflow_run') requested.push(`${event.action} ${event.subject.workflowRun?.displayTitle}`);
    });
    const run = await hub.dispatch('ci.yml', { what: 'ship' });
    await runner.idle();
    expect(requested).toEqual([
      'requested Build ship number 1 of ada',
      'in_progress Build ship number 1 of ada',
      'completed Build ship number 1 of ada',
    ]);
    expect(run.conclusion).toBe('success');
    const jobs = jobsOf(hub.world, run);
    expect(jobs.map(({ name, labels }) => [name, labels])).toEqual([
      ['each (a)', ['a']],
      ['each (b, yes-b)', ['b']],
      ['each (c)', ['c']],
    ]);
    const second = await readFile(jobLogPath(hub.dir, jobs[1] as (typeof jobs)[number]), 'utf8');
    expect(second).toContain('os=b extra=yes-b 1/3 blue fast');
  });

  test('a tolerated failure neither fails the run nor blocks later jobs', async () => {
    await hub.push(
      byHand(`
  shaky:
    runs-on: x
    continue-on-error: true
    steps:
      - run: exit 1
  after:
    needs: shaky
    runs-on: x
    steps:
      - continue-on-error: true
        id: inner
        run: exit 1
      - run: echo "\${{ steps.inner.outcome }} then \${{ steps.inner.conclusion }}, shaky \${{ needs.shaky.result }}"
`),
    );
    const runner = await hub.start();
    const run = await hub.dispatch('ci.yml');
    await runner.idle();
    expect(run.conclusion).toBe('success');
    expect(hub.job(run, 'shaky').conclusion).toBe('failure');
    expect(await hub.log(run, 'after')).toContain('failure then success, shaky success');
  });

  test('shows each job as a check run of github-actions on the commit, and no gap between two jobs', async () => {
    const sha = await hub.push(
      byHand(`
  one:
    runs-on: x
    steps: [{ run: "true" }]
  two:
    needs: one
    runs-on: x
    steps: [{ run: "echo '::error file=a.ts,line=3::wrong here'; exit 1" }]
`),
    );
    const gaps: string[] = [];
    const runner = await hub.start();
    onChange(hub.world, () => {
      const checks = checkRunsFor(hub.world, hub.repository, sha);
      const run = hub.runs()[0];
      const allDone = checks.length > 0 && checks.every(({ status }) => status === 'completed');
      if (allDone && checks.length < 2 && run?.status !== 'completed') gaps.push(checks.map(({ name }) => name).join());
    });
    await hub.dispatch('ci.yml');
    await runner.idle();
    expect(gaps).toEqual([]);
    const checks = checkRunsFor(hub.world, hub.repository, sha);
    expect(checks.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['one', 'success'],
      ['two', 'failure'],
    ]);
    expect(checks[1]?.annotations[0]).toMatchObject({
      path: 'a.ts',
      startLine: 3,
      level: 'failure',
      message: 'wrong here',
    });
    expect(checks[1]?.output.summary).toContain('Process completed with exit code 1.');
  });

  test('an invalid file gives a run that failed at once, with the line and the reason', async () => {
    await hub.push({ '.github/workflows/bad.yml': 'on: push\njobs:\n  a:\n    runs-on: x\n    stepz: []\n' });
    const runner = await hub.start();
    await hub.push({ '.github/workflows/worse.yml': 'on: [push\njobs:' });
    await runner.idle();
    const runs = hub.runs();
    expect(runs.map(({ path, conclusion }) => [path, conclusion])).toEqual([
      ['.github/workflows/bad.yml', 'startup_failure'],
      ['.github/workflows/worse.yml', 'startup_failure'],
    ]);
    const reasons = hub.events.flatMap((event) => (event.kind === 'run' ? [event.reason ?? ''] : []));
    expect(reasons.join()).toContain("(Line: 5, Col: 5): Unexpected value 'stepz'");
    expect(await readFile(startupFailurePath(hub.dir, runs[0] as (typeof runs)[number]), 'utf8')).toContain('stepz');
  });

  test('a key that the runner does not know fails the run at once and is named', async () => {
    await hub.push({
      '.github/workflows/a.yml':
        'on: push\njobs:\n  a:\n    runs-on: x\n    services: { db: { image: pg } }\n    steps: [{ run: "true" }]\n',
      '.github/workflows/b.yml': 'on: push\njobs:\n  a:\n    uses: ./.github/workflows/a.yml\n',
    });
    const runner = await hub.start();
    await hub.push({ 'README.md': 'hello' });
    await runner.idle();
    expect(hub.runs().map(({ conclusion }) => conclusion)).toEqual(['startup_failure', 'startup_failure']);
    const reasons = hub.events.flatMap((event) => (event.kind === 'run' && event.reason ? [event.reason] : []));
    expect(reasons[0]).toContain("the key 'services' in job 'a' is not known to this runner");
    expect(reasons[1]).toContain("the key 'uses' in job 'a' is not known to this runner");
  });
});
