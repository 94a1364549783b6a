import { expect, it, test } from 'vitest';
import { pointersIn } from '../../../src/agent/context/words.ts';

const paths = (text: string) => pointersIn(text).paths.map(({ word }) => word);
const names = (text: string) => pointersIn(text).names.map(({ word }) => word);

test.each([
  ['The bug is in src/units.js.', ['src/units.js']],
  ['See `./src/units.js`, and units.test.js!', ['src/units.js', 'units.test.js']],
  ['in .github/workflows/ci.yml (the job)', ['.github/workflows/ci.yml']],
  ['it takes 1.5h, i.e. 90 min.', []],
  ['the folder src/core/decide is large', ['src/core/decide']],
  ['https://example.com/a/b.js shows it', []],
  ['call console.log(x) there', []],
])('paths in %j', (text, expected) => {
  expect(paths(text)).toEqual(expected);
});

test.each([
  ['parseHours is wrong', ['parseHours']],
  ['`parse("1.5h")` returns five', ['parse']],
  ['set MAX_HOURS or max_hours to 5', ['MAX_HOURS', 'max_hours']],
  ['when parse(x) is called', ['parse']],
  ['it says "cannot read the hours" and stops', ['cannot read the hours']],
  ["the test 'parses half hours' fails, it's red", ['parses half hours']],
  ['an ordinary sentence about hours', []],
])('names in %j', (text, expected) => {
  expect(names(text)).toEqual(expected);
});

it('puts first what its author marked as code', () => {
  expect(pointersIn('someName stands here, and `other` there')).toMatchObject({
    names: [
      { word: 'other', sureness: 3 },
      { word: 'someName', sureness: 2 },
    ],
  });
});

it('knows ordinary words by their letters, each once', () => {
  expect(pointersIn('Hours and HOURS, and Straßen').words).toEqual(['hours', 'straßen']);
});

test.each([
  ['letters', 'a'.repeat(100_000)],
  ['points and dashes', 'a-a.'.repeat(25_000)],
  ['dashes', '-'.repeat(100_000)],
  ['slashes', 'a/'.repeat(50_000)],
  ['slashes and dashes', `${'a/'.repeat(9_000)}${'-'.repeat(90_000)}`],
  ['points', '.'.repeat(100_000)],
  ['backticks', '`a'.repeat(50_000)],
  ['quotes', `"${' a'.repeat(50_000)}`],
  ['apostrophes', "' a".repeat(33_000)],
  ['open brackets', 'a('.repeat(50_000)],
])('takes no longer for a hostile text than for another: %s', (_, text) => {
  const began = performance.now();
  pointersIn(text);
  expect(performance.now() - began).toBeLessThan(500);
});
