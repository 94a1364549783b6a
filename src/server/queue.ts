/**
 * Wake-ups waiting for their turn. One subject is worked on by one worker at a time; wake-ups that come meanwhile wait and are joined into one.
 * Nothing here is worth keeping: what is lost with the process is found again by the sweep.
 */
import { join, type WakeUp } from '../core/wake-up.ts';
import { comesBackAt } from '../loop.ts';
import { StateBranchLost } from '../state/errors.ts';

/** Where a subject is, besides its issue number. */
export interface Address {
  installation: number;
  owner: string;
  repo: string;
}

export interface QueueOptions {
  /** Works on one subject. Answers when to look again although nobody calls, if ever. */
  work: (address: Address, wake: WakeUp) => Promise<Date | undefined>;
  /** Subjects that are worked on at once. */
  concurrency: number;
  clock: () => Date;
  log: (message: string, details?: Record<string, unknown>) => void;
}

export interface Queue {
  push(address: Address, wake: WakeUp): void;
  /** Resolves when nothing waits and nobody works; retries that are due later do not count. */
  idle(): Promise<void>;
  /** Takes nothing new, drops what is due later, and resolves when the work under way has ended. */
  close(): Promise<void>;
}

/** First pause after a failure (ms); doubles each time up to the longest. */
const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 300_000;
/** Failures in a row after which a subject is left to the sweep. */
const MAX_FAILURES = 10;
/** So many that stop something go first in a row, then one that waited its turn: nobody starves. */
const MOST_URGENT = 3;

const isUrgent = (wake: WakeUp): boolean => wake.reasons.includes('stop');

const keyOf = (address: Address, issue: number): string => `${address.owner}/${address.repo}#${issue}`;

export function createQueue({ work, concurrency, clock, log }: QueueOptions): Queue {
  const waiting = new Map<string, { address: Address; wake: WakeUp }>();
  const working = new Set<string>();
  /** What waits for its time, in milliseconds of the clock. */
  const due = new Set<{ at: number; address: Address; wake: WakeUp; timer: ReturnType<typeof setTimeout> }>();
  const failures = new Map<string, number>();
  const quiet: (() => void)[] = [];
  let closed = false;

  const line = (address: Address, wake: WakeUp): void => {
    const key = keyOf(address, wake.issue);
    const before = waiting.get(key);
    waiting.set(key, { address, wake: before ? join(before.wake, wake) : wake });
  };
  const push = (address: Address, wake: WakeUp): void => {
    if (closed) return;
    line(address, wake);
    start();
  };

  let stopped = 0;
  /** The next subject: the oldest that stops something, though not for ever; otherwise the oldest. */
  const next = (): string | undefined => {
    const free = [...waiting.keys()].filter((key) => !working.has(key));
    const urgent = free.find((key) => isUrgent(waiting.get(key)!.wake));
    if (urgent === undefined || stopped >= MOST_URGENT) {
      stopped = 0;
      return free[0];
    }
    stopped += 1;
    return urgent;
  };

  const start = (): void => {
    while (working.size < concurrency) {
      const key = next();
      const one = key === undefined ? undefined : waiting.get(key);
      if (key === undefined || one === undefined) return;
      waiting.delete(key);
      working.add(key);
      void serve(key, one.address, one.wake);
    }
  };

  const serve = async (key: string, address: Address, wake: WakeUp): Promise<void> => {
    try {
      const at = await work(address, wake);
      failures.delete(key);
      const reasons: WakeUp['reasons'] = isUrgent(wake) ? ['stop', 'sweep'] : ['sweep'];
      if (at) later(address, { ...wake, reasons }, at.getTime() - clock().getTime());
    } catch (error) {
      const count = (failures.get(key) ?? 0) + 1;
      failures.set(key, count);
      log(`${key} failed: ${error instanceof Error ? error.message : String(error)}`, { count, error });
      // Looking again cannot bring it back; a person must, and the next sweep sees that.
      if (error instanceof StateBranchLost) {
        failures.delete(key);
        return;
      }
      const wanted = (comesBackAt(error)?.getTime() ?? 0) - clock().getTime();
      const pause = Math.max(wanted, Math.min(FIRST_RETRY * 2 ** (count - 1), LONGEST_RETRY));
      if (count < MAX_FAILURES) later(address, wake, pause);
      else failures.delete(key);
    } finally {
      working.delete(key);
      start();
      if (working.size === 0 && waiting.size === 0) for (const tell of quiet.splice(0)) tell();
    }
  };

  const later = (address: Address, wake: WakeUp, ms: number): void => {
    if (closed) return;
    const at = clock().getTime() + Math.max(0, ms);
    const ripen = (): void => {
      // What is due by now gets into line together: after a silence of GitHub's, what stops something must not come last.
      for (const one of due) {
        if (one.at > at) continue;
        clearTimeout(one.timer);
        due.delete(one);
        line(one.address, one.wake);
      }
      start();
    };
    due.add({ at, address, wake, timer: setTimeout(ripen, Math.max(0, ms)) });
  };

  const idle = (): Promise<void> =>
    working.size === 0 && waiting.size === 0 ? Promise.resolve() : new Promise((resolve) => quiet.push(resolve));

  return {
    push,
    idle,
    close: () => {
      closed = true;
      waiting.clear();
      for (const { timer } of due) clearTimeout(timer);
      due.clear();
      return idle();
    },
  };
}
