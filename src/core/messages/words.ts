/** Small pieces of which the sentences are made. */
import type { Config } from '../config.ts';
import { PROOF_CHECK } from '../names.ts';
import type { Role } from '../permissions.ts';
import type { TestRun, Usage, Verdict, Weakened, Weakening } from '../run.ts';
import { type Status, type Story, unknownCost, type Void } from '../story.ts';
import { waitOf } from '../waits.ts';
import { dollars } from './dollars.ts';
import { emptyWords } from './money.ts';
import { code, quoted } from './quoted.ts';

/** A status as people read it: the end of "Story 12 …". */
export const STATUS_WORDS: Record<Status, string> = {
  untracked: 'is not a story yet',
  pending: 'is in the backlog',
  in_progress: 'is in progress',
  review: 'is in review',
  underway: 'is underway',
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

/** `1 failed, 11 passed`, or the exit status where nothing was counted. */
export function testWords(test: TestRun | undefined): string {
  if (!test) return 'not run';
  const counts = [
    ...(test.failed ? [`${test.failed} failed`] : []),
    ...(test.passed === undefined ? [] : [`${test.passed} passed`]),
  ];
  return counts.join(', ') || (test.exit_code === 0 ? 'passed' : `exit status ${test.exit_code}`);
}

/**
 * The rows of the proof as a Markdown table, and under it what a reviewer has to know: why the tests failed before, and which tests were made
 * weaker. Which rows there are depends on what had to be proved.
 */
export function proofTable(verdict: Verdict): string {
  const row = (name: string, expected: string, test: TestRun | undefined, good: boolean) =>
    `| ${name} | ${expected} | ${testWords(test)} ${test ? (good ? '✓' : '✗') : ''} |`;
  const { base, red, green, kind = 'tests_first', exempt = '' } = verdict;
  const without = {
    tests_first: [row('new tests, without the change', '**fail**', red, (red?.exit_code ?? 0) !== 0)],
    repair: [],
    exempt: [`| new tests, without the change | exempt: ${quoted(exempt)} | not asked for |`],
  };
  return [
    '| | expected | happened |',
    '|---|---|---|',
    kind === 'repair'
      ? row('before the change', '**fail**, to be repaired', base, true)
      : row('before the change', 'pass', base, base?.exit_code === 0),
    ...without[kind],
    row(
      kind === 'tests_first' ? 'new tests, with the change' : 'with the change',
      '**pass**',
      green,
      green?.exit_code === 0,
    ),
    ...proofNotes(verdict).map((note) => `\n${note}`),
  ].join('\n');
}

/** Tests that a note under the table lists; the check's text lists all. */
export const MAX_NOTED = 5;

function proofNotes({ ok, why, reason, weakened = [], kind }: Verdict): string[] {
  const list = weakenedWords(weakened);
  const more = list.length - MAX_NOTED;
  const notes: string[] = [];
  // What is wrong stands beside the table already.
  if (why !== undefined && why !== reason)
    notes.push(`${kind === 'repair' ? 'Repaired' : 'Why red'}: ${quoted(why, 500)}`);
  if (list.length > 0)
    notes.push(
      [
        ok ? 'A reviewer should look at these tests:\n' : 'Tests that became weaker:\n',
        ...list.slice(0, MAX_NOTED),
        ...(more > 0 ? [`- and ${more} more, which the check \`${PROOF_CHECK}\` lists`] : []),
      ].join('\n'),
    );
  return notes;
}

const WEAKER: Record<Weakening, string> = {
  deleted: 'deleted',
  skipped: 'skipped',
  only: 'keeps others from running',
  emptied: 'emptied',
  assertions: 'fewer assertions',
  loosened: 'looser assertions',
  snapshot: 'snapshot rewritten',
  missing: 'does not run under this name any more',
};

/** One line of a list for each test that was made weaker. */
export const weakenedWords = (weakened: readonly Weakened[]): string[] =>
  weakened.map(({ file, line, test, what, since }) => {
    const place = file === '' ? '' : code(`${file}${line === undefined ? '' : `:${line}`}`, 300);
    const name = test === undefined ? '' : quoted(test, 200);
    const where = [place, name].filter((part) => part !== '').join(' ');
    return `- ${where}: ${WEAKER[what]}${since === 'red' ? ', after red' : ''}`;
  });

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
