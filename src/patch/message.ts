/** The message of a commit that Orch makes: the agent's words, made harmless, and Orch's own trailers. */
import type { CommitIntent } from '../core/intent.ts';
import { withoutInvisible } from '../core/invisible.ts';
import { harmless, harmlessLine } from './harmless.ts';

/** Longest subject in characters. Git has no limit; GitHub and `git log` cut far earlier. */
const MAX_SUBJECT = 120;

/**
 * Subject, blank line, body, blank line, trailers. Lines by which the agent would speak for someone else are left out: trailers that say
 * who wrote or signed a commit, GitHub's trailers that skip checks, and Orch's own.
 */
export function commitMessage(
  intent: Pick<CommitIntent, 'message' | 'stage'>,
  context: { run: string; story: number; hosts?: readonly string[]; plans?: boolean },
): { subject: string; text: string } {
  const options = { ...(!context.plans && { closes: context.story }), ...(context.hosts && { hosts: context.hosts }) };
  const lines = harmless(withoutForeignTrailers(intent.message), options).split('\n');
  const at = lines.findIndex((line) => line.trim() !== '');
  const subject =
    harmlessLine(lines[at] ?? '', MAX_SUBJECT, options) || `${intent.stage}: work on story ${context.story}`;
  const body = lines
    .slice(at + 1)
    .join('\n')
    .trim();
  const trailers = `Orch-Run: ${context.run}\nOrch-Stage: ${intent.stage}`;
  return { subject, text: `${[subject, body, trailers].filter(Boolean).join('\n\n')}\n` };
}

/** The text without the lines by which it would speak for others, and without characters that could hide that a line is one. */
export const withoutForeignTrailers = (text: string): string =>
  withoutInvisible(text)
    .text.split('\n')
    .filter((line) => !FOREIGN_TRAILER.test(line))
    .join('\n');

const FOREIGN_TRAILER =
  /^\s*(?:orch-[\w-]+|co-authored-by|signed-off-by|on-behalf-of|reviewed-by|approved-by|skip-checks)\s*:/i;
