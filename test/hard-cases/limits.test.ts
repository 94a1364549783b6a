/** Hard cases with GitHub's limits. The numbers are those of the list of faults and attacks that every release is held against. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Act } from '../../src/core/act.ts';
import type { Observation } from '../../src/core/observation.ts';
import { type Forge, ForgeUnavailable } from '../../src/github/forge.ts';
import { createGovernor, writeOf } from '../../src/github/governor.ts';
import { wakeUpOf } from '../../src/github/wake-up.ts';
import { advance } from '../../src/loop.ts';
import type { Place } from '../../src/place.ts';
import type { Installations } from '../../src/server/installations.ts';
import { createPlaces, type Places } from '../../src/server/places.ts';
import { createQueue } from '../../src/server/queue.ts';
import { createSweeper } from '../../src/server/sweeper.ts';
import { inReview } from '../scenarios/stages.ts';
import { type Acme, startWorld } from '../scenarios/world.ts';
import { said, started } from './ground.ts';

const START = Date.UTC(2026, 10, 23, 9, 0, 0);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('at the wire, on virtual time', () => {
  let dataDir: string;
  let places: Places;
  let time: number;
  let asked: { at: number; who: string }[];
  let answer: (() => Response) | undefined;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'orch-limits-'));
    time = START;
    asked = [];
    answer = undefined;
    const client = (installation: number): Octokit => {
      const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
        asked.push({
          at: time - START,
          who: `${installation} ${String(input instanceof Request ? input.url : input)}`,
        });
        if (answer) return answer();
        return json({ data: { m0: { commentEdge: { node: nodeOf(String(init?.body)) } } } }, 200);
      };
      return new Octokit({ request: { fetch }, log: SILENT });
    };
    const installations: Installations = {
      slug: 'orch',
      client,
      token: async () => 'ghs_test',
      repositories: async () => [],
    };
    const clock = () => new Date(time);
    places = createPlaces({
      installations,
      dataDir,
      gitUrl: 'x:',
      holder: 't',
      clock,
      randomId: () => 'r',
      log: () => {},
    });
  });
  afterEach(async () => {
    await places.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const forgeOf = async (installation: number, repo: string): Promise<Forge> =>
    (await places.of({ installation, owner: 'acme', repo })).forge;
  const says = (forge: Forge, issue: number) => forge.perform(REPOSITORY, [comment(issue)]);

  /** One story meets the limit; from then on until `at` nobody of the installation asks anything, and after it everybody does. */
  const keepsSilent = async (limit: () => Response, until: number) => {
    const [first, second, other, stranger] = await Promise.all([
      forgeOf(1, 'durations'),
      forgeOf(1, 'durations'),
      forgeOf(1, 'timers'),
      forgeOf(2, 'elsewhere'),
    ]);
    const at = new Date(START + until);
    answer = limit;
    expect(await says(first, 1)).toEqual([{ kind: 'later', reason: 'GitHub asks for silence', at }]);
    answer = undefined;
    for (const moment of [1, until / 2, until - 1]) {
      time = START + moment;
      for (const forge of [second, other]) {
        expect(await says(forge, 2)).toMatchObject([{ kind: 'later', at }]);
        const looks = [
          forge.observe({ issue: 3, afterComment: 0, logins: ['wes'] }),
          forge.survey(),
          forge.recentComments(new Date(START)),
          forge.actionsRun({ id: 7 }),
          forge.role({ id: 1, login: 'wes' }),
        ];
        for (const look of looks) {
          const refusal = await look.catch((error: unknown) => error);
          expect(refusal).toBeInstanceOf(ForgeUnavailable);
          expect((refusal as ForgeUnavailable).at).toEqual(at);
        }
      }
    }
    expect(asked).toHaveLength(1);
    // Another installation has its own limits.
    expect(await says(stranger, 1)).toMatchObject([{ kind: 'done' }]);
    time = START + until;
    expect(await says(second, 2)).toMatchObject([{ kind: 'done', facts: { comment: { id: 2 } } }]);
    time += 1_000;
    expect(await says(first, 1)).toMatchObject([{ kind: 'done', facts: { comment: { id: 1 } } }]);
    expect(asked.filter(({ who }) => who.startsWith('1 ')).map(({ at: when }) => when)).toEqual([
      0,
      until,
      until + 1_000,
    ]);
  };

  test('E14 a secondary limit with Retry-After: 60: silence for sixty seconds, for every story of the installation', () =>
    keepsSilent(() => json({ message: SECONDARY }, 403, { 'retry-after': '60' }), 60_000));

  test('E14 the time that is named counts, be it longer', () =>
    keepsSilent(() => json({ message: SECONDARY }, 429, { 'retry-after': '240' }), 240_000));

  test.each([
    ['403', () => json({ message: SECONDARY }, 403)],
    ['429', () => json({ message: 'Too many requests.' }, 429)],
    [
      '200 with an error',
      () => json({ data: null, errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] }, 200),
    ],
  ])('E14 a limit without any time, told by %s: sixty seconds at least', (_, limit) => keepsSilent(limit, 60_000));

  test('E15 the hour’s requests are used up: it waits until the reset that GitHub names', () => {
    const reset = 25 * MINUTE;
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String((START + reset) / 1_000) };
    return keepsSilent(() => json({ message: 'API rate limit exceeded for installation ID 1.' }, 403, headers), reset);
  });
});

