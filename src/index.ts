/**
 * The Probot app. A webhook becomes a wake-up and the answer goes out; the work is done afterwards, from the queue, by the one loop.
 */
import type { ApplicationFunction } from 'probot';
import { wakeUpsOf } from './github/wake-up.ts';
import type { Queue } from './server/queue.ts';

export interface OrchOptions {
  queue: Queue;
  /** The App's slug: what the App itself did wakes nobody. */
  slug: string;
  /** Looks at everything that may be waiting: called when the App was installed somewhere new. */
  sweep: () => void;
}

/** The places of a payload that say where it happened. */
interface Where {
  installation?: { id?: number };
  repository?: { name?: string; owner?: { login?: string } };
}

export function orch({ queue, slug, sweep }: OrchOptions): ApplicationFunction {
  return (app) => {
    app.onAny(({ name, payload }) => {
      if (name === 'installation' || name === 'installation_repositories') return sweep();
      const { installation, repository } = payload as Where;
      const owner = repository?.owner?.login;
      if (!installation?.id || !owner || !repository?.name) return;
      for (const wake of wakeUpsOf(name, payload, slug))
        queue.push({ installation: installation.id, owner, repo: repository.name }, wake);
    });
  };
}
