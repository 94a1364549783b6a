/** Work that is not good enough: the verifier refuses it, the next run is told why, and mends it. */
import { check, isMerged, runNumber } from './check.ts';
import { TOLD, whatCameBack } from './first-request.ts';
import * as change from './sample-change.ts';
import type { Scene } from './scene.ts';

/** A test that looks like one of the change, and passes without it. */
const WEAK_TEST = `test('reads decimal amounts', () => {
  assert.ok(parse('1.5h') > 0);
});
`;

export const proof: Scene = {
  name: 'proof',
  title: 'A test that proves nothing is found out, the next run is told why, and writes one that does.',
  opening: ['the first run will write a test that passes with and without the change, and say that it is done'],
  config: { commands: { test: change.TEST_COMMAND } },
  strangers: [],
  secrets: {},
  issues: [change.ISSUE],
  parts: [
    {
      attempt: 1,
      turns: [
        change.LOOK,
        {
          calls: [
            change.addTest(WEAK_TEST),
            change.RUN_TESTS,
            change.commit('red', 'Test that parse reads decimal amounts'),
          ],
        },
        {
          calls: [...change.TAKE_FRACTIONS, change.RUN_TESTS, change.commit('green', 'Read decimal amounts')],
        },
        { say: 'Everything passes.', calls: [change.done(change.TITLE, change.BODY)] },
      ],
    },
    {
      attempt: 2,
      turns: [
        {
          // The script plays on only when the run was told what was wrong.
          expect: [TOLD, 'without'],
          say: 'My test was too weak: "more than nothing" holds for five hours too. It has to say how much.',
          calls: [
            {
              tool: 'edit',
              input: { path: 'test/parse.test.js', old: WEAK_TEST, new: change.DECIMAL_TEST },
            },
            change.RUN_TESTS,
            change.commit('green', 'Say how long 1.5h is'),
          ],
        },
        { expect: 'Committed green', calls: [change.done(change.TITLE, change.BODY)] },
      ],
    },
  ],
  steps: [
    {
      when: ({ story }) => story?.runs.length === 2,
      tell: 'the verifier did not believe it; the next run is told why',
      keep: 'refused',
    },
  ],
  approves: true,
  ends: ['merged'],
  checks(end) {
    const [first, second] = [runNumber(end, 1), runNumber(end, 2)];
    const told = whatCameBack(end, second?.id);
    const reason = first?.result?.verdict?.reason ?? '';
    return [
      check('the agent of the first run said that it was done', first?.result?.stop === 'done', first?.result?.stop),
      check('the verifier refused its work', first?.result?.verdict?.ok === false, first?.result?.verdict?.ok),
      check(
        'because the new test passes without the change',
        first?.result?.verdict?.red?.exit_code === 0,
        reason || 'no reason',
      ),
      check('no pull request was opened for it', end.kept.refused?.story?.pull_request === undefined, 'one was opened'),
      check('the second run was told the reason', reason !== '' && told.includes(reason), told),
      check(
        'it went on from the first one’s commits',
        second?.brief.start === first?.result?.head,
        second?.brief.start,
      ),
      check(
        'the verifier believed it',
        second?.result?.verdict?.ok === true,
        second?.result?.verdict?.reason ?? 'no verdict',
      ),
      check('the story took two runs', end.runs.length === 2, end.runs.length),
      isMerged(end),
    ];
  },
  exhibits: (end) => [
    { title: 'Why the first run failed', text: runNumber(end, 1)?.result?.reason ?? 'no reason' },
    { title: 'What the second run was told', text: whatCameBack(end, runNumber(end, 2)?.id) },
    { title: 'What the issue says now', text: end.sticky ?? 'nothing' },
  ],
  moral:
    'A test that proved nothing was not taken for a proof: the work was refused, mended by the next run, and merged.',
};
