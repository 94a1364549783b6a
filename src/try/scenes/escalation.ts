/** A question that waits: the agent decides what the documents and its own sense decide, asks what only people can, and goes on with their answer. */
import { check, isMerged, runNumber, saidByOrch } from './check.ts';
import { firstRequest } from './first-request.ts';
import * as change from './sample-change.ts';
import type { Scene } from './scene.ts';

const SURE = 'Is a fraction of a millisecond rounded or cut off?';
const QUESTION = 'May the decimal mark be a comma too, as in 1,5h?';
const OPTIONS = ['No, a dot alone', 'Yes, a dot or a comma'];
/** What people choose. The agent would have taken the first. */
const CHOSEN = 2;

const ASKED = /there is a question/;
const FIRST_WINS = /was first, at/;
const LIST = /\| \| question \| answer \|/;

const COMMA_TEST = `test('reads a decimal comma', () => {
  assert.equal(parse('1,5h'), parse('1h 30m'));
});
`;

export const escalation: Scene = {
  name: 'escalation',
  title: 'The agent asks what nobody has said, waits without a runner, and goes on with the answer.',
  opening: ['the issue does not say whether a comma is a decimal mark; the script is only 55 % sure, and asks'],
  config: { commands: { test: change.TEST_COMMAND } },
  strangers: ['otto'],
  secrets: {},
  issues: [change.ISSUE],
  parts: [
    {
      continues: false,
      turns: [
        change.LOOK,
        { calls: [change.addTest(change.DECIMAL_TEST), change.RUN_TESTS] },
        { calls: [change.commit('red', 'Test that parse reads decimal amounts')] },
        {
          say: 'What is lost below a millisecond is easy to change later, but callers build on it.',
          calls: [{ tool: 'decide', input: { question: SURE, options: ['Rounded', 'Cut off'] } }],
          decide: { answer: 'Rounded', confidence: 0.85, reasons: 'format rounds as well.' },
        },
        { calls: change.TAKE_FRACTIONS },
        {
          say: 'A comma is a question of taste and of who uses this. I ask.',
          calls: [
            change.ask(QUESTION, OPTIONS, {
              confidence: 0.55,
              reasoning: 'The issue has a dot. Half of the world writes a comma.',
            }),
          ],
        },
      ],
    },
    {
      continues: true,
      turns: [
        {
          // The script plays on only when the run was told what people answered.
          expect: [QUESTION, OPTIONS[CHOSEN - 1]!],
          say: 'A comma it is, too. The test first.',
          calls: [change.addTest(COMMA_TEST), change.RUN_TESTS],
        },
        { expect: '/fail [1-9]/', calls: [change.commit('red', 'Test that parse reads a decimal comma')] },
        {
          calls: [
            {
              tool: 'edit',
              input: { path: 'src/parse.js', old: '(\\d+(?:\\.\\d+)?)', new: '(\\d+(?:[.,]\\d+)?)' },
            },
            {
              tool: 'edit',
              input: { path: 'src/parse.js', old: 'Number(amount)', new: "Number(amount.replace(',', '.'))" },
            },
            change.RUN_TESTS,
          ],
        },
        {
          expect: '/fail 0\\b/',
          calls: [
            change.commit('green', 'Read decimal amounts with a dot or a comma'),
            change.done(
              'Read decimal amounts such as 1.5h and 1,5h',
              'An amount may have a fraction, with a dot or, as was decided, a comma. The sum is rounded to whole milliseconds.\n\nThis change was played from a script, not written by a model.',
            ),
          ],
        },
      ],
    },
  ],
  steps: [
    {
      when: (seen) => seen.settled && seen.story?.status === 'blocked' && saidByOrch(seen, ASKED).length > 0,
      tell: 'nothing is at work and nothing costs money; otto, who has no say here, answers first',
      keep: 'waiting',
      says: { by: 'otto', text: '/orch answer 1' },
    },
    {
      when: (seen) => saidByOrch(seen, /Sorry, otto/).length > 0,
      tell: 'maria answers, and thinks better of it a moment too late',
      keep: 'refused',
      says: { by: 'maria', text: `/orch answer ${CHOSEN}` },
    },
    {
      when: ({ story }) => story?.runs.length === 2,
      says: { by: 'maria', text: '/orch answer 1\n/orch decisions' },
    },
  ],
  approves: true,
  ends: ['merged'],
  checks(end) {
    const [first, second] = [runNumber(end, 1), runNumber(end, 2)];
    const { waiting, refused } = end.kept;
    const told = firstRequest(end, second?.id);
    return [
      check('the first run ended with its question', first?.result?.stop === 'asked', first?.result?.stop),
      check(
        'its work in progress was delivered to the story branch',
        first?.result?.commits.at(-1)?.stage === 'wip' && first.result.head !== null,
        first?.result?.commits.map(({ stage }) => stage),
      ),
      check('it was asked in one comment', saidByOrch(end, ASKED).length === 1, saidByOrch(end, ASKED)),
      check('the story waited for the answer', waiting?.story?.blocked?.kind === 'question', waiting?.story?.blocked),
      check('somebody without a say could not answer', refused?.story?.status === 'blocked', refused?.story?.status),
      check(
        'the second run went on from the work in progress',
        second?.brief.start === first?.result?.head,
        second?.brief.start,
      ),
      check(
        'it was told the question and the answer',
        told.includes(QUESTION) && told.includes(OPTIONS[CHOSEN - 1]!),
        told,
      ),
      check(
        'the second answer was told who was first',
        saidByOrch(end, FIRST_WINS).length === 1,
        end.comments.map(({ body }) => body),
      ),
      check(
        'both decisions are kept: the agent’s own, and the people’s',
        JSON.stringify(end.story?.decisions?.map(({ how, answer }) => [how, answer])) ===
          JSON.stringify([
            ['model', 'Rounded'],
            ['person', OPTIONS[CHOSEN - 1]],
          ]),
        end.story?.decisions,
      ),
      isMerged(end),
    ];
  },
  exhibits: (end) => [
    { title: 'The question, as people saw it', text: saidByOrch(end, ASKED)[0] ?? 'nothing' },
    { title: 'What the issue said while the story waited', text: end.kept.waiting?.sticky ?? 'nothing' },
    { title: 'What whoever came second was told', text: saidByOrch(end, FIRST_WINS)[0] ?? 'nothing' },
    { title: '/orch decisions', text: saidByOrch(end, LIST)[0] ?? 'nothing' },
  ],
  moral:
    'The agent asked once, nothing was at work while it waited, a person answered, and the story went on from there and was merged.',
};
