/**
 * One Orch server in the simulation: the production loop, sweep, committer and codec, under a queue that keeps the promises of the server's own
 * (one worker per subject, wake-ups joined, longer and longer pauses after failures) on virtual time.
 */
import type { Act } from '../../src/core/act.ts';
import { join, type WakeUp } from '../../src/core/wake-up.ts';
import type { Forge } from '../../src/github/forge.ts';
import { createGovernor } from '../../src/github/governor.ts';
import { advance, comesBackAt } from '../../src/loop.ts';
import type { Place } from '../../src/place.ts';
import { createCommitter } from '../../src/state/committer.ts';
import type { MemoryRemote } from '../../src/state/memory-store.ts';
import { findRestless } from '../../src/sweep.ts';
import type { Limits } from './limits.ts';
import type { Network } from './network.ts';
import type { Sabotage } from './planted.ts';
import type { Random } from './random.ts';
import type { Process, Scheduler } from './scheduler.ts';
import { createSimulatedBranch } from './state-branch.ts';

export interface Server {
  readonly process: Process;
  readonly holder: string;
  push(wake: WakeUp): void;
  /** Looks at everything that is not at rest. */
  sweep(): void;
  /** Times (ms) at which something is due by itself. */
  due(): number[];
  /** Begins what is due by now. False when nothing was. */
  workDue(): boolean;
  /** True while nothing waits and nobody works. */
  idle(): boolean;
}

export interface ServerOptions {
  name: string;
  holder: string;
  forge: Forge;
  remote: MemoryRemote;
  network: Network;
  scheduler: Scheduler;
  random: Random;
  sabotage: Sabotage | undefined;
  transactionId: () => string;
  trace: (line: string) => void;
  limits: Limits;
  /** When a comment was written (ms). */
  saidAt: (comment: number) => number;
  /** Told of each request that changes something, before it leaves. */
  sent?: (acts: readonly Act[]) => void;
  /** Told when something may have changed on GitHub. */
  changed: () => void;
}

/** As in src/server/queue.ts. */
const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 300_000;
const MAX_FAILURES = 10;
const CONCURRENCY = 2;
/** As in src/server/sweeper.ts. */
const OVERLAP = 300_000;

export function createServer(options: ServerOptions): Server {
  const { name, holder, forge, remote, network, scheduler, random, sabotage, transactionId, trace } = options;
  const process: Process = { name, alive: true, pausedUntil: 0 };
  const context = { process, remote, scheduler, network, saidAt: options.saidAt };
  const branch = createSimulatedBranch(remote, network, process);
  const committer = createCommitter({
    branch: sabotage?.branch?.(branch, context) ?? branch,
    transactionId,
    delay: (ms) => scheduler.stop(process, 'waits', { notBefore: scheduler.now() + ms }),
    random: random.next,
  });
  const store = sabotage?.store?.(committer, context) ?? committer;

  const begun = new Map<string, Date>();
  const own = createGovernor({
    clock: () => new Date(scheduler.now()),
    delay: (ms) =>
      scheduler.stop(process, 'waits for its turn', {
        notBefore: scheduler.now() + ms,
        deadline: scheduler.now() + ms + 4_000,
        pausable: true,
      }),
  });
  const governor = sabotage?.governor?.(own) ?? own;
  const travelling = network.travel(forge, process, { governor, ...options });
  const shared = {
    forge: sabotage?.forge?.(travelling, context) ?? travelling,
    store,
    holder: sabotage?.holder ?? holder,
    clock: () => new Date(scheduler.now()),
    ...(sabotage?.forgetful ? {} : { begun }),
  };
  const placeFor = (issue: number): Place => ({
    ...shared,
    log: (message) => {
      if (process.alive) trace(`${name} #${issue} ${message}`);
    },
  });

  const waiting = new Map<number, WakeUp>();
  const working = new Set<number>();
  const failures = new Map<number, number>();
  let timers: { at: number; wake: WakeUp }[] = [];
  let sweeping = 0;
  /** From when on the next sweep asks for comments. */
  let swept: Date | undefined;

  const start = (): void => {
    for (const [issue, wake] of waiting) {
      if (working.size >= CONCURRENCY) return;
      if (working.has(issue)) continue;
      waiting.delete(issue);
      working.add(issue);
      void work(issue, wake);
    }
  };

  const work = async (issue: number, wake: WakeUp): Promise<void> => {
    try {
      const { wakeAt, wakes = [] } = await advance(placeFor(issue), wake);
      for (const next of sabotage?.wakes?.(wakes) ?? wakes) timers.push({ at: scheduler.now(), wake: next });
      failures.delete(issue);
      if (wakeAt) timers.push({ at: wakeAt.getTime(), wake: { ...wake, reasons: ['sweep'] } });
    } catch (error) {
      fail(issue, wake, error);
    } finally {
      working.delete(issue);
      start();
    }
  };

  const fail = (issue: number, wake: WakeUp, error: unknown): void => {
    trace(`${name} #${issue} failed: ${error instanceof Error ? error.message : String(error)}`);
    const count = (failures.get(issue) ?? 0) + 1;
    failures.set(issue, count);
    const wanted = (comesBackAt(error)?.getTime() ?? 0) - scheduler.now();
    const pause = Math.max(wanted, Math.min(FIRST_RETRY * 2 ** (count - 1), LONGEST_RETRY));
    if (count < MAX_FAILURES) timers.push({ at: scheduler.now() + pause, wake });
    else failures.delete(issue);
  };

  const enqueue = (wake: WakeUp): void => {
    const before = waiting.get(wake.issue);
    waiting.set(wake.issue, before ? join(before, wake) : wake);
    start();
  };

  const server: Server = {
    process,
    holder,
    push: enqueue,
    sweep() {
      if (sabotage?.sweeps === false) return;
      sweeping += 1;
      void findRestless(placeFor(0), swept)
        .then(({ wakes, next }) => {
          swept = new Date(next.getTime() - OVERLAP);
          for (const wake of wakes) server.push(wake);
        })
        .catch((error: unknown) => {
          trace(`${name} sweep failed: ${error instanceof Error ? error.message : String(error)}`);
        })
        .finally(() => {
          sweeping -= 1;
        });
    },
    due: () => timers.map(({ at }) => at),
    workDue() {
      const now = scheduler.now();
      if (process.pausedUntil > now) return false;
      const ready = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { wake } of ready) enqueue(wake);
      return ready.length > 0;
    },
    idle: () => waiting.size === 0 && working.size === 0 && sweeping === 0,
  };
  return server;
}
