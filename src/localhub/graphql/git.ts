/**
 * What GraphQL needs of the bare repositories, and no more.
 *
 * Nothing here tells the world: these functions read and write git only. The mutations tell the world what they did.
 * `repository` is always `owner/name`; an `oid` is forty lower-case hex digits; a `ref` is a full name (`refs/heads/main`).
 */

import type { CommitInfo, GitIdentity } from '../world/types.ts';

/** The name of one object of git. */
export interface GitObjectName {
  readonly oid: string;
  readonly type: 'commit' | 'tree' | 'blob' | 'tag';
}

/** One line of a tree. */
export interface GitTreeEntry {
  readonly name: string;
  /** As git writes it: `100644`, `100755`, `120000`, `040000`, `160000`. */
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly oid: string;
}

/** How one path differs between two commits. */
export interface GitFileChange {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed';
  /** Lines; 0 for binary files. */
  readonly additions: number;
  readonly deletions: number;
}

/** Files to write and to remove in one commit. Paths are relative to the root of the repository. */
export interface GitChanges {
  readonly additions: readonly { readonly path: string; readonly contents: Uint8Array }[];
  readonly deletions: readonly { readonly path: string }[];
}

/** How a pull request is merged. */
export type MergeMethod = 'merge' | 'squash' | 'rebase';

/** The git side of the hub as GraphQL sees it. */
export interface GraphqlGit {
  /** What `git rev-parse` makes of an expression (`main`, `HEAD:.orch/config.yaml`, an oid…); null when it names nothing. */
  resolve(repository: string, expression: string): Promise<GitObjectName | null>;
  /** The bytes of a blob. Throws when there is no such blob. */
  readBlob(repository: string, oid: string): Promise<Buffer>;
  /** The lines of a tree, in git's order. Throws when there is no such tree. */
  readTree(repository: string, oid: string): Promise<readonly GitTreeEntry[]>;
  /** A commit; null when there is none. */
  readCommit(repository: string, oid: string): Promise<CommitInfo | null>;
  /**
   * The commits reachable from `to` and not from `from` (null: all of them), newest first, at most `limit`, of one path when
   * given. With `paths` each tells what it added, removed and modified.
   */
  log(
    repository: string,
    range: {
      readonly from: string | null;
      readonly to: string;
      readonly path?: string;
      readonly limit?: number;
      readonly paths?: boolean;
    },
  ): Promise<readonly CommitInfo[]>;
  /** The changes that merging `head` would bring: the diff from the merge base of the two to `head`. */
  changedFiles(repository: string, base: string, head: string): Promise<readonly GitFileChange[]>;
  /** How many commits each of two has that the other has not. */
  aheadBehind(
    repository: string,
    base: string,
    head: string,
  ): Promise<{ readonly ahead: number; readonly behind: number }>;
  /** Whether `head` merges into `base` without conflict. */
  isMergeable(repository: string, base: string, head: string): Promise<boolean>;
  /** Whether git accepts this full name of a ref. */
  isValidRefName(repository: string, ref: string): Promise<boolean>;
  /** Whether `ancestor` can be reached from `descendant`. */
  isAncestor(repository: string, ancestor: string, descendant: string): Promise<boolean>;
  /** Writes a commit with one parent; no ref moves. Throws a {@link GitPathMissing} for a deletion of what is not there. */
  commitChanges(
    repository: string,
    commit: {
      readonly parent: string;
      readonly changes: GitChanges;
      readonly message: string;
      readonly author: GitIdentity;
      readonly committer: GitIdentity;
    },
  ): Promise<string>;
  /** Writes the commit (or commits) that merge `head` into `base`; no ref moves. Null when they conflict. */
  mergeCommits(
    repository: string,
    merge: {
      readonly base: string;
      readonly head: string;
      readonly method: MergeMethod;
      readonly message: string;
      readonly author: GitIdentity;
      readonly committer: GitIdentity;
    },
  ): Promise<string | null>;
  /**
   * Moves a ref if it is still at `before`: forty zeros for `before` creates, for `after` deletes.
   * False when it was elsewhere, in which case nothing changed.
   */
  moveRef(
    repository: string,
    move: { readonly ref: string; readonly before: string; readonly after: string },
  ): Promise<boolean>;
}

/** Thrown by `commitChanges` for the first path to delete that the parent does not have. */
export class GitPathMissing extends Error {
  readonly path: string;

  constructor(path: string) {
    super(`The path ${JSON.stringify(path)} is not in the parent commit; name a file that is there.`);
    this.name = 'GitPathMissing';
    this.path = path;
  }
}

/** How git writes "no object": the `before` of a new ref and the `after` of a deleted one. */
export const NO_OID = '0'.repeat(40);
