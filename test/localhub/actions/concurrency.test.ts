import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestHub, type TestHub } from './helpers/test-hub.ts';
import { byHand } from './helpers/workflows.ts';

let hub: TestHub;
beforeEach(async () => {
  hub = await createTestHub();
});
afterEach(() => hub.close());

/** A job that ends when the test writes the file `go`. */
const waiting = (key: string, extra = ''): string => `
  ${key}:
    runs-on: x
${extra}    steps:
      - run: echo started; until test -e "$GATE"; do sleep 0.02; done
`;

const gate = (): string => join(hub.dir, 'go');
const open = (): Promise<void> => writeFile(gate(), '');
const started = (runId: number) =>
  hub.seen((event) => event.kind === 'log' && event.runId === runId && event.line === 'started');
const status = (runId: number, status: string) =>
  hub.seen((event) => event.kind === 'run' && event.runId === runId && event.status === status);

describe('a concurrency group of workflows', () => {
  test('holds one and lets one wait; a later one takes the place of the one that waits', async () => {
    await hub.push(byHand(waiting('a'), `concurrency: { group: 'G-\${{ github.ref }}' }`));
    const runner = await hub.start({ concurrency: 4, env: { GATE: gate() } });
    const first = await hub.dispatch('ci.yml');
    await started(first.id);
    const second = await hub.dispatch('ci.yml');
    await status(second.id, 'pending');
    const third = await hub.dispatch('ci.yml');
    await status(third.id, 'pending');
    expect([first.status, second.status, third.status]).toEqual(['in_progress', 'completed', 'pending']);
    expect(second.conclusion).toBe('cancelled');
    expect(third.concurrencyGroup).toBe('G-refs/heads/main');
    await open();
    await runner.idle();
    expect([first.conclusion, third.conclusion]).toEqual(['success', 'success']);
  });

  test('with cancel-in-progress the running one makes way too', async () => {
    await hub.push(byHand(waiting('a'), 'concurrency: { group: g, cancel-in-progress: true }'));
    const runner = await hub.start({ concurrency: 4, env: { GATE: gate() } });
    const first = await hub.dispatch('ci.yml');
    await started(first.id);
    const second = await hub.dispatch('ci.yml');
    await started(second.id);
    expect(first.conclusion).toBe('cancelled');
    await open();
    await runner.idle();
    expect(second.conclusion).toBe('success');
  });

  test('with queue: max all wait, and run in the order in which they came', async () => {
    await hub.push(byHand(waiting('a'), 'concurrency: { group: g, queue: max }'));
    const runner = await hub.start({ concurrency: 4, env: { GATE: gate() } });
    const runs = [await hub.dispatch('ci.yml'), await hub.dispatch('ci.yml'), await hub.dispatch('ci.yml')];
    await started(runs[0]?.id ?? 0);
    await status(runs[2]?.id ?? 0, 'pending');
    expect(runs.map((run) => run.status)).toEqual(['in_progress', 'pending', 'pending']);
    await open();
    await runner.idle();
    expect(runs.map((run) => run.conclusion)).toEqual(['success', 'success', 'success']);
    const begins = hub.events.flatMap((event) =>
      event.kind === 'log' && event.line === 'started' ? [event.runId] : [],
    );
    expect(begins).toEqual(runs.map((run) => run.id));
  });

  test('queue: max and cancel-in-progress contradict each other', async () => {
    await hub.push(byHand(waiting('a'), `concurrency: { group: g, queue: max, cancel-in-progress: '\${{ true }}' }`));
    const runner = await hub.start();
    const run = await hub.dispatch('ci.yml');
    await runner.idle();
    expect(run.conclusion).toBe('startup_failure');
  });
});

test('a concurrency group of jobs holds across workflows, without regard to case', async () => {
  await hub.push({
    '.github/workflows/a.yml': `on: workflow_dispatch\njobs:\n${waiting('a', '    concurrency: deploy\n')}`,
    '.github/workflows/b.yml':
      'on: workflow_dispatch\njobs:\n  b:\n    runs-on: x\n    concurrency: DEPLOY\n    steps: [{ run: test -e "$GATE" }]\n',
  });
  const runner = await hub.start({ concurrency: 4, env: { GATE: gate() } });
  const first = await hub.dispatch('a.yml');
  await started(first.id);
  const second = await hub.dispatch('b.yml');
  await hub.seen((event) => event.kind === 'job' && event.runId === second.id && event.status === 'queued');
  expect(hub.job(second, 'b').status).toBe('queued');
  expect(existsSync(gate())).toBe(false);
  await open();
  await runner.idle();
  expect(second.conclusion).toBe('success');
});

describe('at once', () => {
  /** Four jobs that each count how many of them run while they run. */
  const counting = (strategy: string): Record<string, string> =>
    byHand(`
  a:
    runs-on: x
    strategy: { ${strategy}matrix: { n: [1, 2, 3, 4] } }
    steps:
      - run: mkdir -p "$LANES/$ID" && ls "$LANES" | wc -l && sleep 0.1 && rmdir "$LANES/$ID"
        env: { ID: '\${{ matrix.n }}' }
`);
  const most = async (strategy: string, places: number): Promise<number> => {
    await hub.push(counting(strategy));
    const runner = await hub.start({ concurrency: places, env: { LANES: join(hub.dir, 'lanes') } });
    await hub.dispatch('ci.yml');
    await runner.idle();
    const counts = hub.events.flatMap((event) =>
      event.kind === 'log' && /^\d+$/.test(event.line) ? [event.line] : [],
    );
    expect(counts).toHaveLength(4);
    return Math.max(...counts.map(Number));
  };

  test('as many jobs run as there are places', async () => {
    expect(await most('', 2)).toBe(2);
  });

  test('max-parallel limits one matrix', async () => {
    expect(await most('max-parallel: 1, ', 3)).toBe(1);
  });
});
