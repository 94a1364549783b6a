/** What became of the pull request: merged, closed, approved, changes asked for, checks failed, ready to merge. */

import { approvalsNeeded } from '../approvals-needed.ts';
import { roundsUsedUp } from '../messages/words.ts';
import type { Check, Observation, Person, PullRequest, Review } from '../observation.ts';
import { HEARD, may } from '../rights.ts';
import { refOf, type Story } from '../story.ts';
import { approvers, hasYielded, weighApprovals } from './approvals.ts';
import { happen } from './arrive.ts';
import { type Draft, owe } from './draft.ts';
import { isApprovedNow } from './speech.ts';

export function hearOfPullRequest(draft: Draft): void {
  const { story, observation } = draft;
  const seen = observation.pullRequest;
  if (!seen) return;
  if (!story.pull_request && seen.state !== 'open' && !isOurs(draft, seen)) return;
  if (isAccepted(story, seen)) return;
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
  // What somebody pushed since was read by nobody.
  if (story.plan?.own_documents && seen.head !== story.pull_request.head) {
    delete story.plan.own_documents;
    draft.visible = true;
    draft.notes.push('somebody pushed to the document');
  }
  const names = seen.checks.filter((check) => !check.own).map((check) => check.name);
  const checks = [...new Set([...(story.checks ?? []), ...names])];
  if (checks.length > 0) story.checks = checks;
  weighReviews(draft, seen);
  if (draft.story.status === 'review') weighChecks(draft, seen);
  if (draft.story.status === 'review') mergeIfReady(draft, seen);
}

/**
 * Whether a pull request that ended before Orch heard that it had been opened is the one of the current run: it holds what that run delivered. An
 * older one from the same branch, closed before this story was tried again, says nothing about now.
 */
const isOurs = ({ story, run }: Draft, seen: PullRequest): boolean =>
  seen.head === run?.result?.head && seen.number > (story.former_pull_request ?? 0);

/** Whether it is that of a document which people accepted. GitHub may show it as it was before its merge, and the next document gets its own. */
const isAccepted = ({ plan, pull_request }: Story, seen: PullRequest): boolean =>
  pull_request?.number !== seen.number &&
  (plan?.documents ?? []).some((one) => one.accepted_at !== undefined && one.pull_request === seen.number);

/** People whose approvals, refusals and objections may count now: their roles must be known. */
export function reviewers(observation: Observation, story: Story): Person[] {
  const { pullRequest } = observation;
  if (!pullRequest) return [];
  const approving = approvers(observation, story);
  // An objection only stands in the way of a merge, and without an approval there is none but of documents.
  const merging = approving.length > 0 || story.plan !== undefined || isApprovedNow(observation, story);
  const objections = merging ? objectionsOf(pullRequest, story) : [];
  const refusing = [...refusalsOf(pullRequest, story), ...objections].map((review) => review.by);
  return [...approving, ...refusing].filter((person) => HEARD[person.kind]);
}

/** Requests for changes that stand: nobody took them back. */
const objectionsOf = (seen: PullRequest, story: Story): Review[] =>
  seen.opinions.filter((review) => review.state === 'changes_requested' && !hasYielded(story, review));

/** Changes asked for since the last look, by people who have not changed their mind since. */
const refusalsOf = (seen: PullRequest, story: Story): Review[] =>
  seen.reviews.filter(
    (review) =>
      review.id > story.seen.review &&
      review.state === 'changes_requested' &&
      objectionsOf(seen, story).some((newest) => newest.by.id === review.by.id),
  );

/** A request for changes counts when someone who may gave it. */
const counts = ({ observation }: Draft, { by }: Review): boolean =>
  may({ person: by, role: observation.roles[by.id] }, { kind: 'review', says: 'request changes' });

function weighReviews(draft: Draft, seen: PullRequest): void {
  const { story } = draft;
  // What is asked for while a run is at work or the story is on hold waits until someone can act on it.
  if (story.status !== 'review') return;
  const refusals = refusalsOf(seen, story).filter((review) => counts(draft, review));
  const before = story.seen.review;
  story.seen.review = Math.max(before, ...seen.reviews.map((review) => review.id));
  if (refusals.length > 0) {
    const text = refusals.map((review) => `${review.by.login}: ${review.body || '(no text)'}`).join('\n\n');
    askForChanges(draft, text, refusals.at(-1)!);
    return;
  }
  weighApprovals(draft, seen, before);
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
  const by = review ? { by: refOf(review.by) } : {};
  if (draft.story.rounds < most) happen(draft, { type: 'changes', reason: text, ...by });
  else {
    const rounds = `${roundsUsedUp(most)}. The last wish was: ${text.slice(0, 300)}`;
    happen(draft, { type: 'changes.exhausted', reason: rounds, ...by });
  }
}

function mergeIfReady(draft: Draft, seen: PullRequest): void {
  const { story, settings } = draft;
  const enough = (story.approvals?.length ?? 0) >= approvalsNeeded(story, settings.config);
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
 * An approval of one does not overrule the objection of another. And what the `deliver` job pushes, or a job of Actions opens, starts no workflow
 * by itself until someone allows it: those that wait for that are waited for, and so is a check that ran before and has not run again.
 */
function hindranceOf(draft: Draft, seen: PullRequest): Story['hindrance'] {
  const objection = objectionsOf(seen, draft.story).find((review) => counts(draft, review));
  if (objection) return { kind: 'objection', by: objection.by.login };
  // GitHub's own rule is GitHub's to judge: a merge that it would refuse is not tried.
  if (seen.decision === 'review_required') return { kind: 'protection', branch: seen.base, asks: 'review' };
  if (seen.decision === 'changes_requested') return { kind: 'protection', branch: seen.base, asks: 'no_changes' };
  const name =
    seen.held?.[0] ?? draft.story.checks?.find((known) => !seen.checks.some((check) => check.name === known));
  return name === undefined ? undefined : { kind: 'check', name };
}
