/** The third story: rounding. What nobody has said is asked, and the next run goes on with the answer. */
import { ask } from '../sample-change.ts';
import { developed, edit, green, read, red, write } from './developer.ts';
import { STORY_TITLES } from './plan.ts';

export const QUESTION = 'What is 20s, rounded to minutes?';
export const OPTIONS = ['0s: it is less than half a minute', '1m: what lasts at all lasts at least one unit'];
/** What the maintainer chooses, from 1. The agent would have taken the first. */
export const CHOSEN = 2;

const TEST = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { round } from '../src/round.js';

test('rounds to the nearest unit, half of one up', () => {
  assert.equal(round('1h 50m 45s', 'm'), 6_660_000);
  assert.equal(round('1h 50m 20s', 'm'), 6_600_000);
  assert.equal(round('90s', 'm'), 120_000);
});

test('leaves nothing as it is', () => {
  assert.equal(round(0, 'h'), 0);
});

test('refuses a unit that there is not', () => {
  assert.throws(() => round('1h', 'w'), { name: 'RangeError', message: 'not a unit: w; there are d, h, m, s, ms' });
});
`;

const SHORT_TEST = `
test('makes at least one unit of what lasts at all', () => {
  assert.equal(round('20s', 'm'), 60_000);
  assert.equal(round(1, 'd'), 86_400_000);
});
`;

const LAST_LINES = `message: 'not a unit: w; there are d, h, m, s, ms' });
});
`;

const CODE = `import { toMilliseconds } from './duration.js';
import { UNITS } from './units.js';

/**
 * Rounds a duration to a unit, half of one up. What lasts at all lasts at least one unit, so that no timer is set to nothing.
 *
 * @param {string | number} duration such as "1h 30m" or 5400000
 * @param {string} unit one of d, h, m, s and ms
 * @returns {number} milliseconds
 * @throws {RangeError} when one of the two is none
 */
export function round(duration, unit) {
  const size = UNITS.get(unit);
  if (size === undefined) throw new RangeError(\`not a unit: \${unit}; there are \${[...UNITS.keys()].join(', ')}\`);
  const milliseconds = toMilliseconds(duration);
  return milliseconds === 0 ? 0 : Math.max(size, Math.round(milliseconds / size) * size);
}
`;

export const ROUND = [
  developed(
    STORY_TITLES.S3,
    [
      {
        say: 'I look at the units, and at what a duration is.',
        calls: [read('src/units.js'), read('src/duration.js')],
      },
      ...red(
        'What the story settles is tested first.',
        [write('test/round.test.js', TEST)],
        'Test that durations are rounded to a unit',
      ),
      {
        expect: 'Committed red',
        say: 'What is shorter than half a unit is open, as the story says. Callers will build on it, so I ask before I write it.',
        calls: [
          ask(QUESTION, OPTIONS, {
            confidence: 0.5,
            reasoning: 'By arithmetic it is nothing. But a timer that is set to nothing rings at once.',
          }),
        ],
      },
    ],
    { continues: false },
  ),
  developed(
    STORY_TITLES.S3,
    [
      ...red(
        'At least one unit, then. My tests are there already; I add one for the answer.',
        [edit('test/round.test.js', LAST_LINES, `${LAST_LINES}${SHORT_TEST}`)],
        'Test that what lasts at all lasts at least one unit',
        [QUESTION, OPTIONS[CHOSEN - 1]!],
      ),
      ...green('Now the function.', [write('src/round.js', CODE)], {
        message: 'Round a duration to a unit\n\nWhat lasts at all lasts at least one unit, as the maintainer decided.',
        title: 'Round a duration to a unit',
        body: '`round`, from `lapse/round`, rounds to the nearest unit, half of one up. What lasts at all lasts at least one unit, as was answered: 20s, rounded to minutes, is 1m.\n\nFour new tests fail without the change.',
      }),
    ],
    { continues: true },
  ),
];
