import { expect, test } from 'vitest';
import { jobNameOf, spreadStrategy } from '../../../src/localhub/actions/matrix.ts';

test('include extends the combinations whose own values it leaves alone, and adds what fits none', () => {
  const { combinations } = spreadStrategy({
    matrix: {
      fruit: ['apple', 'pear'],
      animal: ['cat', 'dog'],
      include: [
        { color: 'green' },
        { color: 'pink', animal: 'cat' },
        { fruit: 'apple', shape: 'circle' },
        { fruit: 'banana' },
        { fruit: 'banana', animal: 'cat' },
      ],
    },
  });
  // The example of GitHub's documentation.
  expect(combinations).toEqual([
    { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
    { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
    { fruit: 'pear', animal: 'cat', color: 'pink' },
    { fruit: 'pear', animal: 'dog', color: 'green' },
    { fruit: 'banana' },
    { fruit: 'banana', animal: 'cat' },
  ]);
});

test('exclude takes away what agrees with it', () => {
  const { combinations, failFast, maxParallel } = spreadStrategy({
    matrix: { os: ['a', 'b'], node: [22, 24], exclude: [{ os: 'a', node: 22 }] },
    'fail-fast': false,
    'max-parallel': 2,
  });
  expect(combinations).toHaveLength(3);
  expect([failFast, maxParallel]).toEqual([false, 2]);
});

test('says what is no matrix, and what is too large a one', () => {
  expect(() => spreadStrategy({ matrix: { os: 'linux' } })).toThrow('matrix.os must be a list, not "linux"');
  const many = Array.from({ length: 257 }, (_, index) => index);
  expect(() => spreadStrategy({ matrix: { n: many } })).toThrow('the matrix has 257 combinations; GitHub allows 256');
});

test('names a job after its values', () => {
  expect(jobNameOf('test', { os: 'linux', node: 24, extra: { a: 1 } })).toBe('test (linux, 24, {"a":1})');
  expect(jobNameOf('test', {})).toBe('test');
});
