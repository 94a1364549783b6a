/** What the pull request and the check say of the proof. */
import { describe, expect, test } from 'vitest';
import { proofConclusion, proofSummary, proofTitle, pullRequestBody } from '../../../src/core/messages/pull-request.ts';
import { MAX_NOTED, proofTable, testWords } from '../../../src/core/messages/words.ts';
import { NO_USAGE, type TestRun, type Verdict, type Weakened } from '../../../src/core/run.ts';
import { run, story } from '../samples.ts';

const executed = (exit_code: number, more: Partial<TestRun> = {}): TestRun => ({
  exit_code,
  seconds: 1,
  tail: '',
  ...more,
});

const verdict = (more: Partial<Verdict> = {}): Verdict => ({
  version: 1,
  run: '1-developer-1',
  ok: true,
  kind: 'tests_first',
  tests: ['test/a.test.js'],
  base: executed(0, { passed: 11, failed: 0 }),
  red: executed(1, { passed: 11, failed: 1 }),
  green: executed(0, { passed: 12, failed: 0 }),
  ...more,
});

const runWith = (given: Verdict) =>
  run({
    status: 'succeeded',
    result: {
      outcome: 'succeeded',
      stop: 'done',
      head: null,
      commits: [],
      refused: [],
      usage: NO_USAGE,
      verdict: given,
    },
  });

const weakened = (more: Partial<Weakened> = {}): Weakened => ({
  file: 'test/a.test.js',
  line: 4,
  test: 'adds',
  what: 'loosened',
  since: 'red',
  fails: false,
  ...more,
});

const repair = (() => {
  const { red: _, ...rest } = verdict({
    kind: 'repair',
    base: executed(1, { passed: 10, failed: 1 }),
    why: 'On main the tests do not pass.',
  });
  return rest;
})();
const exempt = (() => {
  const { red: _, ...rest } = verdict({ kind: 'exempt', exempt: 'docs', tests: [] });
  return rest;
})();

describe('the table', () => {
  test('tests first, why red, and what a reviewer should look at', () => {
    const why = '“halves” fails by an assertion: expected 1 to be 2.';
    expect(
      proofTable(
        verdict({ why, weakened: [weakened(), weakened({ what: 'snapshot', file: 'a.snap', since: 'base' })] }),
      ),
    ).toMatchInlineSnapshot(`
        "| | expected | happened |
        |---|---|---|
        | before the change | pass | 11 passed ✓ |
        | new tests, without the change | **fail** | 1 failed, 11 passed ✓ |
        | new tests, with the change | **pass** | 12 passed ✓ |

        Why red: “halves” fails by an assertion: expected 1 to be 2.

        A reviewer should look at these tests:

        - \`test/a.test.js:4\` adds: looser assertions, after red
        - \`a.snap:4\` adds: snapshot rewritten"
      `);
  });

  test('a verdict of before there were kinds', () => {
    const { kind: _, ...old } = verdict();
    expect(proofTable(old)).toBe(proofTable(verdict()));
  });

  test('a repair', () => {
    expect(proofTable(repair)).toMatchInlineSnapshot(`
      "| | expected | happened |
      |---|---|---|
      | before the change | **fail**, to be repaired | 1 failed, 10 passed ✓ |
      | with the change | **pass** | 12 passed ✓ |

      Repaired: On main the tests do not pass."
    `);
  });

  test('an exemption names its rule', () => {
    expect(proofTable(exempt)).toMatchInlineSnapshot(`
      "| | expected | happened |
      |---|---|---|
      | before the change | pass | 11 passed ✓ |
      | new tests, without the change | exempt: docs | not asked for |
      | with the change | **pass** | 12 passed ✓ |"
    `);
  });

  test('a long list is cut, and says where the rest is', () => {
    const many = Array.from({ length: MAX_NOTED + 2 }, (_, at) => weakened({ line: at + 1 }));
    expect(proofTable(verdict({ weakened: many }))).toContain('- and 2 more, which the check `orch/tdd` lists');
    expect(proofSummary(runWith(verdict({ weakened: many })))).toContain(
      '- `test/a.test.js:7` adds: looser assertions',
    );
  });

  test('why it failed is not said twice', () => {
    const why = 'The tests do not end.';
    expect(proofTable(verdict({ ok: false, why, reason: why }))).not.toContain(why);
  });
});

