import { describe, expect, test } from 'vitest';
import { mayMerge, schedule } from '../../../src/core/plan/schedule.ts';
import { scheduleWords } from '../../../src/core/plan/schedule-words.ts';
import { scheduled } from './samples.ts';

describe('what runs next', () => {
  test('is what waits for nothing, in the order of priority, critical path and age', () => {
    const stories = [
      scheduled(1, { priority: 3 }),
      scheduled(2),
      scheduled(3),
      scheduled(4, { priority: 1 }),
      scheduled(5, { dependencies: [3], priority: 1 }),
    ];
    expect(schedule(stories)).toMatchObject({
      start: [4, 3, 2],
      held: [{ id: 1, why: 'slots' }],
      waiting: [{ id: 5, on: [3] }],
      stuck: [],
      mergeOrder: [4, 3, 5, 2, 1],
    });
  });

  test('of two that are alike is the older one, whatever its number', () => {
    const stories = [scheduled(1), scheduled(2, { created_at: '2025-12-31T23:59:59Z' })];
    expect(schedule(stories).start).toEqual([2, 1]);
  });

  test('counts what is in progress, and not what is in review', () => {
    const stories = [
      scheduled(1, { status: 'in_progress' }),
      scheduled(2, { status: 'review' }),
      scheduled(3),
      scheduled(4),
      scheduled(5),
    ];
    expect(schedule(stories, { slots: 2 }).start).toEqual([3]);
    expect(schedule(stories).start).toEqual([3, 4]);
    expect(schedule(stories, { slots: 0 }).start).toEqual([]);
  });

  test('passes over what touches the files of unmerged work, and tries the next', () => {
    const stories = [
      scheduled(1, { status: 'review', touches: ['src/cart/**'] }),
      scheduled(2, { touches: ['src/cart/total.ts'] }),
      scheduled(3, { touches: ['src/page'] }),
      scheduled(4, { touches: ['src/page/head.ts'] }),
      scheduled(5, { status: 'blocked', touches: ['src/user/**'] }),
      scheduled(6, { touches: ['src/user/**'] }),
    ];
    const answer = schedule(stories);
    expect(answer.start).toEqual([3, 6]);
    expect([...scheduleWords(answer).values()]).toEqual([
      'Story 2 is ready and waits for story 1 to be merged, because both are likely to change `src/cart/total.ts` and `src/cart/**`.',
      'Story 4 is ready and waits for story 3 to be merged, because both are likely to change `src/page/head.ts` and `src/page`.',
    ]);
  });

  test('a merged dependency wakes its dependents', () => {
    const before = [scheduled(1, { status: 'review' }), scheduled(2, { dependencies: [1] })];
    expect(schedule(before).start).toEqual([]);
    expect(schedule([scheduled(1, { status: 'merged' }), before[1]!]).start).toEqual([2]);
  });

  test('a failed story holds up its dependents and nobody else, and every one says why', () => {
    const stories = [
      scheduled(1, { status: 'failed' }),
      scheduled(2, { dependencies: [1] }),
      scheduled(3, { dependencies: [2] }),
      scheduled(4),
      scheduled(5, { dependencies: [9] }),
      scheduled(6, { dependencies: [4] }),
      scheduled(7, { status: 'skipped' }),
      scheduled(8, { dependencies: [7] }),
    ];
    const answer = schedule(stories);
    expect(answer.start).toEqual([4]);
    expect([...scheduleWords(answer)]).toEqual([
      [6, 'Story 6 waits for story 4 to be merged.'],
      [
        2,
        'Story 2 cannot start: it depends on story 1, which has failed. Write `/orch retry` on story 1, or take the dependency out.',
      ],
      [
        3,
        'Story 3 cannot start: it depends on story 1, through story 2, which has failed. Write `/orch retry` on story 1, or take the dependency out.',
      ],
      [
        5,
        'Story 5 cannot start: it depends on story 9, which is not a story here. Put the label `orch:story` on issue 9, or take the dependency out.',
      ],
      [
        8,
        'Story 8 cannot start: it depends on story 7, which was skipped. Write `/orch start` on story 7, or take the dependency out.',
      ],
    ]);
    expect(answer.mergeOrder).toEqual([4, 6]);
  });

  test('a circle that people made is named to all who stand in it or behind it', () => {
    const stories = [
      scheduled(1, { dependencies: [2] }),
      scheduled(2, { dependencies: [1] }),
      scheduled(3, { dependencies: [4] }),
      scheduled(4, { dependencies: [5] }),
      scheduled(5, { dependencies: [4] }),
      scheduled(6),
    ];
    const answer = schedule(stories);
    expect(answer.start).toEqual([6]);
    expect([...scheduleWords(answer).values()].map((words) => /\((.*)\)/.exec(words)?.[1])).toEqual([
      '1 -> 2 -> 1',
      '1 -> 2 -> 1',
      '4 -> 5 -> 4',
      '4 -> 5 -> 4',
      '4 -> 5 -> 4',
    ]);
  });

  test('may be merged when what it depends on is', () => {
    const stories = [
      scheduled(1, { status: 'merged' }),
      scheduled(2),
      scheduled(3, { dependencies: [1] }),
      scheduled(4, { dependencies: [1, 2] }),
    ];
    expect([3, 4, 7].map((id) => mayMerge(id, stories))).toEqual([true, false, false]);
  });

  test('is found for ten thousand stories at once', () => {
    const stories = Array.from({ length: 10_000 }, (_, id) =>
      scheduled(id + 1, { dependencies: id % 10 === 0 ? [] : [id], touches: [`src/${id}/**`] }),
    );
    expect(schedule(stories).start).toEqual([1, 11, 21]);
  });
});
