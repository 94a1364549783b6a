/** A place for each repository: its forge and its state, made on first use and kept. */
import { join } from 'node:path';
import { createGovernor, type Governor } from '../github/governor.ts';
import { createOctokitForge } from '../github/octokit/forge.ts';
import type { Place } from '../place.ts';
import { chooseStore, type StoreChoice, type StoreKind } from '../state/choose-store.ts';
import { openStore } from '../state/open-store.ts';
import type { Installations } from './installations.ts';
import type { Address } from './queue.ts';

export interface PlacesOptions {
  installations: Installations;
  /** Where the bare clones of the state branches are. Nothing in it is worth keeping. */
  dataDir: string;
  /** Where git is: `https://github.com`. */
  gitUrl: string;
  /** Which store keeps the state; `auto` when not given. */
  store?: StoreChoice;
  holder: string;
  clock: () => Date;
  randomId: () => string;
  log: (message: string, details?: Record<string, unknown>) => void;
}

export interface Places {
  of(address: Address): Promise<Place>;
  close(): Promise<void>;
}

const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Which store it is for all places, looked up once. That the API stands in for a missing git is worth a line: it uses up the hour's requests. */
async function chooseKind({ store = 'auto', log }: PlacesOptions): Promise<StoreKind> {
  const kind = await chooseStore(store, process.env);
  if (store === 'auto' && kind === 'api') log('no git answers here, so the state is kept through the API of GitHub');
  return kind;
}

export function createPlaces(options: PlacesOptions): Places {
  const { installations, clock, holder } = options;
  const places = new Map<string, Promise<Place>>();
  const governors = new Map<number, Governor>();
  const governorOf = (installation: number): Governor => {
    const governor = governors.get(installation) ?? createGovernor({ clock, delay });
    governors.set(installation, governor);
    return governor;
  };
  const kind = chooseKind(options);
  const open = async (address: Address): Promise<Place> => {
    const { installation, owner, repo } = address;
    const log: Place['log'] = (message, details) =>
      options.log(message, { repository: `${owner}/${repo}`, ...details });
    const octokit = installations.client(installation);
    const governor = governorOf(installation);
    return {
      forge: createOctokitForge({ octokit, repo: { owner, repo }, appSlug: installations.slug, governor, clock }),
      store: openStore({
        kind: await kind,
        owner,
        repo,
        octokit,
        governor,
        serverUrl: options.gitUrl,
        git: {
          dir: join(options.dataDir, 'state', owner, `${repo}.git`),
          credentials: () => installations.token(installation),
          author: { name: `${installations.slug}[bot]`, email: `${installations.slug}[bot]@users.noreply.github.com` },
          blobs: 'all',
        },
        randomId: options.randomId,
        random: Math.random,
        clock,
        delay,
        log,
      }),
      holder,
      begun: new Map(),
      clock,
      log,
    };
  };
  return {
    of: (address) => {
      // An App that was removed and installed again has another installation, and the old one’s token is refused.
      const key = `${address.installation}/${address.owner}/${address.repo}`.toLowerCase();
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
