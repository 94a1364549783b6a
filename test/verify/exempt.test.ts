import { expect, test } from 'vitest';
import { exemptionSchema } from '../../src/core/brief.ts';
import { exemptBy } from '../../src/verify/exempt.ts';

const RULES = [
  { name: 'docs', paths: ['docs/**', '**/*.md'] },
  { name: 'chores', paths: ['.editorconfig', 'tools/**'] },
];

test.each<[string, (string | null)[], string | undefined]>([
  ['all files of one rule', ['docs/a.md', 'README.md', 'docs/.hidden/x'], 'docs'],
  ['all files of several', ['README.md', 'tools/a.js'], 'docs and chores'],
  ['one file of none', ['README.md', 'src/a.js'], undefined],
  ['a path that cannot be read', ['README.md', null], undefined],
  ['no file', [], undefined],
])('%s', (_, paths, expected) => {
  expect(exemptBy(paths, RULES)).toBe(expected);
});

test('no rule, no exemption', () => {
  expect(exemptBy(['README.md'], [])).toBeUndefined();
});

test.each([
  { name: 'docs' },
  { name: 'docs', paths: [] },
  { name: 'docs', paths: [''] },
  { name: '', paths: ['a'] },
  { name: '@maria', paths: ['a'] },
  { name: 'x'.repeat(41), paths: ['a'] },
  { name: 'docs', paths: ['a'], labels: ['chore'] },
])('refuses the rule %j', (rule) => {
  expect(exemptionSchema.safeParse(rule).success).toBe(false);
});
