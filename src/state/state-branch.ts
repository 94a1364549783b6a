/**
 * What the committer needs from the place where the branch is: the smallest set of verbs in which git, the API and
 * memory differ. Everything else
 * (grouping, preconditions, lost races, doubtful pushes) is written once, in committer.ts, above this port.
 */
import type { StateUnavailable } from './errors.ts';

/** One commit to put on the branch. */
export interface Proposal {
  /** The commit it goes on, and what the branch must still be at; null when the branch must still be absent. */
  parent: string | null;
  /** Files to write, or to delete with null. Paths have been checked (paths.ts). */
  writes: ReadonlyMap<string, string | null>;
  /** The whole commit message, trailer included (commit-message.ts). */
  message: string;
}

/** What became of a push. A refusal that trying again cannot cure is thrown as StateUnavailable instead. */
export type PushOutcome =
  /** The branch is at this commit now. */
  | { kind: 'applied'; commit: string }
  /** Somebody else moved the branch first; nothing was written. `words` say how that was noticed. */
  | { kind: 'lost'; words: string }
  /** The connection failed. `error.applied` says whether the commit may nevertheless be on the branch. */
  | { kind: 'failed'; error: StateUnavailable };

/** One remote branch, as one process sees it. Calls to `fetch` and `push` never overlap: the committer sees to that. */
export interface StateBranch {
  /** The branch's name, for messages. */
  readonly name: string;
  /** Asks the remote. Null while the branch is absent. Throws StateUnavailable, or StateBranchLost when what was known is gone. */
  fetch(): Promise<string | null>;
  /** The file's text at a commit that is known here, or null when there is none. */
  read(commit: string, path: string): Promise<string | null>;
  /** Paths under a folder at a commit that is known here, recursively, sorted by code unit. The empty folder name is the root. */
  list(commit: string, folder: string): Promise<string[]>;
  /** Whether the file is exactly this text (null: absent) at the commit. Cheaper than reading where text has a fingerprint. */
  holds(commit: string, path: string, text: string | null): Promise<boolean>;
  /** Makes the commit and moves the branch to it, if the branch is still at `parent`. Never retries by itself. */
  push(proposal: Proposal): Promise<PushOutcome>;
  /** The commits after `since` (null: from the beginning) up to `head` with their messages, newest first. */
  history(since: string | null, head: string): Promise<{ commit: string; message: string }[]>;
  /** Frees what is held. Called once, after the last other call. */
  close(): Promise<void>;
}
