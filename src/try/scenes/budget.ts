/** Money that stops: a story with a small cap, a run that stops at it, a maintainer who adds to it, and a run that goes on from there. */
import { dollars } from '../../core/messages/dollars.ts';
import { raisedBy } from '../../core/story.ts';
import { check, isMerged, runNumber, saidByOrch } from './check.ts';
import * as change from './sample-change.ts';
import type { Scene, SceneEnd } from './scene.ts';

/** US dollars: what the story may cost, what each call of the model is said to cost, and what the maintainer adds. */
const CAP = 0.7;
const CALL = 0.2;
const RAISE = 1;

const COST_TABLE = /\| run \| role \|/;
const PURSES_TABLE = /\| purse \| cap \|/;
const ALERT = /(\d+) % of a budget is spent/;

export const budget: Scene = {
  name: 'budget',
  title: 'A story runs out of money, waits for it, and goes on from the work in progress.',
  opening: [
    `the story may cost ${dollars(CAP)} (budget.story_usd), and the script says that each call of the model costs ${dollars(CALL)}`,
  ],
  config: { commands: { test: change.TEST_COMMAND }, budget: { story_usd: CAP } },
  strangers: [],
  secrets: {},
  issues: [change.ISSUE],
  parts: [
    {
      continues: false,
      turns: [
        { usd: CALL, ...change.LOOK },
        { usd: CALL, calls: [change.addTest(change.DECIMAL_TEST), change.RUN_TESTS] },
        { usd: CALL, calls: [change.commit('red', 'Test that parse reads decimal amounts')] },
        { usd: CALL, say: 'The pattern takes a fraction now.', calls: change.TAKE_FRACTIONS },
        // Not reached: the money is gone.
        { usd: CALL, calls: [change.RUN_TESTS, change.commit('green', 'Read decimal amounts')] },
      ],
    },
    {
      continues: true,
      turns: [
        {
          usd: CALL,
          say: 'An earlier run left its work here. I look at it and run the tests.',
          calls: [{ tool: 'bash', input: { command: 'git log --format=%s -3' } }, change.RUN_TESTS],
        },
        {
          usd: CALL,
          expect: ['Work in progress on story', '/fail 0\\b/'],
          say: 'All tests pass. What is left is a word in the README.',
          calls: [
            {
              tool: 'edit',
              input: {
                path: 'README.md',
                old: "parse('500 ms'); // 500\n",
                new: "parse('1.5h');   // 5400000\nparse('500 ms'); // 500\n",
              },
            },
            change.commit('green', 'Show a decimal amount in the README'),
          ],
        },
        {
          usd: CALL,
          calls: [change.done(change.TITLE, change.BODY)],
        },
      ],
    },
  ],
  steps: [
    {
      when: ({ story, settled }) => settled && story?.status === 'blocked',
      tell: 'the story waits for money; maria asks what it has cost, and what may still be spent',
      keep: 'waiting',
      says: { by: 'maria', text: '/orch cost\n/orch budget' },
    },
    {
      when: (seen) => saidByOrch(seen, COST_TABLE).length > 0 && saidByOrch(seen, PURSES_TABLE).length > 0,
      tell: `maria lets this one story cost ${dollars(RAISE)} more`,
      says: { by: 'maria', text: `/orch budget ${RAISE}` },
    },
    {
      when: ({ story, settled }) => settled && story !== null && raisedBy(story) > 0,
      keep: 'raised',
      says: { by: 'maria', text: '/orch resume' },
    },
  ],
  approves: true,
  ends: ['merged'],
  checks(end) {
    const [first, second] = [runNumber(end, 1), runNumber(end, 2)];
    const cost = first?.result?.usage.cost_usd ?? 0;
    const alerts = saidByOrch(end, ALERT).map((body) => Number(ALERT.exec(body)?.[1]));
    const waiting = end.kept.waiting;
    return [
      check('the first run stopped because of the money', first?.result?.stop === 'budget', first?.result?.stop),
      check(
        `it stopped within one model call of the cap of ${dollars(CAP)}`,
        cost >= CAP && cost < CAP + CALL,
        dollars(cost),
      ),
      check(
        'its work in progress was delivered to the story branch',
        first?.result?.commits.at(-1)?.stage === 'wip' && first.result.head !== null,
        first?.result?.commits.map(({ stage }) => stage),
      ),
      check(
        'people were told when 80 % of a budget was spent, once for each cap',
        alerts.length === 2 && alerts.every((share) => share >= 80),
        alerts.map((share) => `${share} %`),
      ),
      check('the story waited for money', waiting?.story?.blocked?.kind === 'budget', waiting?.story?.blocked),
      check('no second run was started while it waited', waiting?.story?.runs.length === 1, waiting?.story?.runs),
      check(
        'the second run went on from the work in progress',
        second?.brief.start === first?.result?.head,
        second?.brief.start,
      ),
      isMerged(end),
      check(
        'the books are right: what was spent is the sum of the calls, and nothing is reserved',
        isAbout(end.ledger?.spent_usd, 7 * CALL) && Object.keys(end.ledger?.reserved ?? { x: 1 }).length === 0,
        end.ledger,
      ),
    ];
  },
  exhibits: (end) => [
    { title: 'What the issue said while the story waited', text: end.kept.waiting?.sticky ?? 'nothing' },
    { title: '/orch cost', text: firstOf(end, COST_TABLE) },
    { title: '/orch budget', text: firstOf(end, PURSES_TABLE) },
    { title: 'What Orch said by itself about the money', text: saidByOrch(end, ALERT).join('\n\n') },
    { title: 'What the issue says now', text: end.sticky ?? 'nothing' },
  ],
  moral:
    'Money stopped the run, nothing was lost, a person gave more, and the story went on from there and was merged.',
};

const firstOf = (end: SceneEnd, pattern: RegExp): string => saidByOrch(end, pattern)[0] ?? 'nothing';

const isAbout = (usd: number | undefined, wanted: number): boolean => Math.abs((usd ?? 0) - wanted) < 1e-6;
