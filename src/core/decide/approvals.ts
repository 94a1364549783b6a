/**
 * Which approvals count. Each is bound to the commit and the text that were approved, and to the right of whoever gave it; while one of these
 * is missing it does not count, and the sticky comment says so. An edit of the text is final: that approval has to be given anew.
 */
import type { Observation, Person, PullRequest, Review } from '../observation.ts';
import { isApprover, may, type Trigger } from '../rights.ts';
import { type Approval, type PersonRef, refOf, type Story, type Void } from '../story.ts';
import { happen } from './arrive.ts';
import type { Draft } from './draft.ts';

const BY_REVIEW: Trigger = { kind: 'review', says: 'approve' };
const BY_COMMENT: Trigger = { kind: 'comment on the issue', says: 'approve' };

/** Everyone whose role decides whether an approval counts. */
export function approvers(observation: Observation, story: Story): Person[] {
  const { pullRequest } = observation;
  if (pullRequest?.state !== 'open') return [];
  const isBound = (approval: Approval): boolean => !unbound(approval, observation, pullRequest);
  const reviews = candidates(observation, pullRequest, story).filter(
    (approval) => isBound(approval) || (story.status === 'review' && isNew(approval, story)),
  );
  const comments = [...byComment(story), ...dormant(story)].filter(isBound);
  return [...comments, ...reviews].map(({ by }) => ({ ...by, kind: 'user' }));
}

/** Takes in what is approved now and what no longer is. `seenReview` is the newest review that was seen before this look. */
export function weighApprovals(draft: Draft, seen: PullRequest, seenReview: number): void {
  const { story, observation } = draft;
  const before = story.approvals ?? [];
  const asleep = dormant(story);
  const all = [...byComment(story), ...asleep, ...candidates(observation, seen, story)].map((approval) => ({
    approval,
    why: whyNot(draft, seen, approval),
  }));
  const counting = all.filter(({ why }) => why === undefined).map(({ approval }) => approval);
  const approvals = counting.filter((one, index) => index === counting.findIndex((other) => isSame(one.by, other.by)));
  // Saying it twice of one commit is saying it once.
  const known = approvals.filter((one) => before.some(({ by, head }) => isSame(one.by, by) && one.head === head));
  const added = approvals.filter((one) => !known.includes(one));
  if (approvals.length > 0) story.approvals = approvals.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  else delete story.approvals;

  const missing = (approval: Approval): boolean => !approvals.some(({ by }) => isSame(by, approval.by));
  const whyOf = (approval: Approval): Void =>
    all.find((other) => isSameSource(other.approval, approval))?.why ?? 'dismissed';
  const lost = before.filter(missing);
  // A review that came too late to count at all is told of once.
  const late = all
    .filter(({ why }) => why === 'push' || why === 'text')
    .map(({ approval }) => approval)
    .filter((approval) => approval.from === 'review' && isNew(approval, story, seenReview) && missing(approval))
    .filter((approval) => !before.some(({ by }) => isSame(approval.by, by)))
    .filter((approval) => rightless(draft, approval) === undefined);
  const gone = [...lost, ...late];
  const spent = gone
    .filter((one) => one.from !== 'comment' && whyOf(one) === 'text')
    .flatMap(({ source }) => source ?? []);
  if (spent.length > 0) story.spent = [...(story.spent ?? []), ...spent];
  if (added.length > 0) forgetVoids(story);
  const told = (story.void ?? []).filter((one) => !one.approval && !gone.some(({ by }) => by.login === one.by));
  const still = [...asleep.filter(missing), ...gone].map((approval) => voided(approval, whyOf(approval)));
  const voids = [...told, ...still];
  if (JSON.stringify(voids) !== JSON.stringify(story.void ?? [])) draft.visible = true;
  if (voids.length > 0) story.void = voids;
  else delete story.void;
  if (gone.length > 0) happen(draft, { type: 'unapprove' });
  if (added.length > 0) happen(draft, { type: 'approve', by: added[0]!.by });
}

