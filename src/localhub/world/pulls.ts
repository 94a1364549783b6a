import { addIssue, announce, checkTitle, closeIssue, findIssue, issuesOf, mayTriage } from './issues.ts';
import { addLabels } from './labels.ts';
import { isPull, refSha, repositoryById } from './lookups.ts';
import { protectionRefusal } from './mergeability.ts';
import { closeReferenced, markMerged } from './pull-pushes.ts';
import { pushed } from './refs.ts';
import { addTimelineItem } from './timeline.ts';
import {
  type Account,
  type Actor,
  type CommitInfo,
  HubError,
  type PullIssue,
  type PullRequest,
  type Repository,
  validationFailed,
} from './types.ts';
import { nextId, timestamp, type World } from './world.ts';

/** How head and base of a pull request compare; the git side computes it. */
export interface Comparison {
  headSha: string;
  baseSha: string;
  /** Commits of the head that the base has not. */
  commits: number;
  behindBy: number;
  additions: number;
  deletions: number;
  changedFiles: number;
  /** Whether a merge would succeed; null when nobody tried. */
  mergeable: boolean | null;
}

/** The ways to merge, in REST's spelling. */
export type MergeMethod = 'merge' | 'squash' | 'rebase';

/**
 * Throws 422 in GitHub's words when a pull request from `head` to `base` (branch names) cannot be opened:
 * a branch is missing, or an open one exists. Call it before comparing the branches.
 */
export function checkPullRequestRefs(world: World, args: { repository: Repository; head: string; base: string }): void {
  const { repository } = args;
  for (const field of ['head', 'base'] as const) {
    if (refSha(world, repository, `refs/heads/${args[field]}`) === null) {
      throw validationFailed({ resource: 'PullRequest', code: 'invalid', field });
    }
  }
  if (openPullFor(world, repository, args.head, args.base) !== null) {
    const owner = world.accounts.get(repository.ownerId)?.login ?? '';
    const message = `A pull request already exists for ${owner}:${args.head}.`;
    throw validationFailed({ resource: 'PullRequest', code: 'custom', message });
  }
}

/**
 * Opens a pull request. Throws 422 as {@link checkPullRequestRefs} does, and when the head has no commits of its own;
 * 403 for GITHUB_TOKEN where the repository does not allow it. Emits `pull_request.opened`.
 */
export function openPullRequest(
  world: World,
  actor: Actor,
  args: {
    repository: Repository;
    head: string;
    base: string;
    title: string;
    body?: string | null;
    draft?: boolean;
    labels?: readonly string[];
    maintainerCanModify?: boolean;
    comparison: Comparison;
  },
): PullIssue {
  const { repository, comparison } = args;
  if (actor.via === 'github_token' && !repository.settings.actionsMayCreateAndApprovePullRequests) {
    throw new HubError(403, 'GitHub Actions is not permitted to create or approve pull requests.');
  }
  checkTitle('PullRequest', args.title);
  checkPullRequestRefs(world, args);
  if (comparison.commits === 0) {
    const message = `No commits between ${args.base} and ${args.head}`;
    throw validationFailed({ resource: 'PullRequest', code: 'custom', message });
  }
  const issue = addIssue(world, actor, {
    repository,
    title: args.title,
    body: args.body ?? null,
    pullRequest: {
      id: nextId(world),
      headRef: args.head,
      baseRef: args.base,
      draft: args.draft ?? false,
      merged: false,
      mergedAt: null,
      mergedById: null,
      mergeCommitSha: null,
      requestedReviewerIds: [],
      maintainerCanModify: args.maintainerCanModify ?? true,
      ...comparison,
    },
  }) as PullIssue;
  announce(world, actor, issue, 'opened');
  if (mayTriage(world, repository, actor)) addLabels(world, actor, { issue, names: args.labels ?? [] });
  return issue;
}

/** The pull request with this number, or null. */
export function findPull(world: World, repository: Repository, number: number): PullIssue | null {
  const issue = findIssue(world, repository, number);
  return issue !== null && isPull(issue) ? issue : null;
}

/** The pull request whose own id (not its issue's) this is, or null. */
export function findPullById(world: World, id: number): PullIssue | null {
  return (world.issues.where('pull', id)[0] as PullIssue | undefined) ?? null;
}

/** All pull requests of a repository, oldest first. */
export function pullsOf(world: World, repository: Repository): PullIssue[] {
  return issuesOf(world, repository).filter(isPull);
}

/** The pull requests whose head is this branch, oldest first. */
export function pullsWithHead(world: World, repository: Repository, head: string): PullIssue[] {
  return world.issues.where('head', `${repository.id}/${head}`).filter(isPull);
}

/** The open pull request from `head` to `base`, or null. */
export function openPullFor(world: World, repository: Repository, head: string, base: string): PullIssue | null {
  const pulls = pullsWithHead(world, repository, head);
  return pulls.find((one) => one.state === 'open' && one.pullRequest.baseRef === base) ?? null;
}

/** Tells how head and base compare now: after a push, and when the git side has tried the merge. Emits nothing. */
export function setMergeability(world: World, args: { issue: PullIssue; comparison: Partial<Comparison> }): PullIssue {
  const { issue } = args;
  return world.issues.update(issue, { pullRequest: { ...issue.pullRequest, ...args.comparison } }) as PullIssue;
}

