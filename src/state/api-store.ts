/**
 * The state branch through GitHub's API: for a place without git, and where a rule demands signed commits. A commit is one mutation that
 * names the head it goes on. See docs/adr/0003-state-store.md for what was weighed.
 */
import type { Octokit } from '@octokit/rest';
import type { Governor } from '../github/governor.ts';
import { createApiBranch } from './api/api-branch.ts';
import { createApi } from './api/ask.ts';
import { createApiFiles } from './api/files.ts';
import { type CommitterOptions, createCommitter } from './committer.ts';
import type { Author } from './git/commit-stream.ts';
import { LEDGER_PATH, PROJECT_PATH } from './layout.ts';
import { checkBranchName } from './paths.ts';
import { pathsOf, type StateStore } from './store.ts';
import { silentLog } from './store-log.ts';

export interface ApiStoreOptions extends Omit<CommitterOptions, 'branch'> {
  /**
   * A client that may write contents. It must not repeat requests by itself, since a commit that was answered with 500 may stand there,
   * and it must give a request up after a time that is well below the loop's lease.
   */
  octokit: Octokit;
  repo: { owner: string; repo: string };
  /** Name of the state branch, without `refs/heads/`. */
  branch: string;
  /**
   * Who the very first commit is by. Left out, that is the App, and GitHub signs the commit. All later ones are the App's, signed, since
   * GraphQL's commits know no other author.
   */
  author?: Author;
  /** Says when a commit may be sent: commits count as content. */
  governor: Governor;
  /** The time, for the author's commit and for the silence that GitHub asks for. */
  now: () => Date;
}

/**
 * A store over one branch of one repository. Nothing is asked before the first call of a method.
 * Throws a TypeError for a branch name that git would refuse; the errors of its methods are those of the StateStore contract.
 */
export function createApiStore(options: ApiStoreOptions): StateStore {
  const { repo, branch, now, delay, transactionId, random, tries, log = silentLog } = options;
  checkBranchName(branch);
  const api = createApi({ octokit: options.octokit, repo, governor: options.governor, now });
  // The project and what it has spent are part of every look at a story, so they come along with the story.
  const files = createApiFiles({ api, branch, delay, always: [PROJECT_PATH, LEDGER_PATH] });
  const repository = `${repo.owner}/${repo.repo}`;
  const store = createCommitter({
    branch: createApiBranch({ api, files, repository, branch, author: options.author, now, delay, log }),
    transactionId,
    delay,
    random,
    log,
    ...(tries === undefined ? {} : { tries }),
  });
  return {
    ...store,
    async commit(change) {
      // Whatever head the change ends up on, these are the files that will be asked for there: together, not one after another.
      const settled = files.expect(pathsOf(change));
      try {
        return await store.commit(change);
      } finally {
        settled();
      }
    },
  };
}