describe('in the named world', () => {
  let acme: Acme;
  beforeEach(async () => {
    acme = await startWorld({ labels: true });
  });
  afterEach(() => {
    vi.useRealTimers();
    acme.finish();
  });
  const HERE = { installation: 1, owner: 'acme', repo: 'durations' };

  test('E14 GitHub wants silence in the middle of a story: after it everything goes on, and nothing is done twice', async () => {
    await inReview(acme);
    acme.opens('wes', { title: 'Accept "2 days"' });
    acme.labels('wes', 3, 'orch:run');
    acme.reviews('wes', 2, 'approve');
    const until = new Date(acme.world.now().getTime() + 10 * MINUTE);
    let asked = 0;
    acme.trouble(({ kind }) => {
      if (acme.world.now() >= until) return undefined;
      asked += 1;
      return kind === 'observe' ? undefined : { kind: 'quiet', until };
    });
    await acme.settles();
    const tried = asked;
    for (let minute = 0; minute < 7; minute += 1) {
      acme.waits(1);
      await acme.settles();
    }
    // Whoever was told a time comes back at that time and not before.
    expect(asked).toBe(tried);
    expect([acme.issue(2).state, started(acme).length]).toEqual(['open', 1]);
    acme.waits(5);
    await acme.settles();
    expect(acme.story(1)?.status).toBe('merged');
    expect(started(acme)).toHaveLength(2);
    expect([said(acme, 1), said(acme, 3)]).toEqual([['story:1'], ['story:3']]);
    acme.trouble(undefined);
    acme.news();
  });

  test('E15 what stops something and came during the wait is worked on first when it is over', async () => {
    for (const issue of [1, 2, 3, 4]) {
      acme.opens('wes', { title: `Story ${issue}` });
      acme.labels('wes', issue, 'orch:run');
      await acme.settles();
    }
    acme.news();
    vi.useFakeTimers({ now: acme.world.now() });
    const clock = () => new Date();
    const reset = new Date(Date.now() + 25 * MINUTE);
    const order: number[] = [];
    const before = acme.requests();
    acme.trouble(() => (clock() < reset ? { kind: 'quiet', until: reset } : undefined));
    acme.orch.place.clock = clock;
    const queue = createQueue({
      clock,
      log: () => {},
      concurrency: 1,
      work: async (_, wake) => {
        if (clock() >= reset) order.push(wake.issue);
        return (await advance(acme.orch.place, wake)).wakeAt;
      },
    });
    const hears = (issue: number, text: string) => {
      acme.says('wes', issue, text);
      const payload = {
        action: 'created',
        issue: { number: issue },
        comment: { body: text },
        sender: { login: 'wes', type: 'User' },
      };
      queue.push(HERE, wakeUpOf('issue_comment', payload, 'orch')!);
    };
    for (const issue of [1, 2, 3]) hears(issue, '/orch status');
    await vi.advanceTimersByTimeAsync(20 * MINUTE);
    hears(4, '/orch pause');
    await vi.advanceTimersByTimeAsync(5 * MINUTE - 1);
    expect(order).toEqual([]);
    // Each was told once when it may come back; nobody asked a second time.
    expect(acme.requests() - before).toBe(4);
    await vi.advanceTimersByTimeAsync(1);
    await queue.idle();
    expect(order[0]).toBe(4);
    expect(order.slice(1).sort()).toEqual([1, 2, 3]);
    expect(acme.story(4)?.status).toBe('blocked');
    for (const issue of [1, 2, 3]) expect(said(acme, issue)).toHaveLength(2);
    await queue.close();
    acme.trouble(undefined);
    await acme.settles({ drops: () => true });
    acme.news();
  });

  test('E27 nobody came by for three hours while two hundred stories wait: the next sweep catches up, within the limits', async () => {
    const stories = Array.from({ length: 200 }, (_, index) => index + 1);
    acme.atOnce(() => {
      for (const issue of stories) {
        acme.opens('wes', { title: `Story ${issue}` });
        acme.labels('wes', issue, 'orch:run');
        acme.says('otto', issue, '/orch status');
      }
    });
    await acme.settles({ drops: () => true });
    acme.waits(180);
    vi.useFakeTimers({ now: acme.world.now() });
    const clock = () => new Date();
    const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
    const sent: { at: number; creates: number }[] = [];
    const place: Place = { ...acme.orch.place, clock, begun: new Map() };
    place.forge = governed(acme.orch.place.forge, createGovernor({ clock, delay }), sent);
    const queue = createQueue({
      clock,
      log: () => {},
      concurrency: 16,
      work: async (_, wake) => (await advance(place, wake)).wakeAt,
    });
    const sweeper = createSweeper({
      app: { request: async () => ({ data: [] }) },
      repositories: async () => [HERE],
      places: { of: async () => place, close: async () => {} },
      push: queue.push,
      receive: () => {},
      clock,
      log: () => {},
      every: 10 * MINUTE,
    });
    sweeper.sweep();
    let minutes = 0;
    const open = () => stories.filter((issue) => acme.story(issue)?.outbox !== undefined || !acme.story(issue)?.sticky);
    while (open().length > 0 && minutes < 120) {
      await vi.advanceTimersByTimeAsync(MINUTE);
      minutes += 1;
    }
    expect(open()).toEqual([]);
    expect(new Set(started(acme)).size).toBe(200);
    expect(started(acme)).toHaveLength(200);
    for (const issue of stories)
      expect(said(acme, issue)).toEqual([`story:${issue}`, expect.stringMatching('answer:')]);
    // Four hundred comments are more than an hour's share, so that the last ones wait for the next; nobody waits for longer.
    expect(sent.reduce((sum, { creates }) => sum + creates, 0)).toBe(400);
    expect(minutes).toBeGreaterThan(60);
    expect(minutes).toBeLessThanOrEqual(75);
    expect(densest(sent, MINUTE)).toBeLessThanOrEqual(60);
    expect(densest(sent, HOUR)).toBeLessThanOrEqual(400);
    expect(sent.every(({ at }, index) => index === 0 || at - sent[index - 1]!.at >= 1_000)).toBe(true);
    await sweeper.close();
    await queue.close();
    acme.news();
  });
});

