/** What the architect says: what several stories must agree on, and where each part stands. */
import { checked, list, looks, outcome, planned, section, table } from './planner.ts';

const DRAWING = `\`\`\`mermaid
flowchart LR
  parse --> units
  format --> units
  index --> parse
  index --> format
\`\`\``;

export const ARCHITECT = planned(
  'architect',
  looks('I read the requirements and the code that they meet.', {
    glob: ['docs/epics/**'],
    read: ['src/index.js', 'src/parse.js', 'src/units.js', 'package.json'],
  }),
  section(
    'today',
    DRAWING,
    '`index.js` is the only module that callers can import. Nothing is kept anywhere: text goes in, a number comes out, and the other way round. Each module has a test file of the same name.',
  ),
  section(
    'decisions',
    '### One function says what a duration is\n\n`toMilliseconds` in `src/duration.js` takes a text or whole milliseconds that are not negative, and answers milliseconds. It reads the whole text or refuses it. Every function that calculates calls it first, so that none has an opinion of its own (R1, R2). Instead of: options of `parse`, whose tolerance programs rely on. Way back: nothing else changes.',
    '### A module for each function\n\n`src/sum.js`, `src/round.js`, `src/compare.js`, `src/total.js`. They are imported by name, `lapse/sum`; `package.json` gets one pattern for all of them. Instead of: more lines in `index.js`, which every story would change. Way back: export them from `index.js` as well.',
    '### Errors are RangeErrors that name the value\n\nAs `parse` and `format` do it today: `not a duration: "soon"`. The command line prints the message and ends with status 2.',
    '### Numbers inside, text at the border\n\n`sum` and `round` answer milliseconds, as `parse` does. Only `total` and the command line write text.',
  ),
  section(
    'components',
    table(
      ['part', 'does', 'where', ''],
      ['duration', 'says what a duration is', '`src/duration.js`', 'new'],
      ['sum', 'adds up', '`src/sum.js`', 'new'],
      ['round', 'rounds to a unit', '`src/round.js`', 'new'],
      ['compare', 'compares, finds the longest', '`src/compare.js`', 'new'],
      ['total', 'a list as text to its total as text', '`src/total.js`', 'new'],
      ['command', 'the command line', '`bin/lapse.js`', 'new'],
      ['manifest', 'lets callers import each module', '`package.json`', 'changed'],
    ),
    '`sum`, `round` and `compare` know `duration` and not each other, so that they can be built at the same time. `total` knows `sum` and `round`; the command knows `total` and `compare`.',
  ),
  section(
    'tests_and_risks',
    'Small tests with real values show everything but the command line, which its test starts as a process. Nothing needs a clock, a network or made-up data.',
    list(
      'A text that `parse` takes and the strict reading refuses may surprise. The message names the text, and `parse` is still there.',
      'The pattern in `package.json` opens every file of `src`. That is `units.js` too, which nobody needs; one line there could close it again (`"./units": null`).',
    ),
  ),
  checked('All eight points hold. Each must leads to a part.'),
  outcome<'architecture'>({
    decisions: [
      {
        title: 'One function says what a duration is',
        decision: 'toMilliseconds in src/duration.js reads the whole of a text, or takes whole milliseconds.',
        because: 'Functions that calculate must agree on what they refuse.',
        instead_of: ['options of parse, whose tolerance programs rely on'],
        serves: ['R1', 'R2'],
      },
      {
        title: 'A module for each function',
        decision: 'sum, round, compare and total each stand in a file and are imported by name, such as lapse/sum.',
        because: 'They can be built at the same time, and callers load what they use.',
        instead_of: ['more lines in src/index.js, which every story would change'],
        serves: ['R3', 'R4', 'R5', 'R6', 'R8'],
      },
      {
        title: 'Errors are RangeErrors that name the value',
        decision: 'As parse and format do it; the command line prints the message and ends with status 2.',
        because: 'Callers know this kind of error already.',
        serves: ['R2', 'R7'],
      },
    ],
    components: [
      { name: 'duration', does: 'says what a duration is', paths: ['src/duration.js'], change: 'new' },
      { name: 'sum', does: 'adds up', paths: ['src/sum.js'], change: 'new' },
      { name: 'round', does: 'rounds to a unit', paths: ['src/round.js'], change: 'new' },
      { name: 'compare', does: 'compares, and finds the longest', paths: ['src/compare.js'], change: 'new' },
      { name: 'total', does: 'makes the total of a list that is a text', paths: ['src/total.js'], change: 'new' },
      { name: 'command', does: 'is the command line', paths: ['bin/lapse.js'], change: 'new' },
      { name: 'manifest', does: 'lets callers import each module', paths: ['package.json'], change: 'changed' },
    ],
    risks: [
      {
        risk: 'A text that parse takes is refused by the strict reading.',
        answer: 'The message names the text, and parse is still there.',
      },
    ],
  }),
);
