/** One Orch server over a world: the loop with a memory store, fed by deliveries as production is, without HTTP in between. */
import type { WakeUp } from '../../src/core/wake-up.ts';
import type { Forge } from '../../src/github/forge.ts';
import { advance } from '../../src/loop.ts';
import { orTellOfLoss } from '../../src/notices.ts';
import type { Place } from '../../src/place.ts';
import { StateBranchLost } from '../../src/state/errors.ts';
import { createMemoryStore, type MemoryRemote } from '../../src/state/memory-store.ts';
import { findRestless } from '../../src/sweep.ts';
import type { News } from './news.ts';

export interface Server {
  readonly place: Place;
  /** Works on a wake-up. What goes wrong is noted, and tried again when its time has come. */
  wake(wake: WakeUp): Promise<void>;
  /** Looks at everything that is not at rest. */
  sweep(): Promise<void>;
  /** Works on what was put off until now. False when nothing was. */
  wakeDue(): Promise<boolean>;
}

export interface ServerOptions {
  forge: Forge;
  remote: MemoryRemote;
  holder: string;
  clock: () => Date;
  news: News;
  transactionId: () => string;
}

/** Pause after a failure, as the server's queue makes it first (ms). */
const RETRY = 1_000;

export function createServer({ forge, remote, holder, clock, news, transactionId }: ServerOptions): Server {
  const store = createMemoryStore(remote, { transactionId, delay: async () => {}, random: () => 0.5 });
  const place: Place = { forge, store, holder, clock, log: () => {} };
  const due: { at: Date; wake: WakeUp }[] = [];
  const server: Server = {
    place,
    async wake(wake) {
      try {
        const { wakeAt, wakes = [] } = await orTellOfLoss(place, () => advance(place, wake));
        due.push(...wakes.map((next) => ({ at: clock(), wake: next })));
        if (wakeAt) due.push({ at: wakeAt, wake: { ...wake, reasons: ['sweep'] } });
      } catch (error) {
        news.note(`! ${holder}: ${error instanceof Error ? error.message : String(error)}`);
        // Looking again cannot bring a lost branch back.
        if (!(error instanceof StateBranchLost)) due.push({ at: new Date(clock().getTime() + RETRY), wake });
      }
    },
    async sweep() {
      for (const wake of (await findRestless(place)).wakes) await server.wake(wake);
    },
    async wakeDue() {
      const ready = due.filter(({ at }) => at <= clock());
      for (const one of ready) due.splice(due.indexOf(one), 1);
      for (const { wake } of ready) await server.wake(wake);
      return ready.length > 0;
    },
  };
  return server;
}
