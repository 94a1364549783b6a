import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from '../src/index.js';

test('reads one unit', () => {
  assert.equal(parse('90m'), 5_400_000);
  assert.equal(parse('500ms'), 500);
});

test('adds several units', () => {
  assert.equal(parse('1h 30m'), 5_400_000);
  assert.equal(parse('2d12h'), 216_000_000);
});

test('does not mind spaces and capitals', () => {
  assert.equal(parse(' 1 H 30 M '), 5_400_000);
});

test('refuses a text without a duration', () => {
  assert.throws(() => parse('soon'), RangeError);
});
