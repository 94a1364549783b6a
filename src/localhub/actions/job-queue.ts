import type { JobInstance } from './active-run.ts';

/** The jobs that wait for a free place, and those that have one. */
export interface JobQueue {
  add(instance: JobInstance): void;
  /** Takes a job out of the line; false when it is not waiting (any more). */
  withdraw(instance: JobInstance): boolean;
  isRunning(instance: JobInstance): boolean;
  /** Resolves when nothing runs. */
  drained(): Promise<void>;
}

/**
 * A line in the order of arrival, at most `places` jobs at once. A job whose matrix has all the parallel jobs it may have
 * (`mayStart` says no) is passed over until one of them ends. `work` must not reject.
 */
export function createJobQueue(
  places: number,
  mayStart: (instance: JobInstance, running: ReadonlySet<JobInstance>) => boolean,
  work: (instance: JobInstance) => Promise<void>,
): JobQueue {
  const waiting: JobInstance[] = [];
  const running = new Map<JobInstance, Promise<void>>();

  const pump = (): void => {
    while (running.size < places) {
      const taken = new Set(running.keys());
      const next = waiting.findIndex((instance) => mayStart(instance, taken));
      const instance = waiting[next];
      if (!instance) return;
      waiting.splice(next, 1);
      running.set(
        instance,
        work(instance).finally(() => {
          running.delete(instance);
          pump();
        }),
      );
    }
  };

  return {
    add(instance) {
      waiting.push(instance);
      pump();
    },
    withdraw(instance) {
      const index = waiting.indexOf(instance);
      if (index >= 0) waiting.splice(index, 1);
      return index >= 0;
    },
    isRunning: (instance) => running.has(instance),
    async drained() {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}
