import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { requestCancel } from '../../../src/localhub/world/workflow-runs.ts';
import { createTestHub, openTestHub, type TestHub } from './helpers/test-hub.ts';
import { byHand } from './helpers/workflows.ts';

let hub: TestHub;
beforeEach(async () => {
  hub = await createTestHub();
});
afterEach(() => hub.close());

/** Processes on this machine whose command line holds a word, other than zombies. */
async function processesWith(word: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(word));
}

const line = (text: string) => hub.seen((event) => event.kind === 'log' && event.line === text);

test.runIf(process.platform === 'linux')(
  'a step that takes too long fails, and everything that it started is gone',
  async () => {
    const word = `987650${process.pid}`;
    await hub.push(
      byHand(`
  a:
    runs-on: x
    steps:
      - run: sleep ${word} & setsid sleep ${word} & trap '' INT TERM; sleep ${word}
        timeout-minutes: 2
      - if: failure()
        run: echo cleaned up
`),
    );
    const runner = await hub.start({ minuteMs: 100 });
    const run = await hub.dispatch('ci.yml');
    await runner.idle();
    expect(run.conclusion).toBe('failure');
    const log = await hub.log(run, 'a');
    expect(log).toContain('##[error]The action has timed out after 2 minutes.');
    expect(log).toContain('Z cleaned up\n');
    expect(await processesWith(word)).toEqual([]);
  },
);

test('a job whose time is up is cancelled, as on GitHub', async () => {
  await hub.push(
    byHand(
      '  a:\n    runs-on: x\n    timeout-minutes: 1\n    steps:\n      - run: sleep 60\n      - run: echo never\n',
    ),
  );
  const runner = await hub.start({ minuteMs: 200 });
  const run = await hub.dispatch('ci.yml');
  await runner.idle();
  expect(run.conclusion).toBe('cancelled');
  expect(await hub.log(run, 'a')).toContain('has exceeded the maximum execution time of 1 minutes.');
  expect(await hub.log(run, 'a')).not.toContain('Z never');
});

test('cancelling stops the step, runs what says always(), and ends what waits', async () => {
  await hub.push(
    byHand(`
  a:
    runs-on: x
    steps:
      - run: echo started; sleep 60
      - run: echo never
      - if: always()
        run: echo "status \${{ job.status }}"
  b:
    needs: a
    runs-on: x
    steps: [{ run: echo never }]
  c:
    needs: a
    if: cancelled()
    runs-on: x
    steps: [{ run: echo noticed }]
`),
  );
  const runner = await hub.start();
  const run = await hub.dispatch('ci.yml');
  await line('started');
  await runner.cancel(run.id);
  expect(run.conclusion).toBe('cancelled');
  expect(await hub.log(run, 'a')).toContain('status cancelled');
  expect(hub.job(run, 'a').conclusion).toBe('cancelled');
  expect(hub.job(run, 'b').conclusion).toBe('cancelled');
  await runner.idle();
});

test('a cancellation asked for through the API is noticed', async () => {
  await hub.push(byHand('  a:\n    runs-on: x\n    steps: [{ run: echo started; sleep 60 }]\n'));
  const runner = await hub.start();
  const run = await hub.dispatch('ci.yml');
  await line('started');
  requestCancel(hub.world, { run });
  await runner.idle();
  expect(run.conclusion).toBe('cancelled');
});

test('fail-fast cancels the rest of a matrix', async () => {
  await hub.push(
    byHand(`
  a:
    runs-on: x
    strategy: { matrix: { n: [fails, waits, queued] } }
    steps:
      - if: matrix.n == 'fails'
        run: until test -e "$GATE"; do sleep 0.02; done; exit 1
      - if: matrix.n != 'fails'
        run: touch "$GATE"; sleep 60
`),
  );
  const runner = await hub.start({ env: { GATE: join(hub.dir, 'go') } });
  const run = await hub.dispatch('ci.yml');
  await runner.idle();
  expect(run.conclusion).toBe('failure');
  const jobs = hub.world.jobs.where('run', run.id);
  expect(jobs.map(({ conclusion }) => conclusion)).toEqual(['failure', 'cancelled', 'cancelled']);
});

test.runIf(process.platform === 'linux')('closing kills what runs and removes what it made', async () => {
  const word = `987651${process.pid}`;
  await hub.push(
    byHand(`  a:\n    runs-on: x\n    steps: [{ run: 'trap "" INT TERM; pwd; echo started; sleep ${word}' }]\n`),
  );
  const runner = await hub.start({ grace: { interruptMs: 60_000, terminateMs: 60_000 } });
  const run = await hub.dispatch('ci.yml');
  await line('started');
  const work = hub.events.flatMap((event) =>
    event.kind === 'log' && event.line.startsWith('/') ? [event.line] : [],
  )[0];
  await runner.close();
  expect(await processesWith(word)).toEqual([]);
  expect(existsSync(work ?? '/')).toBe(false);
  expect(hub.job(run, 'a').conclusion).toBe('failure');
});

test.runIf(process.platform === 'linux')(
  'after a crash, jobs that ran are lost and failed, those that waited run, and the run goes on',
  async () => {
    const word = `987652${process.pid}`;
    const crashed = await crash(`
  before:
    runs-on: x
    outputs: { word: '\${{ steps.s.outputs.word }}' }
    steps: [{ id: s, run: 'echo "word=kept" >> "$GITHUB_OUTPUT"' }]
  lost:
    needs: before
    runs-on: x
    steps: [{ run: echo started; sleep ${word} }]
  waiting:
    needs: before
    runs-on: x
    steps: [{ run: 'echo "got \${{ needs.before.outputs.word }}"' }]
  after:
    needs: [lost, waiting]
    if: always()
    runs-on: x
    steps: [{ run: 'echo "\${{ needs.lost.result }} \${{ needs.waiting.result }}"' }]
`);
    // The shell has said `started` and may be about to become the sleep.
    await vi.waitFor(async () => expect(await processesWith(`sleep\0${word}`)).toHaveLength(1));
    await hub.close();
    hub = await openTestHub(crashed.folder);
    const runner = await hub.start();
    await runner.idle();
    expect(await processesWith(`sleep\0${word}`)).toEqual([]);
    const run = hub.runs()[0];
    if (!run) throw new Error('the run is gone');
    expect(run.conclusion).toBe('failure');
    expect(hub.job(run, 'lost').conclusion).toBe('failure');
    const check = hub.world.checkRuns.get(hub.job(run, 'lost').checkRunId);
    expect(check?.annotations[0]?.message).toContain('The runner was lost');
    expect(await hub.log(run, 'waiting')).toContain('Z got kept\n');
    expect(await hub.log(run, 'after')).toContain('Z failure success\n');
    expect(existsSync(crashed.work)).toBe(false);
  },
);

/** Runs a workflow in a process that dies, without any chance to tidy up, once a step says `started`. Gives its folders. */
async function crash(jobs: string): Promise<{ folder: string; work: string }> {
  const script = fileURLToPath(new URL('./helpers/crash.ts', import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(byHand(jobs)['.github/workflows/ci.yml']);
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk;
  });
  const signal = await new Promise((resolve) => child.on('close', (_code, by) => resolve(by)));
  expect(signal).toBe('SIGKILL');
  const [folder = '', work = ''] = printed.split('\n');
  expect(existsSync(work)).toBe(true);
  return { folder, work };
}
