/** Faults that only the committer can answer for, over a memory remote that fails where it is told to. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { StateUnavailable } from '../../src/state/errors.ts';
import {
  createMemoryRemote,
  createMemoryStore,
  type MemoryCommit,
  type MemoryRemote,
  memoryHistory,
} from '../../src/state/memory-store.ts';
import type { Change, StateStore } from '../../src/state/store.ts';

const write = (path: string, text = 'x\n'): Change => ({
  reads: {},
  writes: { [path]: text },
  message: `${path} written`,
});

function open(remote: MemoryRemote, waits: number[] = [], tries?: number): StateStore {
  return createMemoryStore(remote, {
    transactionId: randomUUID,
    delay: async (milliseconds) => {
      waits.push(milliseconds);
    },
    random: () => 1,
    ...(tries === undefined ? {} : { tries }),
  });
}

describe('a push whose answer is lost', () => {
  test('is found by its transaction id when it was applied, and not made again', async () => {
    const real = createMemoryRemote();
    let dying = 1;
    const remote: MemoryRemote = {
      ...real,
      push(expected, commit) {
        const answer = real.push(expected, commit);
        if (dying-- > 0) throw new Error('connection reset');
        return answer;
      },
    };
    // Without preconditions, only the transaction id can tell that the change is on the branch already.
    const answer = await open(remote).commit(write('a.yaml'));
    expect(answer).toEqual({ kind: 'committed', commit: real.head()?.id });
    expect(memoryHistory(real)).toHaveLength(1);
  });

  test('is made again when it was not applied', async () => {
    const real = createMemoryRemote();
    let dying = 1;
    const remote: MemoryRemote = {
      ...real,
      push(expected, commit) {
        if (dying-- > 0) throw new Error('connection reset');
        return real.push(expected, commit);
      },
    };
    expect(await open(remote).commit(write('a.yaml'))).toMatchObject({ kind: 'committed' });
    expect(memoryHistory(real)).toHaveLength(1);
  });

  test('is recognised even when the server applies it after the branch was looked at', async () => {
    const real = createMemoryRemote();
    let late: { expected: string | null; commit: MemoryCommit } | undefined;
    const remote: MemoryRemote = {
      ...real,
      push(expected, commit) {
        if (!late) {
          late = { expected, commit };
          throw new Error('gateway timeout');
        }
        // The first push arrives now, just before the second.
        real.push(late.expected, late.commit);
        return real.push(expected, commit);
      },
    };
    const answer = await open(remote).commit(write('a.yaml'));
    expect(answer).toEqual({ kind: 'committed', commit: late?.commit.id });
    expect(memoryHistory(real).map((commit) => commit.id)).toEqual([late?.commit.id]);
  });

  test('is recognised when the connection repeated it by itself, and the answer is that of the second', async () => {
    const real = createMemoryRemote();
    const remote: MemoryRemote = {
      ...real,
      push(expected, commit) {
        real.push(expected, commit);
        return real.push(expected, commit);
      },
    };
    expect(await open(remote).commit(write('a.yaml'))).toEqual({ kind: 'committed', commit: real.head()?.id });
    expect(memoryHistory(real)).toHaveLength(1);
  });

  test('is told to be of unknown outcome when the branch cannot be looked at either', async () => {
    const real = createMemoryRemote();
    let connected = true;
    const remote: MemoryRemote = {
      ...real,
      push() {
        connected = false;
        throw new Error('connection reset');
      },
      head() {
        if (!connected) throw new Error('no route to host');
        return real.head();
      },
    };
    const error = await open(remote)
      .commit(write('a.yaml'))
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StateUnavailable);
    expect(error).toMatchObject({ reason: 'unreachable', applied: 'unknown' });
    expect(String(error)).toMatch(/connection reset.*look at the state again before deciding/);
  });
});

test('a push that fails three times on its way is given up, though looking works', async () => {
  const real = createMemoryRemote();
  let pushes = 0;
  const remote: MemoryRemote = {
    ...real,
    push() {
      pushes += 1;
      throw new Error('connection reset');
    },
  };
  await expect(open(remote).commit(write('a.yaml'))).rejects.toMatchObject({
    reason: 'unreachable',
    applied: 'unknown',
  });
  expect(pushes).toBe(3);
});

test('a race that is lost every time ends after the bounded tries, with growing waits in between', async () => {
  const real = createMemoryRemote();
  const waits: number[] = [];
  let pushes = 0;
  const remote: MemoryRemote = {
    ...real,
    push() {
      pushes += 1;
      return 'stale';
    },
  };
  const error = await open(remote, waits)
    .commit(write('a.yaml'))
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'StateUnavailable', reason: 'contended', applied: 'no' });
  expect(pushes).toBe(12);
  expect(waits).toEqual([50, 100, 200, 400, 800, 1600, 3200, 4000, 4000, 4000, 4000]);
});

test('a refusal fails the changes of that commit and not those that come later', async () => {
  const real = createMemoryRemote();
  let protectedBranch = true;
  const refusal = new StateUnavailable({
    reason: 'refused',
    attempted: 'push',
    words: 'rule violations',
    next: 'Change the rule.',
  });
  const remote: MemoryRemote = {
    ...real,
    push(expected, commit) {
      if (protectedBranch) throw refusal;
      return real.push(expected, commit);
    },
  };
  const store = open(remote, [], 1);
  await expect(store.commit(write('a.yaml'))).rejects.toBe(refusal);
  protectedBranch = false;
  expect(await store.commit(write('b.yaml'))).toMatchObject({ kind: 'committed' });
  expect(await (await store.snapshot()).list('')).toEqual(['b.yaml']);
});

test('a change that was altered by its maker after commit() is applied as it was handed in', async () => {
  const real = createMemoryRemote();
  const store = open(real);
  const change = write('a.yaml', 'as handed in\n');
  const committed = store.commit(change);
  change.writes['a.yaml'] = 'altered\n';
  await committed;
  expect(await (await store.snapshot()).read('a.yaml')).toBe('as handed in\n');
});

test('looks that are asked for while one is under way share the next one', async () => {
  const real = createMemoryRemote();
  let looks = 0;
  const remote: MemoryRemote = {
    ...real,
    head() {
      looks += 1;
      return real.head();
    },
  };
  const store = open(remote);
  await store.snapshot();
  looks = 0;
  const first = store.refresh();
  await Promise.resolve();
  await Promise.resolve();
  await Promise.all([first, store.refresh(), store.refresh(), store.refresh()]);
  expect(looks).toBe(2);
});

test('eight stores that hand in one change each at the same moment all succeed', async () => {
  const real = createMemoryRemote();
  const stores = Array.from({ length: 8 }, () => open(real));
  const answers = await Promise.all(stores.map((store, index) => store.commit(write(`${index}.yaml`))));
  expect(answers.map((answer) => answer.kind)).toEqual(stores.map(() => 'committed'));
  expect(real.head()?.files.size).toBe(8);
});

test('a path named like a property of every object is a path like others', async () => {
  const store = open(createMemoryRemote());
  const writes = Object.fromEntries([
    ['__proto__', 'x\n'],
    ['constructor', 'y\n'],
  ]);
  expect(await store.commit({ reads: {}, writes, message: 'odd names' })).toMatchObject({ kind: 'committed' });
  expect(await (await store.snapshot()).read('__proto__')).toBe('x\n');
  expect(await (await store.snapshot()).read('toString')).toBeNull();
});
