/** When the server sweeps, and that one repository's trouble stays its own. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Forge } from '../../src/github/forge.ts';
import type { Place } from '../../src/place.ts';
import type { Address } from '../../src/server/queue.ts';
import { createSweeper } from '../../src/server/sweeper.ts';
import { createMemoryRemote, createMemoryStore } from '../../src/state/memory-store.ts';

const MINUTE = 60_000;
beforeEach(() => vi.useFakeTimers({ now: new Date('2026-11-23T09:00:00Z') }));
afterEach(() => vi.useRealTimers());

/** Three repositories: one in use, one where nobody wants Orch, one that cannot be asked. */
function stage() {
  const asked: string[] = [];
  const told: string[] = [];
  const repository = { nodeId: 'R', owner: 'acme', name: 'x', defaultBranch: 'main', head: '', labels: {} };
  const placeOf = (repo: string): Place => ({
    forge: {
      survey: async () => {
        asked.push(`survey ${repo}`);
        if (repo === 'broken') throw new Error('it cannot be asked');
        return {
          repository,
          installed: repo === 'used',
          labelled: repo === 'used' ? [{ issue: 7, labelings: 1 }] : [],
        };
      },
      perform: async (_repository, acts) => acts.map(() => ({ kind: 'refused', reason: 'no' })),
      recentComments: async (since) => {
        asked.push(`comments of ${repo} since ${since.toISOString().slice(5, 16)}`);
        return [];
      },
    } as Partial<Forge> as Forge,
    store: createMemoryStore(createMemoryRemote(), {
      transactionId: () => 't',
      delay: async () => {},
      random: () => 0,
    }),
    holder: 'test',
    clock: () => new Date(),
    log: () => {},
  });
  const pushed: string[] = [];
  const heard: string[] = [];
  const sweeper = createSweeper({
    app: { request: async () => ({ data: [] }) },
    repositories: async () =>
      ['broken', 'used', 'unused'].map((repo): Address => ({ installation: 1, owner: 'acme', repo })),
    places: { of: async ({ repo }) => placeOf(repo), close: async () => {} },
    push: ({ repo }, { issue }) => pushed.push(`${repo}#${issue}`),
    receive: ({ id }) => heard.push(id),
    clock: () => new Date(),
    log: (message) => told.push(message),
    every: 10 * MINUTE,
  });
  return { sweeper, asked, pushed, told };
}

test('every ten minutes; where nobody wants Orch, every hour', async () => {
  const { sweeper, asked, pushed, told } = stage();
  sweeper.sweep();
  await sweeper.idle();
  expect(pushed).toEqual(['used#7']);
  expect(told).toContain('acme/broken could not be swept: it cannot be asked');
  // Nothing was swept before: as far back as GitHub keeps deliveries.
  expect(asked).toContain('comments of used since 11-20T09:00');
  asked.length = 0;
  for (let round = 0; round < 6; round += 1) {
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    await sweeper.idle();
  }
  expect(asked.filter((line) => line === 'survey used')).toHaveLength(6);
  expect(asked.filter((line) => line === 'survey unused')).toHaveLength(1);
  // From a little before the last sweep on.
  expect(asked).toContain('comments of used since 11-23T08:55');
  await sweeper.close();
  await vi.advanceTimersByTimeAsync(60 * MINUTE);
  expect(asked.filter((line) => line === 'survey used')).toHaveLength(6);
});

test('whoever asks while a sweep is under way gets one more after it, not two at once', async () => {
  const { sweeper, asked } = stage();
  sweeper.sweep();
  sweeper.sweep();
  sweeper.sweep();
  await sweeper.idle();
  expect(asked.filter((line) => line === 'survey used')).toHaveLength(2);
  await sweeper.close();
});
