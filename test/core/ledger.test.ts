/** The ledger adds up, whatever is posted in whatever order. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Caps,
  crosses,
  EMPTY_LEDGER,
  KEPT_DAYS,
  type Ledger,
  ledgerPurses,
  leftIn,
  money,
  type Posting,
  post,
  purse,
  release,
  reserve,
  settle,
  tightest,
} from '../../src/core/ledger.ts';

const DAY = '2026-11-23';
const of = (ledger: Ledger, run: string, usd: number, caps: Caps = {}, day = DAY) =>
  reserve(ledger, { run, story: 1, day, usd }, caps);
const must = (made: ReturnType<typeof reserve>): Ledger => {
  if (made.kind === 'refused') throw new Error(`refused by ${made.purse}`);
  return made.ledger;
};

describe('reserve', () => {
  test('sets aside in the purse of the day and of the project', () => {
    const ledger = must(of(EMPTY_LEDGER, '1-developer-1', 2, { day: 5 }));
    expect(ledgerPurses(ledger, DAY, { day: 5 })).toEqual([
      { name: 'day', cap: 5, spent: 0, reserved: 2 },
      { name: 'project', spent: 0, reserved: 2 },
    ]);
  });

  test('takes the last cent and not one more', () => {
    const ledger = must(of(EMPTY_LEDGER, 'a', 2.9, { project: 3 }));
    expect(of(ledger, 'b', 0.1, { project: 3 }).kind).toBe('reserved');
    expect(of(ledger, 'b', 0.11, { project: 3 })).toEqual({ kind: 'refused', purse: 'project', left: 0.1 });
  });

  test('names the purse that holds the least', () => {
    const ledger = settle(EMPTY_LEDGER, { run: 'x', day: DAY, usd: 4 });
    expect(of(ledger, 'a', 2, { day: 5, project: 20 })).toEqual({ kind: 'refused', purse: 'day', left: 1 });
    expect(of(ledger, 'a', 2, { day: 5, project: 4.5 })).toEqual({ kind: 'refused', purse: 'project', left: 0.5 });
  });

  test('counts another day’s money for the project and not for the day', () => {
    const ledger = must(of(EMPTY_LEDGER, 'a', 4, {}, '2026-11-22'));
    expect(of(ledger, 'b', 4, { day: 5 }).kind).toBe('reserved');
    expect(of(ledger, 'b', 4, { day: 5, project: 7 })).toMatchObject({ kind: 'refused', purse: 'project' });
  });

  test('of the same run again replaces what was set aside for it', () => {
    const ledger = must(of(must(of(EMPTY_LEDGER, 'a', 3, { day: 4 })), 'a', 4, { day: 4 }));
    expect(ledger.reserved).toEqual({ a: { story: 1, day: DAY, usd: 4 } });
  });

  test('refuses nothing where there is no cap', () => {
    expect(of(EMPTY_LEDGER, 'a', 1e6).kind).toBe('reserved');
    expect(tightest(ledgerPurses(EMPTY_LEDGER, DAY, {}))).toBeUndefined();
  });
});

describe('settle', () => {
  test('draws from the day that the run was reserved on, whatever day it is', () => {
    const ledger = settle(must(of(EMPTY_LEDGER, 'a', 5, {}, '2026-11-22')), { run: 'a', day: DAY, usd: 0.4 });
    expect(ledger).toEqual({ version: 1, spent_usd: 0.4, days: { '2026-11-22': 0.4 }, reserved: {} });
  });

  test('of a run without a reservation counts on the day that is named', () => {
    expect(settle(EMPTY_LEDGER, { run: 'a', day: DAY, usd: 1 })).toMatchObject({ spent_usd: 1, days: { [DAY]: 1 } });
  });

  test('may overdraw a purse, whose rest is then nothing', () => {
    const ledger = settle(EMPTY_LEDGER, { run: 'a', day: DAY, usd: 6 });
    expect(ledgerPurses(ledger, DAY, { day: 5 }).map(leftIn)).toEqual([0, Number.POSITIVE_INFINITY]);
  });

  test('grows no tails', () => {
    let ledger = EMPTY_LEDGER;
    for (let n = 0; n < 10; n += 1) ledger = settle(ledger, { run: `${n}`, day: DAY, usd: 0.1 });
    expect(ledger).toMatchObject({ spent_usd: 1, days: { [DAY]: 1 } });
  });

  test('folds the oldest days away, but none that is drawn from', () => {
    const name = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
    let ledger = must(of(EMPTY_LEDGER, 'long', 1, {}, name(1)));
    for (let n = 0; n < KEPT_DAYS + 10; n += 1) ledger = settle(ledger, { run: `${n}`, day: name(n), usd: 1 });
    expect(Object.keys(ledger.days).length).toBe(KEPT_DAYS + 1);
    expect(ledger.days[name(1)]).toBe(1);
    expect(ledger.spent_usd).toBe(KEPT_DAYS + 10);
    // A clock that jumped far back still finds its own day's purse.
    const back = settle(ledger, { run: 'back', day: '1999-12-31', usd: 2 });
    expect(back.days['1999-12-31']).toBe(2);
  });

  test('release gives everything back', () => {
    expect(release(must(of(EMPTY_LEDGER, 'a', 5)), 'a', DAY)).toEqual(EMPTY_LEDGER);
  });
});

describe('a posting', () => {
  const about = { day: DAY, caps: { day: 10 }, alertAt: 0.8 };
  const settling = (usd: number, crossed: Posting['crossed'] = []): Posting => ({
    ...about,
    entries: [{ kind: 'settle', run: 'a', day: DAY, usd }],
    crossed,
  });

  test('is applied to whatever stands there, as long as it means the same', () => {
    const ledger = settle(EMPTY_LEDGER, { run: 'x', day: DAY, usd: 3 });
    expect(post(ledger, settling(4))).toMatchObject({ spent_usd: 7 });
  });

  test('is refused when it would pass the share unsaid, and when it would say it a second time', () => {
    const before = settle(EMPTY_LEDGER, { run: 'x', day: DAY, usd: 7 });
    expect(post(before, settling(2))).toMatch(/others have drawn/);
    expect(post(before, settling(2, ['day']))).toMatchObject({ spent_usd: 9 });
    const past = settle(before, { run: 'y', day: DAY, usd: 1 });
    expect(post(past, settling(1, ['day']))).toMatch(/others have drawn/);
    expect(post(past, settling(1))).toMatchObject({ spent_usd: 9 });
  });

  test('is refused when others have taken what it reserves', () => {
    const posting: Posting = {
      ...about,
      entries: [{ kind: 'reserve', run: 'b', story: 2, day: DAY, usd: 4 }],
      crossed: [],
    };
    expect(post(settle(EMPTY_LEDGER, { run: 'x', day: DAY, usd: 7 }), posting)).toBe(
      'the purse of the day holds only $3 by now',
    );
  });
});

test.each([
  [7.9, 8, true],
  [8, 9, false],
  [0, 7.99, false],
  [0, 12, true],
])('from %d to %d of 10, 80 %% is passed: %s', (from, to, passed) => {
  expect(crosses(purse('day', 10, from, 0), purse('day', 10, to, 0), 0.8)).toBe(passed);
  expect(crosses(purse('day', undefined, from, 0), purse('day', undefined, to, 0), 0.8)).toBe(false);
});

test('nothing passes a cap but what the last call of a run overdraws, and each passing of the share is said once', () => {
  const caps = { day: 6, project: 10 };
  const step = fc.record({
    reserves: fc.boolean(),
    run: fc.integer({ min: 1, max: 8 }),
    usd: fc.integer({ min: 1, max: 300 }).map((cents) => cents / 100),
    day: fc.constantFrom(DAY, '2026-11-24'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let ledger = EMPTY_LEDGER;
      let overdrawn = 0;
      const said: string[] = [];
      for (const { reserves, run, usd, day } of steps) {
        const id = `${run}`;
        const held = ledger.reserved[id];
        if (reserves && held) continue;
        if (!reserves && !held) continue;
        const entry = reserves
          ? ({ kind: 'reserve', run: id, story: run, day, usd } as const)
          : ({ kind: 'settle', run: id, day, usd } as const);
        if (!reserves) overdrawn = money(overdrawn + Math.max(0, usd - (held?.usd ?? 0)));
        const about = { day, caps, alertAt: 0.8, entries: [entry] };
        const foreseen: Posting['crossed'][] = [[], ['day'], ['project'], ['day', 'project']];
        const after = foreseen.map((crossed) => ({ crossed, ledger: post(ledger, { ...about, crossed }) }));
        const made = after.filter((one) => typeof one.ledger !== 'string');
        expect(made.length).toBeLessThanOrEqual(1);
        if (!made[0] || typeof made[0].ledger === 'string') continue;
        ledger = made[0].ledger;
        said.push(...made[0].crossed.map((name) => (name === 'day' ? `day ${day}` : name)));
        for (const one of ledgerPurses(ledger, day, caps))
          expect(one.spent + one.reserved).toBeLessThanOrEqual((one.cap ?? 0) + overdrawn + 1e-6);
      }
      expect(new Set(said).size).toBe(said.length);
    }),
    { numRuns: 500 },
  );
});
