/** A project whose own tests fail because of what somebody pushed: nothing new is believed on that ground, and the next run repairs it first. */
import { check, isMerged, runNumber } from './check.ts';
import { TOLD, whatCameBack } from './first-request.ts';
import * as change from './sample-change.ts';
import type { Scene } from './scene.ts';

const RIGHT = "return written.join(' ') || '0s';";
const BROKEN = "return written.join(' ');";

/** The test of the sample that fails since then. */
const FAILING = 'writes nothing as zero seconds';

export const repair: Scene = {
  name: 'repair',
  title: 'The project’s own tests fail; Orch says which, and the next run repairs that first.',
  opening: ['somebody pushed a change to main that breaks a test of the project; the first run will not care'],
  config: { commands: { test: change.TEST_COMMAND } },
  history: [{ message: 'Make format simpler', path: 'src/format.js', old: RIGHT, new: BROKEN }],
  strangers: [],
  secrets: {},
  issues: [change.ISSUE],
  parts: [
    {
      attempt: 1,
      turns: [
        change.LOOK,
        { calls: [change.addTest(change.DECIMAL_TEST), change.commit('red', 'Test that parse reads decimal amounts')] },
        { calls: [...change.TAKE_FRACTIONS, change.RUN_TESTS, change.commit('green', 'Read decimal amounts')] },
        {
          say: 'One test fails that has nothing to do with the issue. I leave it.',
          calls: [change.done(change.TITLE, change.BODY)],
        },
      ],
    },
    {
      attempt: 2,
      turns: [
        {
          // The script plays on only when the run was told which test fails.
          expect: [TOLD, FAILING],
          say: 'That test has to pass first. I see what is wrong: nothing is written as nothing.',
          calls: [{ tool: 'edit', input: { path: 'src/format.js', old: BROKEN, new: RIGHT } }, change.RUN_TESTS],
        },
        {
          expect: '/fail 0\\b/',
          calls: [
            change.commit('green', 'Write no time as 0s again'),
            change.done(
              change.TITLE,
              `${change.BODY}\n\nIt also mends format, which had stopped writing no time as \`0s\`: a test of the project failed.`,
            ),
          ],
        },
      ],
    },
  ],
  steps: [
    {
      when: ({ story }) => story?.runs.length === 2,
      tell: 'on a base that fails nothing can be proved; the next run is told which test it is',
      keep: 'refused',
    },
  ],
  approves: true,
  ends: ['merged'],
  checks(end) {
    const [first, second] = [runNumber(end, 1), runNumber(end, 2)];
    const [verdict, mended] = [first?.result?.verdict, second?.result?.verdict];
    return [
      check('the tests failed before any change', (verdict?.base?.exit_code ?? 0) !== 0, verdict?.base?.exit_code),
      check(
        'the first run was refused, with the name of the test',
        verdict?.ok === false && (verdict.reason ?? '').includes(FAILING),
        verdict?.reason,
      ),
      check('no pull request was opened for it', end.kept.refused?.story?.pull_request === undefined, 'one was opened'),
      check(
        'the second run was told the name',
        whatCameBack(end, second?.id).includes(FAILING),
        whatCameBack(end, second?.id),
      ),
      check(
        'it went on from the first one’s commits',
        second?.brief.start === first?.result?.head,
        second?.brief.start,
      ),
      check(
        'the verifier took its work for a repair',
        mended?.ok === true && mended.kind === 'repair',
        mended?.reason ?? mended?.kind,
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
  moral: 'What was broken before was named, repaired first, and merged together with what was asked for.',
};
