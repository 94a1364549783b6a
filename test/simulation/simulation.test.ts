/**
 * The short run of the simulator: the promises hold on a fixed set of seeds, and every bug that is put in is found. The long run is
 * `npm run simulate`.
 */
import { expect, test } from 'vitest';
import { PLANTED } from './planted.ts';
import { play } from './schedule.ts';
import { replayCommand, shrink, simulate } from './simulate.ts';

/** Every planted bug that is not rare is found within so many schedules; the first seeds are in docs/reliability.md. */
const WITHIN = 100;
const stopwatch = () => performance.now();

test('nothing is lost, doubled, illegal or stuck in 300 schedules', async () => {
  const report = await simulate({ schedules: 300, seed: 1, stopwatch });
  const { lost, doubled, illegal, stuck, noisy, firstFailingSeed } = report;
  const where = firstFailingSeed === null ? '' : replayCommand({ seed: firstFailingSeed });
  expect({ lost, doubled, illegal, stuck, noisy, where }).toEqual({
    lost: 0,
    doubled: 0,
    illegal: 0,
    stuck: 0,
    noisy: 0,
    where: '',
  });
  // A simulator in which nothing happens finds nothing.
  expect(report.coverage.transitions.seen).toBeGreaterThan(25);
  expect(report.coverage.pairs.seen).toBe(report.coverage.pairs.of);
});

test('the same seed gives the same bytes', async () => {
  for (const seed of [3, 77, 905, 1_744]) {
    const [one, other] = [await play({ seed }), await play({ seed })];
    expect(other.hash).toBe(one.hash);
    expect(other.trace).toEqual(one.trace);
  }
});

test('without any delivery the sweep alone brings every story to the same end', async () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const [heard, unheard] = [await play({ seed, calm: 'heard' }), await play({ seed, calm: 'unheard' })];
    expect([...heard.violations, ...unheard.violations], `seed ${seed}`).toEqual([]);
    expect(unheard.ends, `seed ${seed}`).toEqual(heard.ends);
  }
});

test.for(Object.keys(PLANTED).filter((name) => !PLANTED[name]?.rare))('a planted bug is found: %s', async (planted) => {
  const { firstFailingSeed } = await simulate({ schedules: WITHIN, seed: 1, planted, stopAtFirst: true, stopwatch });
  expect(firstFailingSeed, PLANTED[planted]?.what).not.toBeNull();
  // The bug is what fails, not the schedule.
  const healthy = await play({ seed: firstFailingSeed!, with: PLANTED[planted]?.meets });
  expect(healthy.violations).toEqual([]);
});

test('a failing schedule is told in few lines, with the command that plays it again', async () => {
  const planted = 'blind retry';
  const { firstFailingSeed } = await simulate({ schedules: WITHIN, seed: 1, planted, stopAtFirst: true, stopwatch });
  const long = await play({ seed: firstFailingSeed!, planted });
  const { plan, outcome } = await shrink({ seed: firstFailingSeed!, planted });
  expect(outcome.violations[0]?.rule).toBe(long.violations[0]?.rule);
  expect(outcome.trace.length).toBeLessThanOrEqual(long.trace.length);
  expect(replayCommand(plan)).toContain(
    `npm run simulate -- --seed ${firstFailingSeed} --trace --planted "blind retry"`,
  );
  expect((await play(plan)).hash).toBe(outcome.hash);
});

test('a planted bug that is not there is refused with the names of those that are', async () => {
  await expect(play({ seed: 1, planted: 'gremlins' })).rejects.toThrow(
    /no planted bug "gremlins"; there are no compare-and-swap, /,
  );
});
