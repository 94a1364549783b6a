import { describeStateStore } from '../contract/state-store.ts';
import { BRANCH } from './git/bare-remote.ts';
import { createHttpRemote } from './git/http-remote.ts';

describeStateStore('git over smart HTTP with a token, contents fetched as needed', async () => {
  const remote = await createHttpRemote();
  return {
    open: () => remote.store({ blobs: 'needed' }),
    messages: remote.messages,
    force: async (commit) => {
      await remote.git('update-ref', ...(commit ? [`refs/heads/${BRANCH}`, commit] : ['-d', `refs/heads/${BRANCH}`]));
    },
    end: remote.end,
  };
});
