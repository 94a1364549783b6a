/** What became of the issue: closed or opened again by a person. */
import { happen } from './arrive.ts';
import type { Draft } from './draft.ts';

export function hearOfIssue(draft: Draft): void {
  const { story, observation } = draft;
  // A merged story has ended, whatever becomes of its issue.
  if (story.status === 'merged') return;
  const issue = observation.issue;
  if (!issue) {
    // Deleted or transferred: there is nothing left to work for, and nobody to tell.
    if (happen(draft, { type: 'issue.closed', reason: 'the issue is gone' })) story.seen.issue = 'closed';
    return;
  }
  story.title = issue.title;
  if (issue.state === story.seen.issue) return;
  story.seen.issue = issue.state;
  happen(draft, { type: issue.state === 'closed' ? 'issue.closed' : 'issue.reopened' });
}
