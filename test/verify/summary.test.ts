import { expect, test } from 'vitest';
import { verdictSummary } from '../../src/verify/summary.ts';

test('a verdict as a table, with the output of what went wrong folded away and unable to act', () => {
  expect(
    verdictSummary({
      version: 1,
      run: '12-developer-1',
      ok: false,
      reason: 'The tests do not pass with the change: 1 of 2 fail.',
      tests: ['test/a`b.test.js'],
      base: { exit_code: 0, seconds: 0.51, passed: 1, failed: 0, tail: 'fine' },
      red: { exit_code: 1, seconds: 1, tail: 'expected red' },
      green: { exit_code: 1, seconds: 1.26, passed: 1, failed: 1, tail: 'bad ```` @octocat\n' },
    }),
  ).toMatchInlineSnapshot(`
    "### Not verified

    The tests do not pass with the change: 1 of 2 fail.

    | | code | should | exit status | passed | failed | seconds |
    |---|---|---|---:|---:|---:|---:|
    | ✓ base | the project as it was | pass | 0 | 1 | 0 | 0.5 |
    | ✓ red | with only the tests of the change | fail | 1 |  |  | 1.0 |
    | ✗ green | with the whole change | pass | 1 | 1 | 1 | 1.3 |

    Tests of the change:

    - \`test/a'b.test.js\`

    <details><summary>End of the output of red</summary>

    \`\`\`text
    expected red
    \`\`\`

    </details>

    <details><summary>End of the output of green</summary>

    \`\`\`\`\`text
    bad \`\`\`\` @octocat
    \`\`\`\`\`

    </details>
    "
  `);
});

test('a verdict without runs', () => {
  const verdict = { version: 1, run: 'x', ok: false, reason: 'There is no commit to verify.', tests: [] } as const;
  expect(verdictSummary({ ...verdict, tests: [] })).toBe('### Not verified\n\nThere is no commit to verify.\n');
});

test('an exemption, a repair, and tests that became weaker', () => {
  const passed = { exit_code: 0, seconds: 1, tail: '' };
  const failed = { exit_code: 1, seconds: 1, tail: '' };
  expect(
    verdictSummary({
      version: 1,
      run: 'x',
      ok: true,
      kind: 'exempt',
      exempt: 'docs',
      tests: [],
      base: passed,
      green: passed,
      weakened: [
        { file: 'test/a.test.js', line: 3, test: 'a`b', what: 'loosened', since: 'red', fails: false },
        { file: 'test/b.test.js', what: 'deleted', since: 'base', fails: true },
      ],
    }),
  ).toMatchInlineSnapshot(`
    "### Verified without a proof, which the project does not ask for here: docs

    | | code | should | exit status | passed | failed | seconds |
    |---|---|---|---:|---:|---:|---:|
    | ✓ base | the project as it was | pass | 0 |  |  | 1.0 |
    | red | with only the tests of the change |  | not run | | | |
    | ✓ green | with the whole change | pass | 0 |  |  | 1.0 |

    Tests that became weaker:

    - ! \`test/a.test.js:3\` \`a'b\` loosened since red
    - ✗ \`test/b.test.js\` deleted
    "
  `);
  expect(
    verdictSummary({
      version: 1,
      run: 'x',
      ok: true,
      kind: 'repair',
      why: 'It failed @octocat.',
      tests: [],
      base: failed,
      green: passed,
    }),
  ).toMatchInlineSnapshot(`
    "### Verified: the tests failed before the change and pass with it

    It failed @‍octocat.

    | | code | should | exit status | passed | failed | seconds |
    |---|---|---|---:|---:|---:|---:|
    | ✓ base | the project as it was | fail | 1 |  |  | 1.0 |
    | red | with only the tests of the change |  | not run | | | |
    | ✓ green | with the whole change | pass | 0 |  |  | 1.0 |

    <details><summary>End of the output of base</summary>

    \`\`\`text

    \`\`\`

    </details>
    "
  `);
});
