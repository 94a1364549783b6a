/** Every cell of the cycle's table: where each event leads from each state, and that everything else leads nowhere. */
import { describe, expect, test } from 'vitest';
import { CYCLE, type Cycle } from '../../../src/core/epic.ts';
import {
  CYCLE_COMMANDS,
  CYCLE_EVENTS,
  type CycleEvent,
  commandsIn,
  nextCycle,
  possibleIn,
} from '../../../src/core/sprint/cycle.ts';

/** The table as a person reads it, written down a second time: `.` is a cell that is not there, `?` depends on what is left. */
const TABLE = `
            idle            backlog_ready   sprint_planned  sprint_active   sprint_review
opened      backlog_ready   backlog_ready   sprint_planned  sprint_active   sprint_review
plan        sprint_planned  sprint_planned  .               .               .
start       .               .               sprint_active   .               .
ended       .               .               .               sprint_review   .
review      .               .               .               sprint_review   .
close       .               .               .               .               ?
cancel      .               .               backlog_ready   backlog_ready   .
feedback    .               .               .               sprint_active   sprint_review
`;

const [header, ...lines] = TABLE.trim().split('\n');
const columns = header!.trim().split(/\s+/) as Cycle[];
const cells = lines.flatMap((line) => {
  const [event, ...targets] = line.split(/\s+/) as [CycleEvent, ...string[]];
  return targets.map((target, index) => ({ event, from: columns[index]!, target }));
});

test('the table of this test names every state and every event', () => {
  expect(columns).toEqual([...CYCLE]);
  expect(cells).toHaveLength(CYCLE.length * Object.keys(CYCLE_EVENTS).length);
  expect([...new Set(cells.map(({ event }) => event))].toSorted()).toEqual(Object.keys(CYCLE_EVENTS).toSorted());
});

describe.each(columns)('a cycle at %s', (from) => {
  const own = cells.filter((cell) => cell.from === from);

  test.each(own)('$event leads to $target', ({ event, target }) => {
    const to = { '.': [undefined, undefined], '?': ['backlog_ready', 'idle'] }[target] ?? [target, target];
    expect([nextCycle(from, event, { left: true }), nextCycle(from, event, { left: false })]).toEqual(to);
  });

  test('what is possible is what the table has', () => {
    expect(new Set(possibleIn(from))).toEqual(
      new Set(own.filter(({ target }) => target !== '.').map(({ event }) => event)),
    );
  });

  test('something can be said, and only what is possible', () => {
    const said = possibleIn(from).filter((event) => event in CYCLE_COMMANDS);
    expect(commandsIn(from)).toEqual(said.map((event) => CYCLE_COMMANDS[event]));
    expect(said).not.toEqual([]);
  });
});

test('what happens by itself is no command', () => {
  expect(Object.keys(CYCLE_EVENTS).filter((event) => !(event in CYCLE_COMMANDS))).toEqual(['opened', 'ended']);
});
