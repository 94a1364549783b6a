import { expect, test } from 'vitest';
import { enter, freeGroup, type Group, leave, longestQueue } from '../../../src/localhub/actions/concurrency-groups.ts';

const single = (id: string) => ({ id, cancelInProgress: false, queue: 'single' }) as const;
const queued = (id: string) => ({ id, cancelInProgress: false, queue: 'max' }) as const;

test('who leaves makes room for the next; who leaves while waiting changes nothing for the others', () => {
  let group: Group = freeGroup;
  for (const id of ['a', 'b', 'c', 'd']) group = enter(group, queued(id)).group;
  group = leave(group, 'c');
  expect(group).toEqual({ running: 'a', pending: ['b', 'd'] });
  group = leave(group, 'a');
  expect(group).toEqual({ running: 'b', pending: ['d'] });
  expect(leave(leave(group, 'b'), 'd')).toEqual(freeGroup);
});

test('a single entrant evicts everybody who waits', () => {
  let group: Group = freeGroup;
  for (const id of ['a', 'b', 'c']) group = enter(group, queued(id)).group;
  expect(enter(group, single('d'))).toEqual({ group: { running: 'a', pending: ['d'] }, cancelled: ['b', 'c'] });
});

test('a full queue turns the newcomer away', () => {
  let group: Group = freeGroup;
  for (let index = 0; index <= longestQueue; index += 1) group = enter(group, queued(`${index}`)).group;
  expect(enter(group, queued('late')).cancelled).toEqual(['late']);
  expect(group.pending).toHaveLength(longestQueue);
});
