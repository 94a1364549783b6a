/** What the product manager says: what must be true for the people who use it. */
import type { z } from 'zod';
import type { requirementsSchema } from '../../../core/plan/requirements.ts';
import { checked, holds, list, looks, outcome, planned, section } from './planner.ts';

const REQUIREMENTS: z.input<typeof requirementsSchema> = {
  title: 'Calculate with durations',
  requirements: [
    {
      id: 'R1',
      kind: 'functional',
      weight: 'must',
      statement: 'Every function that calculates takes a duration as a text or as whole milliseconds.',
      check: '"1h 30m" and 5400000 give the same answer.',
    },
    {
      id: 'R2',
      kind: 'functional',
      weight: 'must',
      statement: 'What is no duration is refused with a sentence that names it, and never skipped.',
      check: '"1.5h" and "soon" are each refused by name.',
    },
    {
      id: 'R3',
      kind: 'functional',
      weight: 'must',
      statement: 'A caller can add up durations.',
      check: '20m, 1h 30m and 45s are 6645000 ms; no duration at all is 0.',
    },
    {
      id: 'R4',
      kind: 'functional',
      weight: 'should',
      statement: 'A caller can round a duration to a unit.',
      check: '1h 50m 45s, rounded to minutes, is 1h 51m.',
    },
    {
      id: 'R5',
      kind: 'functional',
      weight: 'should',
      statement: 'A caller can compare durations, and find the longest.',
      check: '5m is shorter than 1h; of 90m, 1h and 2h the longest is 2h.',
    },
    {
      id: 'R6',
      kind: 'functional',
      weight: 'must',
      statement: 'A list that is written as one text gives its total as a text.',
      check: '"20m, 1h 30m, 45s" gives "1h 50m 45s".',
    },
    {
      id: 'R7',
      kind: 'functional',
      weight: 'should',
      statement: 'Total, rounding and the longest can be had on the command line.',
      check: 'lapse 20m "1h 30m" 45s prints 1h 50m 45s.',
    },
    {
      id: 'R8',
      kind: 'quality',
      weight: 'should',
      statement: 'lapse stays small: no dependencies, and under 10,000 bytes in src and bin together.',
      check: 'A test adds up the sizes of the files and reads package.json.',
    },
  ],
  out_of_scope: [
    'negative durations',
    'decimal amounts such as 1.5h: they are refused here; that parse misreads them is an issue of its own',
    'weeks, months and years, which have no fixed length or no agreed letter',
  ],
};

const inWords = (kind: 'functional' | 'quality'): string =>
  list(
    ...REQUIREMENTS.requirements.flatMap((each) =>
      each.kind === kind ? [`**${each.id}** (${each.weight}) ${each.statement}\n  Checked by: ${each.check}`] : [],
    ),
  );

export const PRODUCT_MANAGER = planned(
  'product-manager',
  looks('I look at what the analysis left, and at what the README promises.', {
    glob: ['docs/epics/**'],
    read: ['README.md'],
  }),
  section(
    'vision_alignment',
    'People who have several durations want one answer: how long is all of it, and which is the longest. Today they calculate with milliseconds around lapse. Afterwards they hand it the list.',
    'It helped when the sample in the README needs no arithmetic any more, and when a mistake in a list is told instead of lost. It fits what lapse is for: reading and writing durations the way people do.',
  ),
  section(
    'scope',
    'In: adding, rounding, comparing, a list as one text, the command line.',
    'Out:',
    list(...(REQUIREMENTS.out_of_scope ?? [])),
    'Assumed: people separate the entries of a list by commas, semicolons or lines. Where that is wrong, only reading a list changes. `parse` and `format` stay as they are.',
  ),
  section('functional_requirements', inWords('functional')),
  section('quality_requirements', inWords('quality')),
  holds('The command line is new.'),
  section(
    'ux_summary',
    'Who types `lapse 20m "1h 30m" 45s` sees `1h 50m 45s` and nothing else, so that it can be used in a script. `--to m` rounds, `--longest` names the longest as it was typed.',
    'Where something is no duration, one line says which, on standard error, and the exit status is 2. Without a duration it says how it is called.',
  ),
  checked('All nine points hold. Four of eight requirements are must.'),
  outcome<'requirements'>(REQUIREMENTS),
);
