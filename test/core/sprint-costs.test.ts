/** What the sprints of an epic have cost. */
import { expect, test } from 'vitest';
import { EMPTY_LEDGER, type Ledger } from '../../src/core/ledger.ts';
import { sprintCosts } from '../../src/core/sprint-costs.ts';

const DAY = '2026-11-23';
const LEDGER: Ledger = {
  version: 1,
  spent_usd: 9,
  days: {},
  epics: { 7: 6, 70: 2 },
  sprints: { '7.10': 1, '7.9': 2, '70.1': 2 },
  reserved: {
    'a-1': { story: 8, epic: 7, sprint: '7.10', day: DAY, usd: 0.1 },
    'b-1': { story: 9, epic: 7, sprint: '7.10', day: DAY, usd: 0.2 },
    'c-1': { story: 10, epic: 7, sprint: '7.11', day: DAY, usd: 5 },
    'd-1': { story: 11, epic: 7, day: DAY, usd: 5 },
  },
};

test('are named by their numbers, with what is reserved for runs that have not ended', () => {
  expect(sprintCosts(LEDGER, 7)).toEqual([
    { sprint: '7.9', spent: 2, reserved: 0 },
    { sprint: '7.10', spent: 1, reserved: 0.3 },
    { sprint: '7.11', spent: 0, reserved: 5 },
  ]);
});

test('of an epic whose number only begins alike are its own', () => {
  expect(sprintCosts(LEDGER, 70)).toEqual([{ sprint: '70.1', spent: 2, reserved: 0 }]);
  expect(sprintCosts(EMPTY_LEDGER, 7)).toEqual([]);
});