const SECONDARY = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
const REPOSITORY: Observation['repository'] = {
  nodeId: 'R_1',
  owner: 'acme',
  name: 'durations',
  defaultBranch: 'main',
  head: '',
  labels: {},
};
const silent = () => {};
const SILENT = { debug: silent, info: silent, warn: silent, error: silent };

const comment = (issue: number): Act => ({
  kind: 'comment',
  issue: { number: issue, nodeId: `I_${issue}` },
  mark: `story:${issue}`,
  body: 'Working on it.',
  look: false,
});

/** The comment that GitHub makes of such a request; it has the number of its issue. */
function nodeOf(body: string) {
  const issue = /"I_(\d+)"/.exec(body)?.[1] ?? '0';
  return { id: `IC_${issue}`, fullDatabaseId: issue, url: 'https://github.test/c' };
}

function json(body: unknown, status: number, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}

/** The world's forge with the governor at its door, as the Octokit adapter has it. */
function governed(
  forge: Forge,
  governor: ReturnType<typeof createGovernor>,
  sent: { at: number; creates: number }[],
): Forge {
  return {
    ...forge,
    perform: async (repository, acts, notAfter) => {
      const write = writeOf(acts);
      const later = await governor.turn(write);
      if (later) return acts.map(() => ({ kind: 'later', reason: 'GitHub has to be left alone for now', at: later }));
      if (notAfter && Date.now() > notAfter.getTime())
        return acts.map(() => ({ kind: 'later', reason: 'it has become too late to begin it', at: new Date() }));
      sent.push({ at: Date.now(), creates: write.creates });
      return forge.perform(repository, acts, notAfter);
    },
  };
}

/** The most that was created within any span of that length. */
const densest = (sent: readonly { at: number; creates: number }[], span: number): number =>
  Math.max(
    ...sent.map(({ at }) =>
      sent.filter((one) => one.at > at - span && one.at <= at).reduce((sum, { creates }) => sum + creates, 0),
    ),
  );
