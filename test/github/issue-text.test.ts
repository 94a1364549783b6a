/** What an approval of a text is bound to. */
import { describe, expect, test } from 'vitest';
import type { Person } from '../../src/core/observation.ts';
import { newestEdit, textHash } from '../../src/github/issue-text.ts';

describe('the hash of a text', () => {
  test('is the same for the same text, and another for any other', () => {
    const hashes = [
      ['a', 'b'],
      ['a', 'B'],
      ['A', 'b'],
      ['ab', ''],
      ['', 'ab'],
      ['a"', 'b'],
      ['a', '"b'],
      ['a', 'b\u200b'],
    ].map(([title, body]) => textHash(title!, body!));
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(textHash('a', 'b')).toBe(hashes[0]);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the newest edit', () => {
  const [wes, tess]: Person[] = [
    { id: 2, login: 'wes', kind: 'user' },
    { id: 3, login: 'tess', kind: 'user' },
  ];
  const early = '2026-11-23T09:00:00Z';
  const late = '2026-11-23T09:00:01Z';

  test.each([
    ['none when there was none', null, null, null],
    ['the one of the body', early, null, { at: early, by: wes }],
    ['the one of the title', undefined, early, { at: early, by: tess }],
    ['the later one: the title', early, late, { at: late, by: tess }],
    ['the later one: the body', late, early, { at: late, by: wes }],
    ['the body’s when both are in one second', early, early, { at: early, by: wes }],
  ])('is %s', (_, body, title, expected) => {
    expect(newestEdit({ at: body, by: wes! }, { at: title, by: tess! })).toEqual(expected);
  });

  test('names nobody where GitHub does not', () => {
    expect(newestEdit({ at: early, by: null }, { at: null, by: null })).toEqual({ at: early, by: null });
  });
});
