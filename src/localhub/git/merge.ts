import type { MergeMethod } from '../graphql/git.ts';
import type { GitIdentity } from '../world/types.ts';
import { commitLog } from './commit-log.ts';
import { isAncestor, mergeBase } from './read.ts';
import { gitText, runGit } from './run-git.ts';
import { commitTree } from './write.ts';

/** A merge of one commit into another. */
export interface Merge {
  readonly base: string;
  readonly head: string;
  readonly method: MergeMethod;
  /** Message of the merge or squash commit; unused by a rebase, which keeps the messages. */
  readonly message: string;
  readonly author: GitIdentity;
  readonly committer: GitIdentity;
}

/** The tree of a real three-way merge; null when the two conflict. Nothing but objects is written. */
export async function mergeTree(folder: string, base: string, head: string): Promise<string | null> {
  const { code, stdout } = await runGit(
    folder,
    ['merge-tree', '--write-tree', '--no-messages', '--allow-unrelated-histories', base, head],
    { codes: [0, 1] },
  );
  return code === 0 ? (stdout.toString('utf8').split('\n')[0] ?? null) : null;
}

/** Writes the commits that merge `head` into `base` and gives the new tip; no ref moves. Null when they conflict. */
export async function mergeCommits(folder: string, merge: Merge): Promise<string | null> {
  if (merge.method === 'rebase') return rebase(folder, merge);
  const tree = await mergeTree(folder, merge.base, merge.head);
  if (tree === null) return null;
  const parents = merge.method === 'merge' ? [merge.base, merge.head] : [merge.base];
  return commitTree(folder, {
    tree,
    parents,
    message: merge.message,
    author: merge.author,
    committer: merge.committer,
  });
}

async function rebase(folder: string, merge: Merge): Promise<string | null> {
  // Like GitHub, commits are written anew with another committer even when the base has not moved.
  const from = await mergeBase(folder, merge.base, merge.head);
  const commits = await commitLog(folder, {
    to: merge.head,
    ...(from === null ? {} : { not: [from] }),
    oldestFirst: true,
  });
  let tip = merge.base;
  for (const commit of commits) {
    if (commit.parents.length > 1) continue;
    if (await isAncestor(folder, commit.sha, tip)) continue;
    const tree = await cherryPickTree(folder, tip, commit.sha, commit.parents[0], merge);
    if (tree === null) return null;
    tip = await commitTree(folder, {
      tree,
      parents: [tip],
      message: commit.message,
      author: commit.author,
      committer: merge.committer,
    });
  }
  return tip;
}

/**
 * The tree of `commit` applied on `onto`. `git merge-tree` before 2.40 cannot be given a merge base, so a commit is
 * written that has the tree of `onto` and the parent of `commit`: then that parent is the merge base.
 */
async function cherryPickTree(
  folder: string,
  onto: string,
  commit: string,
  parent: string | undefined,
  { author, committer }: Merge,
): Promise<string | null> {
  if (parent === onto) return gitText(folder, ['rev-parse', `${commit}^{tree}`]);
  const tree = await gitText(folder, ['rev-parse', `${onto}^{tree}`]);
  const stand = await commitTree(folder, {
    tree,
    parents: parent === undefined ? [] : [parent],
    message: 'rebase',
    author,
    committer,
  });
  return mergeTree(folder, stand, commit);
}
