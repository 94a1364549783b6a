/**
 * One Orch server in the simulation: the production loop, sweep, committer and codec, under a queue that keeps the promises of the server's own
 * (one worker per subject, wake-ups joined, longer and longer pauses after failures) on virtual time.
 */
import { join, type WakeUp } from '../../src/core/wake-up.ts';
import type { Forge } from '../../src/github/forge.ts';
import { advance, type Place } from '../../src/loop.ts';
import { createCommitter } from '../../src/state/committer.ts';
import type { MemoryRemote } from '../../src/state/memory-store.ts';
import { findRestless } from '../../src/sweep.ts';
import type { Network } from './network.ts';
import type { Sabotage } from './planted.ts';
import type { Random } from './random.ts';
import type { Process, Scheduler } from './scheduler.ts';
import { createSimulatedBranch } from './state-branch.ts';

/** Where a wake-up came from. `timer`: the server's own decision to try again. */
export type Origin = 'delivery' | 'timer' | 'sweep';

interface Job {
  wake: WakeUp;
  origin: Origin;
  /** Comments whose delivery is part of this. */
  tickets: readonly number[];
  /** When it was decided on (ms). */
  since: number;
}

/** A request: about which issue, why it is made, and since when that was to be done. */
export interface Asked {
  issue: number;
  origin: Origin;
  since: number;
  label: string;
}

export interface Server {
  readonly process: Process;
  readonly holder: string;
  push(wake: WakeUp, origin: Origin, tickets?: readonly number[]): void;
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
  /** Told of each request before it leaves. */
  asked: (server: Server, about: Asked) => void;
  /** Told of each request at the moment in which it reaches GitHub. */
  sends: (server: Server, issue: number) => void;
  /** Told when a look ended well: whoever spoke in these comments was heard. */
  heard: (tickets: readonly number[]) => void;
}

/** As in src/server/queue.ts. */
const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 300_000;
const MAX_FAILURES = 10;
const CONCURRENCY = 2;

export function createServer(options: ServerOptions): Server {
  const { name, holder, forge, remote, network, scheduler, random, sabotage, transactionId, trace } = options;
  const process: Process = { name, alive: true, pausedUntil: 0 };
  const context = { process, remote, scheduler, network };
  const branch = createSimulatedBranch(remote, network, process);
  const committer = createCommitter({
    branch: sabotage?.branch?.(branch, context) ?? branch,
    transactionId,
    delay: (ms) => scheduler.stop(process, 'waits', { notBefore: scheduler.now() + ms }),
    random: random.next,
  });
  const store = sabotage?.store?.(committer, context) ?? committer;

  const placeFor = (issue: number, { origin, since }: Pick<Job, 'origin' | 'since'>): Place => {
    const reaches = {
      leaving: (label: string) => options.asked(server, { issue, origin, since, label }),
      arriving: () => options.sends(server, issue),
    };
    const travelling = network.travel(forge, process, reaches);
    return {
      forge: sabotage?.forge?.(travelling, context) ?? travelling,
      store,
      holder: sabotage?.holder ?? holder,
      clock: () => new Date(scheduler.now()),
      log: (message) => {
        if (process.alive) trace(`${name} #${issue} ${message}`);
      },
    };
  };

  const waiting = new Map<number, Job>();
  const working = new Set<number>();
  const failures = new Map<number, number>();
  let timers: { at: number; job: Job }[] = [];
  let sweeping = 0;

  const start = (): void => {
    for (const [issue, job] of waiting) {
      if (working.size >= CONCURRENCY) return;
      if (working.has(issue)) continue;
      waiting.delete(issue);
      working.add(issue);
      void work(issue, job);
    }
  };

  const work = async (issue: number, job: Job): Promise<void> => {
    try {
      const { wakeAt } = await advance(placeFor(issue, job), job.wake);
      failures.delete(issue);
      options.heard(job.tickets);
      if (wakeAt) timers.push({ at: wakeAt.getTime(), job: again({ ...job.wake, reasons: ['sweep'] }) });
    } catch (error) {
      fail(issue, job, error);
    } finally {
      working.delete(issue);
      start();
    }
  };

  const again = (wake: WakeUp, tickets: readonly number[] = []): Job => ({
    wake,
    origin: 'timer',
    tickets,
    since: scheduler.now(),
  });

  const fail = (issue: number, job: Job, error: unknown): void => {
    trace(`${name} #${issue} failed: ${error instanceof Error ? error.message : String(error)}`);
    const count = (failures.get(issue) ?? 0) + 1;
    failures.set(issue, count);
    const wanted =
      error instanceof Error && 'at' in error && error.at instanceof Date ? error.at.getTime() - scheduler.now() : 0;
    const pause = Math.max(wanted, Math.min(FIRST_RETRY * 2 ** (count - 1), LONGEST_RETRY));
    if (count < MAX_FAILURES) timers.push({ at: scheduler.now() + pause, job: again(job.wake, job.tickets) });
    else failures.delete(issue);
  };

  const enqueue = (job: Job): void => {
    const before = waiting.get(job.wake.issue);
    const joined = before && {
      wake: join(before.wake, job.wake),
      // A retry that a delivery joined is no longer the server's own idea.
      origin: before.origin === job.origin ? job.origin : ('delivery' as const),
      since: Math.min(before.since, job.since),
      tickets: [...before.tickets, ...job.tickets],
    };
    waiting.set(job.wake.issue, joined ?? job);
    start();
  };

  const server: Server = {
    process,
    holder,
    push: (wake, origin, tickets = []) => enqueue({ wake, origin, tickets, since: scheduler.now() }),
    sweep() {
      if (sabotage?.sweeps === false) return;
      sweeping += 1;
      void findRestless(placeFor(0, { origin: 'sweep', since: scheduler.now() }))
        .then((wakes) => {
          for (const wake of wakes) server.push(wake, 'sweep');
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
      for (const { job } of ready) enqueue(job);
      return ready.length > 0;
    },
    idle: () => waiting.size === 0 && working.size === 0 && sweeping === 0,
  };
  return server;
}
