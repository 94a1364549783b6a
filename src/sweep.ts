/**
 * The sweep: the same loop over every subject that is not at rest. It makes up for webhooks that never came, for a process that died, and for
 * what could not be done at the time.
 */
import { AT_REST } from './core/story.ts';
import type { WakeUp } from './core/wake-up.ts';
import type { Place } from './loop.ts';
import { BrokenFile, decodeStory } from './state/codec.ts';
import { parseStoryPath } from './state/layout.ts';

/** The subjects of one repository that are worth a look. */
export async function findRestless(place: Place): Promise<WakeUp[]> {
  const snapshot = await place.store.refresh();
  const issues = new Set<number>();
  const known = new Set<number>();
  for (const path of await snapshot.list('stories')) {
    const issue = parseStoryPath(path);
    const text = issue === undefined ? null : await snapshot.read(path);
    if (issue === undefined || text === null) continue;
    known.add(issue);
    if (isRestless(text, path)) issues.add(issue);
  }
  // A label whose webhook was lost left no trace in the state.
  for (const issue of await place.forge.labelled()) if (!known.has(issue)) issues.add(issue);
  return [...issues].map((issue) => ({ issue, reasons: ['sweep'], logins: [] }));
}

function isRestless(text: string, path: string): boolean {
  try {
    const story = decodeStory(text, path);
    return story.outbox !== undefined || !AT_REST.has(story.status);
  } catch (error) {
    if (error instanceof BrokenFile) return true;
    throw error;
  }
}
