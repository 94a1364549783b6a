/**
 * The state branch in a git repository, by fetch and push: nothing of GitHub's API quota, and a refused push is the lost race. See
 * docs/adr/0003-state-store.md for what was weighed.
 */
import { type CommitterOptions, createCommitter } from './committer.ts';
import type { Author } from './git/commit-stream.ts';
import { createGitBranch } from './git/git-branch.ts';
import { DEFAULT_LIMITS } from './git/tidiness.ts';
import { checkBranchName } from './paths.ts';
import type { StateStore } from './store.ts';
import { silentLog } from './store-log.ts';

export interface GitStoreOptions extends Omit<CommitterOptions, 'branch'> {
  /**
   * Folder for the local clone; made when missing, and safe to delete while no store uses it. One store uses it at a time: two processes
   * need two folders.
   */
  dir: string;
  /** Address of the repository as git takes it: https, ssh, or a path. */
  url: string;
  /** Name of the state branch, without `refs/heads/`. */
  branch: string;
  /**
   * A token for https that is valid now, or undefined where none is needed. Asked before every command that talks to the remote, so it
   * should remember the token until it expires. The token is given to git by environment: never in arguments, on disk or in errors.
   */
  credentials: () => Promise<string | undefined>;
  /** Author and committer of every commit, as a rule the App's bot. */
  author: Author;
  /** The time for commits. */
  now: () => Date;
  /** Milliseconds without a sign of life after which the remote counts as unreachable; 30,000 when not given. */
  silenceMs?: number;
  /**
   * `needed` (when not given) leaves the contents of files on the remote until they are read: right for a job that looks at one story of
   * thousands. `all` brings them with the first fetch: right where everything is read anyway.
   */
  blobs?: 'needed' | 'all';
  /** Variables of the surrounding process, from which proxies, certificates and PATH are taken; `process.env` when not given. */
  environment?: NodeJS.ProcessEnv;
}

/**
 * A store over one branch of one repository. Nothing is touched before the first call of a method.
 * Throws a TypeError for a branch name that git would refuse; the errors of its methods are those of the StateStore contract.
 */
export function createGitStore(options: GitStoreOptions): StateStore {
  checkBranchName(options.branch);
  const { log = silentLog } = options;
  const branch = createGitBranch({
    dir: options.dir,
    url: options.url,
    branch: options.branch,
    credentials: options.credentials,
    author: options.author,
    now: options.now,
    silenceMs: options.silenceMs ?? 30_000,
    blobsAsNeeded: options.blobs !== 'all',
    environment: options.environment ?? process.env,
    processStartedAt: performance.timeOrigin,
    tidiness: DEFAULT_LIMITS,
    log,
  });
  return createCommitter({
    branch,
    transactionId: options.transactionId,
    delay: options.delay,
    random: options.random,
    log,
    ...(options.tries === undefined ? {} : { tries: options.tries }),
  });
}
