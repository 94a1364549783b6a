/**
 * What every state store promises (src/state/store.ts), as tests. Each adapter calls this with its own world: `test/state/*-store.test.ts`.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StateBranchLost } from '../../src/state/errors.ts';
import type { Change, Committed, StateStore, Update } from '../../src/state/store.ts';

/** One remote branch, absent at first, and stores over it that race for real. */
export interface StateStoreWorld {
  /** Another store over the same branch, as another process would have it. */
  open(): StateStore;
  /** Messages of the branch's commits, newest first; empty while it is absent. */
  messages(): Promise<string[]>;
  /** What a person can do with force: sets the branch to one of its earlier commits, or deletes it with null. */
  force(commit: string | null): Promise<void>;
  /** Ends the world, after its stores were closed. */
  end(): Promise<void>;
}

/** The tests of the contract, under the adapter's name. */
export function describeStateStore(name: string, createWorld: () => Promise<StateStoreWorld>): void {
  describe(`the state store contract, kept by ${name}`, () => {
    let world: StateStoreWorld;
    let stores: StateStore[];

    const open = () => {
      const store = world.open();
      stores.push(store);
      return store;
    };

    beforeEach(async () => {
      stores = [];
      world = await createWorld();
    });

    afterEach(async () => {
      await Promise.all(stores.map((store) => store.close()));
      await world.end();
    });

    test('a branch that never existed has no head and no files, and looking does not create it', async () => {
      const snapshot = await open().snapshot();
      expect(snapshot.head).toBeNull();
      expect(await snapshot.read('project.yaml')).toBeNull();
      expect(await snapshot.list('')).toEqual([]);
      expect(await world.messages()).toEqual([]);
    });

    test('the first change creates the branch, and another store sees it', async () => {
      const committed = await open().commit(create('project.yaml', 'phase: analysis\n', 'project set up'));
      const snapshot = await open().snapshot();
      expect(committed).toEqual({ kind: 'committed', commit: snapshot.head });
      expect(await snapshot.read('project.yaml')).toBe('phase: analysis\n');
      expect(await world.messages()).toEqual([expect.stringMatching(/^project set up\n\nOrch-Transaction: \S+\n*$/)]);
    });

    test('two stores that create the branch at once both succeed, one after the other', async () => {
      const [first, second] = [open(), open()];
      await Promise.all([first.snapshot(), second.snapshot()]);
      const answers = await Promise.all([
        first.commit(create('a.yaml', 'a\n')),
        second.commit(create('b.yaml', 'b\n')),
      ]);
      expect(answers.map((answer) => answer.kind)).toEqual(['committed', 'committed']);
      expect(await (await first.refresh()).list('')).toEqual(['a.yaml', 'b.yaml']);
      expect(await world.messages()).toHaveLength(2);
    });

    test('text comes back as it was written: empty, without a last newline, with umlauts, emoji and CRLF', async () => {
      const texts = { 'a/empty.yaml': '', 'a/bare.yaml': 'x', 'a/wide.yaml': 'äöü 🎼\n', 'a/crlf.yaml': 'x\r\ny\r\n' };
      const store = open();
      await store.commit({ reads: {}, writes: texts, message: 'texts' });
      const snapshot = await open().snapshot();
      const read = await Promise.all(Object.keys(texts).map((path) => snapshot.read(path)));
      expect(read).toEqual(Object.values(texts));
      // And each is recognised as what it is when a decision rests on it.
      expect(await store.commit({ reads: texts, writes: {}, message: 'rests on all of them' })).toMatchObject({
        kind: 'committed',
      });
    });

    test('list gives the files of a folder and of the folders in it, sorted, and nothing for a file or a prefix', async () => {
      const store = open();
      const paths = [
        'stories/0100-0199/0100.yaml',
        'stories/0000-0099/0012.yaml',
        'stories/0000-0099/0002.yaml',
        'stories2.yaml',
      ];
      await store.commit({
        reads: {},
        writes: Object.fromEntries(paths.map((path) => [path, 'x\n'])),
        message: 'files',
      });
      const snapshot = await store.snapshot();
      expect(await snapshot.list('stories')).toEqual(paths.slice(0, 3).sort());
      expect(await snapshot.list('stories/0000-0099')).toEqual(paths.slice(1, 3).sort());
      expect(await snapshot.list('')).toEqual([...paths].sort());
      expect(await snapshot.list('stories2.yaml')).toEqual([]);
      expect(await snapshot.list('stor')).toEqual([]);
      expect(await snapshot.read('stories')).toBeNull();
    });

    test('a change whose file was changed meanwhile is a conflict that names it, and writes nothing', async () => {
      const [early, late] = [open(), open()];
      await early.commit(create('a.yaml', 'one\n'));
      await late.snapshot();
      await early.commit({ reads: { 'a.yaml': 'one\n' }, writes: { 'a.yaml': 'two\n' }, message: 'two' });
      const answer = await late.commit({
        reads: { 'b.yaml': null, 'a.yaml': 'one\n' },
        writes: { 'b.yaml': 'b\n' },
        message: 'late',
      });
      expect(answer).toEqual({ kind: 'conflict', path: 'a.yaml' });
      const snapshot = await late.snapshot();
      expect([await snapshot.read('a.yaml'), await snapshot.read('b.yaml')]).toEqual(['two\n', null]);
    });

    test.each([
      ['was expected to be absent and exists', { 'a.yaml': null }],
      ['was expected and is absent', { 'gone.yaml': 'x\n' }],
      ['differs by one byte', { 'a.yaml': 'one' }],
    ])('a file that %s is a conflict', async (_, reads) => {
      const store = open();
      await store.commit(create('a.yaml', 'one\n'));
      const answer = await store.commit({ reads, writes: { 'a.yaml': 'two\n' }, message: 'two' });
      expect(answer).toEqual({ kind: 'conflict', path: Object.keys(reads)[0] });
      expect(await world.messages()).toHaveLength(1);
    });

    test('a lost race over other files is won without the caller noticing', async () => {
      const [one, other] = [open(), open()];
      await one.commit(create('a.yaml', 'a\n'));
      const known = await other.snapshot();
      await one.commit(create('b.yaml', 'b\n'));
      expect((await other.snapshot()).head).toBe(known.head);
      expect(
        await other.commit({ reads: { 'a.yaml': 'a\n' }, writes: { 'a.yaml': 'A\n' }, message: 'A' }),
      ).toMatchObject({
        kind: 'committed',
      });
      const snapshot = await other.snapshot();
      expect([await snapshot.read('a.yaml'), await snapshot.read('b.yaml')]).toEqual(['A\n', 'b\n']);
    });

    test('null deletes a file, and deleting what is absent is no error', async () => {
      const store = open();
      await store.commit({ reads: {}, writes: { 'a/a.yaml': 'a\n', 'b.yaml': 'b\n' }, message: 'two files' });
      await store.commit({ reads: {}, writes: { 'a/a.yaml': null, 'never/was.yaml': null }, message: 'one less' });
      expect(await (await open().snapshot()).list('')).toEqual(['b.yaml']);
    });

    test('a snapshot stays what it was, whatever is committed later', async () => {
      const store = open();
      await store.commit(create('a.yaml', 'one\n'));
      const before = await store.snapshot();
      await store.commit({ reads: {}, writes: { 'a.yaml': 'two\n', 'b.yaml': 'b\n' }, message: 'two' });
      expect([await before.read('a.yaml'), await before.read('b.yaml'), await before.list('')]).toEqual([
        'one\n',
        null,
        ['a.yaml'],
      ]);
      expect((await store.snapshot()).head).not.toBe(before.head);
    });

    test('snapshot shows the known head; refresh looks, unless it is told the head that is known already', async () => {
      const [writer, reader] = [open(), open()];
      await writer.commit(create('a.yaml', 'one\n'));
      const known = await reader.snapshot();
      await writer.commit({ reads: {}, writes: { 'a.yaml': 'two\n' }, message: 'two' });
      const newest = (await writer.snapshot()).head;
      expect((await reader.snapshot()).head).toBe(known.head);
      expect((await reader.refresh(known.head)).head).toBe(known.head);
      expect((await reader.refresh(newest)).head).toBe(newest);
      expect(await (await reader.snapshot()).read('a.yaml')).toBe('two\n');
    });

    test('thirty transitions at once cost at most three commits; each is answered, and the history names them all', async () => {
      const store = open();
      await store.snapshot();
      const answers = await Promise.all(
        numbers(30).map((n) => store.commit(create(`stories/${n}.yaml`, `${n}\n`, `story ${n}: new`))),
      );
      const messages = await world.messages();
      expect(answers.every((answer) => answer.kind === 'committed')).toBe(true);
      expect(messages.length).toBeLessThanOrEqual(3);
      const lines = messages.flatMap((message) => message.split('\n'));
      for (const n of numbers(30)) expect(lines).toContain(`story ${n}: new`);
      expect(messages.every((message) => /\n\nOrch-Transaction: \S+\n*$/.test(message))).toBe(true);
      expect(await (await open().snapshot()).list('stories')).toHaveLength(30);
    });

    test('several transitions in one commit have their number as the title and a line each', async () => {
      const store = open();
      await store.snapshot();
      await Promise.all([
        store.commit(create('a.yaml', 'a\n', 'story 1: new')),
        store.commit(create('b.yaml', 'b\n', 'story 2:\nnew')),
      ]);
      expect(await world.messages()).toEqual([
        expect.stringMatching(/^2 transitions\n\nstory 1: new\nstory 2: new\n\nOrch-Transaction: \S+\n*$/),
      ]);
    });

    test('changes of one commit see each other: the second claim to a file is a conflict, alone', async () => {
      const store = open();
      await store.snapshot();
      const answers = await Promise.all([
        store.commit(create('a.yaml', 'first\n')),
        store.commit(create('a.yaml', 'second\n')),
        store.commit({ reads: { 'a.yaml': 'first\n' }, writes: { 'a.yaml': 'third\n' }, message: 'third' }),
        store.commit(create('b.yaml', 'b\n')),
      ]);
      expect(answers.map(short)).toEqual(['committed', 'conflict a.yaml', 'committed', 'committed']);
      const snapshot = await store.snapshot();
      expect([await snapshot.read('a.yaml'), await snapshot.read('b.yaml')]).toEqual(['third\n', 'b\n']);
    });

    test('thirty changes that update the same file at once cost at most three commits, and each counts once', async () => {
      const store = open();
      await store.commit(create('ledger', '0'));
      const answers = await Promise.all(
        numbers(30).map((n) => store.commit({ ...create(`${n}.yaml`, `${n}\n`), updates: { ledger: add(1) } })),
      );
      expect(answers.map(short)).toEqual(answers.map(() => 'committed'));
      expect((await world.messages()).length).toBeLessThanOrEqual(4);
      expect(await (await open().snapshot()).read('ledger')).toBe('30');
    });

    test('two stores that update the same file as fast as they can conflict never and lose nothing', async () => {
      const racers = [open(), open()];
      await racers[0]?.commit(create('ledger', '0'));
      const answers = await Promise.all(
        racers.flatMap((store, who) =>
          numbers(10).map((n) => store.commit({ ...create(`${who}/${n}.yaml`, 'x\n'), updates: { ledger: add(1) } })),
        ),
      );
      expect(answers.map(short)).toEqual(answers.map(() => 'committed'));
      expect(await (await open().snapshot()).read('ledger')).toBe('20');
    });

    test('an update makes the file where there is none, and is given null', async () => {
      const store = open();
      expect(await store.commit({ reads: {}, writes: {}, updates: { ledger: add(5) }, message: 'five' })).toMatchObject(
        {
          kind: 'committed',
        },
      );
      expect(await (await store.snapshot()).read('ledger')).toBe('5');
    });

    test('an update that refuses keeps its change out, alone, and is given what stands on the branch', async () => {
      const store = open();
      await store.commit(create('ledger', '0'));
      const answers = await Promise.all(
        numbers(5).map((n) => store.commit({ ...create(`${n}.yaml`, 'x\n'), updates: { ledger: add(2, 7) } })),
      );
      expect(answers.map(short)).toEqual([
        'committed',
        'committed',
        'committed',
        'refused ledger: 6 and 2 are more than 7',
        'refused ledger: 6 and 2 are more than 7',
      ]);
      const snapshot = await store.snapshot();
      expect(await snapshot.list('')).toEqual(['0.yaml', '1.yaml', '2.yaml', 'ledger']);
      expect(await snapshot.read('ledger')).toBe('6');
    });

    test('a conflict keeps the update of its change out too', async () => {
      const store = open();
      await store.commit(create('a.yaml', 'a\n'));
      const answer = await store.commit({ ...create('a.yaml', 'b\n'), updates: { ledger: add(1) } });
      expect(short(answer)).toBe('conflict a.yaml');
      expect(await (await store.snapshot()).read('ledger')).toBeNull();
    });

    test('two stores that each make thirty transitions, as fast as they can, lose none', async () => {
      const racers = [open(), open()];
      const answers = await Promise.all(
        racers.flatMap((store, who) => numbers(30).map((n) => store.commit(create(`${who}/${n}.yaml`, `${n}\n`)))),
      );
      expect(answers.map(short)).toEqual(answers.map(() => 'committed'));
      expect((await world.messages()).length).toBeLessThanOrEqual(6);
      expect(await (await open().snapshot()).list('')).toHaveLength(60);
    });

    test('two stores that count in one file, deciding again at each conflict, lose no step', async () => {
      const racers = [open(), open()];
      await racers[0]?.commit(create('counter', '0'));
      await Promise.all(racers.map((store) => count(store, 5)));
      expect(await (await open().snapshot()).read('counter')).toBe('10');
      expect(await world.messages()).toHaveLength(11);
    });

    test('a deleted branch stops every store that knew it, is not created again, and going on is possible once it is restored', async () => {
      const store = open();
      await store.commit(create('a.yaml', 'a\n'));
      const { head } = await store.snapshot();
      await world.force(null);
      const lost = await store.commit(create('b.yaml', 'b\n')).catch((error: unknown) => error);
      expect(lost).toBeInstanceOf(StateBranchLost);
      expect(String(lost)).toContain(head);
      expect(String(lost)).toContain('deleted');
      await expect(store.refresh()).rejects.toThrow(StateBranchLost);
      expect(await world.messages()).toEqual([]);
      await world.force(head);
      expect(await store.commit(create('b.yaml', 'b\n'))).toMatchObject({ kind: 'committed' });
    });

    test('a branch that was forced back stops every store that knew what is gone', async () => {
      const store = open();
      await store.commit(create('a.yaml', 'a\n'));
      const old = (await store.snapshot()).head;
      await store.commit(create('b.yaml', 'b\n'));
      const known = (await store.snapshot()).head;
      await world.force(old);
      await expect(store.commit(create('c.yaml', 'c\n'))).rejects.toThrow(
        /was force-pushed to a commit that does not contain/,
      );
      await expect(store.refresh()).rejects.toThrow(String(known));
      expect(await world.messages()).toHaveLength(1);
    });

    test.each(['', '/etc/passwd', '../x', 'a/../b', 'a//b', '.git/config', 'a/.GIT/x', 'a\nb', 'a"b', 'a\\b'])(
      'the path %j is refused as our own mistake',
      async (path) => {
        await expect(open().commit(create(path, 'x'))).rejects.toThrow(TypeError);
        expect(await world.messages()).toEqual([]);
      },
    );

    test('close waits for what is under way, and nothing is taken afterwards', async () => {
      const store = open();
      const committed = store.commit(create('a.yaml', 'a\n'));
      await store.close();
      expect(await committed).toMatchObject({ kind: 'committed' });
      await expect(store.commit(create('b.yaml', 'b\n'))).rejects.toThrow('closed');
      await store.close();
    });
  });
}

function create(path: string, text: string, message = `${path} created`): Change {
  return { reads: { [path]: null }, writes: { [path]: text }, message };
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function short(answer: Committed): string {
  if (answer.kind === 'refused') return `refused ${answer.path}: ${answer.reason}`;
  return answer.kind === 'conflict' ? `conflict ${answer.path}` : answer.kind;
}

/** Adds to the number in the file, up to a limit. */
const add =
  (amount: number, limit = Number.POSITIVE_INFINITY): Update =>
  (text) => {
    const sum = Number(text ?? 0) + amount;
    return sum > limit
      ? { kind: 'refuse', reason: `${text} and ${amount} are more than ${limit}` }
      : { kind: 'write', text: String(sum) };
  };

async function count(store: StateStore, times: number): Promise<void> {
  for (let done = 0; done < times; ) {
    const text = await (await store.snapshot()).read('counter');
    const next = String(Number(text) + 1);
    const answer = await store.commit({
      reads: { counter: text },
      writes: { counter: next },
      message: `counted to ${next}`,
    });
    if (answer.kind === 'committed') done += 1;
  }
}
