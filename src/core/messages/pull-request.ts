/** What a pull request and its proof say. */
import type { Run, TestRun, Verdict } from '../run.ts';
import type { Story } from '../story.ts';
import { code, plainTitle, quoted } from './quoted.ts';
import { MAX_NOTED, proofTable, testWords, usageWords, weakenedWords } from './words.ts';

export const pullRequestTitle = (story: Story, run: Run | null): string =>
  run?.result?.pull_request?.title || plainTitle(story.title);

export function pullRequestBody(story: Story, run: Run | null): string {
  const result = run?.result;
  return [
    // An epic goes on after each of its documents.
    story.plan ? `A document of epic #${story.id}` : `Closes #${story.id}`,
    result?.pull_request?.body ?? '',
    result?.verdict ? `### Tests first\n\n${proofTable(result.verdict)}` : '',
    result
      ? `<sub>Run ${run.id}: ${usageWords(result.usage)}. A review that requests changes starts another round; an approval lets Orch merge.</sub>`
      : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** How the check run ends. `neutral` where the project asks for no proof: it holds nothing up, and does not say that something was proved. */
export function proofConclusion(verdict: Verdict | undefined): 'success' | 'failure' | 'neutral' {
  if (!verdict?.ok) return 'failure';
  return verdict.kind === 'exempt' ? 'neutral' : 'success';
}

/** Title of the check run, as it stands in the list of checks. */
export function proofTitle(run: Run): string {
  const verdict = run.result?.verdict;
  if (!verdict?.ok) return 'Tests first could not be proved';
  const green = testWords(verdict.green);
  if (verdict.kind === 'exempt') return `No proof asked for: ${plainTitle(verdict.exempt ?? '')} (${green})`;
  if (verdict.kind === 'repair') return `Repaired: ${testWords(verdict.base)} before, ${green} after`;
  return `Red before (${testWords(verdict.red)}), green after (${green})`;
}

/** Files that the check lists. GitHub takes 65,535 characters; all lists at their longest stay below with this. */
const MAX_TESTS = 50;

export function proofSummary(run: Run): string {
  const verdict = run.result?.verdict;
  if (!verdict) return 'The verifier left no verdict.';
  const { kind, base, red, green, weakened = [] } = verdict;
  const without = kind === 'repair' ? base : red;
  const times = ['', 'once', 'twice', 'three times'][[base, red, green].filter((each) => each).length];
  const tests = verdict.tests.slice(0, MAX_TESTS).map((path) => `- ${code(path, 300)}`);
  if (verdict.tests.length > MAX_TESTS) tests.push(`- and ${verdict.tests.length - MAX_TESTS} more`);
  return [
    times
      ? `The verifier ran the project’s tests ${times} in clean checkouts, without secrets and without the agent.`
      : '',
    proofTable(verdict),
    verdict.reason ? `**${verdict.reason}**` : '',
    weakened.length > MAX_NOTED ? `All tests that became weaker:\n\n${weakenedWords(weakened).join('\n')}` : '',
    tests.length > 0 ? `Tests that were added or changed:\n\n${tests.join('\n')}` : '',
    failureList(without),
    logBlock(kind === 'repair' ? 'Before the change' : 'Without the change (red)', without?.tail),
    logBlock('With the change (green)', green?.tail),
    run.actions_run ? `The whole logs are in the artifact \`orch-verdict\` of [the run](${run.actions_run.url}).` : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What failed without the change, and of which kind each failure is: an assertion shows what is missing, an import may show anything. */
function failureList(test: TestRun | undefined): string {
  if (!test?.failures || test.failures.length === 0) return '';
  const lines = test.failures.map(
    ({ name, kind, message }) => `- ${quoted(name, 200)} (${kind}): ${quoted(message, 200)}`,
  );
  return `What failed without the change:\n\n${lines.join('\n')}`;
}

function logBlock(title: string, tail: string | undefined): string {
  if (!tail) return '';
  // A fence longer than any in the log cannot be closed from inside.
  const longest = Math.max(3, ...[...tail.matchAll(/`+/g)].map((match) => match[0].length + 1));
  const fence = '`'.repeat(longest);
  return `<details><summary>${title}</summary>\n\n${fence}text\n${tail}\n${fence}\n\n</details>`;
}
