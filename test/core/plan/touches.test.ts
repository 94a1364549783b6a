import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, test } from 'vitest';
import { overlapOf, overlaps } from '../../../src/core/plan/touches.ts';

describe('two patterns', () => {
  test.each<[string, string, boolean]>([
    ['src/a.ts', 'src/a.ts', true],
    ['src/a.ts', 'src/b.ts', false],
    ['./src/a.ts', 'src/a.ts', true],
    ['src/', 'src/a/b.ts', true],
    ['src', 'srcs/a.ts', false],
    ['src/**', 'test/**', false],
    ['src/**', 'src/a/b/c.ts', true],
    ['**/*.test.ts', 'src/cart/**', true],
    ['**/*.test.ts', 'src/cart/total.ts', false],
    ['src/*/index.ts', 'src/cart/*.ts', true],
    ['src/*/index.ts', 'src/cart/total.ts', false],
    ['src/*.ts', 'src/cart/total.ts', false],
    ['src/c*t.ts', 'src/*art.ts', true],
    ['src/c*t.ts', 'src/d*t.ts', false],
    ['src/?.ts', 'src/a.ts', true],
    ['src/??.ts', 'src/a.ts', false],
    ['README.md', 'readme.md', true],
    ['src/{cart,page}/a.ts', 'src/page/a.ts', true],
    ['{src/cart,test}/a.ts', 'src/cart/a.ts', true],
    ['src/[ab].ts', 'src/b.ts', true],
    ['!src/**', 'docs/a.md', true],
    ['**', 'anything', true],
    ['a/**/b/**/c', 'a/x/b/c', true],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/c.ts', false],
    ['a/**/b', 'a/c', true],
    ['a/*', 'a/b/c.ts', false],
    ['.github', '.github/x.yml', true],
  ])('%s and %s: %s', (one, other, expected) => {
    expect(overlaps(one, other)).toBe(expected);
    expect(overlaps(other, one)).toBe(expected);
  });

  test('always overlap where one path matches both', () => {
    const segment = fc.constantFrom('a', 'b', 'ab', '*', 'a*', '*b', '?', '**', 'a?b', '*a*');
    const pattern = fc.array(segment, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
    const path = fc.array(fc.constantFrom('a', 'b', 'ab', 'acb', 'ba'), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(pattern, pattern, path, (one, other, parts) => {
        const both = [one, other].every((each) => picomatch.isMatch(parts.join('/'), each));
        return !both || overlaps(one, other);
      }),
      { numRuns: 3_000 },
    );
  });

  test('are compared in bounded time', () => {
    const stars = Array.from({ length: 60 }, () => '**/*a*a*a*')
      .join('/')
      .slice(0, 200);
    expect(overlaps(`${stars}/x.ts`, `${stars}/y.ts`)).toBe(false);
  });
});

test('the first pair that overlaps is named', () => {
  expect(overlapOf(['docs/**', 'src/cart/**'], ['test/**', 'src/**/total.ts'])).toEqual([
    'src/cart/**',
    'src/**/total.ts',
  ]);
  expect(overlapOf(['docs/**'], [])).toBeUndefined();
});
