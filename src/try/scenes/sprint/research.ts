/** What the researcher says: how could it be built? */
import { checked, list, looks, outcome, planned, section } from './planner.ts';

const FUNCTIONS = 'A function for each question';
const PARSE = 'Teach parse lists';
const CLASS = 'A class Duration';

export const RESEARCHER = planned(
  'researcher',
  looks('I read the code that it will meet.', {
    glob: ['src/**', 'test/**'],
    read: ['src/format.js', 'src/units.js', 'test/parse.test.js', 'package.json'],
  }),
  section(
    'ground',
    'A duration is a whole number of milliseconds, not negative. `parse` makes one of a text, `format` a text of one; `format` refuses anything else with a `RangeError`. Both stand in `src/` in files of their own, with a test file each.',
    'What binds every way:',
    list(
      '`parse` and `format` are public. What they answer today they must answer tomorrow.',
      'There are no dependencies, and the README says so.',
      'Node 20 and later, ES modules, tests by `node --test`.',
    ),
  ),
  section(
    'approaches',
    `### ${PARSE}\n\nThe smallest change: \`parse\` already adds up what it finds, so it gets options for rounding and for strict reading. Few lines, one place. But everything waits for the same file, \`parse\` answers two questions at once, and being strict by default would break programs that rely on its tolerance. About 3 sessions, medium risk.`,
    `### ${FUNCTIONS}\n\n\`sum\`, \`round\`, \`compare\` and \`total\` each get a file, and take a duration as a text or as milliseconds. One small function decides what a duration is. \`parse\` and \`format\` stay as they are. Each function can be built, tested and taken back alone; callers import what they use. More files, and two ways to read a text: the tolerant \`parse\` and the strict one. About 5 sessions, low risk.`,
    `### ${CLASS}\n\nA value with methods: \`new Duration('20m').plus('45s')\`. Reads well in long calculations. But it is a second kind of value beside the number that callers have today, and all methods stand in one file. About 6 sessions, medium risk.`,
  ),
  section(
    'unknowns',
    'What should `round` do with a duration shorter than half the unit: is 20 s, rounded to minutes, nothing or one minute? Both are right somewhere. Only people can say what users of lapse expect; the story that builds it should ask. No spike can tell.',
  ),
  section(
    'recommendation',
    'A function for each question. It changes nothing that is there, and most of it can be built at the same time, because no two functions share a file. Given up is the comfort of methods in long calculations. I would change my mind if people asked for durations that know their unit, or for negative ones.',
  ),
  checked('All seven points hold. The smallest change of what is there is the first way.'),
  outcome<'research'>({
    prior_art: [
      { path: 'src/parse.js', helps: 'reads the parts of one duration' },
      { path: 'src/format.js', helps: 'writes any sum of milliseconds' },
    ],
    approaches: [
      {
        name: PARSE,
        summary: 'parse gets options for rounding and for strict reading.',
        pros: ['few lines, one place'],
        cons: ['everything waits for the same file', 'being strict by default breaks programs that are there'],
        risk: 'medium',
        sessions: 3,
      },
      {
        name: FUNCTIONS,
        summary: 'sum, round, compare and total each get a file; one small function decides what a duration is.',
        pros: ['nothing that is there changes', 'can be built at the same time'],
        cons: ['two ways to read a text: the tolerant parse and the strict one'],
        risk: 'low',
        sessions: 5,
      },
      {
        name: CLASS,
        summary: 'A value with methods, such as plus and roundTo.',
        pros: ['reads well in long calculations'],
        cons: ['a second kind of value beside the number that callers have', 'all methods stand in one file'],
        risk: 'medium',
        sessions: 6,
      },
    ],
    recommended: FUNCTIONS,
    confidence: 0.85,
    unknowns: [
      {
        question: 'What becomes of a duration that is shorter than half the unit it is rounded to?',
        matters: 'A timer of nothing rings at once; people have to say which they expect.',
        spike: false,
      },
    ],
  }),
);
