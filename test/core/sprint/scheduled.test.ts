/** What the schedule is told of an epic's stories. */
import { describe, expect, test } from 'vitest';
import { mayMerge, schedule } from '../../../src/core/plan/schedule.ts';
import { scheduleWords } from '../../../src/core/plan/schedule-words.ts';
import { scheduledOf } from '../../../src/core/sprint/scheduled.ts';
import { NOW } from '../samples.ts';
import { ALL, member, planOf, ROWS, row, sprintOf, teamOf } from './samples.ts';

const active = (stories: readonly number[]) => planOf({ cycle: 'sprint_active', sprint: sprintOf(stories) });
const of = (scheduled: ReturnType<typeof scheduledOf>, id: number) => scheduled.find((each) => each.id === id);

describe('the stories of a sprint', () => {
  test('run in the order of the plan, three at a time', () => {
    const started = (...statuses: Parameters<typeof teamOf>[0]) =>
      schedule(scheduledOf(active(ALL), teamOf(statuses))).start;
    expect(started('pending', 'pending', 'pending', 'pending', 'pending', 'pending')).toEqual([11]);
    expect(started('merged', 'pending', 'pending', 'pending', 'pending', 'pending')).toEqual([12, 13, 14]);
    expect(started('merged', 'merged', 'in_progress', 'review', 'pending', 'pending')).toEqual([]);
    expect(started('merged', 'merged', 'merged', 'review', 'pending', 'pending')).toEqual([15]);
    expect(started('merged', 'merged', 'merged', 'merged', 'merged', 'pending')).toEqual([16]);
  });

  test('have what people said before what the plan says', () => {
    const team = teamOf(['pending', 'pending', 'pending', 'pending', 'pending', 'pending'], {
      12: { priority: 4, sessions: 5, touches: ['lib/**'] },
    });
    const scheduled = scheduledOf(active(ALL), team);
    expect(of(scheduled, 12)).toMatchObject({ priority: 4, sessions: 5, touches: ['lib/**'], dependencies: [11] });
    expect(of(scheduled, 13)).toMatchObject({ priority: 2, sessions: 1, touches: ['src/compare.js'] });
  });

  test('wait for issues that people named on GitHub too, whatever these are', () => {
    const team = teamOf(['pending', 'pending', 'pending', 'pending', 'pending', 'pending'], {
      11: { blocked_by: [40] },
    });
    const plan = schedule(scheduledOf(active(ALL), team));
    expect(plan.start).toEqual([]);
    expect(plan.waiting[0]).toEqual({ id: 11, on: [40] });
    expect(scheduleWords(plan).get(11)).toBe('Story 11 waits for story 40 to be merged.');
  });

  test('do not wait for what is merged, even where GitHub still said so', () => {
    const team = teamOf(['merged', 'pending', 'pending', 'pending', 'pending', 'pending'], {
      12: { blocked_by: [11] },
    });
    const scheduled = scheduledOf(active(ALL), team);
    expect(of(scheduled, 12)?.dependencies).toEqual([]);
    expect(schedule(scheduled).start).toContain(12);
    expect(mayMerge(12, scheduled)).toBe(true);
  });

  test('wait for a story of the plan that has no issue yet', () => {
    const [first, second] = ROWS;
    const plan = planOf({ stories: [{ ...row('S1', first!.title, 0) }, second!], sprint: sprintOf([12]) });
    const team = [member(12, second!.title, 'pending')];
    expect(schedule(scheduledOf(plan, team)).start).toEqual([]);
    expect(of(scheduledOf(plan, team), 12)?.status).toBe('blocked');
  });

  test('are not started while the state knows no file of them', () => {
    expect(schedule(scheduledOf(active([11]), [])).start).toEqual([]);
  });

  test('say which failure holds them up, through stories outside the sprint too', () => {
    const team = teamOf(['merged', 'failed', 'merged', 'merged', 'pending', 'pending']);
    const { stuck } = schedule(scheduledOf(active([16]), team));
    expect(stuck).toEqual([{ id: 16, why: 'ended', by: 12, status: 'failed', via: [15] }]);
  });
});

describe('stories outside the sprint', () => {
  test('are never started', () => {
    const team = teamOf(['merged', 'pending', 'pending', 'pending', 'pending', 'pending']);
    expect(schedule(scheduledOf(active([13]), team)).start).toEqual([13]);
    expect(schedule(scheduledOf(planOf(), team)).start).toEqual([]);
  });

  test('take no slot while somebody works on them', () => {
    const team = teamOf(['merged', 'in_progress', 'pending', 'pending', 'pending', 'pending']);
    expect(schedule(scheduledOf(active([13]), team), { slots: 1 }).start).toEqual([13]);
    expect(schedule(scheduledOf(active([12, 13]), team), { slots: 1 }).start).toEqual([]);
  });

  test('keep others from their files while they are on a branch', () => {
    const team = teamOf(['merged', 'in_progress', 'pending', 'pending', 'pending', 'pending'], {
      12: { touches: ['src/**'] },
    });
    const { start, held } = schedule(scheduledOf(active([13]), team));
    expect(start).toEqual([]);
    expect(held).toEqual([{ id: 13, why: 'touches', other: 12, overlap: ['src/compare.js', 'src/**'] }]);
  });

  test('count as dependencies', () => {
    const team = teamOf(['merged', 'pending', 'merged', 'merged', 'pending', 'pending']);
    expect(schedule(scheduledOf(active([15]), team)).waiting).toEqual([{ id: 15, on: [12] }]);
  });
});

test('a story that people added is one like the others', () => {
  const plan = planOf({ stories: [...ROWS, row('#30', 'By hand', 30)], sprint: sprintOf([30, 31]) });
  const team = [member(30, 'By hand', 'pending'), member(31, 'Only here', 'pending', { created_at: NOW })];
  expect(schedule(scheduledOf(plan, team)).start).toEqual([30, 31]);
});
