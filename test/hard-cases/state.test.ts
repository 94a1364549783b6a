/** Hard cases with the state branch. The numbers are those of the list of faults and attacks that every release is held against. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Story } from '../../src/core/story.ts';
import { decodeStory, encodeStory } from '../../src/state/codec.ts';
import { storyPath } from '../../src/state/layout.ts';
import type { MemoryCommit, MemoryRemote } from '../../src/state/memory-store.ts';
import { atWork } from '../scenarios/stages.ts';
import { type Acme, startWorld } from '../scenarios/world.ts';
import { said, started, watchRequests } from './ground.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => acme.finish());

const asks = () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
};
/** Stands between the stores and the remote. `push` gets the real one to pass the call on. */
const between = (
  push: (expected: string | null, commit: MemoryCommit, real: MemoryRemote['push']) => 'applied' | 'stale',
) => {
  const real = acme.remote.push;
  acme.remote.push = (expected, commit) => push(expected, commit, real);
  return () => {
    acme.remote.push = real;
  };
};
/** Someone else changes a file of the branch, right now. */
const meanwhile = (change: (files: Map<string, string>) => void, real: MemoryRemote['push'], id: string) => {
  const head = acme.remote.head();
  const files = new Map(head?.files);
  change(files);
  const commit = { id: id.padStart(40, '0'), parent: head?.id ?? null, message: 'someone else\n', files };
  expect(real(head?.id ?? null, commit)).toBe('applied');
};
const transitions = () => acme.history().filter((line) => line.startsWith('story 1: '));

describe('E8 every first try to commit loses the race', () => {
  /** The first push of every change is beaten by somebody who does `change`. */
  const loseEveryFirst = (change: (files: Map<string, string>, round: number) => void) => {
    const order: string[] = [];
    let round = 0;
    between((expected, commit, real) => {
      const first = round % 2 === 0;
      round += 1;
      order.push(first ? 'loses' : 'commits');
      if (!first) return real(expected, commit);
      meanwhile((files) => change(files, round), real, `f${round}`);
      return real(expected, commit);
    });
    acme.trouble(({ kind, acts }) => {
      if (kind === 'perform') order.push(acts.map((act) => act.kind).join(' + '));
      return undefined;
    });
    return order;
  };

  test('against somebody in other files: the same decision is applied, and nothing is done before it is', async () => {
    const order = loseEveryFirst((files, round) => files.set('stories/0000-0099/0099.yaml', `round ${round}\n`));
    asks();
    await acme.settles();
    expect(order).toEqual(['loses', 'commits', 'dispatch', 'comment', 'loses', 'commits']);
    expect(started(acme)).toHaveLength(1);
    expect(said(acme, 1)).toEqual(['story:1']);
    expect(transitions()).toEqual([
      'story 1: untracked -> in_progress (start by wes)',
      'story 1: done: dispatch, sticky',
    ]);
    expect(acme.news()).toMatch(/\(observe, dispatch, comment\)$/);
  });

  test('against somebody in the same story: it is decided again on what is there now', async () => {
    await atWork(acme);
    await acme.delivers(1);
    // Just when the result is to be taken in, another server has put the story on hold.
    const order = loseEveryFirst((files, round) => {
      if (round > 1) return;
      const story = decodeStory(files.get(storyPath(1))!, storyPath(1));
      const blocked = {
        kind: 'pause',
        by: 'maria',
        reason: 'lunch',
        at: '2026-11-23T09:05:00Z',
        resume_to: 'in_progress',
      };
      const paused = { ...story, status: 'blocked', blocked, transition: story.transition + 1 } as Story;
      files.set(storyPath(1), encodeStory(paused));
    });
    await acme.settles();
    acme.waits(1);
    await acme.settles();
    expect(acme.story(1)).toMatchObject({ status: 'blocked', blocked: { reason: 'lunch' } });
    expect(order.join()).not.toMatch(/open_pull_request|check|merge/);
    expect(acme.news()).not.toMatch(/opens|publishes|answers/);
  });

  test('against somebody who is always faster: it gives up after a bounded number of tries, with nothing done, and loses nothing', async () => {
    let pushes = 0;
    const restore = between(() => {
      pushes += 1;
      return 'stale';
    });
    const watch = watchRequests(acme);
    asks();
    await acme.settles();
    expect(pushes).toBe(12);
    expect(watch.asked).toEqual(['observe']);
    expect(acme.news()).toMatch(/^! server-1: .*another writer was faster each time[^\n]*\n\(observe\)$/);
    restore();
    acme.waits(1);
    await acme.settles();
    expect(started(acme)).toHaveLength(1);
    expect(said(acme, 1)).toEqual(['story:1']);
    acme.trouble(undefined);
    acme.news();
  });
});

