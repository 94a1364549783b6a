/** How far a sprint has come. */
import { expect, test } from 'vitest';
import { progressOf, spentBy, sprintIsOver } from '../../../src/core/sprint/progress.ts';
import type { Status } from '../../../src/core/story.ts';
import { ALL, epic, planOf, sprintOf, teamOf } from './samples.ts';

const plan = planOf({ cycle: 'sprint_active', sprint: sprintOf(ALL) });
const SIX = (rest: Status): Status[] => ['merged', 'failed', 'skipped', 'abandoned', 'merged', rest];

test.each([
  ['merged', true],
  ['failed', true],
  ['skipped', true],
  ['pending', false],
  ['blocked', false],
  ['review', false],
  ['in_progress', false],
] as const)('a sprint whose last story is %s is over: %s', (status, over) => {
  expect(sprintIsOver(plan, teamOf(SIX(status)))).toBe(over);
});

test('a sprint is not over while a story of it is not known, and never where there is none', () => {
  expect(sprintIsOver(plan, teamOf(['merged', 'merged', 'merged', 'merged', 'merged']))).toBe(false);
  expect(sprintIsOver(planOf(), teamOf(SIX('merged')))).toBe(false);
});

test('a sprint is held up when all that is left of it waits for people', () => {
  const held = (statuses: readonly Status[]) => progressOf(plan, teamOf(statuses), 3)?.held;
  expect(held(['merged', 'failed', 'merged', 'merged', 'pending', 'pending'])).toBe(true);
  expect(held(['merged', 'blocked', 'merged', 'merged', 'pending', 'pending'])).toBe(true);
  expect(held(['merged', 'failed', 'review', 'merged', 'pending', 'pending'])).toBe(false);
  expect(held(['merged', 'pending', 'failed', 'merged', 'pending', 'pending'])).toBe(false);
  expect(held(SIX('merged'))).toBe(false);
});

test('its stories are counted, those too that are not known', () => {
  const progress = progressOf(plan, teamOf(['merged', 'in_progress', 'review']), 3);
  expect(progress).toMatchObject({ merged: 1, of: 6, counts: { merged: 1, in_progress: 1, review: 1 } });
  expect(progressOf(planOf(), [], 3)).toBeUndefined();
});

test('what is spent counts runs of which nobody knows what they cost in full', () => {
  const unknown = { usd: 2, unknown: true as const, model_calls: 0, tokens: 0, outcome: 'lost' as const };
  const team = teamOf(['merged', 'in_progress'], {
    12: { runs: [{ id: '12-developer-1', record: 'runs/12.yaml', cost: unknown }] },
  });
  expect(spentBy(epic('underway', plan), team)).toEqual({ plan: 0.84, stories: 2.5, all: 3.34 });
});
