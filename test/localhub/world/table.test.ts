import { describe, expect, it } from 'vitest';
import { nodeId, parseNodeId } from '../../../src/localhub/world/node-ids.ts';
import { createTable, type Table } from '../../../src/localhub/world/table.ts';

interface Cat {
  id: number;
  color: string;
  home: string | null;
}

const cats = (): Table<Cat, 'color' | 'home'> =>
  createTable<Cat, 'color' | 'home'>(
    { color: (row) => row.color, home: (row) => row.home },
    [{ id: 1, color: 'red', home: null }],
    () => {},
  );

describe('a table', () => {
  it('follows a row whose key changes', () => {
    const table = cats();
    const red = table.get(1) as Cat;
    table.add({ id: 2, color: 'red', home: 'x' });
    table.update(red, { color: 'black', home: 'x' });
    expect(table.where('color', 'red').map((row) => row.id)).toEqual([2]);
    expect(table.where('home', 'x').map((row) => row.id)).toEqual([2, 1]);
    table.remove(red);
    expect(table.where('color', 'black')).toEqual([]);
    expect(table.toJSON()).toEqual([{ id: 2, color: 'red', home: 'x' }]);
  });

  it('refuses an id that is taken', () => {
    expect(() => cats().add({ id: 1, color: 'blue', home: null })).toThrow('id 1 exists already');
  });
});

describe('a node id', () => {
  it.each([
    ['Issue', 123],
    ['Ref', '7:refs/heads/story/12'],
  ] as const)('of %s %s can be read again', (type, key) => {
    expect(parseNodeId(nodeId(type, key))).toEqual({ type, key: String(key) });
  });

  it.each(['', 'nonsense', 'I_kwDOA', Buffer.from('nocolon').toString('base64url')])('is not %j', (text) => {
    expect(parseNodeId(text)).toBeNull();
  });
});

it('has the same node id for a thing after many others were asked for, and another for each of them', () => {
  const ids = new Set<string>();
  for (let round = 0; round < 2; round += 1)
    for (let key = 0; key < 6_000; key += 1)
      for (const type of ['Issue', 'Label'] as const) {
        const id = nodeId(type, key);
        ids.add(id);
        if (id !== Buffer.from(`${type}:${key}`).toString('base64url')) throw new Error(`${id} is not ${type} ${key}`);
      }
  expect(ids.size).toBe(12_000);
});
