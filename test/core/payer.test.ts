/** Whose purses a story draws from. */
import { expect, test } from 'vitest';
import { NEW_PLAN } from '../../src/core/epic.ts';
import { isEpic, payerOf } from '../../src/core/payer.ts';
import { story } from './samples.ts';

const DAY = '2026-11-23';

test('a story without an epic draws from the day alone', () => {
  expect(payerOf(story('pending'), DAY)).toEqual({ day: DAY });
});

test('a story of an epic draws from it, and from its sprint once it is in one', () => {
  expect(payerOf(story('pending', { epic: 7 }), DAY)).toEqual({ day: DAY, epic: 7 });
  expect(payerOf(story('pending', { epic: 7, sprint: '7.1' }), DAY)).toEqual({ day: DAY, epic: 7, sprint: '7.1' });
});

test('an epic draws from itself and from no sprint, also while its plan cannot be read', () => {
  expect(payerOf(story('in_progress', { id: 7, plan: NEW_PLAN, sprint: '7.1' }), DAY)).toEqual({ day: DAY, epic: 7 });
  expect(isEpic(story('in_progress', { epic_file: 'epics/0007.yaml' }))).toBe(true);
  expect(isEpic(story('in_progress', { epic: 7 }))).toBe(false);
});
