/** A place for each repository: its forge and its state, made on first use and kept. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { STATE_BRANCH } from '../core/names.ts';
import { createOctokitForge } from '../github/octokit/forge.ts';
import type { Place } from '../loop.ts';
import { createGitStore } from '../state/git-store.ts';
import type { Installations } from './installations.ts';
import type { Address } from './queue.ts';

export interface PlacesOptions {
  installations: Installations;
  /** Where the bare clones of the state branches are. Nothing in it is worth keeping. */
  dataDir: string;
  /** Where git is: `https://github.com`. */
  gitUrl: string;
  holder: string;
  clock: () => Date;
  randomId: () => string;
  log: (message: string, details?: Record<string, unknown>) => void;
}

export interface Places {
  of(address: Address): Promise<Place>;
  close(): Promise<void>;
}

export function createPlaces(options: PlacesOptions): Places {
  const { installations, clock, holder } = options;
  const places = new Map<string, Promise<Place>>();
  const open = async ({ installation, owner, repo }: Address): Promise<Place> => {
    const dir = join(options.dataDir, 'state', owner, `${repo}.git`);
    await mkdir(dir, { recursive: true });
    const log: Place['log'] = (message, details) =>
      options.log(message, { repository: `${owner}/${repo}`, ...details });
    const octokit = installations.client(installation);
    return {
      forge: createOctokitForge({ octokit, repo: { owner, repo }, appSlug: installations.slug, clock }),
      store: createGitStore({
        dir,
        url: `${options.gitUrl}/${owner}/${repo}.git`,
        branch: STATE_BRANCH,
        credentials: () => installations.token(installation),
        author: { name: `${installations.slug}[bot]`, email: `${installations.slug}[bot]@users.noreply.github.com` },
        transactionId: options.randomId,
        now: clock,
        delay: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        random: Math.random,
        log: { debug: () => {}, warn: (fields, message) => log(message, { ...fields }) },
        blobs: 'all',
      }),
      holder,
      clock,
      log,
    };
  };
  return {
    of: (address) => {
      const key = `${address.owner}/${address.repo}`.toLowerCase();
      const known = places.get(key) ?? open(address);
      places.set(key, known);
      known.catch(() => places.delete(key));
      return known;
    },
    close: async () => {
      const all = await Promise.allSettled(places.values());
      await Promise.all(all.map((one) => (one.status === 'fulfilled' ? one.value.store.close() : undefined)));
    },
  };
}
