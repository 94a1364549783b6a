import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copyOf } from '../../src/core/copy.ts';

test('a copy is equal and shares nothing that can be changed', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const copy = copyOf(value);
      expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
      if (typeof value === 'object' && value !== null) expect(copy).not.toBe(value);
    }),
  );
  const story = { seen: { comment: 1 }, runs: [{ id: 'a' }] };
  const copy = copyOf(story);
  copy.seen.comment = 2;
  copy.runs[0]!.id = 'b';
  expect(story).toEqual({ seen: { comment: 1 }, runs: [{ id: 'a' }] });
});
