/** The fourth story: comparing. Its first test proves nothing and hides a defect; the verification refuses it, and the next run mends both. */
import { TOLD } from '../first-request.ts';
import { commit, done, RUN_TESTS } from '../sample-change.ts';
import { developed, edit, green, read, red, write } from './developer.ts';
import { STORY_TITLES } from './plan.ts';

/** Calculates by itself what it should ask compare for, so that it passes with and without it. */
const WEAK_TEST = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toMilliseconds } from '../src/duration.js';

test('90m is longer than 1h', () => {
  assert.ok(toMilliseconds('90m') > toMilliseconds('1h'));
});
`;

const TEST = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare, longest } from '../src/compare.js';

test('compares durations, however they are written', () => {
  assert.ok(compare('5m', '1h') < 0);
  assert.ok(compare('90m', '1h') > 0);
  assert.equal(compare('60m', '1h'), 0);
  assert.equal(compare('1h', 3_600_000), 0);
});

test('sorts a list', () => {
  assert.deepEqual(['1h', '5m', '90m'].sort(compare), ['5m', '1h', '90m']);
});

test('finds the longest, as it was written', () => {
  assert.equal(longest(['90m', '2h', 3_600_000]), '2h');
  assert.equal(longest([]), undefined);
});

test('refuses what is no duration, by name', () => {
  assert.throws(() => compare('5m', 'soon'), { name: 'RangeError', message: 'not a duration: "soon"' });
});
`;

const HEAD = `/**
 * Compares two durations, for sorting.
 *
 * @param {string | number} one such as "1h 30m" or 5400000
 * @param {string | number} other
 * @returns {number} less than 0 when \`one\` is shorter, more than 0 when it is longer
 * @throws {RangeError} when one of them is none
 */
`;

/** Right for milliseconds; texts are compared letter by letter. */
const WRONG = 'export const compare = (one, other) => (one > other ? 1 : one < other ? -1 : 0);\n';
const RIGHT = 'export const compare = (one, other) => toMilliseconds(one) - toMilliseconds(other);\n';

const LONGEST = `
/**
 * The longest of some durations, as it was written; the first where several are. Undefined for an empty list.
 *
 * @param {Iterable<string | number>} durations
 * @returns {string | number | undefined}
 * @throws {RangeError} for the first that is no duration
 */
export function longest(durations) {
  return [...durations].sort((one, other) => compare(other, one))[0];
}
`;

const TITLE = 'Compare durations and find the longest';
const BODY =
  '`compare`, from `lapse/compare`, is for sorting; `longest` answers the longest as it was written. Both take texts and milliseconds.';

export const COMPARE = [
  developed(
    STORY_TITLES.S4,
    [
      { say: 'I look at what a duration is.', calls: [read('src/duration.js')] },
      {
        calls: [write('test/compare.test.js', WEAK_TEST), RUN_TESTS, commit('red', 'Test that 90m is longer than 1h')],
      },
      {
        calls: [write('src/compare.js', `${HEAD}${WRONG}${LONGEST}`), RUN_TESTS, commit('green', 'Compare durations')],
      },
      { say: 'Everything passes.', calls: [done(TITLE, BODY)] },
    ],
    { attempt: 1 },
  ),
  developed(STORY_TITLES.S4, [
    {
      // The script plays on only when the run was told what was wrong.
      expect: [TOLD, 'without'],
      say: 'My test calculates by itself and never calls compare. It has to use the values of the story.',
      calls: [read('test/compare.test.js'), read('src/compare.js')],
    },
    ...red(
      'The same file, with the criteria of the story.',
      [write('test/compare.test.js', TEST)],
      'Test compare with the values of the story',
    ),
    ...green(
      'The new test found a defect: texts were compared letter by letter, and "5m" came behind "1h".',
      [
        edit('src/compare.js', HEAD, `import { toMilliseconds } from './duration.js';\n\n${HEAD}`),
        edit('src/compare.js', WRONG, RIGHT),
      ],
      {
        message:
          'Compare durations by how long they are\n\nTexts were compared letter by letter, so that 5m came behind 1h.',
        title: TITLE,
        body: `${BODY}\n\nThe first test of this story proved nothing. The new ones fail without the change, and found that texts were compared letter by letter.`,
      },
    ),
  ]),
];
