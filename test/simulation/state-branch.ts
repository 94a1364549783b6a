/**
 * The state branch as one process sees it over a network: the production committer runs above it, and every fetch and push stops at a
 * yield point on its way there and back.
 */
import { hash } from 'node:crypto';
import { StateBranchLost, StateUnavailable } from '../../src/state/errors.ts';
import type { MemoryCommit, MemoryRemote } from '../../src/state/memory-store.ts';
import type { Proposal, PushOutcome, StateBranch } from '../../src/state/state-branch.ts';
import type { Network } from './network.ts';
import type { Process } from './scheduler.ts';

const NAME = 'orch/state';

export function createSimulatedBranch(remote: MemoryRemote, network: Network, process: Process): StateBranch {
  let known: string | null = null;
  const at = (id: string): MemoryCommit => remote.commit(id)!;
  return {
    name: NAME,
    async fetch() {
      await network.depart(process, 'fetch', {});
      const trouble = network.stateTrouble('fetch');
      const head = remote.head();
      await network.arrive(process, 'fetch', true);
      if (trouble) throw unavailable('fetch', 'no');
      if (known !== null && !contains(remote, head, known)) {
        throw new StateBranchLost({ branch: NAME, known, happened: 'rewound', accept: 'start again' });
      }
      known = head?.id ?? null;
      return known;
    },
    read: async (commit, path) => at(commit).files.get(path) ?? null,
    list: async (commit, folder) => [...at(commit).files.keys()].filter((path) => path.startsWith(`${folder}/`)).sort(),
    holds: async (commit, path, text) => (at(commit).files.get(path) ?? null) === text,
    async push(proposal): Promise<PushOutcome> {
      const commit = commitFor(remote, proposal);
      const apply = () => remote.push(proposal.parent, commit);
      await network.depart(process, 'push', { orphan: async () => apply() });
      const trouble = network.stateTrouble('push');
      if (trouble === 'late') network.later('push', async () => apply());
      const applied = trouble === 'before' || trouble === 'late' ? undefined : apply();
      await network.arrive(process, 'push', true);
      if (trouble) return { kind: 'failed', error: unavailable('push', 'unknown') };
      if (applied === 'stale') return { kind: 'lost', words: 'stale' };
      known = commit.id;
      return { kind: 'applied', commit: commit.id };
    },
    async history(since, head) {
      const commits: { commit: string; message: string }[] = [];
      for (
        let commit: MemoryCommit | undefined = at(head);
        commit && commit.id !== since;
        commit = parentOf(remote, commit)
      )
        commits.push({ commit: commit.id, message: commit.message });
      return commits;
    },
    async close() {},
  };
}

/** The commit that a proposal makes; its id is made from its content, so that the same schedule has the same ids. */
export function commitFor(remote: MemoryRemote, { parent, writes, message }: Proposal): MemoryCommit {
  const files = new Map(parent === null ? [] : remote.commit(parent)!.files);
  for (const [path, text] of writes) {
    if (text === null) files.delete(path);
    else files.set(path, text);
  }
  const id = hash('sha1', `${parent}\n${message}\n${[...writes.values()].join('\n')}`);
  return { id, parent, message, files };
}

const parentOf = (remote: MemoryRemote, commit: MemoryCommit): MemoryCommit | undefined =>
  commit.parent === null ? undefined : remote.commit(commit.parent);

function contains(remote: MemoryRemote, head: MemoryCommit | null, id: string): boolean {
  for (let commit: MemoryCommit | undefined = head ?? undefined; commit; commit = parentOf(remote, commit))
    if (commit.id === id) return true;
  return false;
}

const unavailable = (what: string, applied: 'no' | 'unknown') =>
  new StateUnavailable({
    reason: 'unreachable',
    applied,
    attempted: `${what} ${NAME}`,
    words: 'the connection broke',
    next: 'Try again later.',
  });
