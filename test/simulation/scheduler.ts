/**
 * Who goes on next. Every call of the loop to GitHub or to the state branch stops at a yield point, before it is sent and before its answer
 * is read; the schedule lets exactly one of those that wait go on at a time. Between two steps all promises have settled, so nothing
 * happens in an order that was not chosen here. A crash drops what a process was waiting for: its code after that point never runs.
 */

/** A server or a job: what dies together. */
export interface Process {
  readonly name: string;
  alive: boolean;
  /** Stands still until then (ms), as in a long pause of the machine. */
  pausedUntil: number;
}

export interface Waiting {
  readonly process: Process;
  readonly label: string;
  /** Must go on before this time (ms): how long a request may be under way. */
  readonly deadline: number;
  /** Does not go on before this time (ms). */
  readonly notBefore: number;
  /** Whether the process may stand still here longer than any lease. */
  readonly pausable: boolean;
  /** What the network still carries out when the process dies here. */
  readonly orphan: (() => Promise<unknown>) | undefined;
  readonly go: () => void;
}

export type WaitOptions = Partial<Pick<Waiting, 'deadline' | 'notBefore' | 'pausable' | 'orphan'>>;

export interface Scheduler {
  /** Virtual time in ms. Only `pass` moves it. */
  now(): number;
  pass(ms: number): void;
  stop(process: Process, label: string, options?: WaitOptions): Promise<void>;
  /** Those that may go on now, in the order in which they came. */
  ready(): Waiting[];
  /** All that a process waits for. */
  under(process: Process): Waiting[];
  /** When the first of those that must wait may go on; undefined when none waits for time. */
  nextTime(): number | undefined;
  /** The first whose deadline falls before a time. */
  overdue(before: number): Waiting | undefined;
  /** Lets one go on, until everything waits again. */
  resume(waiting: Waiting): Promise<void>;
  /** Ends a process. Answers what it had under way. */
  kill(process: Process): Waiting[];
}

export function createScheduler(start: number): Scheduler {
  let now = start;
  let waiting: Waiting[] = [];
  return {
    now: () => now,
    pass(ms) {
      now += ms;
    },
    stop(process, label, { deadline = Infinity, notBefore = 0, pausable = false, orphan } = {}) {
      return new Promise((resolve) => {
        // What a dead process would do next is never done.
        if (process.alive) waiting.push({ process, label, deadline, notBefore, pausable, orphan, go: resolve });
      });
    },
    ready: () => waiting.filter((one) => one.notBefore <= now && one.process.pausedUntil <= now),
    under: (process) => waiting.filter((one) => one.process === process),
    nextTime() {
      const times = waiting.map((one) => Math.max(one.notBefore, one.process.pausedUntil)).filter((time) => time > now);
      return times.length > 0 ? Math.min(...times) : undefined;
    },
    overdue: (before) => waiting.find((one) => one.deadline < before && one.process.pausedUntil <= now),
    async resume(one) {
      waiting.splice(waiting.indexOf(one), 1);
      one.go();
      await settled();
    },
    kill(process) {
      process.alive = false;
      const lost = waiting.filter((one) => one.process === process);
      waiting = waiting.filter((one) => one.process !== process);
      return lost;
    },
  };
}

/**
 * Resolves when every promise that can settle by itself has: Node runs what waits for the next tick only when no microtask is left. A new turn of the
 * event loop would do as well, and costs a tenth of all time.
 */
export const settled = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));
