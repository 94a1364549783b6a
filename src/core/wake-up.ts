/**
 * A wake-up names a subject and says why someone thinks that it is worth a look. It is not a fact: a look that was not worth it costs one
 * query, and one that was missed is made up for by the next sweep.
 */
import type { Story } from './story.ts';

/** Why a look may be worth it. */
export const REASONS = [
  /** A comment with a command, or one of Orch's labels. */
  'speech',
  /** A comment with a command that stops something: it goes before everything else that waits. */
  'stop',
  /** Somebody changed a comment of Orch's own: perhaps they ticked an option of its question. */
  'ticked',
  'issue_closed',
  'issue_reopened',
  'run_ended',
  'review',
  'pull_request',
  /** Title or body of the issue was edited: what was approved may not be what stands there now. */
  'text_edited',
  'checks_passed',
  'checks_failed',
  /** The schedule of an epic has a place for it. */
  'schedule',
  /** Something that it waits for, or is made of, has changed: another issue, a story of the epic. */
  'relative',
  /** Somebody said that it does not wait for another issue any more. */
  'unblocked',
  /** Nothing in particular: every subject that is not at rest is looked at. */
  'sweep',
] as const;
export type Reason = (typeof REASONS)[number];

export interface WakeUp {
  issue: number;
  /** Usually one; several when wake-ups for one subject came faster than they were worked on. */
  reasons: readonly Reason[];
  /** Who was named in the message that woke us; a hint whose roles to ask for. */
  logins: readonly string[];
}

/**
 * Whether a look can change anything, given what is known of the story. Saves a request for most of the events that a repository
 * produces all day. `story` is null where Orch was never spoken to.
 */
export function worthALook(story: Story | null, reasons: readonly Reason[]): boolean {
  return reasons.some((reason) => worth(story, reason));
}

/** Two wake-ups for one subject as one. */
export const join = (one: WakeUp, other: WakeUp): WakeUp => ({
  issue: one.issue,
  reasons: [...new Set([...one.reasons, ...other.reasons])],
  logins: [...new Set([...one.logins, ...other.logins])],
});

function worth(story: Story | null, reason: Reason): boolean {
  if (reason === 'speech' || reason === 'stop' || reason === 'sweep') return true;
  // A story of a plan is opened by Orch, and it is its start that makes it known.
  if (reason === 'schedule' && (!story || story.status === 'untracked')) return true;
  if (!story || story.status === 'untracked') return false;
  if (story.outbox) return true;
  switch (reason) {
    case 'issue_closed':
      return story.seen.issue === 'open' && story.status !== 'merged';
    case 'issue_reopened':
      return story.seen.issue === 'closed' && story.status !== 'merged';
    case 'run_ended':
      return story.status === 'in_progress';
    case 'ticked':
      return story.status === 'blocked' && story.blocked?.kind === 'question';
    case 'review':
    case 'checks_failed':
      return story.status === 'review';
    case 'checks_passed':
    case 'text_edited':
      // A story that nobody has approved waits for people, whatever the checks or its text say.
      return story.status === 'review' && (story.approvals?.length ?? 0) > 0;
    case 'pull_request':
      return story.status !== 'merged';
    case 'schedule':
    case 'unblocked':
      return story.status === 'pending';
    case 'relative':
      // What is pending and not wanted starts when someone says so, whatever it waited for.
      return (
        (story.status === 'pending' && story.wanted !== undefined) ||
        (story.status === 'underway' && story.plan !== undefined)
      );
  }
}
