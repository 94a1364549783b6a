/** Hard cases with tokens. The numbers are those of the list of faults and attacks that every release is held against. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOctokitForge } from '../../src/github/octokit/forge.ts';
import { createInstallationToken, findToken, revokeToken } from '../../src/localhub/world/tokens.ts';
import { advance } from '../../src/loop.ts';
import type { Place } from '../../src/place.ts';
import { openInstallations } from '../../src/server/installations.ts';
import { createMemoryRemote, createMemoryStore } from '../../src/state/memory-store.ts';
import { keepsSilence } from '../github/keeps-silence.ts';
import { openGate } from './gate.ts';
import { startTown, type Town } from './wire.ts';

const MINUTE = 60_000;

describe('E16 the token ends in the middle of a story', () => {
  let town: Town;
  beforeAll(async () => {
    town = await startTown();
  });
  afterAll(() => town.end());

  const stage = async () => {
    const { world } = town.hub;
    const installation = world.installations.where('app', town.app.id)[0]!;
    let time = world.now().getTime();
    const clock = () => new Date(time);
    const minted: string[] = [];
    const app = {
      request: async (route: string) => {
        if (route === 'GET /app') return { data: { slug: 'orch' } };
        const value = `ghs_${town.hub.requests.entries.length}_${minted.length}`;
        minted.push(value);
        const { expiresAt } = createInstallationToken(world, { installation, value });
        return { data: { token: value, expires_at: expiresAt } };
      },
    };
    const gate = await openGate(town.hub.urls.git);
    const baseUrl = town.hub.urls.api.replace(town.hub.urls.git, gate.url);
    const installations = await openInstallations(app, baseUrl, clock);
    const asked: string[] = [];
    const unlisten = town.hub.requests.listen(({ route, status }) => asked.push(`${status} ${route}`));
    const octokit = installations.client(installation.id);
    const repo = { owner: 'acme', repo: 'durations' };
    const forge = createOctokitForge({ octokit, repo, appSlug: 'orch', governor: keepsSilence(clock), clock });
    const options = { transactionId: () => `t${asked.length}`, delay: async () => {}, random: () => 0 };
    const store = createMemoryStore(createMemoryRemote(), options);
    const place: Place = { forge, store, holder: 'server-1', clock, log: () => {}, begun: new Map() };
    const waits = (ms: number) => {
      time += ms;
    };
    const ends = () => revokeToken(world, { token: findToken(world, minted.at(-1)!)! });
    const stop = async () => {
      unlisten();
      await gate.close();
    };
    return { place, minted, asked, waits, ends, gate, stop };
  };

  test('GitHub no longer takes it: one is made anew, and nothing is done twice', async () => {
    const { place, minted, asked, waits, ends, stop } = await stage();
    const issue = town.opens('Outlive a token');
    town.labels(issue, 'orch:run');
    const { forge } = place;
    place.forge = {
      ...forge,
      perform: (repository, acts, notAfter) => {
        // After the run was started, and before anybody was told.
        if (acts.some(({ kind }) => kind === 'comment') && minted.length === 1) ends();
        return forge.perform(repository, acts, notAfter);
      },
    };
    const wake = { issue: issue.number, reasons: ['speech'], logins: ['maria'] } as const;
    const rest = await advance(place, wake);
    expect(rest.wakeAt).toBeDefined();
    expect(town.runs(issue)).toHaveLength(1);
    expect(town.comments(issue)).toEqual([]);
    expect(asked.filter((line) => line.startsWith('401'))).toHaveLength(1);
    waits(61_000);
    await advance(place, { ...wake, reasons: ['sweep'] });
    expect(minted).toHaveLength(2);
    expect(town.runs(issue)).toHaveLength(1);
    expect(town.comments(issue)).toHaveLength(1);
    expect(asked.filter((line) => line.startsWith('401'))).toHaveLength(1);
    expect(asked.filter((line) => line.includes('dispatches'))).toHaveLength(1);
    await stop();
  });

  test('several learn of it at the same time: still one', async () => {
    const { place, minted, asked, ends, stop } = await stage();
    const looks = () =>
      Promise.allSettled(
        [1, 2, 3, 4, 5, 6].map((issue) => place.forge.observe({ issue, afterComment: 0, logins: [] })),
      );
    await looks();
    expect(minted).toHaveLength(1);
    ends();
    expect((await looks()).map(({ status }) => status)).toEqual(Array(6).fill('rejected'));
    expect((await looks()).map(({ status }) => status)).toEqual(Array(6).fill('fulfilled'));
    expect(minted).toHaveLength(2);
    expect(asked.filter((line) => line.startsWith('401'))).toHaveLength(6);
    await stop();
  });

  test('one learns of it when another one was made already: that one stays', async () => {
    const { place, minted, ends, gate, stop } = await stage();
    const look = () => place.forge.observe({ issue: 1, afterComment: 0, logins: [] });
    await look();
    const held = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    gate.rule(() => {
      gate.rule(undefined);
      arrived.resolve();
      return { kind: 'wait', until: held.promise };
    });
    const late = look().catch((error: unknown) => error);
    await arrived.promise;
    ends();
    await expect(look()).rejects.toThrow();
    await look();
    expect(minted).toHaveLength(2);
    held.resolve();
    expect(String(await late)).toContain('Bad credentials');
    await look();
    expect(minted).toHaveLength(2);
    await stop();
  });

  test('its hour is nearly over: another one is made before GitHub would refuse it', async () => {
    const { place, minted, asked, waits, stop } = await stage();
    const look = () => place.forge.observe({ issue: 1, afterComment: 0, logins: [] });
    await look();
    waits(54 * MINUTE);
    await look();
    expect(minted).toHaveLength(1);
    waits(2 * MINUTE);
    await Promise.all([look(), look(), look()]);
    expect(minted).toHaveLength(2);
    expect(asked.filter((line) => line.startsWith('401'))).toEqual([]);
    await stop();
  });
});
