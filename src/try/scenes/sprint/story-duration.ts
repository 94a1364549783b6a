/** The first story: one function says what a duration is. */
import { developed, edit, green, read, red, write } from './developer.ts';
import { STORY_TITLES } from './plan.ts';

/** The line of the README before which later stories put theirs. */
export const RUN_THE_TESTS = 'Run the tests with `npm test`.\n';

const TEST = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toMilliseconds } from '../src/duration.js';

test('takes a text', () => {
  assert.equal(toMilliseconds('1h 30m'), 5_400_000);
  assert.equal(toMilliseconds(' 2 D '), 172_800_000);
});

test('takes whole milliseconds as they are', () => {
  assert.equal(toMilliseconds(5_400_000), 5_400_000);
  assert.equal(toMilliseconds(0), 0);
});

test('takes the whole text or nothing', () => {
  for (const text of ['1.5h', '5m later', 'soon', '']) {
    assert.throws(() => toMilliseconds(text), { name: 'RangeError', message: \`not a duration: "\${text}"\` });
  }
});

test('refuses what else is no duration', () => {
  for (const value of [-1, 1.5, NaN, undefined]) {
    assert.throws(() => toMilliseconds(value), { name: 'RangeError', message: \`not a duration: \${value}\` });
  }
});

test('can be imported by its name', async () => {
  assert.equal((await import('lapse/duration')).toMilliseconds, toMilliseconds);
});
`;

const CODE = `import { parse } from './parse.js';

/** Nothing but amounts with their units. \`parse\` passes over what stands between them. */
const WHOLE = /^\\s*(?:\\d+\\s*(?:ms|d|h|m|s)\\s*)+$/i;

/**
 * Takes a duration as a text or as milliseconds.
 *
 * @param {string | number} duration such as "1h 30m" or 5400000
 * @returns {number} whole milliseconds, not negative
 * @throws {RangeError} when it is none
 */
export function toMilliseconds(duration) {
  if (typeof duration === 'string' && WHOLE.test(duration)) return parse(duration);
  if (Number.isSafeInteger(duration) && duration >= 0) return duration;
  throw new RangeError(\`not a duration: \${typeof duration === 'string' ? JSON.stringify(duration) : duration}\`);
}
`;

const README = `Each function that calculates has a module of its own. Where it takes a duration, that may be a text or milliseconds.

- \`toMilliseconds(duration)\` from \`lapse/duration\` reads the whole text. It throws a \`RangeError\` where \`parse\` would pass
  over something, such as the \`1.\` of \`1.5h\`.

`;

export const DURATION = developed(STORY_TITLES.S1, [
  {
    say: 'I look at how a text is read, and at what callers can import.',
    calls: [read('src/parse.js'), read('package.json'), read('README.md')],
  },
  ...red(
    'parse passes over what it does not understand. Tests that show what should be refused come first.',
    [write('test/duration.test.js', TEST)],
    'Test that a duration is taken whole or refused',
  ),
  ...green(
    'parse stays as it is. What is strict stands before it.',
    [
      write('src/duration.js', CODE),
      edit(
        'package.json',
        '"exports": "./src/index.js",',
        '"exports": {\n    ".": "./src/index.js",\n    "./*": "./src/*.js"\n  },',
      ),
      edit('README.md', RUN_THE_TESTS, `${README}${RUN_THE_TESTS}`),
    ],
    {
      message:
        'Take a duration as text or as milliseconds\n\nIt reads the whole text. Each module of src can be imported by its name now.',
      title: 'Take a duration as text or as milliseconds',
      body: '- `toMilliseconds` takes a text or whole milliseconds, and refuses everything else by name.\n- Each module of `src` can be imported by its name: `lapse/duration`.\n- `parse` is as it was.\n\nFive new tests fail without the change.',
    },
  ),
]);
