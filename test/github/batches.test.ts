/** How many acts one request is asked to carry. */
import { describe, expect, test } from 'vitest';
import type { Act } from '../../src/core/act.ts';
import { batchesOf } from '../../src/github/forge.ts';

const story = (key: number): Act => ({ kind: 'open_issue', title: '', body: '', mark: `plan:1/${key}`, look: false });
const wait: Act = {
  kind: 'add_blocked_by',
  issue: { number: 2, nodeId: 'I_2' },
  blocker: { number: 1, nodeId: 'I_1' },
};
const cancel: Act = { kind: 'cancel_run', actionsRun: 1 };
const milestone: Act = { kind: 'create_milestone', title: 'Sprint 1', description: '' };
const many = (count: number, act: Act | ((index: number) => Act)): Act[] =>
  Array.from({ length: count }, (_, index) => (typeof act === 'function' ? act(index) : act));
const sizes = (acts: readonly Act[]): number[] => batchesOf(acts).map((batch) => batch.length);

describe('acts share requests', () => {
  test('that keep their order and lose none', () => {
    const acts = [...many(13, story), cancel, milestone, ...many(25, wait), ...many(2, story)];
    expect(batchesOf(acts).flat()).toEqual(acts);
  });

  test.each([
    ['nothing', [], []],
    ['what is no mutation goes alone', [cancel, milestone, wait], [1, 1, 1]],
    ['twenty changes', many(20, wait), [20]],
    ['and one more', many(21, wait), [20, 1]],
    ['ten issues', many(10, story), [10]],
    ['fifty issues', many(50, story), [10, 10, 10, 10, 10]],
    ['issues count beside the rest', [...many(9, wait), ...many(10, story), wait], [20]],
    ['and are ten in each', [...many(2, wait), ...many(11, story), ...many(3, wait)], [12, 4]],
  ])('%s', (_, acts, expected) => {
    expect(sizes(acts)).toEqual(expected);
  });
});
