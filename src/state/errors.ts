/**
 * The two ways in which a store can fail its caller. A conflict is neither: it is an ordinary answer of `commit` (store.ts).
 */

/** Why the state branch could not be used; the loop chooses by it between trying later and telling a person. */
export type UnavailableReason =
  /** No connection, no answer in time, or a server error: later is better. */
  | 'unreachable'
  /** The token was missing, refused or may not do this: a person must look at the App's permissions. */
  | 'denied'
  /** The server understood and said no (a rule, a hook, a protected branch): a person must change the rule. */
  | 'refused'
  /** Every try lost the race against other writers: later is better. */
  | 'contended'
  /** This machine could not do it (no git binary, disk full, broken clone). */
  | 'local';

/** The state could not be read or written now. Nothing is wrong with the change itself. */
export class StateUnavailable extends Error {
  override name = 'StateUnavailable' as const;
  readonly reason: UnavailableReason;
  /**
   * Whether the change reached the branch: `no`, or `unknown` when the connection died before the answer and the remote could not be
   * asked again. After `unknown`, observe and decide again: the preconditions of the next change tell.
   */
  readonly applied: 'no' | 'unknown';
  /** When the server wants to be asked again, where it named a time. */
  readonly at: Date | undefined;

  /**
   * @param about reason, whether the change may have reached the branch, what was attempted (`push to orch/state`), the words of git or
   * of the server, without credentials, what to do next as a sentence, and when to come back where the server said so.
   */
  constructor(about: {
    reason: UnavailableReason;
    applied?: 'no' | 'unknown';
    attempted: string;
    words: string;
    next: string;
    at?: Date | undefined;
  }) {
    super(`Could not ${about.attempted}: ${about.words}. ${about.next}`);
    this.reason = about.reason;
    this.applied = about.applied ?? 'no';
    this.at = about.at;
  }

  /** The same failure, told to a caller whose change may or may not have reached the branch. */
  static unknown(error: StateUnavailable): StateUnavailable {
    const { reason, at } = error;
    const copy = new StateUnavailable({ reason, applied: 'unknown', attempted: '', words: '', next: '', at });
    copy.message = `${error.message} Whether the change was applied is not known; look at the state again before deciding.`;
    return copy;
  }
}

/**
 * The state branch that this store knew is gone, or was moved to a commit that does not contain what was known. Orch stops writing:
 * going on would bury the loss under a new history. Every later call throws it again until a person has restored the branch (the store
 * then goes on by itself) or has thrown the local clone away (the store then starts from what it finds).
 */
export class StateBranchLost extends Error {
  override name = 'StateBranchLost' as const;
  readonly branch: string;
  readonly happened: 'deleted' | 'rewound';
  /** The last commit known to be on the branch. */
  readonly known: string;

  /** `accept` says how a person accepts the loss, to follow the words "To accept the loss instead,". */
  constructor(about: { branch: string; known: string; happened: 'deleted' | 'rewound'; accept: string }) {
    const { branch, known } = about;
    const [what, call] =
      about.happened === 'deleted'
        ? ['was deleted', `POST repos/OWNER/REPO/git/refs -f ref=refs/heads/${branch}`]
        : [
            `was force-pushed to a commit that does not contain ${known.slice(0, 12)}`,
            `PATCH repos/OWNER/REPO/git/refs/heads/${branch} -F force=true`,
          ];
    super(
      `The state branch ${branch} ${what}. Its last known commit is ${known}; nothing was re-created. To restore it, set the branch to ` +
        `that commit, for instance with: gh api -X ${call} -f sha=${known} (Orch then goes on by itself). ` +
        `To accept the loss instead, ${about.accept}.`,
    );
    this.branch = branch;
    this.happened = about.happened;
    this.known = known;
  }
}
