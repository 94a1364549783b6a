/** Hard cases with versions. The numbers are those of the list of faults and attacks that every release is held against. */
import { load } from 'js-yaml';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { STATUSES } from '../../src/core/story.ts';
import { decodeProject, decodeRun, decodeStory, encodeProject, encodeRun, encodeStory } from '../../src/state/codec.ts';
import { parseStoryPath, storyPath } from '../../src/state/layout.ts';
import { type Acme, startWorld } from '../scenarios/world.ts';
import { goldenState } from './golden.ts';
import { said, started } from './ground.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => acme.finish());

/** Something that only a later Orch knows. */
const LATER = 'known_later:\n  since: 2027-03\n  list:\n    - one\n';

describe('E28 state that another version wrote', () => {
  const golden = goldenState('state-v1');
  const titles = [...golden].flatMap(([path, text]) => {
    const issue = parseStoryPath(path);
    return issue === undefined ? [] : [{ issue, title: decodeStory(text, path).title }];
  });
  /** A world whose state branch is the golden one, with what a later Orch has added to every file. */
  const settled = async (change = (text: string, _path: string) => `${text}${LATER}`) => {
    for (const { title } of titles) acme.opens('wes', { title });
    acme.closes('rita', 9);
    // Whatever is written from now on is newer than what the golden state has seen.
    acme.world.internals.lastId += 100_000;
    const files = new Map([...golden].map(([path, text]) => [path, change(text, path)]));
    acme.remote.push(null, { id: 'a'.repeat(40), parent: null, message: 'A golden state\n', files });
    await acme.settles({ drops: () => true });
  };
  const data = (path: string) => load(acme.remote.head()?.files.get(path) ?? '') as Record<string, unknown>;

  test('the golden state has a story in every status of its time, and one that owes something', () => {
    const stories = [...golden].filter(([path]) => parseStoryPath(path) !== undefined);
    const read = stories.map(([path, text]) => decodeStory(text, path));
    expect([...new Set(read.map(({ status }) => status))].sort()).toEqual(
      STATUSES.filter((status) => status !== 'underway').sort(),
    );
    expect(read.filter(({ outbox }) => outbox)).toHaveLength(1);
    expect(read.flatMap(({ runs }) => runs).every(({ record }) => golden.has(record))).toBe(true);
  });

  test.each([...golden.keys()])(
    '%s is read and written again byte for byte, with what only a later version knows',
    (path) => {
      const text = `${golden.get(path)}${LATER}`;
      // What the configuration has learnt since then stands there with its default.
      if (path === 'project.yaml')
        expect(load(encodeProject(decodeProject(text, path)))).toMatchObject(load(text) as object);
      else if (path.startsWith('runs/')) expect(encodeRun(decodeRun(text, path))).toBe(text);
      else expect(encodeStory(decodeStory(text, path))).toBe(text);
    },
  );

  test('one step of each story keeps what this version does not understand', async () => {
    await settled();
    const before = new Map(titles.map(({ issue }) => [issue, data(storyPath(issue))]));
    for (const { issue } of titles) acme.says('otto', issue, '/orch status');
    await acme.settles();
    for (const { issue } of titles) {
      const { seen: _, transition, outbox: owed, ...kept } = before.get(issue)!;
      const after = data(storyPath(issue));
      expect(after, `story ${issue}`).toMatchObject(kept);
      expect(after.known_later).toEqual({ since: '2027-03', list: ['one'] });
      expect(after.transition).toBeGreaterThan(Number(transition));
      expect(after.outbox).toBeUndefined();
      if (!owed) expect(said(acme, issue)).toHaveLength(1);
    }
    // What was owed is done: the run, the sticky comment, and the two answers.
    expect(started(acme)).toEqual(['Orch story #10 (10-developer-1)']);
    expect(said(acme, 10).sort()).toEqual([
      expect.stringMatching('answer:'),
      expect.stringMatching('answer:'),
      'story:10',
    ]);
    acme.news();
  });

  test('a run and the project keep it too when they are written', async () => {
    await settled();
    acme.configures('maria', 'settings: { max_attempts: 3 }\n');
    acme.says('wes', 3, '/orch pause');
    await acme.settles();
    expect(data('runs/2026-11/3-developer-1.yaml')).toMatchObject({
      status: 'cancelled',
      known_later: { since: '2027-03' },
    });
    expect(data('project.yaml')).toMatchObject({
      config: { values: { settings: { max_attempts: 3 } } },
      known_later: { since: '2027-03' },
    });
    acme.news();
  });

  test('older: what the first Orch wrote is read, and what it did not know yet gets the careful meaning', () => {
    const early = goldenState('state-v1-early');
    const story = decodeStory(early.get(storyPath(12))!, storyPath(12));
    expect(story).toMatchObject({ status: 'review', outbox: { effects: [{ kind: 'merge', pull_request: 15 }] } });
    expect(story.approvals?.[0]?.text).toBeUndefined();
    expect(encodeStory(story)).toBe(early.get(storyPath(12)));
    const record = story.runs[0]!.record;
    const run = decodeRun(early.get(record)!, record);
    // A brief of before there were jails means that one is needed.
    expect(run.brief.jail).toBe('required');
    const { jail: _, ...brief } = run.brief;
    expect({ ...run, brief }).toEqual(load(early.get(record)!));
  });

  test.each([
    ['a story', storyPath(3)],
    ['a run', 'runs/2026-11/3-developer-1.yaml'],
    ['the project', 'project.yaml'],
  ])('newer: %s of version 2 is only read, and whoever asks is told once', async (_, path) => {
    await settled((text, file) => (file === path ? text.replace('version: 1', 'version: 2') : text));
    const head = acme.remote.head()?.id;
    const others = path === 'project.yaml' ? 0 : 1;
    // Story 10 owes something: it goes on, unless the whole project is a newer Orch's.
    for (let round = 0; round < 5; round += 1) {
      await acme.orch.sweep();
      await acme.settles();
    }
    expect(started(acme)).toHaveLength(others);
    if (others === 0) expect(acme.remote.head()?.id).toBe(head);
    expect(said(acme, 3)).toEqual([]);
    const file = acme.remote.head()?.files.get(path);
    acme.news();
    acme.says('wes', 3, '/orch pause');
    acme.says('wes', 3, '/orch abandon');
    await acme.settles();
    expect(
      acme.news().match(/I only read here for now: `[\w./-]+` has version `2`, and this Orch knows version 1/g),
    ).toHaveLength(1);
    expect(said(acme, 3)).toHaveLength(1);
    expect(acme.remote.head()?.files.get(path)).toBe(file);
    expect(acme.remote.head()?.files.get(storyPath(3))).not.toContain('abandoned');
  });
});
