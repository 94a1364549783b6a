/**
 * Bugs on purpose. A simulator that finds nothing proves nothing, so each of these is put between the production code and its world, and must
 * be found. None needs a hook in production code: they are wrappers around what the loop is given.
 */
import type { Observation } from '../../src/core/observation.ts';
import type { Story } from '../../src/core/story.ts';
import type { WakeUp } from '../../src/core/wake-up.ts';
import type { Answer, Forge } from '../../src/github/forge.ts';
import type { Governor } from '../../src/github/governor.ts';
import { decodeStory, encodeStory } from '../../src/state/codec.ts';
import type { MemoryCommit, MemoryRemote } from '../../src/state/memory-store.ts';
import type { StateBranch } from '../../src/state/state-branch.ts';
import type { Snapshot, StateStore } from '../../src/state/store.ts';
import { EPIC_BUGS } from './epics/planted.ts';
import type { Feature } from './features.ts';
import type { Network } from './network.ts';
import type { Process, Scheduler } from './scheduler.ts';
import { commitFor } from './state-branch.ts';

export interface Context {
  process: Process;
  remote: MemoryRemote;
  scheduler: Scheduler;
  network: Network;
  /** When a comment was written (ms), as GitHub tells it: in whole seconds. */
  saidAt: (comment: number) => number;
}

export interface Sabotage {
  /** What is wrong, as a person would say it in a review. */
  what: string;
  forge?: (forge: Forge, context: Context) => Forge;
  branch?: (branch: StateBranch, context: Context) => StateBranch;
  store?: (store: StateStore, context: Context) => StateStore;
  governor?: (governor: Governor) => Governor;
  sweeps?: false;
  /** One name for all processes. */
  holder?: string;
  /** Takes thousands of schedules to find: too long for every change. */
  rare?: true;
  /** What was begun is not remembered. */
  forgetful?: true;
  /** Another mechanism makes up for it, so that nothing breaks: docs/reliability.md says which. */
  harmless?: true;
  /** What must be going on for anybody to meet it; switched on in every schedule with it, so that the search is short. */
  meets?: readonly Feature[];
  /** What a process makes of the wake-ups that follow from a look. */
  wakes?: (wakes: readonly WakeUp[]) => readonly WakeUp[];
  /** The deliver job writes its result whatever the record says. */
  uncheckedResults?: true;
}

const observing =
  (change: (seen: Observation) => Observation) =>
  (forge: Forge): Forge => ({ ...forge, observe: async (subject) => change(await forge.observe(subject)) });

const answering =
  (change: (answer: Answer) => Answer) =>
  (forge: Forge): Forge => ({
    ...forge,
    perform: async (repository, acts, notAfter) => (await forge.perform(repository, acts, notAfter)).map(change),
  });

/** Text as a process sees it in place of what is stored, and back again where it says what a change rests on. */
function lens(store: StateStore, see: (path: string, text: string) => string): StateStore {
  const stored = new Map<string, string>();
  const through = (snapshot: Snapshot): Snapshot => ({
    head: snapshot.head,
    list: snapshot.list,
    async read(path) {
      const text = await snapshot.read(path);
      if (text === null) return null;
      const shown = see(path, text);
      if (shown !== text) stored.set(`${path}\n${shown}`, text);
      return shown;
    },
  });
  return {
    ...store,
    snapshot: async () => through(await store.snapshot()),
    refresh: async (head) => through(await store.refresh(head)),
    commit: (change) => {
      const reads = Object.entries(change.reads).map(([path, text]) => [
        path,
        text === null ? null : (stored.get(`${path}\n${text}`) ?? text),
      ]);
      return store.commit({ ...change, reads: Object.fromEntries(reads) });
    },
  };
}

/** The story in a state file, changed. */
const retell = (path: string, text: string, change: (story: Story) => Story): string =>
  path.startsWith('stories/') ? encodeStory(change(decodeStory(text, path))) : text;

