import { describeStateStore } from '../contract/state-store.ts';
import { BRANCH, createBareRemote } from './git/bare-remote.ts';

describeStateStore('git over a path, everything fetched', async () => {
  const remote = await createBareRemote();
  return {
    open: () => remote.store({ blobs: 'all' }),
    messages: remote.messages,
    force: async (commit) => {
      await remote.git('update-ref', ...(commit ? [`refs/heads/${BRANCH}`, commit] : ['-d', `refs/heads/${BRANCH}`]));
    },
    end: remote.end,
  };
});