/** Marks a draft as ready, or a pull request as a draft. Emits `ready_for_review` or `converted_to_draft`. */
export function setDraft(world: World, actor: Actor, args: { issue: PullIssue; draft: boolean }): PullIssue {
  const { issue, draft } = args;
  if (issue.pullRequest.draft === draft) return issue;
  updatePull(world, issue, { draft });
  addTimelineItem(world, actor, issue, { event: draft ? 'convert_to_draft' : 'ready_for_review' });
  announce(world, actor, issue, draft ? 'converted_to_draft' : 'ready_for_review');
  return issue;
}

/** Points a pull request at another base branch. Throws 422 when that branch does not exist. Emits `edited`. */
export function changeBase(
  world: World,
  actor: Actor,
  args: { issue: PullIssue; base: string; comparison: Comparison },
): PullIssue {
  const { issue, base } = args;
  const from = issue.pullRequest.baseRef;
  if (base === from) return issue;
  const repository = repositoryById(world, issue.repositoryId);
  if (refSha(world, repository, `refs/heads/${base}`) === null) {
    throw validationFailed({ resource: 'PullRequest', code: 'invalid', field: 'base' });
  }
  const fromSha = issue.pullRequest.baseSha;
  updatePull(world, issue, { ...args.comparison, baseRef: base });
  addTimelineItem(world, actor, issue, { event: 'base_ref_changed', rename: { from, to: base } });
  announce(world, actor, issue, 'edited', { base: { ref: { from }, sha: { from: fromSha } } });
  return issue;
}

/** Asks people for a review; those who were asked already and the author are left alone. */
export function requestReviewers(world: World, args: { issue: PullIssue; reviewers: readonly Account[] }): PullIssue {
  const { issue } = args;
  const ids = new Set(issue.pullRequest.requestedReviewerIds);
  for (const reviewer of args.reviewers) if (reviewer.id !== issue.authorId) ids.add(reviewer.id);
  return updatePull(world, issue, { requestedReviewerIds: [...ids] });
}

/** Closes a pull request without merging it. Emits `pull_request.closed`. */
export function closePullRequest(world: World, actor: Actor, args: { issue: PullIssue }): PullIssue {
  return closeIssue(world, actor, args) as PullIssue;
}

/**
 * Throws as GitHub does when a pull request cannot be merged now: 405 when it is closed, a draft, in conflict, blocked
 * by branch protection or the method is not allowed; 409 when the head is not `expectedHeadSha`.
 * The git side calls this before it makes the merge commit.
 */
export function checkMergeable(
  world: World,
  args: { issue: PullIssue; method?: MergeMethod; expectedHeadSha?: string },
): void {
  const { issue, method = 'merge' } = args;
  const { settings } = repositoryById(world, issue.repositoryId);
  const allowed = {
    merge: [settings.allowMergeCommit, 'Merge commits are not allowed on this repository.'],
    squash: [settings.allowSquashMerge, 'Squash merges are not allowed on this repository.'],
    rebase: [settings.allowRebaseMerge, 'Rebase merges are not allowed on this repository.'],
  } as const;
  if (issue.state === 'closed') throw new HubError(405, 'Pull Request is not mergeable');
  if (!allowed[method][0]) throw new HubError(405, allowed[method][1]);
  if (issue.pullRequest.draft) throw new HubError(405, 'Pull Request is still a draft');
  if (args.expectedHeadSha !== undefined && args.expectedHeadSha !== issue.pullRequest.headSha) {
    throw new HubError(409, 'Head branch was modified. Review and try the merge again.');
  }
  if (issue.pullRequest.mergeable === false) throw new HubError(405, 'Pull Request is not mergeable');
  const refusal = protectionRefusal(world, issue);
  if (refusal !== null) throw new HubError(405, refusal);
}

/**
 * Records the merge that the git side has just made: moves the base branch, marks the pull request merged and closes the
 * issues its body promised to close when the base is the default branch. Deleting the head branch is the caller's part.
 * Emits `pull_request.closed` (merged), `push` to the base, `issues.closed`. Do not call `pushed` for the base as well.
 */
export function mergePullRequest(
  world: World,
  actor: Actor,
  args: {
    issue: PullIssue;
    method?: MergeMethod;
    expectedHeadSha?: string;
    mergeCommitSha: string;
    /** The tip of the base before the merge. */
    baseBefore: string;
    /** The commits that the base gained, oldest first, the merge commit last. */
    commits: CommitInfo[];
  },
): PullIssue {
  const { issue, mergeCommitSha } = args;
  checkMergeable(world, args);
  const repository = repositoryById(world, issue.repositoryId);
  markMerged(world, actor, issue, mergeCommitSha);
  pushed(world, actor, {
    repository,
    ref: `refs/heads/${issue.pullRequest.baseRef}`,
    before: args.baseBefore,
    after: mergeCommitSha,
    commits: args.commits,
    forced: false,
  });
  closeReferenced(world, actor, issue);
  return issue;
}

function updatePull(world: World, issue: PullIssue, patch: Partial<PullRequest>): PullIssue {
  return world.issues.update(issue, {
    pullRequest: { ...issue.pullRequest, ...patch },
    updatedAt: timestamp(world),
  }) as PullIssue;
}
