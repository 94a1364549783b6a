/** From the event that started a workflow run to what is looked at because of it. */
import { storyBranch } from '../core/names.ts';
import type { Reason, WakeUp } from '../core/wake-up.ts';
import { wakeUpsOf } from '../github/wake-up.ts';

/** The slug of the App that every GITHUB_TOKEN belongs to: what `github-actions[bot]` did may be Orch's own. */
export const ACTIONS_SLUG = 'github-actions';

/** Why a job looks, and at what. */
export interface Occasion {
  /** The story that the event was about, if it was about one, and those that hang together with it. */
  wakes: readonly WakeUp[];
  /** So many of the other stories that are not at rest are looked at too. */
  others: number;
}

/** Others that a schedule looks at. Four schedules an hour take a quarter of the 1,000 requests that a repository's jobs have together. */
const ALL = 60;
/** Others that are looked at after a run: enough to find what was lost lately, and few enough where many runs end in an hour. */
const SOME = 10;

interface Payload {
  workflow_run?: {
    conclusion?: unknown;
    head_branch?: unknown;
    head_repository?: { full_name?: unknown };
  };
  repository?: { full_name?: unknown };
}

/** What an event asks for. Like every payload it is a hint: what happened is read from GitHub. */
export function occasionOf(event: string, body: unknown): Occasion {
  if (event === 'schedule' || event === 'workflow_dispatch') return { wakes: [], others: ALL };
  const heard = wakeUpsOf(event, body, ACTIONS_SLUG);
  const wakes = heard.length === 0 && event === 'workflow_run' ? checksEnded(body) : heard;
  return { wakes, others: wakes.some(({ reasons }) => reasons.includes('run_ended')) ? SOME : 0 };
}

/** The occasion of the last job of a run of Orch's own: the run of this story has ended. */
export const afterRun = (story: number): Occasion => ({
  wakes: [{ issue: story, reasons: ['run_ended'], logins: [] }],
  others: SOME,
});

/**
 * The end of one of the project's own workflows on a story's branch. Where there is a server it hears of the check suite; a workflow is
 * told of no suite that Actions made.
 */
function checksEnded(body: unknown): WakeUp[] {
  const { workflow_run: run, repository } = (typeof body === 'object' && body !== null ? body : {}) as Payload;
  const issue = storyBranch.parse(typeof run?.head_branch === 'string' ? run.head_branch : '');
  // A fork may call a branch of its own what it likes.
  if (issue === undefined || run?.head_repository?.full_name !== repository?.full_name) return [];
  const passed = run?.conclusion === 'success' || run?.conclusion === 'neutral' || run?.conclusion === 'skipped';
  const reason: Reason = passed ? 'checks_passed' : 'checks_failed';
  return [{ issue, reasons: [reason], logins: [] }];
}
