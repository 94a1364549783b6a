import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format } from '../src/index.js';

test('writes the largest units first', () => {
  assert.equal(format(5_400_000), '1h 30m');
  assert.equal(format(86_461_500), '1d 1m 1s 500ms');
});

test('writes at most as many units as asked for', () => {
  assert.equal(format(86_461_500, { parts: 2 }), '1d 1m');
});

test('writes nothing as zero seconds', () => {
  assert.equal(format(0), '0s');
});

test('refuses what is not a whole number of milliseconds', () => {
  assert.throws(() => format(-1), RangeError);
  assert.throws(() => format(1.5), RangeError);
});
