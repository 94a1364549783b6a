/**
 * The short run of the simulator: the promises hold on fixed seeds and on some that nobody has seen, and every bug that is put in is found. The long
 * run is `npm run simulate`.
 */
import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Feature } from './features.ts';
import type { Plan } from './plan.ts';
import { PLANTED } from './planted.ts';
import { play } from './schedule.ts';
import { playRange, replayCommand, shrink, simulate } from './simulate.ts';
import { emptyTally, merge, reportOf } from './tally.ts';
import { simulateOn } from './threads.ts';

/** Every planted bug that is not rare is found within so many schedules; the first seeds are in docs/reliability.md. */
const WITHIN = 400;
const NOTHING = { lost: 0, doubled: 0, illegal: 0, stuck: 0, overdrawn: 0, noisy: 0, where: '' };
const stopwatch = () => performance.now();
const broken = ({ firstFailingSeed, ...report }: Awaited<ReturnType<typeof simulate>>, more?: readonly Feature[]) => {
  const { lost, doubled, illegal, stuck, overdrawn, noisy } = report;
  const where = firstFailingSeed === null ? '' : replayCommand({ seed: firstFailingSeed, with: more });
  return { lost, doubled, illegal, stuck, overdrawn, noisy, where };
};

test('nothing is lost, doubled, illegal, stuck, overdrawn or noisy in 800 schedules', { timeout: 60_000 }, async () => {
  const report = await simulate({ schedules: 800, seed: 1, stopwatch });
  expect(broken(report)).toEqual(NOTHING);
  // A simulator in which nothing happens finds nothing.
  expect(report.coverage.transitions.seen).toBeGreaterThan(20);
  expect(report.coverage.pairs.seen).toBe(report.coverage.pairs.of);
});

test('nor in 200 that nobody has seen before', { timeout: 60_000 }, async () => {
  const report = await simulate({ schedules: 200, seed: randomInt(1, 1_000_000_000), stopwatch });
  expect(broken(report)).toEqual(NOTHING);
});

test('nor with an epic, in 48 schedules and in 12 that nobody has seen before', { timeout: 60_000 }, async () => {
  const epics = { with: ['epics'], stopwatch } as const;
  const report = await simulate({ ...epics, schedules: 48, seed: 1 });
  const fresh = await simulate({ ...epics, schedules: 12, seed: randomInt(1, 1_000_000_000) });
  for (const one of [report, fresh]) expect(broken(one, ['epics'])).toEqual(NOTHING);
  // People get as far as a sprint whose stories are merged, and look back on it.
  const { deeds, transitions } = report.coverage;
  expect(deeds.leadEpic).toBeGreaterThan(50);
  expect(transitions.missing).not.toContain('underway reviewed');
});

test('the same seed gives the same bytes', async () => {
  const plans = [3, 77, 905, 1_744].map((seed): Plan => ({ seed }));
  for (const plan of [...plans, { seed: 12, with: ['epics'] } satisfies Plan]) {
    const [one, other] = await Promise.all([play(plan), play(plan)]);
    expect(other.hash).toBe(one.hash);
    expect(other.trace).toEqual(one.trace);
  }
});

test('no seed has an epic by itself', async () => {
  for (let seed = 1; seed <= 40; seed += 1) expect((await play({ seed })).features).not.toContain('epics');
});

test('the report is the same whatever the number of threads', { timeout: 60_000 }, async () => {
  const { seconds: _, ...one } = await simulateOn(1, { schedules: 30, seed: 500, stopwatch });
  const halves = [await playRange({ schedules: 12, seed: 500 }), await playRange({ schedules: 18, seed: 512 })];
  const total = emptyTally();
  for (const half of halves.toReversed()) merge(total, half);
  const { seconds: __, ...other } = reportOf(total, 0);
  expect(other).toEqual(one);
});

test('without any delivery the sweep alone brings every story to the same end', { timeout: 60_000 }, async () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const [heard, unheard] = [await play({ seed, calm: 'heard' }), await play({ seed, calm: 'unheard' })];
    expect([...heard.violations, ...unheard.violations], `seed ${seed}`).toEqual([]);
    expect(unheard.ends, `seed ${seed}`).toEqual(heard.ends);
  }
});

test('deliveries in any order, some of them twice, lead to the same state', { timeout: 60_000 }, async () => {
  for (let seed = 1; seed <= 15; seed += 1) {
    const inOrder = await play({ seed, calm: 'heard', shuffle: 0 });
    for (const shuffle of [1, 2]) {
      const shuffled = await play({ seed, calm: 'heard', shuffle });
      expect([...inOrder.violations, ...shuffled.violations], `seed ${seed}`).toEqual([]);
      expect(shuffled.state, `seed ${seed}`).toBe(inOrder.state);
    }
  }
});

const common = Object.keys(PLANTED).filter((name) => !PLANTED[name]?.rare && !PLANTED[name]?.harmless);
test.for(common)('a planted bug is found: %s', { timeout: 60_000 }, async (planted) => {
  const { firstFailingSeed } = await simulate({ schedules: WITHIN, seed: 1, planted, stopAtFirst: true, stopwatch });
  expect(firstFailingSeed, PLANTED[planted]?.what).not.toBeNull();
  // The bug is what fails, not the schedule.
  const healthy = await play({ seed: firstFailingSeed!, with: PLANTED[planted]?.meets });
  expect(healthy.violations).toEqual([]);
});

test('a failing schedule is told in few lines, with the command that plays it again', { timeout: 60_000 }, async () => {
  const planted = 'blind POST retry';
  const { firstFailingSeed } = await simulate({ schedules: WITHIN, seed: 1, planted, stopAtFirst: true, stopwatch });
  const long = await play({ seed: firstFailingSeed!, planted });
  const { plan, outcome } = await shrink({ seed: firstFailingSeed!, planted });
  expect(outcome.violations[0]?.rule).toBe(long.violations[0]?.rule);
  expect(outcome.trace.length).toBeLessThanOrEqual(long.trace.length);
  expect(replayCommand(plan)).toContain(
    `npm run simulate -- --seed ${firstFailingSeed} --trace --planted "blind POST retry"`,
  );
  expect((await play(plan)).hash).toBe(outcome.hash);
});

test('a planted bug that is not there is refused with the names of those that are', async () => {
  await expect(play({ seed: 1, planted: 'gremlins' })).rejects.toThrow(
    /no planted bug "gremlins"; there are no compare-and-swap, /,
  );
});
