/** The short payloads of the simulator wake whom the complete ones wake. */
import { expect, test } from 'vitest';
import { wakeUpOf, wakeUpsOf } from '../../src/github/wake-up.ts';
import { addBlockedBy, removeBlockedBy } from '../../src/localhub/world/dependencies.ts';
import { closeIssue, openIssue } from '../../src/localhub/world/issues.ts';
import { addSubIssue, removeSubIssue } from '../../src/localhub/world/sub-issues.ts';
import type { Issue } from '../../src/localhub/world/types.ts';
import { listen } from '../../src/localhub/world/world.ts';
import { createMemoryRemote } from '../../src/state/memory-store.ts';
import { ACTIONS, type Stage } from './actions.ts';
import { wakeUpIn, wakeUpsIn } from './post.ts';
import { createRandom } from './random.ts';
import { createTown, HEARD_OF_EPICS, SLUG, URLS } from './town.ts';

test('a short payload wakes the issues beside its subject, as the complete one does', () => {
  const now = new Date(Date.UTC(2026, 10, 23));
  const heard = HEARD_OF_EPICS;
  const town = createTown({
    now: () => now,
    remote: createMemoryRemote(),
    labelled: true,
    heard,
    request: () => undefined,
  });
  const woken: number[] = [];
  listen(town.world, (event) => {
    if (!heard.has(event.name) || event.onlyAppId !== undefined) return;
    const wakes = wakeUpsIn(event, { town, relatives: true });
    woken.push(...wakes.map(({ issue }) => issue));
    expect(wakes, `${event.name}.${event.action}`).toEqual(wakeUpsOf(event.name, event.payload(URLS), SLUG));
  });
  const wes = town.person('wes');
  const { world, repository } = town;
  const [epic, issue, blocker] = ['An epic', 'A story', 'Another'].map((title) =>
    openIssue(world, wes, { repository, title, body: '' }),
  ) as [Issue, Issue, Issue];
  addSubIssue(world, wes, { parent: epic, issue });
  addBlockedBy(world, wes, { issue, blocker });
  removeBlockedBy(world, wes, { issue, blocker });
  closeIssue(world, wes, { issue, reason: 'completed' });
  removeSubIssue(world, wes, { issue });
  expect(woken).toContain(epic.number);
  expect(woken).toContain(issue.number);
});

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
