/** The transcript of a run: every event as a line of JSON, in a file that stays behind for the log. */
import { appendFileSync, writeFileSync } from 'node:fs';
import type { AgentEvent, Emit } from './events.ts';

/**
 * Writes events to a file, each at once, so that a run that is killed leaves what happened until then. Starts the file anew. Throws
 * when the file cannot be written.
 */
export function transcriptTo(file: string): Emit {
  writeFileSync(file, '');
  return (event: AgentEvent) => appendFileSync(file, `${JSON.stringify(event)}\n`);
}
