/**
 * Nothing waits in silence: for every status, what a story waits for, who can provide it, and until when. The sticky comment and
 * `/orch why` say it in these words.
 */
import type { Config } from './config.ts';
import type { Story } from './story.ts';

export interface Wait {
  /** What it waits for, as the end of "Waiting for …". */
  what: string;
  /** Who can provide it. */
  who: string;
  /** Until when, as the end of a sentence; absent where only a person sets the time. */
  until?: string;
}

/** What a story waits for, or undefined when it waits for nothing because it has ended. */
export function waitOf(story: Story, config: Config): Wait | undefined {
  switch (story.status) {
    case 'untracked':
      return { what: '`/orch start` or the label `orch:run`', who: 'anyone with write access' };
    case 'pending':
      return { what: '`/orch start` or the label `orch:run`', who: 'anyone with write access' };
    case 'in_progress':
      return {
        what: `run ${story.runs.at(-1)?.id ?? ''} to finish`,
        who: 'GitHub Actions',
        until: `its agent stops after ${config.settings.run_minutes} minutes at the latest and delivers what it has`,
      };
    case 'review':
      return reviewWait(story, config);
    case 'blocked':
      return story.blocked?.kind === 'merge'
        ? { what: 'the merge to become possible, and then `/orch resume`', who: 'anyone with write access' }
        : { what: '`/orch resume`', who: 'anyone with write access' };
    case 'failed':
      return { what: '`/orch retry`, with a hint if you have one', who: 'anyone with write access' };
    case 'merged':
    case 'skipped':
    case 'abandoned':
      return undefined;
  }
}

function reviewWait(story: Story, config: Config): Wait {
  const number = story.pull_request?.number;
  if (number === undefined) return { what: 'the pull request to be opened', who: 'Orch' };
  const given = story.approvals?.length ?? 0;
  const missing = config.settings.required_approvals - given;
  if (missing > 0) {
    const approvals = missing === 1 ? 'an approving review' : `${missing} approving reviews`;
    return { what: `${approvals} of #${number}`, who: 'people with write access' };
  }
  return config.settings.auto_merge
    ? { what: `the checks of #${number} to pass; then Orch merges it`, who: 'the checks on the pull request' }
    : { what: `#${number} to be merged`, who: 'anyone with write access' };
}
