import { expect, test } from 'vitest';
import { matchesAny, matchesPatterns } from '../../../src/localhub/actions/filter-patterns.ts';

test.each([
  ['*', 'main', true],
  ['*', 'feature/a', false],
  ['**', 'feature/a', true],
  ['feature/*', 'feature/a', true],
  ['feature/*', 'feature/a/b', false],
  ['feature/**', 'feature/a/b', true],
  ['**/README.md', 'README.md', true],
  ['**/README.md', 'docs/en/README.md', true],
  ['**.js', 'src/deep/a.js', true],
  ['*.jsx?', 'page.js', true],
  ['*.jsx?', 'page.jsx', true],
  ['v[12].[0-9]+.[0-9]+', 'v1.10.1', true],
  ['v[12].[0-9]+.[0-9]+', 'v3.0.0', false],
  ['**/docs/**', 'dir/docs/my-file.txt', true],
  ['docs/**', 'docs/a', true],
  ['a.b', 'axb', false],
])('%s and %s: %s', (pattern, name, expected) => {
  expect(matchesAny([pattern], name)).toBe(expected);
});

test('the last pattern that matches decides', () => {
  expect(matchesPatterns(['releases/**', '!releases/**-alpha'], 'releases/1-alpha')).toBe(false);
  expect(matchesPatterns(['releases/**', '!releases/**-alpha'], 'releases/1')).toBe(true);
  expect(matchesPatterns(['!docs/**', 'docs/**'], 'docs/a')).toBe(true);
});
