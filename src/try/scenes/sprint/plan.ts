/** What the scrum master says: six stories. After the first, three touch different files and can be built at the same time. */
import type { z } from 'zod';
import type { storiesSchema } from '../../../core/plan/stories.ts';
import { checked, looks, outcome, planned, section, table, worked } from './planner.ts';

/** Titles of the stories, by their keys: scripts of the developer are cast by them. */
export const STORY_TITLES = {
  S1: 'Take a duration as text or as milliseconds',
  S2: 'Add up a list of durations',
  S3: 'Round a duration to a unit',
  S4: 'Compare durations and find the longest',
  S5: 'Total a list that is written as one text',
  S6: 'Calculate on the command line',
} as const;

/** The plan, as the document ends with it. */
export const PLAN: z.input<typeof storiesSchema> = {
  epics: [
    {
      key: 'E1',
      title: 'Calculate with durations',
      goal: 'Whoever has a list of durations gets one answer, in a program and in a shell.',
    },
  ],
  stories: [
    {
      key: 'S1',
      epic: 'E1',
      title: STORY_TITLES.S1,
      value:
        'As a caller, I need not know whether I have a text or a number, and a mistake is told instead of skipped.',
      acceptance: [
        'toMilliseconds("1h 30m") is 5400000, and so is toMilliseconds(5400000).',
        'Spaces and capitals do not matter: " 2 D " is 172800000.',
        '"1.5h", "5m later", "soon" and an empty text are each refused with a RangeError: not a duration: "1.5h".',
        '-1, 1.5, NaN and undefined are refused in the same way.',
        'It can be imported from "lapse/duration".',
      ],
      test_steps: [
        'import { toMilliseconds } from "lapse/duration" in a file of the project; toMilliseconds("1h 30m") is 5400000.',
        'toMilliseconds("1.5h") throws, and the message names 1.5h.',
      ],
      priority: 1,
      estimate: { sessions: 0.5, complexity: 2 },
      covers: ['R1', 'R2'],
      touches: ['src/duration.js', 'test/duration.test.js', 'package.json', 'README.md'],
      notes:
        'First and third decision of the architecture. package.json gets the pattern that lets callers import each module of src by its name, so that no later story has to change it for that. parse stays as it is.',
    },
    {
      key: 'S2',
      epic: 'E1',
      title: STORY_TITLES.S2,
      value: 'As a caller, I get the time that all steps take together.',
      acceptance: [
        'sum of "20m", "1h 30m" and 45000 is 6645000.',
        'sum of an empty list is 0.',
        'sum of "20m" and "soon" is refused with: not a duration: "soon".',
        'A text in place of a list is refused, and the message says to put it into a list.',
      ],
      test_steps: ['import { sum } from "lapse/sum"; sum(["20m", "1h 30m"]) is 6600000.'],
      priority: 2,
      estimate: { sessions: 1, complexity: 2 },
      dependencies: ['S1'],
      covers: ['R1', 'R2', 'R3'],
      touches: ['src/sum.js', 'test/sum.test.js'],
      notes: 'A text can be iterated too, letter by letter; that is the trap behind the last criterion.',
    },
    {
      key: 'S3',
      epic: 'E1',
      title: STORY_TITLES.S3,
      value: 'As a caller, I can say a duration as exactly as people need it.',
      acceptance: [
        'round("1h 50m 45s", "m") is 6660000, and round("1h 50m 20s", "m") is 6600000.',
        'Half a unit is rounded up: round("90s", "m") is 120000.',
        'round(0, "h") is 0.',
        'A unit that there is not is refused, and the message names those that there are.',
      ],
      test_steps: ['import { round } from "lapse/round"; round("1h 50m 45s", "m") is 6660000.'],
      priority: 2,
      estimate: { sessions: 1, complexity: 3 },
      dependencies: ['S1'],
      covers: ['R1', 'R4'],
      touches: ['src/round.js', 'test/round.test.js'],
      notes:
        'Open since the research: what becomes of a duration shorter than half the unit, 20s to minutes? Only people can say; ask before you build that.',
    },
    {
      key: 'S4',
      epic: 'E1',
      title: STORY_TITLES.S4,
      value: 'As a caller, I can sort durations and see which step takes longest, however they are written.',
      acceptance: [
        'compare("5m", "1h") is less than 0, compare("90m", "1h") more than 0, and compare("60m", "1h") is 0.',
        'A list can be sorted by it: "1h", "5m", "90m" becomes "5m", "1h", "90m".',
        'longest of "90m", "2h" and 3600000 is "2h", as it was written.',
        'longest of an empty list is undefined.',
        'compare("5m", "soon") is refused with: not a duration: "soon".',
      ],
      test_steps: ['import { compare } from "lapse/compare"; ["1h", "5m"].sort(compare) begins with "5m".'],
      priority: 2,
      estimate: { sessions: 1.5, complexity: 3 },
      dependencies: ['S1'],
      covers: ['R1', 'R5'],
      touches: ['src/compare.js', 'test/compare.test.js'],
    },
    {
      key: 'S5',
      epic: 'E1',
      title: STORY_TITLES.S5,
      value: 'As somebody with a recipe, I paste the times of its steps and read how long all of it takes.',
      acceptance: [
        'total("20m, 1h 30m, 45s") is "1h 50m 45s".',
        'Entries may also stand apart by semicolons and lines; empty ones are passed over.',
        'total("20m, 1h 30m, 45s", { to: "m" }) is "1h 51m".',
        'total("20m, soon") is refused with: not a duration: "soon".',
        'total("") is refused, and not "0s".',
      ],
      test_steps: ['import { total } from "lapse/total"; total("20m, 1h 30m, 45s") is "1h 50m 45s".'],
      priority: 2,
      estimate: { sessions: 0.5, complexity: 2 },
      dependencies: ['S2', 'S3'],
      covers: ['R2', 'R6'],
      touches: ['src/total.js', 'test/total.test.js', 'README.md'],
      notes: 'Made of sum, round and format; nothing is calculated a second time.',
    },
    {
      key: 'S6',
      epic: 'E1',
      title: STORY_TITLES.S6,
      value: 'As somebody in a shell, I get the total of durations without writing a program.',
      acceptance: [
        'lapse 20m "1h 30m" 45s prints 1h 50m 45s, and with --to m it prints 1h 51m.',
        'lapse --longest 20m "1h 30m" prints 1h 30m.',
        'lapse soon prints one line on standard error that names soon, nothing on standard output, and ends with status 2.',
        'Without a duration it says how it is called, and ends with status 2.',
        'src and bin have fewer than 10,000 bytes together, and package.json names no dependency.',
      ],
      test_steps: [
        'node bin/lapse.js 20m "1h 30m" 45s prints 1h 50m 45s.',
        'node bin/lapse.js soon; echo $? prints 2.',
      ],
      priority: 3,
      estimate: { sessions: 0.5, complexity: 3 },
      dependencies: ['S4', 'S5'],
      covers: ['R7', 'R8'],
      touches: ['bin/lapse.js', 'test/lapse.test.js', 'package.json', 'README.md'],
      notes: 'parseArgs of node:util reads the options. The test starts the command as a process.',
    },
  ],
};

