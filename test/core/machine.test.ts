/** Every cell of the story's table: where each event leads from each status, and that everything else leads nowhere. */
import { describe, expect, test } from 'vitest';
import { happen } from '../../src/core/decide/arrive.ts';
import { draftOf } from '../../src/core/decide/draft.ts';
import { EVENTS, type EventType, MACHINE, next, possible } from '../../src/core/machine.ts';
import { STATUSES, type Status } from '../../src/core/story.ts';
import { ground, observation, pullRequest, run, story } from './samples.ts';

/** The table as a person reads it, written down a second time: `.` is a cell that is not there, `<` is back to where it was. */
const TABLE = `
                    untracked   pending     in_progress review      underway    blocked     failed      skipped     abandoned   merged
adopt               pending     .           .           .           .           .           .           .           .           .
start               in_progress in_progress .           .           .           .           in_progress in_progress in_progress .
run.succeeded       .           .           review      .           .           .           .           .           .           .
run.continued       .           .           in_progress .           .           .           .           .           .           .
run.failed          .           .           in_progress .           .           .           .           .           .           .
run.exhausted       .           .           failed      .           .           .           .           .           .           .
run.asked           .           .           blocked     .           .           .           .           .           .           .
budget.exhausted    .           .           blocked     .           .           .           .           .           .           .
changes             .           .           .           in_progress .           .           .           .           .           .
changes.exhausted   .           .           .           failed      .           .           .           .           .           .
approve             .           .           .           review      .           .           .           .           .           .
unapprove           .           .           .           review      .           .           .           .           .           .
merged              .           merged      merged      merged      .           merged      merged      merged      merged      .
accepted            .           .           in_progress in_progress .           in_progress in_progress .           .           .
planned             underway    underway    underway    underway    .           underway    underway    .           .           .
reviewed            .           .           .           .           in_progress .           .           .           .           .
finished            .           .           .           .           merged      .           .           .           .           .
merge.refused       .           .           .           blocked     .           .           .           .           .           .
pull_request.closed .           .           abandoned   abandoned   .           abandoned   .           .           .           .
issue.closed        .           abandoned   abandoned   abandoned   abandoned   abandoned   abandoned   .           .           .
issue.reopened      .           .           .           .           .           .           .           pending     pending     .
pause               .           blocked     blocked     blocked     blocked     .           .           .           .           .
resume              .           .           .           .           .           <           .           .           .           .
answer              .           .           .           .           .           <           .           .           .           .
override            .           .           in_progress .           .           .           .           .           .           .
retry               .           .           .           .           .           .           in_progress in_progress in_progress .
skip                .           skipped     skipped     skipped     skipped     skipped     skipped     .           .           .
abandon             .           abandoned   abandoned   abandoned   abandoned   abandoned   abandoned   .           .           .
`;

const [header, ...lines] = TABLE.trim().split('\n');
const columns = header!.trim().split(/\s+/) as Status[];
const cells = lines.flatMap((line) => {
  const [event, ...targets] = line.split(/\s+/) as [EventType, ...string[]];
  return targets.map((target, index) => ({ event, from: columns[index]!, target }));
});

test('the table of this test names every status and every event', () => {
  expect(columns.toSorted()).toEqual([...STATUSES].toSorted());
  expect([...new Set(cells.map(({ event }) => event))].toSorted()).toEqual(Object.keys(EVENTS).toSorted());
  expect(cells).toHaveLength(STATUSES.length * Object.keys(EVENTS).length);
});

describe.each(columns)('a story that is %s', (from) => {
  const own = cells.filter((cell) => cell.from === from);
  const draftIn = (status: Status) => {
    const seen = observation({ branch: null, pullRequest: status === 'review' ? pullRequest() : null });
    return draftOf(story(status), run(), ground(seen));
  };

  test.each(own.filter(({ target }) => target !== '.'))('$event leads to $target', ({ event, target }) => {
    const to = target === '<' ? 'review' : target;
    expect(next(from, event, 'review')).toBe(to);
    const draft = draftIn(from);
    expect(happen(draft, { type: event, reason: 'because' })).toBe(true);
    expect(draft.story.status).toBe(to);
    expect(draft.notes[0]).toContain(event);
    expect(draft.visible).toBe(true);
  });

  test.each(own.filter(({ target }) => target === '.'))('$event changes nothing', ({ event }) => {
    expect(next(from, event, 'review')).toBeUndefined();
    const draft = draftIn(from);
    const before = structuredClone(draft);
    expect(happen(draft, { type: event, by: { id: 2, login: 'wes' }, reason: 'because' })).toBe(false);
    expect(draft).toEqual(before);
  });

  test('what is possible is what the table has, in its order', () => {
    expect(possible(from)).toEqual(Object.keys(MACHINE[from]));
    expect(new Set<string>(possible(from))).toEqual(
      new Set(own.filter(({ target }) => target !== '.').map(({ event }) => event)),
    );
  });
});

test.each(['pending', 'in_progress', 'review'] as const)('a blocked story goes back to where it was: %s', (before) => {
  const blocked = { kind: 'pause' as const, by: 'wes', reason: '', at: '', resume_to: before };
  const pull_request = { number: 15, url: 'https://github.test/acme/durations/pull/15', head: 'a'.repeat(40) };
  const had = before === 'review' ? { blocked, pull_request } : { blocked };
  const draft = draftOf(story('blocked', had), run({ status: 'cancelled' }), ground());
  happen(draft, { type: 'resume' });
  expect(draft.story.status).toBe(before);
  expect(draft.story.blocked).toBeUndefined();
  expect(draft.owed.map(({ kind }) => kind)).toEqual(before === 'in_progress' ? ['dispatch'] : []);
});

test('one that goes back to its review without a pull request gets it', () => {
  const blocked = { kind: 'pause' as const, by: 'wes', reason: '', at: '', resume_to: 'review' as const };
  const draft = draftOf(story('blocked', { blocked }), run({ status: 'succeeded' }), ground());
  happen(draft, { type: 'resume' });
  expect(draft.owed.map(({ kind }) => kind)).toEqual(['open_pull_request']);
});

test('every status is reached from an issue that is no story yet, and only merged is never left', () => {
  const reached = new Set<Status>(['untracked']);
  for (const from of reached) for (const event of possible(from)) reached.add(next(from, event, 'review') ?? from);
  expect([...reached].toSorted()).toEqual([...STATUSES].toSorted());
  expect(STATUSES.filter((status) => possible(status).length === 0)).toEqual(['merged']);
});
