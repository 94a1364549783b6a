/** The short payloads of the simulator wake whom the complete ones wake. */
import { expect, test } from 'vitest';
import { wakeUpOf } from '../../src/github/wake-up.ts';
import { listen } from '../../src/localhub/world/world.ts';
import { createMemoryRemote } from '../../src/state/memory-store.ts';
import { ACTIONS, type Stage } from './actions.ts';
import { wakeUpIn } from './post.ts';
import { createRandom } from './random.ts';
import { createTown, SLUG, URLS } from './town.ts';

test('a short payload wakes whom the complete one wakes', async () => {
  let seen = 0;
  let woken = 0;
  for (let seed = 1; seed <= 40; seed += 1) {
    const remote = createMemoryRemote();
    let now = Date.UTC(2026, 10, 23);
    const town = createTown({ now: () => new Date(now), remote, labelled: true, request: () => undefined });
    listen(town.world, (event) => {
      const wake = wakeUpIn(event);
      seen += 1;
      if (wake) woken += 1;
      const complete = event.onlyAppId === undefined ? wakeUpOf(event.name, event.payload(URLS), SLUG) : undefined;
      if (wake || event.name !== 'installation') expect(wake, `${event.name}.${event.action}`).toEqual(complete);
    });
    const random = createRandom(seed, 'people');
    const stage: Stage = {
      town,
      remote,
      random,
      features: new Set(),
      issues: [],
      clock: () => new Date(now),
      transactionId: () => 't',
      spoken: () => {},
      gone: new Set(),
      tampered: new Map(),
      stripped: new Set(),
      scribble: () => {},
      withdrawn: () => {},
      forgotten: () => {},
      say: () => {},
    };
    await ACTIONS.open!.act(stage);
    town.git.push(town.person('wes'), 'story/1', { 'a.js': '' });
    await town.forge.perform((await town.forge.observe({ issue: 1, afterComment: 0, logins: [] })).repository, [
      { kind: 'open_pull_request', head: 'story/1', base: 'main', title: 'A', body: 'Closes #1', look: false },
    ]);
    for (let step = 0; step < 30; step += 1) {
      now += 5_000;
      const action = random.pick(Object.values(ACTIONS));
      try {
        await action.act(stage);
      } catch {
        // GitHub says no now and then; nothing is delivered then.
      }
    }
  }
  expect(seen).toBeGreaterThan(500);
  expect(woken).toBeGreaterThan(100);
});
