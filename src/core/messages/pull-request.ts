/** What a pull request and its proof say. */
import type { Run } from '../run.ts';
import type { Story } from '../story.ts';
import { code, plainTitle } from './quoted.ts';
import { proofTable, testWords, usageWords } from './words.ts';

export const pullRequestTitle = (story: Story, run: Run | null): string =>
  run?.result?.pull_request?.title || plainTitle(story.title);

export function pullRequestBody(story: Story, run: Run | null): string {
  const result = run?.result;
  return [
    `Closes #${story.id}`,
    result?.pull_request?.body ?? '',
    result?.verdict ? `### Tests first\n\n${proofTable(result.verdict)}` : '',
    result
      ? `<sub>Run ${run.id}: ${usageWords(result.usage)}. A review that requests changes starts another round; an approval lets Orch merge.</sub>`
      : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Title of the check run, as it stands in the list of checks. */
export function proofTitle(run: Run): string {
  const verdict = run.result?.verdict;
  if (!verdict?.ok) return 'Tests first could not be proved';
  return `Red before (${testWords(verdict.red)}), green after (${testWords(verdict.green)})`;
}

export function proofSummary(run: Run): string {
  const verdict = run.result?.verdict;
  if (!verdict) return 'The verifier left no verdict.';
  const tests = verdict.tests.map((path) => `- ${code(path, 300)}`).join('\n');
  return [
    'The verifier ran the project’s tests three times in clean checkouts, without secrets and without the agent.',
    proofTable(verdict),
    verdict.reason ? `**${verdict.reason}**` : '',
    tests ? `Tests that were added or changed:\n\n${tests}` : '',
    logBlock('Without the change (red)', verdict.red?.tail),
    logBlock('With the change (green)', verdict.green?.tail),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function logBlock(title: string, tail: string | undefined): string {
  if (!tail) return '';
  // A fence longer than any in the log cannot be closed from inside.
  const longest = Math.max(3, ...[...tail.matchAll(/`+/g)].map((match) => match[0].length + 1));
  const fence = '`'.repeat(longest);
  return `<details><summary>${title}</summary>\n\n${fence}text\n${tail}\n${fence}\n\n</details>`;
}
