/** A bounded memory for things that never change, such as git objects: what was used longest ago is forgotten first. */
export interface Memo<T> {
  get(key: string): T | undefined;
  set(key: string, value: T, weight: number): void;
}

/** An empty memo that holds things up to that much weight in all. A thing heavier than the limit is not kept. */
export function createMemo<T>(limit: number): Memo<T> {
  const kept = new Map<string, { value: T; weight: number }>();
  let total = 0;
  function forget(key: string): void {
    total -= kept.get(key)?.weight ?? 0;
    kept.delete(key);
  }
  return {
    get(key) {
      const found = kept.get(key);
      if (!found) return undefined;
      // A Map keeps the order of insertion; put back, the entry becomes the youngest.
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    set(key, value, weight) {
      forget(key);
      if (weight > limit) return;
      kept.set(key, { value, weight });
      total += weight;
      for (const oldest of kept.keys()) {
        if (total <= limit) break;
        forget(oldest);
      }
    },
  };
}
