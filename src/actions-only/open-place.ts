/** The one repository that a job of Actions looks after: its forge and its state, through the job's own token. */
import { join } from 'node:path';
import type { Octokit } from '@octokit/rest';
import { createGovernor } from '../github/governor.ts';
import { createClient } from '../github/octokit/client.ts';
import { createOctokitForge } from '../github/octokit/forge.ts';
import type { Place } from '../place.ts';
import { chooseStore, type StoreChoice, type StoreKind } from '../state/choose-store.ts';
import { openStore } from '../state/open-store.ts';
import { createJobForge } from './job-forge.ts';
import { ACTIONS_SLUG } from './occasion.ts';

export interface JobPlaceOptions {
  /** `https://api.github.com` */
  apiUrl: string;
  /** `https://github.com` */
  serverUrl: string;
  owner: string;
  repo: string;
  /** The GITHUB_TOKEN of the job. */
  token: string;
  /** Another token for opening and merging pull requests, or undefined (see createJobForge). */
  pullRequestToken: string | undefined;
  /** See createJobForge. */
  ownRun: { id: number; conclusion: string } | undefined;
  /** Names the attempt of the Actions run, and with it the holder of what is owed: what one that died left behind is not the next one's before its lease is over. */
  attempt: string;
  store: StoreChoice;
  /** A folder of this job alone. */
  scratch: string;
  environment: NodeJS.ProcessEnv;
  clock: () => Date;
  randomId: () => string;
  random: () => number;
  delay: (milliseconds: number) => Promise<void>;
  log: Place['log'];
}

/** The account of every GITHUB_TOKEN, as GitHub itself writes it into commits. */
const AUTHOR = { name: 'github-actions[bot]', email: '41898282+github-actions[bot]@users.noreply.github.com' };

/** Opens it. Nothing is asked before it is used; `kind` says which store keeps the state. */
export async function openJobPlace(options: JobPlaceOptions): Promise<{ place: Place; kind: StoreKind }> {
  const { owner, repo, clock } = options;
  const kind = await chooseStore(options.store, options.environment);
  const governor = createGovernor({ clock, delay: options.delay });
  const octokit = createClient(options.apiUrl, options.token);
  const forgeFor = (client: Octokit) =>
    createOctokitForge({ octokit: client, repo: { owner, repo }, appSlug: ACTIONS_SLUG, governor, clock });
  const { pullRequestToken } = options;
  const place: Place = {
    forge: createJobForge({
      forge: forgeFor(octokit),
      pullRequests:
        pullRequestToken === undefined ? undefined : forgeFor(createClient(options.apiUrl, pullRequestToken)),
      ownRun: options.ownRun,
    }),
    store: openStore({
      ...options,
      kind,
      octokit,
      governor,
      git: {
        dir: join(options.scratch, 'state.git'),
        credentials: async () => options.token,
        author: AUTHOR,
        environment: options.environment,
      },
    }),
    holder: `actions-${options.attempt}`,
    begun: new Map(),
    clock,
    log: options.log,
  };
  return { place, kind };
}
