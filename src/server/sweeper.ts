/**
 * When the server looks by itself: at its start, when it was installed somewhere new, and every few minutes. A sweep queues every subject that is
 * not at rest, and hears of deliveries that failed. One repository that cannot be swept does not stop the others.
 */
import type { WakeUp } from '../core/wake-up.ts';
import { orTellOfLoss } from '../notices.ts';
import { findRestless, LOOK_BACK } from '../sweep.ts';
import { type Missed, missedDeliveries } from './deliveries.ts';
import type { AppClient } from './installations.ts';
import type { Places } from './places.ts';
import type { Address } from './queue.ts';

export interface SweeperOptions {
  app: AppClient;
  repositories: () => Promise<Address[]>;
  places: Places;
  push: (address: Address, wake: WakeUp) => void;
  /** Takes a delivery that never arrived. */
  receive: (delivery: Missed) => void;
  clock: () => Date;
  log: (message: string, details?: Record<string, unknown>) => void;
  /** Milliseconds between the end of one sweep and the beginning of the next. */
  every: number;
}

export interface Sweeper {
  /** Sweeps now; when one is under way, once more after it. */
  sweep(): void;
  /** Resolves when no sweep is under way. */
  idle(): Promise<void>;
  /** Starts no further sweep and waits for the one under way. */
  close(): Promise<void>;
}

/** A repository where nobody wants Orch is looked at only every so many sweeps: somebody may have begun to. */
const UNUSED_EVERY = 6;
/** Comments are asked for from so long before the last sweep (ms): clocks differ, and GitHub's lists lag. */
const OVERLAP = 5 * 60_000;

export function createSweeper(options: SweeperOptions): Sweeper {
  const { app, repositories, places, push, receive, clock, log, every } = options;
  /** When each repository was swept last, and how many sweeps it may still be left out. */
  const swept = new Map<string, { at: Date; rest: number }>();
  let heardOf = new Date(clock().getTime() - LOOK_BACK);
  let under: Promise<void> | undefined;
  let again = false;
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const sweepOne = async (address: Address): Promise<void> => {
    const key = `${address.owner}/${address.repo}`;
    const last = swept.get(key);
    if (last && last.rest > 0) {
      last.rest -= 1;
      return;
    }
    const since = last && new Date(last.at.getTime() - OVERLAP);
    const place = await places.of(address);
    const { wakes, inUse, next } = await orTellOfLoss(place, () => findRestless(place, since));
    for (const wake of wakes) push(address, wake);
    swept.set(key, { at: next, rest: inUse ? 0 : UNUSED_EVERY - 1 });
  };

  const sweepAll = async (): Promise<void> => {
    for (const address of await repositories()) {
      if (closed) return;
      await sweepOne(address).catch((error: unknown) => {
        log(`${address.owner}/${address.repo} could not be swept: ${wordsOf(error)}`, { error });
      });
    }
  };

  const hearOfMissed = async (): Promise<void> => {
    const began = clock();
    const missed = await missedDeliveries(app, heardOf);
    for (const delivery of missed) receive(delivery);
    if (missed.length > 0) log(`heard of ${missed.length} deliveries that had failed`);
    heardOf = new Date(began.getTime() - OVERLAP);
  };

  const once = async (): Promise<void> => {
    clearTimeout(timer);
    await hearOfMissed().catch((error: unknown) =>
      log(`failed deliveries could not be read: ${wordsOf(error)}`, { error }),
    );
    await sweepAll().catch((error: unknown) => log(`a sweep failed: ${wordsOf(error)}`, { error }));
  };

  const sweep = (): void => {
    if (closed) return;
    if (under) {
      again = true;
      return;
    }
    under = once().finally(() => {
      under = undefined;
      if (closed) return;
      if (again) {
        again = false;
        sweep();
        return;
      }
      // A sweep that nobody waits for must not keep the process alive.
      timer = setTimeout(sweep, every).unref();
    });
  };

  const idle = async (): Promise<void> => {
    while (under) await under;
  };
  return {
    sweep,
    idle,
    close: () => {
      closed = true;
      clearTimeout(timer);
      return idle();
    },
  };
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
