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
