/** The ledger adds up, whatever is posted in whatever order. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Caps,
  crossedPurses,
  crosses,
  EMPTY_LEDGER,
  type Ledger,
  ledgerPurses,
  ledgerSchema,
  leftIn,
  money,
  type Payer,
  type Posting,
  post,
  purse,
  release,
  reserve,
  settle,
  sprintRuns,
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
    expect(ledgerPurses(ledger, { day: DAY }, { day: 5 })).toEqual([
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
    expect(tightest(ledgerPurses(EMPTY_LEDGER, { day: DAY }, {}))).toBeUndefined();
  });
});

/** A story of the first sprint of epic 7. */
const OF_7: Payer = { day: DAY, epic: 7, sprint: '7.1' };
const planned = (ledger: Ledger, run: string, usd: number, caps: Caps = {}, payer = OF_7) =>
  reserve(ledger, { run, story: 9, ...payer, usd }, caps);

describe('the purses of an epic and its sprint', () => {
  test('stand between the story’s and the day’s, for a story that has them', () => {
    const ledger = must(planned(EMPTY_LEDGER, '9-developer-1', 2));
    expect(ledgerPurses(ledger, OF_7, { sprint: 3, epic: 10 })).toEqual([
      { name: 'sprint', cap: 3, spent: 0, reserved: 2 },
      { name: 'epic', cap: 10, spent: 0, reserved: 2 },
      { name: 'day', spent: 0, reserved: 2 },
      { name: 'project', spent: 0, reserved: 2 },
    ]);
    expect(ledgerPurses(ledger, { day: DAY, epic: 8 }, {}).map((one) => [one.name, one.reserved])).toEqual([
      ['epic', 0],
      ['day', 2],
      ['project', 2],
    ]);
  });

  test('are named by what is reserved, and by nothing where there is none', () => {
    const ledger = must(planned(must(of(EMPTY_LEDGER, 'a', 1)), 'b', 2));
    expect(ledger.reserved).toEqual({
      a: { story: 1, day: DAY, usd: 1 },
      b: { story: 9, epic: 7, sprint: '7.1', day: DAY, usd: 2 },
    });
  });

  test.each<[Caps, string, number]>([
    [{ epic: 5, day: 9 }, 'epic', 1],
    [{ sprint: 4.5, epic: 5 }, 'sprint', 0.5],
    [{ sprint: 50, epic: 50, project: 4 }, 'project', 0],
  ])('refuse what they do not hold: %j', (caps, name, left) => {
    const ledger = settle(EMPTY_LEDGER, { run: 'x', ...OF_7, usd: 4 });
    expect(planned(ledger, 'b', 2, caps)).toEqual({ kind: 'refused', purse: name, left });
  });

  test('do not hold back a story of another epic, or of none', () => {
    const ledger = settle(EMPTY_LEDGER, { run: 'x', ...OF_7, usd: 5 });
    expect(planned(ledger, 'b', 5, { epic: 5, sprint: 5 }, { day: DAY, epic: 8, sprint: '8.1' }).kind).toBe('reserved');
    expect(of(ledger, 'b', 5, { epic: 5, sprint: 5 }).kind).toBe('reserved');
    expect(planned(ledger, 'b', 5, { epic: 11, sprint: 5 }, { ...OF_7, sprint: '7.2' }).kind).toBe('reserved');
  });

  test('are drawn from as they were when the money was set aside, whatever the story belongs to since', () => {
    const ledger = settle(must(planned(EMPTY_LEDGER, 'a', 5)), {
      run: 'a',
      day: DAY,
      epic: 8,
      sprint: '8.2',
      usd: 0.4,
    });
    expect(ledger).toEqual({
      version: 1,
      spent_usd: 0.4,
      days: { [DAY]: 0.4 },
      epics: { 7: 0.4 },
      sprints: { '7.1': 0.4 },
      reserved: {},
    });
  });

  test('get everything back from a run that never started, and leave no trace', () => {
    expect(release(must(planned(EMPTY_LEDGER, 'a', 5)), 'a', DAY)).toEqual(EMPTY_LEDGER);
  });

  test('tell once that they are nearly empty', () => {
    const before = settle(EMPTY_LEDGER, { run: 'x', ...OF_7, usd: 3 });
    const after = settle(before, { run: 'y', ...OF_7, usd: 1 });
    const about = { ...OF_7, caps: { sprint: 5, epic: 4, day: 100 }, alertAt: 0.8 };
    expect(crossedPurses(before, after, about)).toEqual(['sprint', 'epic']);
    expect(crossedPurses(after, settle(after, { run: 'z', ...OF_7, usd: 1 }), about)).toEqual([]);
  });

  test('were not known to a ledger of before, which reads as it is', () => {
    const old = { version: 1, spent_usd: 3, days: { [DAY]: 3 }, reserved: { a: { story: 1, day: DAY, usd: 5 } } };
    expect(ledgerSchema.parse(old)).toEqual(old);
    expect(settle(ledgerSchema.parse(old), { run: 'a', ...OF_7, usd: 1 })).toEqual({
      version: 1,
      spent_usd: 4,
      days: { [DAY]: 4 },
      reserved: {},
    });
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
    expect(ledgerPurses(ledger, { day: DAY }, { day: 5 }).map(leftIn)).toEqual([0, Number.POSITIVE_INFINITY]);
  });

  test('grows no tails', () => {
    let ledger = EMPTY_LEDGER;
    for (let n = 0; n < 10; n += 1) ledger = settle(ledger, { run: `${n}`, day: DAY, usd: 0.1 });
    expect(ledger).toMatchObject({ spent_usd: 1, days: { [DAY]: 1 } });
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

  test('of two stories that were decided at once: the second does not draw what the first took from their epic', () => {
    const starting = (run: string, story: number): Posting => ({
      ...OF_7,
      caps: { epic: 3 },
      alertAt: 0.8,
      entries: [{ kind: 'reserve', run, story, ...OF_7, usd: 2 }],
      crossed: [],
    });
    const first = post(EMPTY_LEDGER, starting('8-developer-1', 8)) as Ledger;
    expect(first.reserved).toHaveProperty('8-developer-1');
    expect(post(first, starting('9-developer-1', 9))).toBe('the purse of the epic holds only $1 by now');
  });
});

describe('places for stories of sprints', () => {
  const starting = (run: string, payer: Payer, slots?: number): Posting => ({
    ...payer,
    caps: {},
    alertAt: 0.8,
    entries: [{ kind: 'reserve', run, story: 9, ...payer, usd: 1 }],
    crossed: [],
    ...(slots !== undefined && { slots }),
  });
  const two = must(planned(must(planned(EMPTY_LEDGER, 'a', 1)), 'b', 1));

  test('are taken by runs whose end is not known, and only by those of stories that are in one', () => {
    const more = must(planned(must(of(two, 'c', 1)), 'd', 1, {}, { day: DAY, epic: 7 }));
    expect(sprintRuns(more)).toBe(2);
    expect(sprintRuns(settle(more, { run: 'a', ...OF_7, usd: 0.1 }))).toBe(1);
  });

  test('are refused when there is none left', () => {
    expect(post(two, starting('c', OF_7, 3))).toMatchObject({ reserved: { c: { usd: 1 } } });
    expect(post(two, starting('c', OF_7, 2))).toBe(
      'as many stories of sprints are worked on as may be at the same time (2)',
    );
  });

  test('are not asked for by what takes none: another kind of story, the same run again, one that follows the one before', () => {
    expect(post(two, starting('c', { day: DAY, epic: 7 }, 1))).toMatchObject({ reserved: { c: { epic: 7 } } });
    expect(post(two, starting('b', OF_7, 1))).toMatchObject({ reserved: { b: { usd: 1 } } });
    const following = starting('c', OF_7, 2);
    following.entries.unshift({ kind: 'settle', run: 'a', ...OF_7, usd: 0.3 });
    expect(Object.keys((post(two, following) as Ledger).reserved)).toEqual(['b', 'c']);
  });

  test('are not counted where nobody says how many there are', () => {
    expect(post(two, starting('c', OF_7))).toMatchObject({ reserved: { c: { sprint: '7.1' } } });
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

const payers = fc.constantFrom<Payer>(
  { day: DAY },
  { day: '2026-11-24' },
  { day: DAY, epic: 7 },
  OF_7,
  { ...OF_7, sprint: '7.2' },
  { day: '2026-11-24', epic: 8, sprint: '8.1' },
);
const steps = fc.array(
  fc.record({
    reserves: fc.boolean(),
    run: fc.integer({ min: 1, max: 8 }),
    usd: fc.integer({ min: 1, max: 300 }).map((cents) => cents / 100),
    payer: payers,
  }),
  { maxLength: 60 },
);
const keyOf = ({ name }: { name: string }, { day, epic, sprint }: Payer): string =>
  `${name} ${{ day, epic, sprint, project: 'all' }[name]}`;

test('nothing passes a cap but what the last call of a run overdraws, and each passing of the share is said once', () => {
  const caps = { sprint: 4, epic: 5, day: 6, project: 10 };
  fc.assert(
    fc.property(steps, (taken) => {
      let ledger = EMPTY_LEDGER;
      let overdrawn = 0;
      const said: string[] = [];
      for (const { reserves, run, usd, payer } of taken) {
        const id = `${run}`;
        const held = ledger.reserved[id];
        if (reserves === (held !== undefined)) continue;
        // A run is settled by a story whose epic and sprint are as they were.
        const whose: Payer = held ?? payer;
        const entry = reserves
          ? ({ kind: 'reserve', run: id, story: run, ...whose, usd } as const)
          : ({ kind: 'settle', run: id, ...whose, usd } as const);
        if (!reserves) overdrawn = money(overdrawn + Math.max(0, usd - (held?.usd ?? 0)));
        const about = { ...whose, caps, alertAt: 0.8 };
        const crossed = reserves ? [] : crossedPurses(ledger, settle(ledger, { run: id, ...whose, usd }), about);
        const posted = post(ledger, { ...about, entries: [entry], crossed });
        if (typeof posted === 'string') {
          expect(reserves).toBe(true);
          continue;
        }
        // Unsaid, or said of one that it does not pass, it would be refused.
        const wrong = crossed.length > 0 ? [] : (['project'] as const);
        expect(post(ledger, { ...about, entries: [entry], crossed: [...wrong] })).toMatch(/others have drawn/);
        ledger = posted;
        said.push(...crossed.map((name) => keyOf({ name }, whose)));
        for (const one of ledgerPurses(ledger, whose, caps))
          expect(one.spent + one.reserved).toBeLessThanOrEqual((one.cap ?? 0) + overdrawn + 1e-6);
      }
      expect(new Set(said).size).toBe(said.length);
    }),
    { numRuns: 300 },
  );
});

test('the books balance in every purse, in whatever order is reserved and settled', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      let ledger = EMPTY_LEDGER;
      const spent: Record<string, number> = {};
      const open = new Map<string, { payer: Payer; usd: number }>();
      for (const { reserves, run, usd, payer } of taken) {
        const id = `${run}`;
        if (reserves) {
          ledger = must(reserve(ledger, { run: id, story: run, ...payer, usd }, {}));
          open.set(id, { payer, usd });
          continue;
        }
        ledger = settle(ledger, { run: id, ...payer, usd });
        const whose = open.get(id)?.payer ?? payer;
        for (const one of ledgerPurses(EMPTY_LEDGER, whose, {}))
          spent[keyOf(one, whose)] = money((spent[keyOf(one, whose)] ?? 0) + usd);
        open.delete(id);
      }
      for (const { payer } of taken)
        for (const one of ledgerPurses(ledger, payer, {})) {
          const key = keyOf(one, payer);
          const ours = [...open.values()].filter((held) => keyOf(one, held.payer) === key);
          expect(one.spent).toBeCloseTo(spent[key] ?? 0, 6);
          expect(one.reserved).toBeCloseTo(
            ours.reduce((total, { usd }) => total + usd, 0),
            6,
          );
        }
    }),
    { numRuns: 300 },
  );
});
