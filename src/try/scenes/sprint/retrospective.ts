/** What is said when all six stories are merged. Numbers of issues and amounts of money stand in Orch's own record, so they are not repeated here. */
import { checked, list, looks, outcome, planned, section } from './planner.ts';

export const RETROSPECTIVE = planned(
  'retrospective',
  looks('I read the record, and look at what is in the repository now.', {
    glob: ['src/**', 'bin/**', 'test/**'],
    read: ['test/compare.test.js'],
  }),
  section(
    'story_of_it',
    'Six stories were planned and six are merged: what a duration is, then adding, rounding and comparing at the same time, then the total of a list, then the command line. No merge had a conflict.',
    'Rounding waited for an answer of the maintainer. Comparing was refused once by the verification and was right the second time; it was the story with the highest estimate.',
    'A good surprise: three agents worked on one small library without meeting, because every function had a file of its own. A bad one: the first test of comparing passed without its change, and hid a real defect behind it.',
  ),
  section(
    'causes',
    'Rounding: the research named the open question, and no document answered it, so that the story had to ask. It asked after its first test, before any code, and the wait cost nothing but time.',
    'Comparing: the first test did the arithmetic itself instead of calling `compare`. Its values, 90m and 1h, also come out right when texts are compared letter by letter. The criterion of the story, 5m against 1h, does not; the test had not used it.',
  ),
  section(
    'changes',
    'Keep:',
    list(
      'a first story that lets the others stand apart: `src/duration.js` and the pattern in `package.json`;',
      'errors that name the value, the same in every module.',
    ),
    'Change:',
    list(
      'Questions that the research leaves to people are asked with the requirements, so that no story waits for them.',
      'A test uses the values of its acceptance criterion, word for word.',
    ),
  ),
  checked('All five points hold.'),
  outcome<'retrospective'>({
    summary:
      'Six of six stories are merged, three of them built at the same time. One waited for an answer; one was refused once, because its test proved nothing.',
    surprises: [
      'three stories changed one small library at the same time without a conflict',
      'a test that passed without its change hid a comparison of texts letter by letter',
    ],
    changes: [
      { change: 'Ask the open questions of the research with the requirements.', who: 'product manager' },
      { change: 'Take the values of a test from its acceptance criterion.', who: 'developer' },
    ],
    patterns: [
      {
        name: 'A module for each function',
        how: 'A file and a test file for each; a pattern in package.json makes it importable.',
        seen_in: 'src/sum.js',
      },
      {
        name: 'One judge of values',
        how: 'Each function calls toMilliseconds first and has no opinion of its own.',
        seen_in: 'src/duration.js',
      },
    ],
  }),
);
