import { type Entry, enter, freeGroup, type Group, leave } from './concurrency-groups.ts';

/** Who is in the concurrency groups, over all repositories of the hub. */
export interface GroupRegistry {
  /**
   * Enters a group; `start` is called when it is the entrant's turn (at once, or when another leaves), `cancel` when it
   * loses its place to a later one. Group names are compared without regard to case, within one repository.
   */
  enter(
    key: GroupKey,
    entry: Entry,
    turn: { readonly start: () => void; readonly cancel: (reason: string) => void },
  ): void;
  /** Leaves the group that the entrant is in, if any; the next in line starts. */
  leave(id: string): void;
}

/** The name of a group. */
export interface GroupKey {
  readonly repositoryId: number;
  readonly name: string;
}

/** A registry without entrants. */
export function createGroupRegistry(): GroupRegistry {
  const groups = new Map<string, Group>();
  const entrants = new Map<string, { key: string; start: () => void; cancel: (reason: string) => void }>();
  return {
    enter({ repositoryId, name }, entry, turn) {
      const key = `${repositoryId}/${name.toLowerCase()}`;
      const result = enter(groups.get(key) ?? freeGroup, entry);
      groups.set(key, result.group);
      entrants.set(entry.id, { key, ...turn });
      for (const id of result.cancelled) {
        const full = id === entry.id;
        entrants
          .get(id)
          ?.cancel(
            full
              ? `The queue of the concurrency group '${name}' is full.`
              : `Canceling since a higher priority waiting request for '${name}' exists`,
          );
      }
      if (result.group.running === entry.id) turn.start();
    },
    leave(id) {
      const entrant = entrants.get(id);
      if (!entrant) return;
      entrants.delete(id);
      const before = groups.get(entrant.key) ?? freeGroup;
      const after = leave(before, id);
      if (after.running === null) groups.delete(entrant.key);
      else groups.set(entrant.key, after);
      if (after.running !== null && after.running !== before.running) entrants.get(after.running)?.start();
    },
  };
}
