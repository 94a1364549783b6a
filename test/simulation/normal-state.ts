/** The state branch without what differs from one order of events to another. */
import type { MemoryRemote } from '../../src/state/memory-store.ts';

/** All files of the state branch as one text, without ids, times, the number of transitions, and how far Orch has read its own comments and labels. */
export function normalState(remote: MemoryRemote): string {
  const files = [...(remote.head()?.files ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return (
    files
      .map(([path, text]) => `${path}\n${text}`)
      .join('\n')
      .replace(/^ *(transition|labelings|comment): \d+$/gm, '')
      // Which approvals were seen before they became void is a note of what was seen, and that does depend on the order.
      .replace(/^void:\n(?: .*\n)*/gm, '')
      // A story that begins while another is merged grows from the commit before the merge, or from the merge.
      .replace(/\b(?:ba5e|feed)[0-9a-f]{36}\b/g, 'MAIN')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
      .replace(/\b2\d{4}\b/g, 'ID')
      .replace(/^( *node_id:) .*$/gm, '$1 NODE')
  );
}
