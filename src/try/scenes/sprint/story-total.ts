/** The fifth story: a list that is one text. */
import { developed, edit, green, read, red, write } from './developer.ts';
import { STORY_TITLES } from './plan.ts';
import { RUN_THE_TESTS } from './story-duration.ts';

const TEST = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { total } from '../src/total.js';

test('adds up what stands between commas, semicolons and lines', () => {
  assert.equal(total('20m, 1h 30m, 45s'), '1h 50m 45s');
  assert.equal(total('20m; 1h 30m\\n45s'), '1h 50m 45s');
});

test('passes over empty entries', () => {
  assert.equal(total('20m,, 40m,\\n'), '1h');
});

test('rounds to a unit', () => {
  assert.equal(total('20m, 1h 30m, 45s', { to: 'm' }), '1h 51m');
});

test('refuses what is no duration, by name', () => {
  assert.throws(() => total('20m, soon'), { name: 'RangeError', message: 'not a duration: "soon"' });
});

test('refuses a list of nothing', () => {
  assert.throws(() => total(' , '), { name: 'RangeError', message: 'no duration in " , "' });
});
`;

const CODE = `import { format } from './format.js';
import { round } from './round.js';
import { sum } from './sum.js';

/**
 * The total of a list of durations that is written as one text.
 *
 * @param {string} text such as "20m, 1h 30m, 45s"; semicolons and lines separate as well
 * @param {{ to?: string }} [options] a unit to round to
 * @returns {string} such as "1h 50m 45s"
 * @throws {RangeError} for the first entry that is no duration, and when there is none
 */
export function total(text, { to } = {}) {
  const entries = text.split(/[,;\\n]/).flatMap((entry) => entry.trim() || []);
  if (entries.length === 0) throw new RangeError(\`no duration in \${JSON.stringify(text)}\`);
  const milliseconds = sum(entries);
  return format(to === undefined ? milliseconds : round(milliseconds, to));
}
`;

const README = `- \`sum(durations)\` from \`lapse/sum\` returns milliseconds.
- \`round(duration, unit)\` from \`lapse/round\` returns milliseconds. What lasts at all lasts at least one unit.
- \`total(text, { to })\` from \`lapse/total\` adds up a list and writes it: \`total('20m, 1h 30m, 45s')\` is \`'1h 50m 45s'\`.

`;

export const TOTAL = developed(STORY_TITLES.S5, [
  {
    say: 'sum, round and format are there. I look at what they take and answer.',
    calls: [read('src/sum.js'), read('src/round.js'), read('README.md')],
  },
  ...red('The tests first.', [write('test/total.test.js', TEST)], 'Test that a list as one text is added up'),
  ...green(
    'Nothing is calculated here: the text is cut, and the rest is theirs.',
    [write('src/total.js', CODE), edit('README.md', `\n${RUN_THE_TESTS}`, `${README}${RUN_THE_TESTS}`)],
    {
      message: 'Total a list that is written as one text',
      title: 'Total a list that is written as one text',
      body: "`total('20m, 1h 30m, 45s')`, from `lapse/total`, is `'1h 50m 45s'`; with `{ to: 'm' }` it is `'1h 51m'`. It is made of `sum`, `round` and `format`. The README tells of all three.\n\nFive new tests fail without the change.",
    },
  ),
]);
