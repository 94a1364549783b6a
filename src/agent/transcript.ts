/** The transcript of a run: every event as a line of JSON, in a file that stays behind for the log, and for going on after a kill. */
import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import type { AgentEvent, Emit } from './events.ts';

/**
 * Writes events to a file, each at once, so that a run that is killed leaves what happened until then. Starts the file anew, unless it
 * `continues` what `readTranscript` has read. Throws when the file cannot be written.
 */
export function transcriptTo(file: string, { continues = false } = {}): Emit {
  if (continues) truncateSync(file, wholeLines(readFileSync(file)).length);
  else writeFileSync(file, '');
  return (event: AgentEvent) => appendFileSync(file, `${JSON.stringify(event)}\n`);
}

/**
 * The events of a transcript; none when there is no such file. Half a line at the end is what the kill left of an event: it counts as not
 * happened. Throws SyntaxError when another line is no JSON.
 */
export function readTranscript(file: string): AgentEvent[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const lines = wholeLines(bytes).toString('utf8').split('\n');
  return lines.filter(Boolean).map((line) => JSON.parse(line) as AgentEvent);
}

function wholeLines(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.lastIndexOf(10) + 1);
}
