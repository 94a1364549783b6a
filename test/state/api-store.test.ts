import { afterAll, beforeAll } from 'vitest';
import { describeStateStore } from '../contract/state-store.ts';
import { startHubOfRemotes } from './api/hub-remote.ts';

let hub: Awaited<ReturnType<typeof startHubOfRemotes>>;
beforeAll(async () => {
  hub = await startHubOfRemotes();
});
afterAll(() => hub.close());

describeStateStore('the API, over HTTP', async () => {
  const remote = await hub.remote();
  return {
    open: () => remote.store(),
    messages: remote.messages,
    force: remote.force,
    end: async () => {},
  };
});
