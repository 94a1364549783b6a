import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copyOf, frozenCopy } from '../../src/core/copy.ts';

test('a copy is equal and shares nothing that can be changed', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const copy = copyOf(value);
      expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
      if (typeof value === 'object' && value !== null) expect(copy).not.toBe(value);
      expect(JSON.stringify(frozenCopy(value))).toBe(JSON.stringify(value));
    }),
  );
  const odd = JSON.parse('{"__proto__": {"admin": true}}') as object;
  for (const copy of [copyOf(odd), frozenCopy(odd)]) {
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"admin":true}}');
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  }
  const story = { seen: { comment: 1 }, runs: [{ id: 'a' }] };
  const copy = copyOf(story);
  copy.seen.comment = 2;
  copy.runs[0]!.id = 'b';
  expect(story).toEqual({ seen: { comment: 1 }, runs: [{ id: 'a' }] });
});

test('a frozen copy cannot be changed, at any depth, and has no keys without a value', () => {
  const frozen = frozenCopy({ seen: { comment: 1, note: undefined }, runs: [{ id: 'a' }] });
  expect(frozen).toStrictEqual({ seen: { comment: 1 }, runs: [{ id: 'a' }] });
  expect(() => {
    frozen.runs[0]!.id = 'b';
  }).toThrow(TypeError);
});