describe('E9 a commit was applied and the answer is lost', () => {
  test('it is known again by its transaction, and is made once', async () => {
    let lost = 0;
    between((expected, commit, real) => {
      const answer = real(expected, commit);
      lost += 1;
      // Every single answer: the commit is there, and nobody says so.
      throw new Error(`the connection broke after ${answer}`);
    });
    asks();
    await acme.settles();
    await acme.delivers(1);
    await acme.settles();
    expect(lost).toBeGreaterThanOrEqual(4);
    expect(transitions()).toEqual([
      'story 1: untracked -> in_progress (start by wes)',
      'story 1: done: dispatch, sticky',
      'story 1: in_progress -> review (run.succeeded)',
      'story 1: pull request 2 opened',
    ]);
    expect(acme.story(1)).toMatchObject({ status: 'review', transition: 4, cost_usd: 0.42 });
    expect(started(acme)).toHaveLength(1);
    expect(said(acme, 1)).toEqual(['story:1']);
    expect(acme.news()).not.toContain('!');
  });

  test('and the process dies on it: the next one takes it for done, and does what it owes', async () => {
    let dead = false;
    const { head } = acme.remote;
    const restore = between((expected, commit, real) => {
      if (!dead) real(expected, commit);
      dead = true;
      throw new Error('the connection broke');
    });
    acme.remote.head = () => {
      if (dead) throw new Error('no route to host');
      return head();
    };
    asks();
    await acme.settles();
    expect(acme.news()).toMatch(/^! server-1: /);
    expect(started(acme)).toEqual([]);
    restore();
    acme.remote.head = head;
    acme.restarts();
    await acme.orch.sweep();
    await acme.settles();
    expect(transitions().filter((line) => line.includes('start by wes'))).toHaveLength(1);
    expect(started(acme)).toHaveLength(1);
    expect(said(acme, 1)).toEqual(['story:1']);
    acme.news();
  });
});

describe('E10 the head of the state branch looks old for half a minute', () => {
  test('as GitHub tells it: the branch itself is asked, and nothing is done twice', async () => {
    const { place } = acme.orch;
    const { forge } = place;
    const heads = [{ at: 0, id: acme.remote.head()?.id ?? null }];
    place.forge = {
      ...forge,
      observe: async (subject) => {
        const now = acme.world.now().getTime();
        heads.push({ at: now, id: acme.remote.head()?.id ?? null });
        const stateHead = heads.findLast(({ at }) => at <= now - 30_000)?.id ?? null;
        return { ...(await forge.observe(subject)), stateHead };
      },
    };
    const watch = watchRequests(acme);
    asks();
    acme.atOnce(() => {
      acme.says('wes', 1, '/orch pause');
      acme.says('wes', 1, '/orch resume');
      acme.says('wes', 1, '/orch status');
    });
    await acme.settles();
    await acme.delivers(1);
    await acme.settles();
    expect(acme.story(1)?.status).toBe('review');
    // One run for the start and one for the resuming, as asked for; every wake-up cost one look.
    expect(started(acme).filter((title) => title.includes('developer-2'))).toHaveLength(1);
    expect(said(acme, 1)).toHaveLength(2);
    expect(watch.of('observe')).toBeLessThanOrEqual(6);
    acme.trouble(undefined);
    acme.news();
  });

  test('as the branch itself tells it, while it refuses what is put on the old one: tries are bounded, and then it works', async () => {
    await atWork(acme);
    acme.says('wes', 1, '/orch pause');
    await acme.settles();
    acme.news();
    acme.restarts('server-2');
    const { head } = acme.remote;
    const old = acme.remote.commit(head()!.parent!)!;
    const until = acme.world.now().getTime() + 90_000;
    acme.remote.head = () => (acme.world.now().getTime() < until ? old : head());
    let pushes = 0;
    const restore = between((expected, commit, real) => {
      pushes += 1;
      return real(expected, commit);
    });
    const before = { head: head()?.id, runs: started(acme).length };
    const watch = watchRequests(acme);
    acme.says('wes', 1, '/orch resume');
    await acme.settles();
    // No false success: nothing was written over what is newer, and nobody was told that it was.
    expect(head()?.id).toBe(before.head);
    expect(started(acme)).toHaveLength(before.runs);
    expect(acme.news()).toMatch(/^! server-2: .*another writer was faster each time/);
    expect(pushes).toBeLessThanOrEqual(12);
    expect(watch.asked).toEqual(['observe']);
    acme.waits(2);
    await acme.settles();
    restore();
    acme.remote.head = head;
    expect(acme.story(1)?.status).toBe('in_progress');
    expect(started(acme)).toHaveLength(before.runs + 1);
    acme.trouble(undefined);
    acme.news();
  });
});

