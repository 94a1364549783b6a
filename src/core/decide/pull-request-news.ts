/** What became of the pull request: merged, closed, approved, changes asked for, checks failed, ready to merge. */

import { roundsUsedUp } from '../messages/words.ts';
import type { Check, PullRequest, Review } from '../observation.ts';
import { reaches } from '../permissions.ts';
import type { Story } from '../story.ts';
import { happen } from './arrive.ts';
import { type Draft, owe } from './draft.ts';

export function hearOfPullRequest(draft: Draft): void {
  const { story, observation } = draft;
  const seen = observation.pullRequest;
  if (!seen) return;
  // An older pull request from the same branch, closed before this story was tried again, says nothing about now.
  if (!story.pull_request && seen.state !== 'open') return;
  story.pull_request ??= { number: seen.number, url: seen.url, head: seen.head };
  if (story.pull_request.number !== seen.number) return;
  if (seen.state === 'merged') {
    if (seen.mergeCommit) story.merge_commit = seen.mergeCommit;
    happen(draft, { type: 'merged', ...(seen.mergeCommit ? { reason: seen.mergeCommit } : {}) });
    return;
  }
  if (seen.state === 'closed') {
    happen(draft, { type: 'pull_request.closed' });
    return;
  }
  const names = seen.checks.filter((check) => !check.own).map((check) => check.name);
  const checks = [...new Set([...(story.checks ?? []), ...names])];
  if (checks.length > 0) story.checks = checks;
  weighReviews(draft, seen);
  if (draft.story.status === 'review') weighChecks(draft, seen);
  if (draft.story.status === 'review') mergeIfReady(draft, seen);
}

/** People whose reviews may count now: their roles must be known. */
export function reviewers(pullRequest: PullRequest | null, story: Story) {
  if (!pullRequest) return [];
  const approvals = approvalsOf(pullRequest);
  // An objection only stands in the way of a merge, and without an approval there is none.
  const objections = approvals.length > 0 ? objectionsOf(pullRequest) : [];
  return [...approvals, ...refusalsOf(pullRequest, story), ...objections]
    .map((review) => review.by)
    .filter((person) => person.kind === 'user');
}

/** An approval is bound to the commit that was looked at; a push makes it worthless. */
const approvalsOf = (seen: PullRequest): Review[] =>
  seen.opinions.filter((review) => review.state === 'approved' && review.commit === seen.head);

/** Requests for changes that stand: nobody took them back. */
const objectionsOf = (seen: PullRequest): Review[] =>
  seen.opinions.filter((review) => review.state === 'changes_requested');

/** Changes asked for since the last look, by people who have not changed their mind since. */
const refusalsOf = (seen: PullRequest, story: Story): Review[] =>
  seen.reviews.filter(
    (review) =>
      review.id > story.seen.review &&
      review.state === 'changes_requested' &&
      seen.opinions.some((newest) => newest.by.id === review.by.id && newest.state === 'changes_requested'),
  );

/** A review counts when a person with write access gave it. */
const counts = (draft: Draft, review: Review): boolean =>
  review.by.kind === 'user' && reaches(draft.observation.roles[review.by.id] ?? 'none', 'write');

function weighReviews(draft: Draft, seen: PullRequest): void {
  const { story } = draft;
  // What is asked for while a run is at work or the story is on hold waits until someone can act on it.
  if (story.status !== 'review') return;
  const refusals = refusalsOf(seen, story).filter((review) => counts(draft, review));
  story.seen.review = Math.max(story.seen.review, ...seen.reviews.map((review) => review.id));
  if (refusals.length > 0) {
    const text = refusals.map((review) => `${review.by.login}: ${review.body || '(no text)'}`).join('\n\n');
    askForChanges(draft, text, refusals.at(-1)!);
    return;
  }
  const valid = approvalsOf(seen).filter((review) => counts(draft, review));
  const before = story.approvals ?? [];
  const known = before.filter((approval) =>
    valid.some((review) => review.by.id === approval.by.id && approval.head === review.commit),
  );
  const added = valid.filter((review) => !known.some((approval) => approval.by.id === review.by.id));
  const approvals = [
    ...known,
    ...added.map((review) => ({ by: { id: review.by.id, login: review.by.login }, head: seen.head, at: draft.now })),
  ];
  if (approvals.length > 0) story.approvals = approvals;
  else delete story.approvals;
  if (known.length < before.length) happen(draft, { type: 'unapprove' });
  if (added.length > 0) happen(draft, { type: 'approve', by: { id: added[0]!.by.id, login: added[0]!.by.login } });
}

function weighChecks(draft: Draft, seen: PullRequest): void {
  // Only what Orch delivered is Orch's to repair; a commit that a person pushed is theirs.
  if (seen.head !== draft.story.pull_request?.head) return;
  const failed = seen.checks.filter((check) => !check.own && check.state === 'failed');
  if (failed.length === 0) return;
  askForChanges(draft, failed.map(checkSentence).join('\n'));
}

const checkSentence = (check: Check): string =>
  `The check "${check.name}" failed${check.summary ? `: ${check.summary}` : '.'} ${check.url}`.trim();

function askForChanges(draft: Draft, text: string, review?: Review): void {
  const { max_review_rounds: most } = draft.settings.config.settings;
  const by = review ? { by: { id: review.by.id, login: review.by.login } } : {};
  if (draft.story.rounds < most) happen(draft, { type: 'changes', reason: text, ...by });
  else {
    const rounds = `${roundsUsedUp(most)}. The last wish was: ${text.slice(0, 300)}`;
    happen(draft, { type: 'changes.exhausted', reason: rounds, ...by });
  }
}

function mergeIfReady(draft: Draft, seen: PullRequest): void {
  const { story, settings } = draft;
  const enough = (story.approvals?.length ?? 0) >= settings.config.settings.required_approvals;
  const hindrance = enough ? hindranceOf(draft, seen) : undefined;
  if (JSON.stringify(hindrance) !== JSON.stringify(story.hindrance)) draft.visible = true;
  if (hindrance) story.hindrance = hindrance;
  else delete story.hindrance;
  if (!enough || hindrance || !settings.config.settings.auto_merge || seen.draft) return;
  if (seen.checks.some((check) => check.state !== 'passed')) return;
  if (seen.mergeable === 'conflicting') {
    happen(draft, { type: 'merge.refused', reason: `It conflicts with ${seen.base}` });
    return;
  }
  owe(draft, { kind: 'merge', pull_request: seen.number, head: seen.head });
}

/**
 * An approval of one does not overrule the objection of another. And a check that ran before must run again: what the `deliver` job pushes starts
 * no workflow by itself until someone allows it, so a commit without checks may be one that nobody checked.
 */
function hindranceOf(draft: Draft, seen: PullRequest): Story['hindrance'] {
  const objection = objectionsOf(seen).find((review) => counts(draft, review));
  if (objection) return { kind: 'objection', by: objection.by.login };
  const name = draft.story.checks?.find((known) => !seen.checks.some((check) => check.name === known));
  return name === undefined ? undefined : { kind: 'check', name };
}
