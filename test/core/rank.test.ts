import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rank, words } from '../../src/core/rank.ts';

const texts = [
  'Releases are made on Mondays by the release manager.',
  'Dates are written as ISO 8601, in UTC, everywhere: in logs, in files and in the API.',
  'The API answers with JSON.',
  'Commits are signed.',
];

describe('rank', () => {
  it('puts first what has the rare words of the question', () => {
    expect(rank('Which date format should the log use?', texts, 2)[0]).toBe(1);
    expect(rank('Who makes the release?', texts, 1)).toEqual([0]);
  });

  it('leaves out what shares no word', () => {
    expect(rank('commits', texts, 4)).toEqual([3]);
    expect(rank('zebra', texts, 4)).toEqual([]);
    expect(rank('', texts, 4)).toEqual([]);
    expect(rank('date', [], 4)).toEqual([]);
  });

  it('finds words inside names, and the plural', () => {
    expect(words('parseDates snake_case Grüße glass')).toEqual([
      'parsedate',
      'parse',
      'date',
      'snake',
      'case',
      'grüße',
      'glass',
    ]);
  });

  it('holds long texts back', () => {
    expect(rank('date', [`date ${'other '.repeat(200)}`, 'the date'], 2)).toEqual([1, 0]);
  });

  it('answers valid indexes once each, at most as many as asked, the same every time', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), fc.nat(5), (query, given, most) => {
        const found = rank(query, given, most);
        expect(found.length).toBeLessThanOrEqual(most);
        expect(new Set(found).size).toBe(found.length);
        expect(found.every((index) => index in given)).toBe(true);
        expect(rank(query, given, most)).toEqual(found);
      }),
    );
  });
});
