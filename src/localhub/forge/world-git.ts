/**
 * The little of git that a forge over the world needs: what a file says at a commit, how two commits compare, and a merge. Branches are the
 * world's own business (`refs.ts`); this interface only knows commits. Everything is synchronous, so that a simulator can drive it.
 */
import { isPull } from '../world/lookups.ts';
import { type Comparison, type MergeMethod, setMergeability } from '../world/pulls.ts';
import type { CommitInfo, Repository } from '../world/types.ts';
import type { World } from '../world/world.ts';

export interface WorldGit {
  /** A file at a commit: the blob's object id and its text; null when the commit does not have it. */
  file(commit: string, path: string): { oid: string; text: string } | null;
  /** How a pull request from `head` into `base` (commits) stands. */
  compare(base: string, head: string): Comparison;
  /**
   * Makes the commit that brings `head` into `base`, and moves no branch. Answers it with what the base gains (oldest first, the new
   * commit last), or null when the two conflict.
   */
  merge(args: {
    base: string;
    head: string;
    method: MergeMethod;
    message: string;
  }): { sha: string; commits: CommitInfo[] } | null;
}

/** Compares the open pull requests from and into a branch anew and tells the world, as GitHub does some moments after a push. */
export function comparePulls(world: World, repository: Repository, git: WorldGit, branch: string): void {
  for (const issue of world.issues.where('open', repository.id).filter(isPull)) {
    const { headRef, headSha, baseRef, baseSha } = issue.pullRequest;
    if (headRef !== branch && baseRef !== branch) continue;
    setMergeability(world, { issue, comparison: git.compare(baseSha, headSha) });
  }
}
