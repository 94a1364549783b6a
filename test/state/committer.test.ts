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
import type { Change, StateStore, Update } from '../../src/state/store.ts';

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

describe('an update', () => {
  const add: Update = (text) => ({ kind: 'write', text: String(Number(text ?? 0) + 1) });
  const upTo =
    (most: number): Update =>
    (text) =>
      Number(text ?? 0) < most ? add(text) : { kind: 'refuse', reason: `${text} is all there is` };
  const counting = (path: string, update = add): Change => ({ ...write(path), updates: { ledger: update } });

  test('is not applied twice when the answer to its push is lost', async () => {
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
    const answer = await open(remote).commit({ reads: {}, writes: {}, updates: { ledger: add }, message: 'one' });
    expect(answer).toEqual({ kind: 'committed', commit: real.head()?.id });
    expect(real.head()?.files.get('ledger')).toBe('1');
    expect(memoryHistory(real)).toHaveLength(1);
  });

  test('is not applied twice when the server applies the push after the branch was looked at', async () => {
    const real = createMemoryRemote();
    let late: { expected: string | null; commit: MemoryCommit } | undefined;
    const remote: MemoryRemote = {
      ...real,
      push(expected, commit) {
        if (!late) {
          late = { expected, commit };
          throw new Error('gateway timeout');
        }
        real.push(late.expected, late.commit);
        return real.push(expected, commit);
      },
    };
    const answer = await open(remote).commit(counting('a.yaml'));
    expect(answer).toEqual({ kind: 'committed', commit: late?.commit.id });
    expect(real.head()?.files.get('ledger')).toBe('1');
  });

  test('is computed again on the new head after a lost race', async () => {
    const real = createMemoryRemote();
    const [mine, theirs] = [open(real), open(real)];
    await mine.commit(counting('a.yaml'));
    await theirs.commit(counting('b.yaml'));
    // Mine still knows the head before that; the numbers tell that it was not computed on it.
    expect(await mine.commit(counting('c.yaml'))).toMatchObject({ kind: 'committed' });
    expect(real.head()?.files.get('ledger')).toBe('3');
  });

  test('that refuses after a lost race what it would have allowed before writes nothing', async () => {
    const real = createMemoryRemote();
    const [mine, theirs] = [open(real), open(real)];
    await mine.commit(counting('a.yaml'));
    await theirs.commit(counting('b.yaml'));
    const answer = await mine.commit(counting('c.yaml', upTo(2)));
    expect(answer).toEqual({ kind: 'refused', path: 'ledger', reason: '2 is all there is' });
    expect(real.head()?.files.has('c.yaml')).toBe(false);
    expect(await (await mine.snapshot()).read('ledger')).toBe('2');
  });

  test('that refuses in the middle of a commit leaves the others in it alone, and is judged by the branch', async () => {
    const real = createMemoryRemote();
    const store = open(real);
    const answers = await Promise.all([
      store.commit(counting('a.yaml')),
      store.commit(counting('b.yaml', upTo(1))),
      store.commit(counting('c.yaml')),
    ]);
    expect(answers.map(({ kind }) => kind)).toEqual(['committed', 'refused', 'committed']);
    // The reason is what stands there when it is answered, and not what one commit would have written in between.
    expect(answers[1]).toMatchObject({ reason: '2 is all there is' });
    expect([...(real.head()?.files.keys() ?? [])]).toEqual(['a.yaml', 'ledger', 'c.yaml']);
    expect(memoryHistory(real)).toHaveLength(1);
  });

  test('is not refused for what a change before it in the same commit did not get onto the branch', async () => {
    const real = createMemoryRemote();
    const [mine, theirs] = [open(real), open(real)];
    await mine.commit(write('a.yaml', 'one\n'));
    await theirs.commit(write('a.yaml', 'two\n'));
    const answers = await Promise.all([
      // Takes the only place, on a head that is not the newest: it loses the race and then its file.
      mine.commit({ ...counting('a.yaml', upTo(1)), reads: { 'a.yaml': 'one\n' } }),
      mine.commit(counting('b.yaml', upTo(1))),
    ]);
    expect(answers.map(({ kind }) => kind)).toEqual(['conflict', 'committed']);
    expect(real.head()?.files.get('ledger')).toBe('1');
  });

  test('that throws fails its change and no other', async () => {
    const real = createMemoryRemote();
    const store = open(real);
    const broken = (): never => {
      throw new Error('line 3: a number was expected');
    };
    const answers = await Promise.allSettled([
      store.commit(counting('a.yaml', broken)),
      store.commit(counting('b.yaml')),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(answers[0]).toMatchObject({ reason: { message: 'line 3: a number was expected' } });
    expect([...(real.head()?.files.keys() ?? [])]).toEqual(['b.yaml', 'ledger']);
  });

  test('of a file that the same change writes is our own mistake, and so is a path that git would refuse', async () => {
    const store = open(createMemoryRemote());
    await expect(store.commit({ ...write('ledger'), updates: { ledger: add } })).rejects.toThrow(
      'One change both writes and updates ledger',
    );
    const outside = { reads: {}, writes: {}, updates: { '../ledger': add }, message: 'outside' };
    await expect(store.commit(outside)).rejects.toThrow(TypeError);
  });
});
