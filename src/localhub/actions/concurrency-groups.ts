/** What holds or waits for a concurrency group: a run as a whole, or one job. Ids are the caller's. */
export interface Group {
  readonly running: string | null;
  /** In the order in which they will run. */
  readonly pending: readonly string[];
}

/** How an entrant wants to be treated, from its `concurrency:` key. */
export interface Entry {
  readonly id: string;
  readonly cancelInProgress: boolean;
  /** `single`, GitHub's default, keeps one waiting entrant; `max` keeps a queue. */
  readonly queue: 'single' | 'max';
}

/** The group nobody is in. */
export const freeGroup: Group = { running: null, pending: [] };

/** The longest queue of a group with `queue: max`; who comes later is cancelled (GitHub's limit). */
export const longestQueue = 100;

/**
 * The group after someone entered it, and who must be cancelled because of that: older waiting entrants, with
 * `cancel-in-progress` also the one that runs, or the entrant itself when the queue is full.
 * The entrant may start when it is the one `running` afterwards; a cancelled runner keeps the group until it leaves.
 */
export function enter(group: Group, entry: Entry): { readonly group: Group; readonly cancelled: readonly string[] } {
  if (group.running === null) return { group: { running: entry.id, pending: [] }, cancelled: [] };
  if (entry.queue === 'max') {
    if (group.pending.length >= longestQueue) return { group, cancelled: [entry.id] };
    return { group: { ...group, pending: [...group.pending, entry.id] }, cancelled: [] };
  }
  const running = entry.cancelInProgress ? [group.running] : [];
  return { group: { ...group, pending: [entry.id] }, cancelled: [...group.pending, ...running] };
}

/** The group after someone left it, finished or cancelled. Who is `running` afterwards and was not before may start. */
export function leave(group: Group, id: string): Group {
  const pending = group.pending.filter((waiting) => waiting !== id);
  if (group.running !== id) return { ...group, pending };
  const [next, ...rest] = pending;
  return { running: next ?? null, pending: rest };
}
