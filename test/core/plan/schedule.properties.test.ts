import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rehearse } from '../../../src/core/plan/rehearsal.ts';
import { type Scheduled, schedule } from '../../../src/core/plan/schedule.ts';
import { overlapOf } from '../../../src/core/plan/touches.ts';
import { STATUSES } from '../../../src/core/story.ts';
import { scheduled } from './samples.ts';

const FILES = ['src/a/**', 'src/b/**', 'src/a/x.ts', 'docs', 'test/**/*.ts'];

/** Some stories. Without `any`, all are pending and depend on earlier ones only. */
const storiesOf = (any: boolean): fc.Arbitrary<Scheduled[]> =>
  fc.integer({ min: 0, max: 14 }).chain((count) =>
    fc.tuple(
      ...Array.from({ length: count }, (_, index) =>
        fc.record({
          id: fc.constant(index + 1),
          status: any ? fc.constantFrom(...STATUSES) : fc.constant('pending' as const),
          priority: fc.integer({ min: 1, max: 4 }),
          sessions: fc.integer({ min: 1, max: 5 }),
          dependencies: any
            ? fc.uniqueArray(fc.integer({ min: 1, max: count + 1 }), { maxLength: 3 })
            : fc.uniqueArray(fc.integer({ min: 1, max: Math.max(1, index) }), { maxLength: index === 0 ? 0 : 3 }),
          touches: fc.uniqueArray(fc.constantFrom(...FILES), { maxLength: 2 }),
          created_at: fc.constantFrom('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'),
        }),
      ),
    ),
  );
const slots = fc.integer({ min: 1, max: 4 });

describe('whatever the stories', () => {
  test('each pending one gets exactly one answer, and the answer holds', () => {
    fc.assert(
      fc.property(storiesOf(true), slots, (stories, most) => {
        const { start, held, waiting, stuck, mergeOrder } = schedule(stories, { slots: most });
        const byId = new Map(stories.map((story) => [story.id, story]));
        const answered = [...start, ...[...held, ...waiting, ...stuck].map(({ id }) => id)];
        const pending = stories.filter(({ status }) => status === 'pending').map(({ id }) => id);
        expect(answered.toSorted((a, b) => a - b)).toEqual(pending);

        const running = stories.filter(({ status }) => status === 'in_progress').length;
        expect(start.length).toBeLessThanOrEqual(Math.max(0, most - running));
        for (const id of start)
          expect(byId.get(id)!.dependencies.every((on) => byId.get(on)?.status === 'merged')).toBe(true);

        const busy = stories.filter(
          ({ id, status }) => start.includes(id) || ['in_progress', 'review'].includes(status),
        );
        for (const id of start) {
          const others = busy.filter((other) => other.id !== id);
          expect(others.some((other) => overlapOf(byId.get(id)!.touches, other.touches))).toBe(false);
        }
        // No slot stays empty while something could run in it.
        if (start.length + running < most) expect(held.every(({ why }) => why === 'touches')).toBe(true);

        for (const [place, id] of mergeOrder.entries()) {
          const after = mergeOrder.slice(place);
          expect(byId.get(id)!.dependencies.filter((on) => after.includes(on) && on !== id)).toEqual([]);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  test('the order in which they are given changes nothing', () => {
    fc.assert(
      fc.property(
        storiesOf(false).chain((stories) =>
          fc.tuple(fc.constant(stories), fc.shuffledSubarray(stories, { minLength: stories.length })),
        ),
        ([stories, shuffled]) => {
          const { start, mergeOrder } = schedule(stories);
          expect(schedule(shuffled)).toMatchObject({ start, mergeOrder });
        },
      ),
    );
  });

  test('played through, all are merged behind what they depend on, never slower than one at a time', () => {
    fc.assert(
      fc.property(storiesOf(false), slots, (stories, most) => {
        const { turns, makespan, oneAtATime, atLeast } = rehearse(stories, { slots: most });
        expect(turns.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(stories.map(({ id }) => id));
        const of = new Map(turns.map((turn) => [turn.id, turn]));
        for (const { id, dependencies } of stories)
          for (const on of dependencies) expect(of.get(on)!.to).toBeLessThanOrEqual(of.get(id)!.from);
        for (const { from } of turns)
          expect(turns.filter((turn) => turn.from <= from && from < turn.to).length).toBeLessThanOrEqual(most);
        expect(makespan).toBeLessThanOrEqual(oneAtATime);
        expect(makespan).toBeGreaterThanOrEqual(atLeast);
      }),
      { numRuns: 300 },
    );
  });

  test('those that fail hold up what depends on them, and all others are merged', () => {
    fc.assert(
      fc.property(
        storiesOf(false),
        fc.uniqueArray(fc.integer({ min: 1, max: 14 }), { maxLength: 3 }),
        (stories, ids) => {
          const fails = new Set(ids);
          const doomed = new Set<number>();
          for (const { id, dependencies } of stories)
            if (dependencies.some((on) => fails.has(on) || doomed.has(on))) doomed.add(id);
          const { turns, stuck } = rehearse(stories, { fails });
          const merged = turns.filter(({ outcome }) => outcome === 'merged').map(({ id }) => id);
          expect(merged.toSorted((a, b) => a - b)).toEqual(
            stories.map(({ id }) => id).filter((id) => !doomed.has(id) && !fails.has(id)),
          );
          expect(stuck.map(({ id }) => id)).toEqual(stories.map(({ id }) => id).filter((id) => doomed.has(id)));
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('six stories of which three can run at once take half the time', () => {
  const stories = [
    scheduled(1, { sessions: 1 }),
    scheduled(2, { sessions: 2, dependencies: [1] }),
    scheduled(3, { sessions: 2, dependencies: [1] }),
    scheduled(4, { sessions: 2, dependencies: [1] }),
    scheduled(5, { sessions: 1, dependencies: [2, 3] }),
    scheduled(6, { sessions: 1, dependencies: [4] }),
  ];
  expect(rehearse(stories)).toMatchObject({ makespan: 4, oneAtATime: 9, atLeast: 4, stuck: [] });
});
