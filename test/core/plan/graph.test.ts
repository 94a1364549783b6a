import { expect, test } from 'vitest';
import { chainWeights, circles, ordered } from '../../../src/core/plan/graph.ts';

const nodes = (...edges: [string, string][]) =>
  edges.map(([id, dependencies]) => ({ id, dependencies: [...dependencies] }));

test('an order puts what is waited for first, and keeps to the list where nothing else decides', () => {
  const graph = nodes(['d', 'bc'], ['c', 'a'], ['b', 'a'], ['a', ''], ['e', '?']);
  expect(ordered<string, (typeof graph)[number]>(graph, () => 0).map(({ id }) => id)).toEqual([
    'a',
    'c',
    'b',
    'd',
    'e',
  ]);
});

test('circles are found however long they are, and chains are none', () => {
  const chain = Array.from({ length: 20_000 }, (_, id) => ({ id, dependencies: id === 0 ? [] : [id - 1] }));
  expect(circles(chain)).toEqual([]);
  expect(chainWeights<number, (typeof chain)[number]>(chain, () => 1).get(0)).toBe(20_000);
  const ring = [{ id: 0, dependencies: [19_999] }, ...chain.slice(1)];
  expect(circles(ring)[0]).toHaveLength(20_000);
  expect(circles(nodes(['a', 'a'], ['b', 'c'], ['c', 'b'], ['d', 'c']))).toEqual([['a'], ['b', 'c']]);
});

test('a chain weighs what hangs on it at most', () => {
  const graph = nodes(['a', ''], ['b', 'a'], ['c', 'a'], ['d', 'c'], ['x', 'y'], ['y', 'x']);
  const weights = chainWeights<string, (typeof graph)[number]>(graph, ({ id }) => (id === 'b' ? 5 : 1));
  expect(Object.fromEntries(weights)).toEqual({ a: 6, b: 5, c: 2, d: 1, x: 1, y: 1 });
});
