/** The ledger keeps the newest sums by name, and whatever is drawn from. */
import { describe, expect, test } from 'vitest';
import { epicOfSprint, KEPT_DAYS, KEPT_EPICS, keptSums } from '../../src/core/kept-sums.ts';
import { EMPTY_LEDGER, ledgerPurses, reserve, settle } from '../../src/core/ledger.ts';

const dayOf = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
const DAY = dayOf(0);

describe('days', () => {
  test('fall out at the old end, but for those that are drawn from', () => {
    const held = reserve(EMPTY_LEDGER, { run: 'long', story: 1, day: dayOf(1), usd: 1 }, {});
    let ledger = held.kind === 'reserved' ? held.ledger : EMPTY_LEDGER;
    for (let n = 0; n < KEPT_DAYS + 10; n += 1) ledger = settle(ledger, { run: `${n}`, day: dayOf(n), usd: 1 });
    expect(Object.keys(ledger.days).length).toBe(KEPT_DAYS + 1);
    expect(ledger.days[dayOf(1)]).toBe(1);
    expect(ledger.spent_usd).toBe(KEPT_DAYS + 10);
    // A clock that jumped far back still finds its own day's purse.
    const back = settle(ledger, { run: 'back', day: '1999-12-31', usd: 2 });
    expect(back.days['1999-12-31']).toBe(2);
  });
});

describe('epics', () => {
  const many = Array.from({ length: KEPT_EPICS + 5 }, (_, n) => n + 1);
  let full = EMPTY_LEDGER;
  for (const epic of many) full = settle(full, { run: `${epic}`, day: DAY, epic, sprint: `${epic}.1`, usd: 1 });

  test('fall out by their numbers, with their sprints', () => {
    expect(Object.keys(full.epics ?? {})).toEqual(many.slice(5).map(String));
    expect(Object.keys(full.sprints ?? {})).toEqual(many.slice(5).map((epic) => `${epic}.1`));
    expect(full.spent_usd).toBe(KEPT_EPICS + 5);
  });

  test('stay while they are drawn from, whatever others do meanwhile', () => {
    const old = settle(full, { run: 'x', day: DAY, epic: 2, sprint: '2.3', usd: 4 });
    expect(old).toMatchObject({ epics: { 2: 4 }, sprints: { '2.3': 4 } });
    const held = reserve(old, { run: 'y', story: 9, day: DAY, epic: 2, sprint: '2.3', usd: 1 }, { epic: 5 });
    if (held.kind === 'refused') throw new Error('the epic has money left');
    const later = settle(held.ledger, { run: 'z', day: DAY, epic: 400, usd: 1 });
    expect(ledgerPurses(later, { day: DAY, epic: 2, sprint: '2.3' }, {}).slice(0, 2)).toEqual([
      { name: 'sprint', spent: 4, reserved: 1 },
      { name: 'epic', spent: 4, reserved: 1 },
    ]);
  });

  test('are left out where there are none', () => {
    expect(keptSums({ days: { [DAY]: 1 } }, [])).toEqual({ days: { [DAY]: 1 } });
  });
});

test.each([
  ['7.1', '7'],
  ['12.10', '12'],
  ['seven', ''],
])('the sprint %s is of epic “%s”', (sprint, epic) => {
  expect(epicOfSprint(sprint)).toBe(epic);
});
