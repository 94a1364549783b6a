/** What the analyst says: is it needed at all? */
import { checked, list, looks, outcome, planned, section } from './planner.ts';

export const ANALYST = planned(
  'analyst',
  looks('First I look at what lapse can do today.', {
    glob: ['**/*.js', 'docs/**'],
    read: ['src/parse.js', 'README.md'],
  }),
  section(
    'need',
    'Whoever cooks, trains or plans a day has several durations and wants one answer: how long is all of it, and which step is the longest. With lapse they turn each text into a number, add and compare the numbers themselves, and write the answer again as a text.',
    'The request says: a list as one text, its total, rounded on request, the longest step, and the command line. I conclude that each of these should be there as a function too, because the command line needs them anyway.',
    'Afterwards anybody can check: `20m, 1h 30m, 45s` goes in, `1h 50m 45s` comes out, in a program and in a shell.',
  ),
  section(
    'already_there',
    list(
      '`src/parse.js` serves the need partly. It adds up every amount that it finds, so that even a list gives a total. But it skips what it does not understand without a word: `20m, soon, 45s` loses a step, and `1.5h` is read as five hours.',
      '`src/format.js` writes the answer. Nothing is missing there.',
      '`src/units.js` has the sizes of the units, which rounding needs.',
      'There is no command line: `package.json` has no `bin`.',
    ),
    'I looked for earlier tries in `docs/` (there is no such folder) and in the tests (none is switched off), and found none.',
  ),
  section(
    'judgement',
    'Proceed. No rule of the project is against it, it is not there already, and two readers would build much the same.',
    'The total alone would be smaller: `parse` gives it today, for a list without mistakes. That serves a part of the need, and makes the silent gap in `parse` everybody’s problem.',
    'One thing is open and does not stop the work: what becomes of a step that is shorter than half the unit it is rounded to.',
  ),
  checked('All six points hold. Each claim names a file that I opened.'),
  outcome<'verdict'>({
    verdict: 'proceed',
    confidence: 0.85,
    reason: 'Durations can be read and written, but not calculated with; parse hides mistakes in a list.',
    prior_art: [
      { path: 'src/parse.js', helps: 'reads one duration, and skips what it does not understand' },
      { path: 'src/format.js', helps: 'writes the answer' },
      { path: 'src/units.js', helps: 'has the sizes of the units' },
    ],
    simpler: 'Only the total: parse gives that today, for a list without mistakes.',
  }),
);
