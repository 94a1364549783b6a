/**
 * The state branch in memory: for tests, and for the simulator that needs thousands of projects a second. Several stores over one remote
 * race for real: each knows the head that it saw last, until it looks again or is refused.
 */
import { createHash } from 'node:crypto';
import { type CommitterOptions, createCommitter } from './committer.ts';
import { StateBranchLost, StateUnavailable } from './errors.ts';
import type { Proposal, StateBranch } from './state-branch.ts';
import type { StateStore } from './store.ts';

/** One commit of a memory remote. */
export interface MemoryCommit {
  /** Forty hexadecimal digits, made from the content: the same history has the same ids. */
  id: string;
  parent: string | null;
  /** The whole message, transaction trailer included. */
  message: string;
  /** The whole tree: text by path. */
  files: ReadonlyMap<string, string>;
}

/**
 * A remote branch. Plain methods, so that a test can put itself between (`{ ...remote, push: … }`): a `push` that throws, before or after
 * passing the call on, is a connection that died; a `head` that throws is a remote that cannot be reached.
 */
export interface MemoryRemote {
  /** The newest commit, or null while the branch is absent. */
  head(): MemoryCommit | null;
  /** A commit that was pushed once, whether or not the branch still contains it. */
  commit(id: string): MemoryCommit | undefined;
  /** Moves the branch from `expected` to the commit, or answers `stale` and does nothing. */
  push(expected: string | null, commit: MemoryCommit): 'applied' | 'stale';
  /** What a person can do with force: sets the branch to a commit that was pushed once, or deletes it with null. */
  force(id: string | null): void;
}

/** A remote without the branch. */
export function createMemoryRemote(): MemoryRemote {
  const commits = new Map<string, MemoryCommit>();
  let head: MemoryCommit | null = null;
  return {
    head: () => head,
    commit: (id) => commits.get(id),
    push(expected, commit) {
      if ((head?.id ?? null) !== expected) return 'stale';
      commits.set(commit.id, commit);
      head = commit;
      return 'applied';
    },
    force(id) {
      const commit = id === null ? null : commits.get(id);
      if (commit === undefined) throw new TypeError(`No commit ${id} was ever pushed to this remote`);
      head = commit;
    },
  };
}

/** The commits of the branch, newest first. */
export function memoryHistory(remote: MemoryRemote): MemoryCommit[] {
  const commits: MemoryCommit[] = [];
  for (let commit = remote.head(); commit; commit = parentOf(remote, commit)) commits.push(commit);
  return commits;
}

export interface MemoryStoreOptions extends Omit<CommitterOptions, 'branch'> {
  /** Name of the branch in messages; `orch/state` when not given. */
  branch?: string;
}

/** A store over a memory remote, keeping the StateStore contract. Its errors are those of the contract. */
export function createMemoryStore(remote: MemoryRemote, options: MemoryStoreOptions): StateStore {
  const { branch = 'orch/state', ...rest } = options;
  return createCommitter({ ...rest, branch: memoryBranch(remote, branch) });
}

function memoryBranch(remote: MemoryRemote, name: string): StateBranch {
  let known: string | null = null;
  return {
    name,
    async fetch() {
      const head = look(remote, name);
      if (known !== null && !contains(remote, head, known)) {
        throw new StateBranchLost({
          branch: name,
          known,
          happened: head ? 'rewound' : 'deleted',
          accept: 'start again',
        });
      }
      known = head?.id ?? null;
      return known;
    },
    async read(commit, path) {
      return at(remote, commit).files.get(path) ?? null;
    },
    async list(commit, folder) {
      const prefix = folder === '' ? '' : `${folder.replace(/\/+$/, '')}/`;
      return [...at(remote, commit).files.keys()].filter((path) => path.startsWith(prefix)).sort();
    },
    async holds(commit, path, text) {
      return (at(remote, commit).files.get(path) ?? null) === text;
    },
    async push(proposal) {
      const commit = commitFor(remote, proposal);
      try {
        if (remote.push(proposal.parent, commit) === 'stale') return { kind: 'lost', words: 'stale' };
      } catch (error) {
        return { kind: 'failed', error: failure(`push to ${name}`, 'unknown', error) };
      }
      known = commit.id;
      return { kind: 'applied', commit: commit.id };
    },
    async history(since, head) {
      const commits: { commit: string; message: string }[] = [];
      for (let commit = remote.commit(head) ?? null; commit && commit.id !== since; commit = parentOf(remote, commit)) {
        commits.push({ commit: commit.id, message: commit.message });
      }
      return commits;
    },
    async close() {},
  };
}

/** What a test made the remote throw, in the words of the contract. */
function failure(attempted: string, applied: 'no' | 'unknown', error: unknown): StateUnavailable {
  if (error instanceof StateUnavailable) return error;
  const words = error instanceof Error ? error.message : String(error);
  return new StateUnavailable({ reason: 'unreachable', applied, attempted, words, next: 'Try again later.' });
}

function look(remote: MemoryRemote, name: string): MemoryCommit | null {
  try {
    return remote.head();
  } catch (error) {
    throw failure(`fetch ${name}`, 'no', error);
  }
}

function commitFor(remote: MemoryRemote, { parent, writes, message }: Proposal): MemoryCommit {
  const files = new Map(parent === null ? [] : at(remote, parent).files);
  for (const [path, text] of writes) {
    if (text === null) files.delete(path);
    else files.set(path, text);
  }
  const id = createHash('sha1')
    .update(JSON.stringify([parent, message, [...writes]]))
    .digest('hex');
  return { id, parent, message, files };
}

function at(remote: MemoryRemote, id: string): MemoryCommit {
  const commit = remote.commit(id);
  if (!commit) throw new TypeError(`The memory remote has no commit ${id}`);
  return commit;
}

function parentOf(remote: MemoryRemote, commit: MemoryCommit): MemoryCommit | null {
  return commit.parent === null ? null : at(remote, commit.parent);
}

function contains(remote: MemoryRemote, head: MemoryCommit | null, id: string): boolean {
  for (let commit = head; commit; commit = parentOf(remote, commit)) if (commit.id === id) return true;
  return false;
}
