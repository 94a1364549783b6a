/**
 * What the loop needs from the place where state is kept. Three adapters keep this contract (test/contract/state-store.ts): git (a bare
 * clone of the state branch), GitHub's API, and memory. A store moves text; what the text means is the codec's business (`codec.ts`).
 */

/** File contents by path inside the state branch; `null` where there is no such file. */
export type Files = Record<string, string | null>;

/** One commit of the state branch, as it was when it was read. With git, reading is free of GitHub's API quota. */
export interface Snapshot {
  /** Object id of the commit, or null while the branch does not exist. */
  readonly head: string | null;
  /** The file's text, or null when there is none. */
  read(path: string): Promise<string | null>;
  /** Paths under a folder, recursively, sorted. Empty when there is none. */
  list(folder: string): Promise<string[]>;
}

/**
 * What is to become of a file that many change at the same time (a ledger): from the text that stands there when the change is applied, null where
 * there is none, to the new one. Pure, since it is computed anew on every head that the change is tried on. What it throws its change is told, alone.
 */
export type Update = (text: string | null) => { kind: 'write'; text: string } | { kind: 'refuse'; reason: string };

/** One transition: what it was decided on, and what it makes of it. */
export interface Change {
  /**
   * Every file that the decision rested on, as it was read (including those that were absent). The change is applied only while all
   * of them are still so; files not named here may have changed meanwhile.
   */
  reads: Files;
  /** Files to write, or to delete with null. */
  writes: Files;
  /**
   * Files that are changed from whatever stands there. An update is no precondition: changes that update the same file do not conflict, each builds
   * on what the one before it wrote. One that refuses keeps its whole change from being applied. No path is both here and in `writes`.
   */
  updates?: Record<string, Update>;
  /** A sentence for the history: `story 12: in_progress -> review (pull request 15)`. */
  message: string;
}

/** Every path that a change rests on or touches. */
export const pathsOf = ({ reads, writes, updates = {} }: Change): string[] => [
  ...Object.keys(reads),
  ...Object.keys(writes),
  ...Object.keys(updates),
];

/**
 * What became of a change. A conflict means: nothing was written, observe again and decide again. Refused means that an update said no to what
 * stands on the branch; the newest snapshot shows it.
 */
export type Committed =
  | { kind: 'committed'; commit: string }
  | { kind: 'conflict'; path: string }
  | { kind: 'refused'; path: string; reason: string };

export interface StateStore {
  /** The newest snapshot this process knows. Touches the network only the first time. */
  snapshot(): Promise<Snapshot>;
  /** Looks at the remote branch, then answers as `snapshot` does. Pass the head that GitHub told of to skip the look when it is known already. */
  refresh(head?: string | null): Promise<Snapshot>;
  /**
   * Applies a change by compare-and-swap on the branch head. Changes that are ready together go into one commit. A lost race is
   * tried again as long as no file in `reads` was touched.
   * Throws StateUnavailable after the bounded number of tries, and StateBranchLost when a branch that was known is gone or rewound.
   */
  commit(change: Change): Promise<Committed>;
  /** Waits for commits under way and frees what the store holds. */
  close(): Promise<void>;
}
