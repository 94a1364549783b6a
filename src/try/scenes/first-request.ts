/** What a run's model was asked first, as the transcript has it. */
import type { SceneEnd } from './scene.ts';

/** The text of the first message; empty when the run left no transcript. */
export function firstRequest(end: Pick<SceneEnd, 'transcripts'>, run: string | undefined): string {
  const start = end.transcripts.get(run ?? '')?.find((event) => event.type === 'run_start');
  const content = start?.messages[0]?.content ?? [];
  return content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
}

/** What stands in the first message above what came back of the run before. */
export const TOLD = 'What came back about the work so far';

/** What a run was told of the one before, from that line to the end of the fence. */
export const whatCameBack = (end: Pick<SceneEnd, 'transcripts'>, run: string | undefined): string =>
  new RegExp(`${TOLD}[\\s\\S]*?DATA feedback \\w+>>>`).exec(firstRequest(end, run))?.[0] ?? 'nothing';
