/** Small pieces of which the sentences are made. */
import type { Config } from '../config.ts';
import type { Role } from '../permissions.ts';
import type { TestRun, Usage, Verdict } from '../run.ts';
import { type Status, type Story, unknownCost, type Void } from '../story.ts';
import { waitOf } from '../waits.ts';
import { dollars } from './dollars.ts';
import { emptyWords } from './money.ts';
import { quoted } from './quoted.ts';

/** A status as people read it: the end of "Story 12 …". */
export const STATUS_WORDS: Record<Status, string> = {
  untracked: 'is not a story yet',
  pending: 'is in the backlog',
  in_progress: 'is in progress',
  review: 'is in review',
  blocked: 'is on hold',
  failed: 'has failed',
  merged: 'is merged',
  skipped: 'was skipped',
  abandoned: 'was abandoned',
};

/** `Story 12 is in review`, without a full stop. */
export const sentenceOf = (story: Story): string =>
  `${story.status === 'untracked' ? 'This issue' : `Story ${story.id}`} ${STATUS_WORDS[story.status]}`;

/** A text as a sentence: with the full stop that it may have already. */
export const ended = (text: string): string => (/[.!?…:]$/.test(text) ? text : `${text}.`);

/** A commit as people name it. */
export const short = (sha: string): string => sha.slice(0, 7);

/** Why an approval does not count, as the end of a sentence. */
const VOID_WORDS: Record<Void, string> = {
  push: 'there was a push since',
  text: 'the text of the issue was edited since',
  right: 'whoever gave it has no write access any more',
  approvers: '`settings.approvers` names others',
  dismissed: 'the review was dismissed',
};

/** Whose approval does not count any more, and why. */
export const voidSentence = (login: string, why: Void): string =>
  `The approval by ${quoted(login)} does not count any more: ${VOID_WORDS[why]}.`;

/** Whose approvals no longer count, and why, as sentences; empty while the story is not in review or all of them do. */
export function voidWords(story: Story): string {
  if (story.status !== 'review') return '';
  const sentences = (story.void ?? []).map(({ by, why }) => voidSentence(by, why));
  return [...new Set(sentences)].join(' ');
}

/** That no round of changes is left, without a full stop. */
export const roundsUsedUp = (most: number): string =>
  most === 1 ? 'The one round of changes is used up' : `All ${most} rounds of changes are used up`;

/** A role as the end of a sentence about someone: `your role is triage`. */
export const roleWords = (who: 'you' | 'who', role: Role): string =>
  role === 'none'
    ? `${who} ${who === 'you' ? 'have' : 'has'} none`
    : `${who === 'you' ? 'yours' : 'whose role'} is ${role}`;

/** `2 runs, $0.42 in all`, and how much of it nobody knows. */
export function costWords(story: Story): string {
  const unknown = unknownCost(story);
  const count = story.runs.length;
  const aside = unknown > 0 ? `, ${dollars(unknown)} of it unknown and counted in full` : '';
  const cost = dollars(story.cost_usd + unknown);
  return `${count === 1 ? `1 run, ${cost}` : `${count} runs, ${cost} in all`}${aside}`;
}

/** `3 model calls, 12,400 tokens, $0.42`. */
export function usageWords(usage: Usage): string {
  const tokens = usage.input_tokens + usage.output_tokens + usage.cache_read_tokens + usage.cache_write_tokens;
  const calls = `${usage.model_calls} model ${usage.model_calls === 1 ? 'call' : 'calls'}`;
  return `${calls}, ${tokens.toLocaleString('en-US')} tokens, ${dollars(usage.cost_usd)}`;
}

/** `1 failed, 11 passed`, or the exit status where the output was not understood. */
export function testWords(test: TestRun | undefined): string {
  if (!test) return 'not run';
  if (test.passed === undefined && test.failed === undefined)
    return test.exit_code === 0 ? 'passed' : `exit status ${test.exit_code}`;
  const failed = test.failed ? `${test.failed} failed, ` : '';
  return `${failed}${test.passed ?? 0} passed`;
}

/** The three rows of the proof, as a Markdown table. */
export function proofTable(verdict: Verdict): string {
  const row = (name: string, expected: string, test: TestRun | undefined, good: boolean) =>
    `| ${name} | ${expected} | ${testWords(test)} ${test ? (good ? '✓' : '✗') : ''} |`;
  return [
    '| | expected | happened |',
    '|---|---|---|',
    row('before the change', 'pass', verdict.base, verdict.base?.exit_code === 0),
    row('new tests, without the change', '**fail**', verdict.red, (verdict.red?.exit_code ?? 0) !== 0),
    row('new tests, with the change', '**pass**', verdict.green, verdict.green?.exit_code === 0),
  ].join('\n');
}

/** What the story waits for, as a paragraph; empty when it has ended. */
export function waitSentence(story: Story, config: Config): string {
  const wait = waitOf(story, config);
  if (!wait) return '';
  return `Waiting for ${wait.who} to ${wait.what}${wait.until ? ` (${wait.until})` : ''}.`;
}

/** Who holds a story, and why, as a sentence. `raised`: by how much its own cap was raised. */
export function blockWords({ kind, by, reason, purse, at }: NonNullable<Story['blocked']>, raised = 0): string {
  const words = quoted(reason);
  if (kind === 'budget') return purse ? emptyWords(purse, at, raised) : ended(`No run was started: ${words}`);
  if (kind === 'merge') return ended(`GitHub says: ${words}`);
  if (kind === 'question') return `The agent asks: ${ended(words)}`;
  return ended(`Paused by ${quoted(by)}${words ? `: ${words}` : ''}`);
}

/** How a skipped or abandoned story came to its end, as a sentence. */
export function endWords({ how, by, reason }: NonNullable<Story['ended']>): string {
  if (how === 'issue.closed') return 'The issue was closed.';
  if (how === 'pull_request.closed') return 'The pull request was closed without being merged.';
  const words = quoted(reason);
  return ended(`${how === 'skip' ? 'Skipped' : 'Abandoned'} by ${quoted(by)}${words ? `: ${words}` : ''}`);
}