const waitsFor = ({ dependencies = [] }: { dependencies?: string[] | undefined }): string =>
  dependencies.length === 0 ? 'nothing' : dependencies.join(', ');

const coveredBy = (id: string): string =>
  PLAN.stories.flatMap(({ key, covers = [] }) => (covers.includes(id) ? [key] : [])).join(', ');

export const SCRUM_MASTER = planned(
  'scrum-master',
  looks('I read the requirements and the architecture.', { glob: ['docs/epics/**', 'src/**', 'test/**'] }),
  section(
    'overview',
    'One epic, six stories. The first says what a duration is and lets callers import each module; it is useful by itself, and all others rest on it. Then adding, rounding and comparing, each in a file of its own. The total of a list joins two of them, and the command line joins all.',
  ),
  worked('Each story has its title, value, criteria, test steps and notes now.'),
  section(
    'order',
    table(
      ['story', 'title', 'waits for', 'sessions'],
      ...PLAN.stories.map((story) => [story.key, story.title, waitsFor(story), String(story.estimate.sessions)]),
    ),
    'After S1 three stories can be built at the same time: S2, S3 and S4 touch different files. S4 is estimated highest, because comparing meets every way in which a duration can be written. No finished stories are known here, so that the estimates are not corrected.',
  ),
  checked('All ten points hold. Three stories can begin at once after the first.'),
  section(
    'coverage',
    table(
      ['requirement', 'stories'],
      ...['R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7', 'R8'].map((id) => [id, coveredBy(id)]),
    ),
    'Every criterion has values that a test can use. The only one that needs a process is the command line.',
  ),
  outcome<'stories'>(PLAN),
);
