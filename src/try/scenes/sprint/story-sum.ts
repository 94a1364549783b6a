/** The second story: adding up. */
import { developed, green, read, red, write } from './developer.ts';
import { STORY_TITLES } from './plan.ts';

const TEST = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sum } from '../src/sum.js';

test('adds up texts and milliseconds', () => {
  assert.equal(sum(['20m', '1h 30m', 45_000]), 6_645_000);
});

test('is nothing for an empty list', () => {
  assert.equal(sum([]), 0);
});

test('refuses what is no duration, by name', () => {
  assert.throws(() => sum(['20m', 'soon']), { name: 'RangeError', message: 'not a duration: "soon"' });
});

test('does not take a text for a list of letters', () => {
  assert.throws(() => sum('20m'), { name: 'RangeError', message: 'not a list: "20m"; put it into one, ["20m"]' });
});
`;

const CODE = `import { toMilliseconds } from './duration.js';

/**
 * Adds up durations.
 *
 * @param {Iterable<string | number>} durations such as "1h 30m" or 5400000
 * @returns {number} milliseconds
 * @throws {RangeError} for the first that is no duration, and for a text, whose letters would be taken for durations
 */
export function sum(durations) {
  if (typeof durations === 'string') {
    const text = JSON.stringify(durations);
    throw new RangeError(\`not a list: \${text}; put it into one, [\${text}]\`);
  }
  let total = 0;
  for (const duration of durations) total += toMilliseconds(duration);
  return total;
}
`;

export const SUM = developed(STORY_TITLES.S2, [
  { say: 'toMilliseconds says what a duration is; I look at it.', calls: [read('src/duration.js')] },
  ...red(
    'The tests first, the text in place of a list among them.',
    [write('test/sum.test.js', TEST)],
    'Test that durations are added up',
  ),
  ...green('A loop is enough.', [write('src/sum.js', CODE)], {
    message: 'Add up durations',
    title: 'Add up a list of durations',
    body: '`sum`, from `lapse/sum`, adds up texts and milliseconds. What is no duration is refused by name; a text in place of a list is refused too, because its letters could be iterated.\n\nFour new tests fail without the change.',
  }),
]);
