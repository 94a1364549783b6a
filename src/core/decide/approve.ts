/** `/orch approve [commit]`: an approval by comment. It weighs as much as an approving review, and is bound as tightly. */
import * as say from '../messages/replies.ts';
import type { Comment } from '../observation.ts';
import { refOf } from '../story.ts';
import { forgetVoids, isEditedSince } from './approvals.ts';
import { happen } from './arrive.ts';
import type { Draft } from './draft.ts';

/** What may be named: the commit's id, or enough of its beginning. */
const COMMIT = /^[0-9a-f]{7,40}$/i;

/**
 * Takes an approval in, or answers why it does not count. Without a commit it is given for the one that people were shown last, which is the one
 * that Orch delivered; when there is another by now, nobody can have meant it.
 */
export function approve(draft: Draft, comment: Comment, argument: string): string | undefined {
  const { story, observation } = draft;
  const { issue, pullRequest: seen } = observation;
  if (!issue || !story.pull_request || seen?.state !== 'open' || seen.number !== story.pull_request.number)
    return say.nothingToApprove();
  const named = argument.split(/\s+/)[0] ?? '';
  if (named !== '' && !COMMIT.test(named)) return say.notACommit(named, seen.head);
  const shown = draft.run?.result?.head ?? story.pull_request.head;
  const meant = named === '' ? shown : named.toLowerCase();
  if (!seen.head.startsWith(meant)) return say.otherHead(seen.number, meant, seen.head);
  if (isEditedSince(issue, comment.at)) return say.textEditedBeforeApproval(issue.edited, seen.head);

  const by = refOf(comment.by);
  const others = (story.approvals ?? []).filter((approval) => approval.by.id !== by.id);
  const approval = {
    by,
    head: seen.head,
    text: issue.text,
    at: comment.at,
    from: 'comment' as const,
    source: comment.id,
  };
  forgetVoids(story, by);
  happen(draft, { type: 'approve', by });
  story.approvals = [...others, approval];
  return undefined;
}
