import { createMemoryRemote, createMemoryStore, memoryHistory } from '../../src/state/memory-store.ts';
import { describeStateStore } from '../contract/state-store.ts';

describeStateStore('memory', async () => {
  const remote = createMemoryRemote();
  let transactions = 0;
  return {
    open: () =>
      createMemoryStore(remote, {
        transactionId: () => `t-${++transactions}`,
        delay: async () => {},
        random: () => 0.5,
      }),
    messages: async () => memoryHistory(remote).map((commit) => commit.message),
    force: async (commit) => remote.force(commit),
    end: async () => {},
  };
});
