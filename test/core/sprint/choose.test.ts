/** Which stories go into the next sprint. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Planned } from '../../../src/core/epic.ts';
import { chooseStories, planSprint } from '../../../src/core/sprint/choose.ts';
import { STATUSES, type Status, type Story } from '../../../src/core/story.ts';
import { NOW } from '../samples.ts';
import { member, planOf, ROWS, row, sprintOf, teamOf } from './samples.ts';

const PENDING: readonly Status[] = ['pending', 'pending', 'pending', 'pending', 'pending', 'pending'];

describe('the stories of the next sprint', () => {
  const chosen = (capacity: number, team: readonly Story[] = teamOf(PENDING), rows: readonly Planned[] = ROWS) =>
    chooseStories(rows, team, { capacity });

  test('come by priority and by the work that hangs on them, behind what they depend on', () => {
    expect(chosen(100)).toEqual([11, 12, 13, 15, 14, 16]);
  });

  test('stop at the capacity, and a smaller one may take what is left of it', () => {
    expect(chosen(3)).toEqual([11, 12]);
    expect(chosen(2)).toEqual([11, 13]);
    expect(chosen(6)).toEqual([11, 12, 13, 15, 14]);
  });

  test('are at least one, however large', () => {
    expect(chosen(0.5)).toEqual([11]);
    expect(chosen(1, [member(1, 'Large', 'pending')], [row('S1', 'Large', 1, { sessions: 3 })])).toEqual([1]);
  });

  test('are those whose dependencies are merged or chosen', () => {
    expect(chosen(100, teamOf(['in_progress', ...PENDING.slice(1)]))).toEqual([]);
    expect(chosen(100, teamOf(['merged', 'failed', ...PENDING.slice(2)]))).toEqual([13, 14]);
    expect(chosen(100, teamOf(PENDING, { 12: { blocked_by: [40] } }))).toEqual([11, 13, 14]);
  });

  test('are open issues', () => {
    const rows = ROWS.map((each) => (each.key === 'S2' ? row('S2', each.title, 0) : each));
    const team = teamOf(PENDING).filter(({ id }) => id !== 12);
    expect(chosen(100, team, rows)).toEqual([11, 13, 14]);
  });

  test('go by what people said of their urgency', () => {
    expect(chosen(100, teamOf(PENDING, { 14: { priority: 1 } }))).toEqual([11, 14, 12, 13, 15, 16]);
  });

  test('are none where none is pending', () => {
    expect(chosen(100, teamOf(['merged', 'merged', 'review', 'failed', 'skipped', 'abandoned']))).toEqual([]);
  });

  test('of those that are alike, the older goes first', () => {
    const rows = [row('S1', 'Young', 1), row('S2', 'Old', 2)];
    const team = [member(1, 'Young', 'pending', { created_at: NOW }), member(2, 'Old', 'pending')];
    expect(chosen(1, team, rows)).toEqual([2]);
  });
});

/** Plans in which stories depend on any others, circles among them, and stories that stand anywhere. */
const worlds = fc.integer({ min: 1, max: 12 }).chain((count) =>
  fc.tuple(
    fc.tuple(
      ...Array.from({ length: count }, (_, index) =>
        fc
          .record({
            opened: fc.integer({ min: 0, max: 9 }).map((dice) => dice > 0),
            priority: fc.integer({ min: 1, max: 4 }),
            sessions: fc.constantFrom(0.1, 0.5, 1, 2, 3),
            after: fc.uniqueArray(fc.integer({ min: 1, max: count }), { maxLength: 3 }),
            status: fc.oneof({ weight: 4, arbitrary: fc.constant('pending' as Status) }, fc.constantFrom(...STATUSES)),
            blocked_by: fc.uniqueArray(fc.integer({ min: 1, max: count + 2 }), { maxLength: 1 }),
            circular: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
          })
          .map(({ opened, after, circular, blocked_by, status, ...more }) => ({
            row: row(`S${index + 1}`, `Story ${index + 1}`, opened ? index + 1 : 0, {
              ...more,
              after: after.filter((on) => circular || on <= index).map((on) => `S${on}`),
            }),
            story: opened
              ? member(index + 1, `Story ${index + 1}`, status, { blocked_by: circular ? blocked_by : [] })
              : undefined,
          })),
      ),
    ),
    fc.constantFrom(0.5, 1, 2, 4, 8, 100),
  ),
);

describe('whatever the plan', () => {
  test('no story is chosen before what it depends on, the capacity holds, and what could go first does', () => {
    fc.assert(
      fc.property(worlds, ([made, capacity]) => {
        const rows = made.map((each) => each.row);
        const team = made.flatMap(({ story }) => story ?? []);
        const chosen = chooseStories(rows, team, { capacity });
        const byId = new Map(team.map((story) => [story.id, story]));
        const needed = (id: number): number[] => [
          ...rows[id - 1]!.after.map((key) => Number(key.slice(1))),
          ...(byId.get(id)!.blocked_by ?? []),
        ];
        const merged = (id: number) => byId.get(id)?.status === 'merged';

        expect(new Set(chosen).size).toBe(chosen.length);
        for (const [place, id] of chosen.entries()) {
          expect(byId.get(id)?.status).toBe('pending');
          for (const on of needed(id)) expect(merged(on) || chosen.slice(0, place).includes(on)).toBe(true);
        }
        const sessions = (ids: readonly number[]) => ids.reduce((sum, id) => sum + rows[id - 1]!.sessions, 0);
        if (chosen.length > 1) expect(sessions(chosen)).toBeLessThanOrEqual(capacity + 1e-6);

        // Nothing that fits is left, and where anything can be chosen something is.
        const possible = team.filter(
          ({ id, status }) =>
            status === 'pending' && !chosen.includes(id) && needed(id).every((on) => merged(on) || chosen.includes(on)),
        );
        for (const { id } of possible) expect(sessions([...chosen, id])).toBeGreaterThan(capacity);
        if (chosen.length === 0) expect(possible).toEqual([]);
      }),
      { numRuns: 1_500 },
    );
  });

  test('the order in which the stories are given changes nothing', () => {
    fc.assert(
      fc.property(worlds, ([made, capacity]) => {
        const [rows, team] = [made.map((each) => each.row), made.flatMap(({ story }) => story ?? [])];
        expect(chooseStories(rows.toReversed(), team.toReversed(), { capacity })).toEqual(
          chooseStories(rows, team, { capacity }),
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('a planned sprint', () => {
  test('has its number, its goal and its stories', () => {
    const plan = planOf({ past: [sprintOf([1])] });
    expect(planSprint(plan, { now: NOW, goal: ' Say it ', capacity: 3, team: teamOf(PENDING) })).toEqual({
      number: 2,
      goal: 'Say it',
      stories: [11, 12],
      planned_at: NOW,
      feedback: [],
    });
  });

  test.each([
    [1, 'Parse every unit'],
    [3, 'Parse every unit; Format a duration'],
    [5, 'Parse every unit; Format a duration; Compare two durations; Sum a list'],
    [100, 'Parse every unit; Format a duration; Compare two durations; and 3 more'],
  ])('without a goal has its first stories for one: capacity %d', (capacity, goal) => {
    expect(planSprint(planOf(), { now: NOW, capacity, team: teamOf(PENDING) }).goal).toBe(goal);
  });

  test('has no stories where none can be chosen', () => {
    const sprint = planSprint(planOf(), { now: NOW, capacity: 12, team: teamOf(['in_progress', ...PENDING.slice(1)]) });
    expect(sprint.stories).toEqual([]);
  });
});
