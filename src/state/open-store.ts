/** The store of one repository's state, of the kind that was chosen: what both kinds need is said once. */
import type { Octokit } from '@octokit/rest';
import { STATE_BRANCH } from '../core/names.ts';
import type { Governor } from '../github/governor.ts';
import { createApiStore } from './api-store.ts';
import type { StoreKind } from './choose-store.ts';
import { createGitStore, type GitStoreOptions } from './git-store.ts';
import type { StateStore } from './store.ts';

export interface OpenStoreOptions {
  kind: StoreKind;
  owner: string;
  repo: string;
  /** For the kind `api`. */
  octokit: Octokit;
  governor: Governor;
  /** For the kind `git`: `https://github.com`, and what a clone of its branch needs besides. */
  serverUrl: string;
  git: Pick<GitStoreOptions, 'dir' | 'credentials' | 'author' | 'blobs' | 'environment'>;
  randomId: () => string;
  random: () => number;
  clock: () => Date;
  delay: (milliseconds: number) => Promise<void>;
  log: (message: string, details?: Record<string, unknown>) => void;
}

/** Nothing is touched before the first call of a method. */
export function openStore(options: OpenStoreOptions): StateStore {
  const { owner, repo, log } = options;
  const shared = {
    branch: STATE_BRANCH,
    transactionId: options.randomId,
    now: options.clock,
    delay: options.delay,
    random: options.random,
    log: { debug: () => {}, warn: (fields: object, message: string) => log(message, { ...fields }) },
  };
  if (options.kind === 'api') {
    const { octokit, governor } = options;
    return createApiStore({ ...shared, octokit, governor, repo: { owner, repo } });
  }
  return createGitStore({ ...shared, ...options.git, url: `${options.serverUrl}/${owner}/${repo}.git` });
}
