/**
 * The compare-and-swap store, written once for every place where the branch can be (state-branch.ts).
 *
 * One worker per store puts changes on the branch. What is handed in while a push is under way waits, and goes into the next commit
 * together; so thirty transitions at once cost two or three commits, and a burst never races against itself. Preconditions are checked and
 * updates computed in the order of arrival, on the known head and what earlier changes of the same commit have written.
 *
 * When the race is lost, the new head is fetched and the preconditions are checked again: a change whose files nobody touched is applied
 * as it is, the others are answered with a conflict. A push without success is no proof that nothing was applied, so the new commits are
 * searched for its transaction id before anything is tried again; and since a server may apply a push late, the search goes on at every
 * later look until the change is settled.
 */
import { formatCommitMessage, sameMessage } from './commit-message.ts';
import { StateUnavailable } from './errors.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { checkPath } from './paths.ts';
import type { PushOutcome, StateBranch } from './state-branch.ts';
import { type Change, type Committed, pathsOf, type Snapshot, type StateStore, type Update } from './store.ts';
import { type StoreLog, silentLog } from './store-log.ts';

export interface CommitterOptions {
  branch: StateBranch;
  /** A new id at each call, in letters, digits and `-`; no other writer of the branch ever makes the same (a UUID will do). */
  transactionId: () => string;
  /** Waits that many milliseconds. */
  delay: (milliseconds: number) => Promise<void>;
  /** A number from 0 up to 1, for the jitter. */
  random: () => number;
  /** How often one change may lose the race before StateUnavailable. With the waits below, twelve span about fifteen seconds. */
  tries?: number;
  log?: StoreLog;
}

/** Waits grow from 50 ms, about one push over a fast network, and stop growing at 4 s. Full jitter parts writers that collided. */
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 4_000;
/** So many pushes may fail on their way while looking still works: each may have cost a whole timeout. */
const FAILED_PUSHES = 3;

/** A change between `commit` and its answer. */
interface Member {
  reads: [string, string | null][];
  writes: [string, string | null][];
  updates: [string, Update][];
  message: string;
  /** How often it was part of a push that lost. */
  tries: number;
  settled: boolean;
  answer(committed: Committed): void;
  fail(error: unknown): void;
}

/**
 * A push that was not answered with success. Its commit may be on the branch nevertheless, or may still get there: the answer was lost, or
 * the HTTP client sent the request a second time by itself, and what was answered is the refusal of the second.
 */
interface DoubtfulPush {
  message: string;
  members: Member[];
  /** Whether nothing at all is known of it, as long as the branch was not looked at. */
  unanswered: boolean;
}

