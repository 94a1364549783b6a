import { expect, test } from 'vitest';
import { keyOfTask, numbered } from '../../../src/core/plan/markdown-numbers.ts';
import { complexityOf, pathsIn, priorityOf, sessionsOf } from '../../../src/core/plan/markdown-values.ts';

test.each([
  ['P0', 1],
  ['P3 (later)', 4],
  ['1', 1],
  ['🔥 Critical', 1],
  ['High', 2],
  ['medium', 3],
  ['low', 4],
  ['5', undefined],
  ['P4', undefined],
  ['soon', undefined],
  ['', undefined],
])('priority %j is %j', (text, expected) => {
  expect(priorityOf(text)).toBe(expected);
});

test.each([
  ['2 sessions', 2],
  ['1.5', 1.5],
  ['30 min', 0.5],
  ['1-2 hours', 0.5],
  ['4-6h', 1.5],
  ['~3 days', 6],
  ['1 week', 10],
  ['M', 2],
  ['Small (1h)', 1],
  ['XL', 5],
  ['9999 weeks', 100],
  ['0 hours', undefined],
  ['Soon', undefined],
  ['3 apples', undefined],
])('estimate %j is %j sessions', (text, expected) => {
  expect(sessionsOf(text)).toBe(expected);
});

test.each([
  ['7', 7],
  ['7/10', 7],
  ['High', 8],
  ['0', undefined],
  ['11', undefined],
  ['odd', undefined],
])('complexity %j is %j', (text, expected) => {
  expect(complexityOf(text)).toBe(expected);
});

test.each([
  ['`src/a.ts`, `src/b/**`', ['src/a.ts', 'src/b/**'], []],
  ['Modify: `src/a.ts:10-20`', ['src/a.ts'], []],
  ['src/a.ts, README.md and more', ['src/a.ts', 'README.md'], []],
  ['`./src/a.ts`', ['src/a.ts'], []],
  ['`../a.ts` `/etc/passwd`', [], ['../a.ts', '/etc/passwd']],
  ['all of them', [], []],
])('paths of %j', (text, paths, bad) => {
  expect(pathsIn(text)).toEqual({ paths, bad });
});

test.each([
  ['1.2 Title', [1, 2], 'Title'],
  ['1.2. Title', [1, 2], 'Title'],
  ['1.2: Title', [1, 2], 'Title'],
  ['**1.2** Title', [1, 2], 'Title'],
  ['**1.2 Title** and more', [1, 2], 'Title and more'],
  ['**Task 1.2:** Title', [1, 2], 'Title'],
  ['Task 1.2 - Title', [1, 2], 'Title'],
  ['✅ Task 1.2 — Title', [1, 2], 'Title'],
  ['1.2.3 Part', [1, 2, 3], 'Part'],
])('%j begins with a number', (text, number, rest) => {
  expect(numbered(text)).toMatchObject({ number, rest });
});

test.each(['1.5x faster', '2nd', '3.1.B Part', 'v1.2 is out', 'Title 1.2', ''])('%j does not', (text) => {
  expect(numbered(text)).toBeUndefined();
});

test('keys follow from numbers', () => {
  const keys = [[0, 1], [1, 2], [12, 3], [99, 99], [7]].map(keyOfTask);
  expect(keys).toEqual(['S1', 'S102', 'S1203', 'S9999', 'S700']);
  expect([[0, 0], [0], [100, 1], [1, 100]].map(keyOfTask)).toEqual([undefined, undefined, undefined, undefined]);
});
