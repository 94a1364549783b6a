/** Small pieces of which the sentences are made. */
import type { Config } from '../config.ts';
import type { TestRun, Usage, Verdict } from '../run.ts';
import type { Status, Story } from '../story.ts';
import { waitOf } from '../waits.ts';

/** A status as people read it. */
export const STATUS_WORDS: Record<Status, string> = {
  untracked: 'not a story yet',
  pending: 'in the backlog',
  in_progress: 'in progress',
  review: 'in review',
  blocked: 'on hold',
  failed: 'failed',
  merged: 'merged',
  skipped: 'skipped',
  abandoned: 'abandoned',
};

/** Text that someone else wrote, on one line, short, and unable to mention, link or run anything. */
export function quoted(text: string, most = 300): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const cut = line.length > most ? `${line.slice(0, most - 1)}…` : line;
  // A zero-width space after these characters keeps GitHub from reading a mention, a reference or a command in them.
  return cut.replaceAll(/[@#/<`|]/g, (char) =>
    char === '`' ? 'ʼ' : char === '|' ? '\\|' : char === '<' ? '&lt;' : `${char}\u200b`,
  );
}

/** `$0.42`; a cost below a cent is not rounded to nothing. */
export const dollars = (usd: number): string => (usd > 0 && usd < 0.01 ? 'under $0.01' : `$${usd.toFixed(2)}`);

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