describe('E17 a file is edited so that it cannot be read: that story stands still and says why, the others go on', () => {
  test.each([
    [
      'a status that is none',
      (text: string) => text.replace('status: in_progress', 'status: nearly_done'),
      '`"nearly_done"`',
    ],
    ['no YAML', (text: string) => `${text}}{: [\n`, 'this is not YAML'],
    ['half a file', (text: string) => text.slice(0, text.indexOf('attempts:')), '`attempts`'],
    ['a line that was torn', (text: string) => text.slice(0, 90), 'this is not YAML'],
    ['nothing at all', () => '', '`version`'],
  ])('%s', async (_, broken, word) => {
    await atWork(acme);
    acme.opens('rita', { title: 'Accept "2 days"' });
    acme.scribbles(storyPath(1), broken);
    const frozen = acme.remote.head()?.files.get(storyPath(1));
    acme.says('wes', 1, '/orch pause');
    acme.labels('wes', 2, 'orch:run');
    await acme.settles();
    for (let round = 0; round < 10; round += 1) {
      await acme.orch.sweep();
      await acme.settles();
    }
    const news = acme.news();
    expect(news.match(/This story is frozen/g)).toHaveLength(1);
    // That it was said is seen at the next look; nobody searches for it again.
    expect(news.match(/\blook\b/g)).toHaveLength(1);
    expect(news).toContain('`stories/0000-0099/0001.yaml` on the branch `orch/state`, line ');
    expect(news).toContain(word);
    expect(acme.remote.head()?.files.get(storyPath(1))).toBe(frozen);
    expect(acme.story(2)?.status).toBe('in_progress');
    await acme.delivers(2);
    await acme.settles();
    expect(acme.story(2)?.status).toBe('review');
    acme.news();
  });
});

describe('E18 the state branch is gone or set back: Orch stops, says how to restore it, and makes none anew', () => {
  test.each(['deleted', 'force-pushed'])('%s', async (how) => {
    await atWork(acme);
    const first = acme.remote.head()!;
    acme.says('wes', 1, '/orch pause');
    await acme.settles();
    acme.news();
    const known = acme.remote.head()!;
    acme.remote.force(how === 'deleted' ? null : first.id);
    acme.says('wes', 1, '/orch resume');
    acme.opens('rita', { title: 'Accept "2 days"' });
    acme.labels('wes', 2, 'orch:run');
    for (let round = 0; round < 5; round += 1) {
      await acme.settles();
      await acme.orch.sweep().catch(() => {});
    }
    const news = acme.news();
    expect(news.match(/^opened #\d+$/gm)).toEqual(['opened #3']);
    expect(news).not.toMatch(/starts|writes|edits|answers|reacts/);
    expect(acme.remote.head()?.id).toBe(how === 'deleted' ? undefined : first.id);
    expect(acme.issue(3).title).toBe(`Orch has stopped: its branch orch/state was ${how}`);
    expect(acme.issue(3).body).toContain(`orch repair ${known.id} --yes`);
    // Restored, it goes on by itself, with everything that was asked for meanwhile.
    acme.remote.force(known.id);
    await acme.orch.sweep();
    await acme.settles();
    expect([acme.story(1)?.status, acme.story(2)?.status]).toEqual(['in_progress', 'in_progress']);
    acme.news();
  });
});