/** Forgets whose approvals do not count, but for those that may count again. `by` has just given a new one. */
export function forgetVoids(story: Story, by?: PersonRef): void {
  const left = (story.void ?? []).filter(({ approval }) => approval && approval.by.id !== by?.id);
  if (left.length > 0) story.void = left;
  else delete story.void;
}

/** The entry of an approval that does not count. An edit of the text is final, and GitHub keeps the reviews. */
const voided = (approval: Approval, why: Void): NonNullable<Story['void']>[number] => ({
  by: approval.by.login,
  why,
  ...(approval.from === 'comment' && why !== 'text' ? { approval } : {}),
});

/** Approvals by comment whose commit is not the head now, or whose giver may not now. */
const dormant = (story: Story): Approval[] => (story.void ?? []).flatMap(({ approval }) => approval ?? []);

/** Whether the person has approved by a comment since they asked for changes in a review: then they have changed their mind. */
export const hasYielded = (story: Story, review: Review): boolean =>
  byComment(story).some(({ by, at }) => by.id === review.by.id && Date.parse(at) > Date.parse(review.at));

const byComment = (story: Story): Approval[] => (story.approvals ?? []).filter(({ from }) => from === 'comment');

/** The approving reviews, each with the text that stood there when it was first seen. */
function candidates({ issue }: Observation, seen: PullRequest, story: Story): Approval[] {
  const standing = seen.opinions.filter(({ state, by }) => state === 'approved' && by.kind === 'user');
  return standing.flatMap(({ id, by, commit, at }): Approval[] => {
    if (commit === null || story.spent?.includes(id)) return [];
    const one: Approval = { by: refOf(by), head: commit, at, source: id };
    const known = story.approvals?.find((other) => isSameSource(one, other));
    // An approval from before texts were kept is bound to the one that stands there now.
    return [{ by: one.by, head: commit, text: known?.text ?? issue?.text ?? '', at, from: 'review', source: id }];
  });
}

/** Why an approval does not count; undefined when it does. */
const whyNot = (draft: Draft, seen: PullRequest, approval: Approval): Void | undefined =>
  unbound(approval, draft.observation, seen) ?? rightless(draft, approval);

/**
 * Whether what was approved is no longer what is there. Where GitHub tells when the text was edited, the time decides: what was first seen of it
 * may have been old. Where it does not, another text is another text.
 */
function unbound({ head, text, at }: Approval, { issue }: Observation, seen: PullRequest): 'push' | 'text' | undefined {
  if (head !== seen.head) return 'push';
  if (!issue) return undefined;
  if (!issue.edited) return text === undefined || text === issue.text ? undefined : 'text';
  return isEditedSince(issue, at) ? 'text' : undefined;
}

/** Whether the issue's text was edited at that time or later. GitHub's times are whole seconds, so the same second counts as later. */
export const isEditedSince = ({ edited }: NonNullable<Observation['issue']>, at: string): boolean =>
  edited !== null && !(Date.parse(edited.at) < Date.parse(at));

/** Whether whoever approved may not (any more). */
function rightless({ observation, settings }: Draft, { by, from }: Approval): 'right' | 'approvers' | undefined {
  const speaker = { person: { kind: 'user' as const, login: by.login }, role: observation.roles[by.id] };
  if (!may(speaker, from === 'comment' ? BY_COMMENT : BY_REVIEW)) return 'right';
  return isApprover(by.login, settings.config.settings.approvers) ? undefined : 'approvers';
}

const isNew = ({ source = 0 }: Approval, story: Story, seenReview = story.seen.review): boolean => source > seenReview;

const isSame = (one: PersonRef, other: PersonRef): boolean => one.id === other.id;

/** Files from before sources were kept name the person and the commit; that was enough for reviews. */
const isSameSource = (one: Approval, other: Approval): boolean =>
  isSame(one.by, other.by) &&
  (one.from ?? 'review') === (other.from ?? 'review') &&
  (one.source === undefined || other.source === undefined ? one.head === other.head : one.source === other.source);
