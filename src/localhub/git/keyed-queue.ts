/** Runs tasks of one key one after the other, and those of different keys side by side. */
export interface KeyedQueue {
  /** Runs the task when all earlier ones of this key have ended. What it throws reaches the caller and nobody else. */
  run<Value>(key: number | string, task: () => Promise<Value>): Promise<Value>;
}

/** An empty queue. */
export function createKeyedQueue(): KeyedQueue {
  const tails = new Map<number | string, Promise<unknown>>();
  return {
    run(key, task) {
      const result = (tails.get(key) ?? Promise.resolve()).then(task);
      const tail = result
        .catch(() => {})
        .finally(() => {
          if (tails.get(key) === tail) tails.delete(key);
        });
      tails.set(key, tail);
      return result;
    },
  };
}