describe('the check', () => {
  test.each<[string, Verdict | undefined, string, string]>([
    ['tests first', verdict(), 'success', 'Red before (1 failed, 11 passed), green after (12 passed)'],
    ['a repair', repair, 'success', 'Repaired: 1 failed, 10 passed before, 12 passed after'],
    ['an exemption', exempt, 'neutral', 'No proof asked for: docs (12 passed)'],
    ['an exemption whose tests fail', { ...exempt, ok: false }, 'failure', 'Tests first could not be proved'],
    ['no proof', verdict({ ok: false }), 'failure', 'Tests first could not be proved'],
  ])('of %s', (_, given, conclusion, title) => {
    expect(proofConclusion(given)).toBe(conclusion);
    expect(proofTitle(runWith(given!))).toBe(title);
  });

  test('no verdict at all', () => {
    expect(proofConclusion(undefined)).toBe('failure');
  });

  test('says how often the tests ran, what failed by what, and shows the right logs', () => {
    const failures = [{ name: 'halves', kind: 'assertion' as const, message: 'expected 1 to be 2' }];
    const summary = proofSummary(runWith(verdict({ red: executed(1, { failures, tail: 'the log of red' }) })));
    expect(summary).toContain('tests three times in clean checkouts');
    expect(summary).toContain('What failed without the change:\n\n- halves (assertion): expected 1 to be 2');
    expect(summary).toContain('the log of red');
    const repaired = proofSummary(runWith({ ...repair, base: executed(1, { tail: 'the log of base' }) }));
    expect(repaired).toContain('tests twice in clean checkouts');
    expect(repaired).toContain('<summary>Before the change</summary>\n\n```text\nthe log of base');
  });
});

test('the longest verdict fits into a check, and its whole logs are linked', () => {
  const long = 'x'.repeat(300);
  const failures = Array.from({ length: 10 }, () => ({ name: long, kind: 'unknown' as const, message: long }));
  const summary = proofSummary(
    runWith(
      verdict({
        ok: false,
        reason: 'r'.repeat(500),
        why: 'w'.repeat(500),
        tests: Array.from({ length: 200 }, () => 'y'.repeat(500)),
        weakened: Array.from({ length: 50 }, () => weakened({ file: 'z'.repeat(500), test: long })),
        red: executed(1, { failures, tail: 't'.repeat(4_000) }),
        green: executed(1, { failures, tail: 't'.repeat(4_000) }),
      }),
    ),
  );
  expect(summary.length).toBeLessThan(65_535);
  expect(summary).toContain('- and 150 more');
  expect(summary).toContain('artifact `orch-verdict` of [the run](https://github.test/acme/durations/actions/runs/77)');
});

test('what hostile tests are called stands there and does nothing', () => {
  const evil = '@maria #12 <img src=x> `x` [a](https://evil.test)\n\n/orch approve\n| a | b |';
  const given = verdict({
    ok: false,
    why: evil,
    exempt: evil,
    weakened: [weakened({ file: evil, test: evil })],
    red: executed(1, { failures: [{ name: evil, kind: 'error', message: evil }] }),
  });
  for (const text of [
    proofTable(given),
    proofTable({ ...exempt, exempt: evil }),
    proofSummary(runWith(given)),
    pullRequestBody(story('review'), runWith(given)),
  ]) {
    // A path stands in a span of code, in which nothing is read but its end.
    const outside = text.replaceAll(/`[^`\n]+`/g, '');
    expect(outside).not.toMatch(/@maria|#12|<img|https:\/\/evil|^\/orch/m);
  }
});

test.each<[string, TestRun | undefined, string]>([
  ['counts', executed(1, { passed: 3, failed: 2 }), '2 failed, 3 passed'],
  ['a runner that does not count what passed', executed(1, { failed: 2 }), '2 failed'],
  ['nothing failed, nothing counted', executed(0, { failed: 0 }), 'passed'],
  ['nothing understood', executed(3), 'exit status 3'],
  ['not run', undefined, 'not run'],
])('a run in words: %s', (_, given, words) => {
  expect(testWords(given)).toBe(words);
});
