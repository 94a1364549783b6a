/** Whether two values are written as the same text. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSame } from '../../src/core/same.ts';

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('a', '', 0, 1, true, false, null, undefined),
    fc.array(tie('defined'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), tie('value'), { maxKeys: 3 }),
  ),
  defined: tie('value').map((one) => one ?? null),
}));

test('as their texts are', () => {
  fc.assert(
    fc.property(value, value, (one, other) => {
      expect(isSame(one, other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      expect(isSame(one, one)).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});

test('what looks alike is not the same', () => {
  const at = '2026-11-23T09:00:00.000Z';
  const date = new Date(at);
  expect(isSame({ at }, { at: date })).toBe(false);
  expect(isSame({ at: date }, { at: date })).toBe(false);
  expect(isSame({ at: 1 }, { at: '1' })).toBe(false);
  expect(isSame({ at: 0 }, { at: -0 })).toBe(false);
  expect(isSame({ at: Number.NaN }, { at: null })).toBe(false);
  expect(isSame([], {})).toBe(false);
  expect(isSame(['a'], { 0: 'a' })).toBe(false);
  expect(isSame({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(false);
});
