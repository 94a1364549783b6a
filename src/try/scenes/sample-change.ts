/** The change that the sample's issue asks for, in pieces: scenes differ in what happens on the way to it. */
import type { SceneIssue, SceneTurn } from './scene.ts';

type Call = NonNullable<SceneTurn['calls']>[number];

/**
 * How the sample's tests are run: without a detour through npm, and in one process in place of one for each file, which takes a quarter of the time.
 * This is the name of the option that Node 22 knows; later ones know it too.
 */
export const TEST_COMMAND = 'node --test --experimental-test-isolation=none';

/** Runs all tests of the sample. */
export const RUN_TESTS: Call = { tool: 'bash', input: { command: TEST_COMMAND } };

/** The turn in which the place of the change is found, and the tests that are there for it. */
export const LOOK: SceneTurn = {
  say: 'I look where amounts are read.',
  calls: [
    { tool: 'grep', input: { pattern: '\\d', files: 'src/**' } },
    { tool: 'read', input: { path: 'test/parse.test.js' } },
  ],
};

const LAST_TEST = "test('refuses a text without a duration', () => {\n";

/** Puts a test before the last one of the sample. */
export const addTest = (text: string): Call => ({
  tool: 'edit',
  input: { path: 'test/parse.test.js', old: LAST_TEST, new: `${text}\n${LAST_TEST}` },
});

/** A test that fails as long as a fraction is dropped. */
export const DECIMAL_TEST = `test('reads decimal amounts', () => {
  assert.equal(parse('1.5h'), parse('1h 30m'));
  assert.equal(parse('0.5s'), 500);
});
`;

/** The change itself. */
export const TAKE_FRACTIONS: Call[] = [
  {
    tool: 'edit',
    input: {
      path: 'src/parse.js',
      old: 'const PART = /(\\d+)\\s*(ms|d|h|m|s)/gi;',
      new: 'const PART = /(\\d+(?:\\.\\d+)?)\\s*(ms|d|h|m|s)/gi;',
    },
  },
  { tool: 'edit', input: { path: 'src/parse.js', old: 'return total;', new: 'return Math.round(total);' } },
];

/** Commits what was changed since the last commit. */
export const commit = (stage: 'red' | 'green', message: string): Call => ({
  tool: 'commit',
  input: { stage, message },
});

/** What the pull request of the change is called, and what it says. */
export const TITLE = 'Read decimal amounts such as 1.5h';
export const BODY =
  'An amount may have a fraction. The sum is rounded to whole milliseconds.\n\nThis change was played from a script, not written by a model.';

/** Asks people what the agent is not sure of; by itself it would take the first option. */
export const ask = (
  question: string,
  options: readonly string[],
  judgement: { confidence: number; reasoning: string },
): Call => ({ tool: 'ask', input: { question, options, default: 1, ...judgement, severity: 'important' } });

/** Ends the run with what the pull request is called and says. */
export const done = (title: string, body: string): Call => ({ tool: 'done', input: { title, body } });

/** The sample's issue in short. */
export const ISSUE: SceneIssue = {
  by: 'maria',
  title: 'parse("1.5h") returns five hours',
  body: "I set a kitchen timer to `1.5h` and the bread was in the oven for five hours.\n\n`parse('1.5h')` should be 5400000, the same as `parse('1h 30m')`. It looks as if everything before the dot is dropped.\n",
};
