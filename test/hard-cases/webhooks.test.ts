/** Hard cases with webhooks. The numbers are those of the list of faults and attacks that every release is held against. */
import { randomUUID } from 'node:crypto';
import { sign } from '@octokit/webhooks-methods';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { advance } from '../../src/loop.ts';
import { createQueue } from '../../src/server/queue.ts';
import { createSweeper } from '../../src/server/sweeper.ts';
import { inReview } from '../scenarios/stages.ts';
import { type Acme, startWorld } from '../scenarios/world.ts';
import { keepsPost, said, started, watchRequests } from './ground.ts';
import { post, SECRET, signed, startTown, type Town } from './wire.ts';

const MINUTE = 60_000;
const TWO_DAYS = 2 * 24 * 60;

describe('in the named world', () => {
  let acme: Acme;
  beforeEach(async () => {
    acme = await startWorld({ labels: true });
  });
  afterEach(() => {
    vi.useRealTimers();
    acme.finish();
  });
  const isStarted = { issue: 1, reasons: ['speech'], logins: ['wes'] } as const;
  const asks = () => {
    acme.opens('wes', { title: 'Accept "2 days"' });
    acme.labels('wes', 1, 'orch:run');
  };

  describe('E1 the same delivery twice in parallel: one change of state, one effect', () => {
    const once = () => {
      expect(started(acme)).toEqual(['Orch story #1 (1-developer-1)']);
      expect(said(acme, 1)).toEqual(['story:1']);
      // That Orch has read its own comment may be noted besides.
      expect(acme.history().filter((line) => line !== 'story 1: read on')).toEqual([
        'story 1: untracked -> in_progress (start by wes)',
        'story 1: done: dispatch, sticky, labels',
      ]);
      expect(acme.news()).toMatch(
        /^starts the run 1-developer-1 .*\nwrites #1: Working on it.*\nputs orch:in-progress on #1\n\([^)]*\)$/,
      );
    };

    test('in two processes', async () => {
      asks();
      await acme.settles({ to: [acme.anotherServer('server-a'), acme.anotherServer('server-b')] });
      once();
    });

    test('through the queue, which works on one subject one after the other', async () => {
      asks();
      const watch = watchRequests(acme);
      const queue = createQueue({
        clock: acme.orch.place.clock,
        log: () => {},
        concurrency: 4,
        work: async (_, wake) => (await advance(acme.orch.place, wake)).wakeAt,
      });
      const here = { installation: 1, owner: 'acme', repo: 'durations' };
      for (let copy = 0; copy < 5; copy += 1) queue.push(here, isStarted);
      await queue.idle();
      await queue.close();
      // Four that waited are one look, and that one decides nothing.
      expect(watch.of('observe')).toBe(2);
      once();
    });
  });

  describe('E2 a delivery that comes again after two days changes nothing, though Orch was started anew', () => {
    const replay = async (post: ReturnType<typeof keepsPost>) => {
      // How far it has read is its own business.
      const story = () => ({ ...acme.story(1), seen: undefined, transition: undefined });
      const now = () => ({ runs: started(acme), comments: said(acme, 1), sticky: acme.sticky(1), story: story() });
      const before = now();
      acme.news();
      acme.waits(TWO_DAYS);
      acme.restarts();
      expect(post.length).toBeGreaterThan(0);
      for (const wake of [...post]) await acme.orch.wake(wake);
      await acme.settles();
      expect(now()).toEqual(before);
      // To look is all that it costs.
      expect(acme.news()).toMatch(/^\(((observe|actions_run)(, )?)*\)$/);
    };

    test('a label', async () => {
      const post = keepsPost(acme);
      asks();
      await acme.settles();
      await replay(post);
    });

    test('commands, and the answers that they got', async () => {
      asks();
      await acme.settles();
      const post = keepsPost(acme);
      acme.says('wes', 1, '/orch pause');
      acme.says('otto', 1, '/orch why');
      acme.says('wes', 1, '/orch resume');
      await acme.settles();
      await replay(post);
    });

    test('the end of a run, and a review', async () => {
      await inReview(acme);
      const post = keepsPost(acme);
      acme.reviews('wes', 2, 'request changes', 'Please rename it.');
      await acme.settles();
      await acme.delivers(1);
      await acme.settles();
      expect(started(acme)).toHaveLength(2);
      await replay(post);
    });
  });

  describe('E4 the label is heard of before the issue', () => {
    test('by the order of the post', async () => {
      asks();
      await acme.settles({ reversed: true });
      expect(started(acme)).toHaveLength(1);
      expect(said(acme, 1)).toEqual(['story:1']);
      acme.news();
    });

    test('and GitHub itself does not show the issue yet: nothing is taken for lost, and the sweep finds it', async () => {
      asks();
      const { place } = acme.orch;
      const { forge } = place;
      place.forge = {
        ...forge,
        observe: async (subject) => ({
          ...(await forge.observe(subject)),
          issue: null,
          comments: [],
          labelings: { count: 0, newest: [] },
        }),
      };
      await acme.settles();
      expect(acme.remote.head()).toBeNull();
      expect(acme.news()).toBe('(observe)');
      place.forge = forge;
      await acme.orch.sweep();
      await acme.settles();
      expect(started(acme)).toHaveLength(1);
      expect(acme.story(1)?.status).toBe('in_progress');
      acme.news();
    });
  });

  describe('E5 a webhook is lost: the sweep finds what it told of within one period', () => {
    const lost = { drops: () => true };
    /** The server's own sweeper and queue on this world, and ten minutes that pass at once. */
    const server = () => {
      vi.useFakeTimers({ now: acme.world.now() });
      const { place } = acme.orch;
      const clock = () => new Date();
      const log = () => {};
      const queue = createQueue({
        clock,
        log,
        concurrency: 4,
        work: async (_, wake) => (await advance(place, wake)).wakeAt,
      });
      const sweeper = createSweeper({
        app: { request: async () => ({ data: [] }) },
        repositories: async () => [{ installation: 1, owner: 'acme', repo: 'durations' }],
        places: { of: async () => place, close: async () => {} },
        push: queue.push,
        receive: () => {},
        clock,
        log,
        every: 10 * MINUTE,
      });
      const pass = async (minutes: number) => {
        acme.waits(minutes);
        await vi.advanceTimersByTimeAsync(minutes * MINUTE);
        await sweeper.idle();
        await queue.idle();
      };
      const close = async () => {
        await sweeper.close();
        await queue.close();
      };
      return { sweeper, pass, close };
    };

    test('a label, a command, and a command on an issue that Orch never met', async () => {
      const { sweeper, pass, close } = server();
      sweeper.sweep();
      await pass(0);
      acme.news();

      asks();
      acme.opens('otto', { title: 'Nobody ever spoke to Orch here' });
      acme.says('otto', 2, 'How is this going?');
      acme.says('wes', 2, '/orch start');
      await acme.settles(lost);
      expect(started(acme)).toEqual([]);
      await pass(10);
      expect(started(acme).sort()).toEqual(['Orch story #1 (1-developer-1)', 'Orch story #2 (2-developer-1)']);

      acme.says('wes', 2, '/orch pause');
      await acme.settles(lost);
      await pass(10);
      expect(acme.story(2)?.status).toBe('blocked');

      // What was found is not found again: an hour later nothing more was started or said.
      const before = [said(acme, 1), said(acme, 2), started(acme)];
      acme.news();
      await pass(60);
      expect([said(acme, 1), said(acme, 2), started(acme)]).toEqual(before);
      expect(acme.news()).not.toMatch(/writes|edits|answers|starts/);
      await close();
    });

    test('what nobody said to Orch is not answered', async () => {
      acme.opens('otto', { title: 'Accept "2 days"' });
      acme.says('otto', 1, 'I would like `/orch start` to work here.');
      acme.says('renovate[bot]', 1, '/orch start');
      await acme.settles(lost);
      await acme.orch.sweep();
      expect(acme.news()).toBe('(survey, recent_comments)');
      expect(acme.remote.head()).toBeNull();
    });
  });
});

