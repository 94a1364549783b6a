/** The text of the pull request: the agent's words, made harmless, and kept from swallowing what Orch writes below them. */
import type { PullRequestIntent } from '../core/intent.ts';
import { type HarmlessOptions, harmless, harmlessLine } from './harmless.ts';
import { withoutForeignTrailers } from './message.ts';

export function pullRequestText(
  intent: Pick<PullRequestIntent, 'title' | 'body'>,
  options: HarmlessOptions,
): { title: string; body: string } {
  // A squash merge makes the body a commit message, in which nobody may be spoken for.
  const body = harmless(withoutForeignTrailers(intent.body), options);
  return { title: harmlessLine(intent.title, 200, options), body: closed(body) };
}

/** A block of code or a fold that is left open would take in everything that follows. */
function closed(body: string): string {
  let fence: string | undefined;
  for (const line of body.split('\n')) {
    const [, mark, info] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (mark === undefined) continue;
    if (fence === undefined) {
      if (mark.startsWith('~') || !info!.includes('`')) fence = mark;
    } else if (mark.startsWith(fence) && info!.trim() === '') fence = undefined;
  }
  const code = fence === undefined ? body : `${body}\n${fence}`;
  const open = (code.match(/<details(?: open)?\s*>/gi)?.length ?? 0) - (code.match(/<\/details\s*>/gi)?.length ?? 0);
  return open > 0 ? `${code}\n\n${'</details>'.repeat(open)}` : code;
}