/** A store over one branch. The errors of its methods are those of the StateStore contract; a path that git would refuse is a TypeError. */
export function createCommitter(options: CommitterOptions): StateStore {
  const { branch, transactionId, delay, random, tries: mostTries = 12, log = silentLog } = options;
  const exclusive = oneAtATime();
  const queue: Member[] = [];
  let known: string | null | undefined;
  let sharedLook: Promise<string | null> | undefined;
  let doubtful: DoubtfulPush[] = [];
  let worker: Promise<void> | undefined;
  let closed = false;

  /** One look at the remote serves all who asked before it began; who asks later needs one that began later. */
  function look(): Promise<string | null> {
    sharedLook ??= exclusive(async () => {
      sharedLook = undefined;
      const before = known ?? null;
      const head = await branch.fetch();
      if (head !== null && head !== before) await settleDoubtful(before, head);
      known = head;
      return head;
    });
    return sharedLook;
  }

  async function settleDoubtful(since: string | null, head: string): Promise<void> {
    if (doubtful.length === 0) return;
    for (const { commit, message } of await branch.history(since, head)) {
      const push = doubtful.find((candidate) => sameMessage(candidate.message, message));
      if (!push) continue;
      log.warn({ commit }, 'a push whose answer was lost had been applied');
      for (const member of push.members) member.answer({ kind: 'committed', commit });
    }
  }

  /** Answers those that cannot be applied; returns those that can with what they write together, and those that have to wait for a head of their own. */
  async function admit(group: Member[], head: string | null) {
    const writes = new Map<string, string | null>();
    const members: Member[] = [];
    const waiting: Member[] = [];
    for (const member of group) {
      const touched = await firstTouched(member, head, writes);
      if (touched !== undefined) {
        member.answer({ kind: 'conflict', path: touched });
        continue;
      }
      const own = await updated(member, head, writes);
      if (own === 'wait') waiting.push(member);
      if (!(own instanceof Map)) continue;
      members.push(member);
      for (const [path, text] of [...member.writes, ...own]) writes.set(path, text);
    }
    return { members, waiting, writes };
  }

  /**
   * What a member's updates make of their files. A refusal of what only this commit would write is not final, since the commit may lose the race:
   * that member waits. Undefined when the member was answered.
   */
  async function updated(member: Member, head: string | null, earlier: ReadonlyMap<string, string | null>) {
    const texts = new Map<string, string>();
    for (const [path, update] of member.updates) {
      const text = earlier.has(path)
        ? (earlier.get(path) ?? null)
        : head === null
          ? null
          : await branch.read(head, path);
      let answer: ReturnType<Update>;
      try {
        answer = update(text);
      } catch (error) {
        member.fail(error);
        return undefined;
      }
      if (answer.kind === 'write') {
        texts.set(path, answer.text);
        continue;
      }
      if (earlier.has(path)) return 'wait' as const;
      member.answer({ kind: 'refused', path, reason: answer.reason });
      return undefined;
    }
    return texts;
  }

  async function firstTouched(member: Member, head: string | null, earlier: ReadonlyMap<string, string | null>) {
    for (const [path, text] of member.reads) {
      const same = earlier.has(path)
        ? earlier.get(path) === text
        : head === null
          ? text === null
          : await branch.holds(head, path, text);
      if (!same) return path;
    }
    return undefined;
  }

  /** Tries to put the group on the branch as one commit. Returns those to be tried again; throws what all of them shall be told. */
  async function attempt(group: Member[]): Promise<Member[]> {
    const head = known === undefined ? await look() : known;
    const { members, waiting, writes } = await admit(group.filter(unsettled), head);
    if (members.length === 0) return [];
    const transaction = transactionId();
    const message = formatCommitMessage({ sentences: members.map((member) => member.message), transaction });
    const outcome = await exclusive(async () => {
      const result = await branch.push({ parent: head, writes, message });
      if (result.kind === 'applied') known = result.commit;
      return result;
    });
    if (outcome.kind === 'applied') {
      log.debug({ transaction, commit: outcome.commit, changes: members.length }, 'state committed');
      for (const member of members) member.answer({ kind: 'committed', commit: outcome.commit });
      return waiting;
    }
    if (outcome.kind === 'failed') {
      log.warn(
        { transaction, err: outcome.error },
        'a push failed on its way; looking at the branch before trying again',
      );
    }
    const unanswered = outcome.kind === 'failed' && outcome.error.applied === 'unknown';
    doubtful = [...doubtful.filter((push) => push.members.some(unsettled)), { message, members, unanswered }];
    try {
      await look();
    } catch (error) {
      // Two failures in a row: the first one says more about the push, unless the look found the branch lost.
      throw outcome.kind === 'failed' && error instanceof StateUnavailable ? outcome.error : error;
    }
    return [...(await another(members, outcome)), ...waiting];
  }

  /** Counts the lost try and waits; those that have none left are told so. */
  async function another(members: Member[], outcome: Exclude<PushOutcome, { kind: 'applied' }>): Promise<Member[]> {
    for (const member of members.filter(unsettled)) {
      member.tries += outcome.kind === 'lost' ? 1 : Math.ceil(mostTries / FAILED_PUSHES);
      if (member.tries < mostTries) continue;
      failMember(member, outcome.kind === 'lost' ? contended(branch.name, mostTries, outcome.words) : outcome.error);
    }
    const again = members.filter(unsettled);
    if (again.length === 0) return [];
    const tries = Math.max(...again.map((member) => member.tries));
    log.debug({ changes: again.length, tries }, 'the push did not come through; trying again');
    await delay(Math.round(random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1))));
    return again;
  }

  function failMember(member: Member, error: unknown): void {
    const uncertain = doubtful.some((push) => push.unanswered && push.members.includes(member));
    member.fail(uncertain && error instanceof StateUnavailable ? StateUnavailable.unknown(error) : error);
  }

  async function work(): Promise<void> {
    // Callers that were woken by the same thing commit in the same turn; one turn of waiting lets them share the first commit too.
    await Promise.resolve();
    while (queue.length > 0) {
      const group = queue.splice(0);
      try {
        queue.unshift(...(await attempt(group)));
      } catch (error) {
        for (const member of group.filter(unsettled)) failMember(member, error);
      }
    }
    worker = undefined;
  }

  function enqueue(change: Change): Promise<Committed> {
    return new Promise((resolve, reject) => {
      const member: Member = {
        reads: Object.entries(change.reads),
        writes: Object.entries(change.writes),
        updates: Object.entries(change.updates ?? {}),
        message: change.message,
        tries: 0,
        settled: false,
        answer(committed) {
          member.settled = true;
          resolve(committed);
        },
        fail(error) {
          member.settled = true;
          reject(error);
        },
      };
      queue.push(member);
      worker ??= work();
    });
  }

  function assertOpen(): void {
    if (closed) throw new Error(`The store of ${branch.name} is closed`);
  }

  return {
    async snapshot() {
      assertOpen();
      return snapshotAt(branch, known === undefined ? await look() : known);
    },
    async refresh(head) {
      assertOpen();
      return snapshotAt(branch, head !== undefined && head === known ? head : await look());
    },
    async commit(change) {
      assertOpen();
      for (const path of pathsOf(change)) checkPath(path);
      const both = Object.keys(change.updates ?? {}).find((path) => Object.hasOwn(change.writes, path));
      if (both !== undefined) throw new TypeError(`One change both writes and updates ${both}`);
      return await enqueue(change);
    },
    async close() {
      if (closed) return;
      closed = true;
      await worker;
      await exclusive(() => branch.close());
    },
  };
}

function unsettled(member: Member): boolean {
  return !member.settled;
}

function snapshotAt(branch: StateBranch, head: string | null): Snapshot {
  return {
    head,
    read: async (path) => (head === null ? null : await branch.read(head, path)),
    list: async (folder) => (head === null ? [] : await branch.list(head, folder)),
  };
}

function contended(branch: string, tries: number, words: string): StateUnavailable {
  return new StateUnavailable({
    reason: 'contended',
    attempted: `commit to ${branch} in ${tries} tries`,
    words: `another writer was faster each time, at last: ${words}`,
    next: 'Nothing is lost: the same work is decided again at the next wake-up or sweep.',
  });
}