describe('over the wire', () => {
  let town: Town;
  beforeAll(async () => {
    town = await startTown();
  });
  afterAll(() => town.end());

  test('E6 a signature that is wrong, missing or of the old kind: 401, nothing stored, nothing asked of GitHub', async () => {
    const { orch, gate, door } = await town.starts();
    await orch.idle();
    const issue = town.opens('Accept "2 days"');
    const before = gate.asked.length;
    const body = town.delivery(issue.number);
    const { 'x-hub-signature-256': right } = await signed(body);
    const sha1 = { 'x-hub-signature': `sha1=${'1'.repeat(40)}` };
    const wrong: [string, Record<string, string>, string][] = [
      ['none', {}, body],
      ['sha1 only', sha1, body],
      ['of another secret', { 'x-hub-signature-256': await sign(`${SECRET}.`, body) }, body],
      ['one byte of the body changed', { 'x-hub-signature-256': right }, body.replace('maria', 'marja')],
      [
        'one digit of it changed',
        { 'x-hub-signature-256': right.replace(/.$/, (last) => (last === '0' ? '1' : '0')) },
        body,
      ],
      ['shortened', { 'x-hub-signature-256': right.slice(0, -1) }, body],
      ['empty', { 'x-hub-signature-256': '', ...sha1 }, body],
    ];
    for (const [name, headers, text] of wrong) {
      const response = await post(door, text, headers);
      expect(response.status, name).toBe(401);
      expect(await response.text()).toMatch(/^The signature does not fit/);
    }
    await orch.idle();
    expect(gate.asked.slice(before)).toEqual([]);
    expect(await town.hub.git.resolve('acme/durations', 'refs/heads/orch/state')).toBeNull();
    // The very same with the right signature is worth a look: the label is not there, so nothing comes of it.
    expect((await post(door, body, { 'x-hub-signature-256': right })).status).toBe(202);
    await orch.idle();
    expect(gate.asked.slice(before).filter((line) => line.endsWith('Observe'))).toHaveLength(1);
    expect(town.runs(issue)).toEqual([]);
  });

  test('E7 the door answers at once although GitHub lets the work wait, and a crash after that is made up for', async () => {
    const first = await town.starts();
    await first.orch.idle();
    const issue = town.opens('Answer long before the work is done');
    town.labels(issue, 'orch:run');
    // GitHub does not answer until it is told to; twelve seconds are nothing against that.
    const asked = Promise.withResolvers<void>();
    const told = Promise.withResolvers<void>();
    first.gate.rule(({ path }) => {
      if (!path.endsWith('/graphql')) return undefined;
      asked.resolve();
      return { kind: 'wait', until: told.promise };
    });
    const body = town.delivery(issue.number);
    const response = await post(first.door, body, await signed(body));
    expect(response.status).toBe(202);
    expect(await response.text()).toBe('taken\n');
    await asked.promise;
    expect(town.runs(issue)).toEqual([]);
    // Now it dies, and GitHub believes that everything was delivered.
    first.dies();
    told.resolve();

    const second = await town.starts();
    await second.orch.idle();
    expect(town.runs(issue)).toEqual([`Orch story #${issue.number} (${issue.number}-developer-1)`]);
    expect(town.comments(issue)).toHaveLength(1);
    // Nobody sent it again: the sweep at the start has found it.
    expect(second.logged.some((line) => line.includes('heard of'))).toBe(false);
  });

  test('E1 and E2 twice at once, and once more with the same GUID to a process that was started since', async () => {
    const { orch, door, gate } = await town.starts();
    await orch.idle();
    const issue = town.opens('Once is enough');
    town.labels(issue, 'orch:run');
    const body = town.delivery(issue.number);
    const headers = { ...(await signed(body)), 'x-github-delivery': randomUUID() };
    await Promise.all([post(door, body, headers), post(door, body, headers)]);
    await orch.idle();
    gate.shut();
    const after = await town.starts();
    await after.orch.idle();
    await post(after.door, body, headers);
    await after.orch.idle();
    expect(town.runs(issue)).toHaveLength(1);
    expect(town.comments(issue)).toHaveLength(1);
    expect(after.gate.asked.filter((line) => line.includes('dispatches'))).toEqual([]);
  });
});