export const PLANTED: Record<string, Sabotage> = {
  'no compare-and-swap': {
    what: 'a push moves the branch wherever it is, as `git push --force` does',
    branch: (branch, { remote, network, process }) => ({
      ...branch,
      async push(proposal) {
        await network.depart(process, 'push', {});
        const head = remote.head()?.id ?? null;
        const commit: MemoryCommit = { ...commitFor(remote, proposal), parent: head };
        remote.push(head, commit);
        await network.arrive(process, 'push', true);
        return { kind: 'applied', commit: commit.id };
      },
    }),
  },
  'check-then-act': {
    what: 'the files are looked at, and the change is put on the newest head whether or not they are still so',
    store: (store) => ({ ...store, commit: (change) => store.commit({ ...change, reads: {} }) }),
  },
  'conflict taken for success': {
    what: 'a lost race is answered as if the change had been written',
    rare: true,
    store: (store) => ({
      ...store,
      async commit(change) {
        const committed = await store.commit(change);
        if (committed.kind === 'committed') return committed;
        return { kind: 'committed', commit: (await store.snapshot()).head ?? '' };
      },
    }),
  },
  'blind POST retry': {
    what: 'a request whose answer was lost is sent again as it was',
    forge: (forge) => ({
      ...forge,
      async perform(repository, acts, notAfter) {
        const answers = await forge.perform(repository, acts, notAfter);
        const again = acts
          .filter((_, index) => answers[index]?.kind === 'later')
          .map((act) => ('look' in act ? { ...act, look: false } : act));
        if (again.length === 0) return answers;
        const second = await forge.perform(repository, again, notAfter);
        return answers.map((answer) => (answer.kind === 'later' ? second.shift()! : answer));
      },
    }),
  },
  'speech before state': {
    what: 'a commit is answered before it is on the branch, and gets there some seconds later, or never',
    branch: (branch, { remote, network, process, scheduler }) => {
      // What this process believes to be on the branch: a chain that is pushed behind its back.
      const believed = new Map<string, MemoryCommit>();
      const at = (id: string) => believed.get(id) ?? remote.commit(id)!;
      return {
        ...branch,
        read: async (commit, path) => at(commit).files.get(path) ?? null,
        holds: async (commit, path, text) => (at(commit).files.get(path) ?? null) === text,
        list: async (commit, folder) =>
          [...at(commit).files.keys()].filter((path) => path.startsWith(`${folder}/`)).sort(),
        fetch: async () => remote.head()?.id ?? null,
        async push(proposal) {
          const commit = commitFor({ ...remote, commit: at }, proposal);
          believed.set(commit.id, commit);
          void scheduler
            .stop(process, 'push behind its back', { notBefore: scheduler.now() + 500 })
            .then(() => remote.push(proposal.parent, commit));
          await network.arrive(process, 'push', true);
          return { kind: 'applied', commit: commit.id };
        },
      };
    },
  },
  'outbox cleared early': {
    what: 'what is owed is remembered in the process alone and not in the commit',
    store: (store) => {
      const owed = new Map<string, string>();
      const shown = lens(store, (path, text) => owed.get(`${path}\n${text}`) ?? text);
      return {
        ...shown,
        commit(change) {
          const writes = Object.entries(change.writes).map(([path, text]) => {
            if (text === null) return [path, text];
            const cleared = retell(path, text, ({ outbox: _, ...story }) => story as Story);
            if (cleared !== text) owed.set(`${path}\n${cleared}`, text);
            return [path, cleared];
          });
          return shown.commit({ ...change, writes: Object.fromEntries(writes) });
        },
      };
    },
  },
  'no transaction id': {
    what: 'a push that was applied and whose answer was lost is not recognised in the history',
    harmless: true,
    branch: (branch) => ({ ...branch, history: async () => [] }),
  },
  'done before effect': {
    what: 'an answer is taken out of the outbox first and written afterwards',
    forge: (forge) => ({
      ...forge,
      async perform(repository, acts, notAfter) {
        const first = acts.filter((act) => act.kind !== 'comment' || act.mark.startsWith('story:'));
        const behind = acts.filter((act) => !first.includes(act));
        if (behind.length > 0) void forge.perform(repository, behind, notAfter);
        const answers = first.length > 0 ? await forge.perform(repository, first, notAfter) : [];
        return acts.map((act) => (first.includes(act) ? answers[first.indexOf(act)]! : { kind: 'done', facts: {} }));
      },
    }),
  },
  'wall clock for order': {
    what: 'what is new is told by the time of the last look and not by a number',
    forge: (forge, { scheduler, saidAt }) => {
      const looked = new Map<number, number>();
      return {
        ...forge,
        async observe(subject) {
          const all = await forge.observe({ ...subject, afterComment: 0 });
          const last = looked.get(subject.issue) ?? 0;
          looked.set(subject.issue, scheduler.now());
          return { ...all, comments: all.comments.filter((comment) => saidAt(comment.id) > last) };
        },
      };
    },
  },
  'done because given up': {
    what: 'an effect that could not be done now is taken out of the outbox',
    forge: answering((answer) => (answer.kind === 'later' ? { kind: 'done', facts: {} } : answer)),
  },
  'no look on takeover': {
    what: 'what another process owed is done without looking whether it was done',
    forge: (forge) => ({
      ...forge,
      perform: (repository, acts, notAfter) =>
        forge.perform(
          repository,
          acts.map((act) => ('look' in act ? { ...act, look: false } : act)),
          notAfter,
        ),
    }),
  },
  'short lease': {
    what: 'the lease of another process is over before its requests are',
    meets: ['twoServers'],
    store: (store, { process }) =>
      lens(store, (path, text) =>
        retell(path, text, (story) => {
          if (!story.outbox || story.outbox.holder.charAt(0) === process.name.charAt(0)) return story;
          return { ...story, outbox: { ...story.outbox, until: '2000-01-01T00:00:00.000Z' } };
        }),
      ),
  },
  'tried again at once': {
    what: 'what may have been done is looked for, and done again, before it can be found',
    meets: ['laggingReads'],
    forgetful: true,
  },
  'sent however late': {
    what: 'a request that waited for its turn is sent although the lease has run out meanwhile',
    rare: true,
    meets: ['pauses', 'twoServers'],
    forge: (forge) => ({ ...forge, perform: (repository, acts) => forge.perform(repository, acts) }),
  },
  'one name for all': {
    what: 'two servers call themselves the same, so that each takes what the other owes for its own',
    holder: 'server',
  },
  'stale approval accepted': {
    what: 'an approval counts for whatever commit is the head now',
    meets: ['reviewers'],
    forge: observing((seen) => {
      const { pullRequest } = seen;
      if (!pullRequest) return seen;
      const opinions = pullRequest.opinions.map((review) => ({ ...review, commit: pullRequest.head }));
      return { ...seen, pullRequest: { ...pullRequest, opinions } };
    }),
  },
  'first page only': {
    what: 'of all comments only the first five are ever seen',
    forge: (forge) => ({
      ...forge,
      async observe(subject) {
        const all = await forge.observe({ ...subject, afterComment: 0 });
        return { ...all, comments: all.comments.slice(0, 5).filter((comment) => comment.id > subject.afterComment) };
      },
    }),
  },
  'dedupe by delivery id only': {
    what: 'which deliveries were worked on is known to the process alone: what comes another way, or after a restart, is new',
    store: (store) => {
      const read = new Set<string>();
      return lens(store, (path, text) => {
        if (!path.startsWith('stories/') || read.has(path)) return text;
        read.add(path);
        return text.replace(/^( {2}comment: )\d+$/m, '$10');
      });
    },
  },
  'cursor ahead': {
    what: 'the cursor is moved past comments that were not read',
    forge: observing((seen) => ({ ...seen, comments: seen.comments.slice(-1) })),
  },
  'no sweep': { what: 'nobody looks at what nobody calls for', sweeps: false },
  'Retry-After ignored': {
    what: 'GitHub asks for silence, and nobody keeps it',
    governor: (governor) => ({ ...governor, quiet: () => undefined, silence: () => {} }),
  },
  'ledger written from memory': {
    what: 'the ledger is written as this process knew it, over what others have written meanwhile',
    meets: ['purses', 'twoServers', 'manyStories'],
    store: (store) => ({
      ...store,
      async commit({ updates = {}, ...change }) {
        const known = await store.snapshot();
        const writes = { ...change.writes };
        for (const [path, update] of Object.entries(updates)) {
          const made = update(await known.read(path));
          if (made.kind === 'refuse') return { kind: 'refused', path, reason: made.reason };
          writes[path] = made.text;
        }
        return store.commit({ ...change, writes });
      },
    }),
  },
  'attempt id ignored': {
    what: 'the deliver job writes its result into a record that says cancelled or lost',
    uncheckedResults: true,
  },
  'roles not looked up': {
    what: 'everyone who speaks is taken for an admin',
    forge: (forge) => ({ ...observing((seen) => ({ ...seen, roles: {} }))(forge), role: async () => 'admin' }),
  },
  ...EPIC_BUGS,
};
