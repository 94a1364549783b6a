/** The verdict as the Markdown that the Actions run shows under its job. Pure. */
import type { TestRun, Verdict, Weakened } from '../core/run.ts';
import { harmlessLine } from '../patch/harmless.ts';

/** A heading, the reasons, the table of the executions, tests that became weaker, the test files, and the end of the output of what went wrong. */
export function verdictSummary(verdict: Verdict): string {
  const parts = [
    `### ${heading(verdict)}`,
    verdict.reason && harmlessLine(verdict.reason, 1_000),
    verdict.why && verdict.why !== verdict.reason && harmlessLine(verdict.why, 500),
    (verdict.base ?? verdict.green) && table(verdict),
    verdict.weakened?.length && `Tests that became weaker:\n\n${verdict.weakened.map(weaker).join('\n')}`,
    verdict.tests.length > 0 && `Tests of the change:\n\n${verdict.tests.map((path) => `- ${code(path)}`).join('\n')}`,
    verdict.base?.exit_code && output('base', verdict.base),
    verdict.red?.exit_code && output('red', verdict.red),
    verdict.green?.exit_code && output('green', verdict.green),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function heading({ ok, kind = 'tests_first', exempt = '' }: Verdict): string {
  if (!ok) return 'Not verified';
  return {
    tests_first: 'Verified: the tests failed without the change and pass with it',
    repair: 'Verified: the tests failed before the change and pass with it',
    exempt: `Verified without a proof, which the project does not ask for here: ${harmlessLine(exempt, 100)}`,
  }[kind];
}

const weaker = ({ file, line, test, what, since, fails }: Weakened): string => {
  const place = file === '' ? '' : `${code(line === undefined ? file : `${file}:${line}`)} `;
  const name = test === undefined ? '' : `${code(test)} `;
  return `- ${fails ? '✗' : '!'} ${place}${name}${what}${since === 'red' ? ' since red' : ''}`;
};

function table({ base, red, green, kind }: Verdict): string {
  const repair = kind === 'repair';
  const rows: [string, string, TestRun | undefined, (run: TestRun) => boolean][] = [
    ['base', 'the project as it was', base, (run) => repair !== passes(run)],
    ['red', 'with only the tests of the change', red, (run) => !passes(run)],
    ['green', 'with the whole change', green, passes],
  ];
  const head = '| | code | should | exit status | passed | failed | seconds |\n|---|---|---|---:|---:|---:|---:|';
  return [
    head,
    ...rows.map(([name, what, run, good]) => {
      const should = name === 'red' || (name === 'base' && repair) ? 'fail' : 'pass';
      if (!run)
        return `| ${name} | ${what} | ${name === 'red' && kind && kind !== 'tests_first' ? '' : should} | not run | | | |`;
      const sign = good(run) ? '✓' : '✗';
      return `| ${sign} ${name} | ${what} | ${should} | ${run.exit_code} | ${run.passed ?? ''} | ${run.failed ?? ''} | ${run.seconds.toFixed(1)} |`;
    }),
  ].join('\n');
}

const passes = (run: TestRun): boolean => run.exit_code === 0;

/** The end of the output, folded away; the fence is longer than any that the output holds. */
function output(name: string, run: TestRun): string {
  const longest = Math.max(2, ...Array.from(run.tail.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `<details><summary>End of the output of ${name}</summary>\n\n${fence}text\n${run.tail.trimEnd()}\n${fence}\n\n</details>`;
}

/** A path as inline code, whatever stands in it. */
function code(path: string): string {
  return `\`${harmlessLine(path, 200).replaceAll('`', "'")}\``;
}
