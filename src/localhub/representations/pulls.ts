import { accountById, associationOf, isPull, labelsOf, repositoryById } from '../world/lookups.ts';
import { mergeStateOf } from '../world/mergeability.ts';
import { nodeId } from '../world/node-ids.ts';
import type { JsonObject, PullIssue, Review, Urls } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { label, milestoneOf } from './issues.ts';
import { apiOf, issuePage } from './links.ts';
import { repository } from './repositories.ts';
import { simpleUser, userById } from './users.ts';

/** GitHub's `pull-request-simple`, as lists and review webhooks show it. */
export function pullRequestSimple(world: World, urls: Urls, thing: PullIssue): JsonObject {
  const repo = repositoryById(world, thing.repositoryId);
  const owner = accountById(world, repo.ownerId);
  const api = apiOf(world, urls, repo);
  const url = `${api}/pulls/${thing.number}`;
  const page = issuePage(world, urls, thing);
  const pull = thing.pullRequest;
  const assignees = thing.assigneeIds.map((id) => userById(world, urls, id));
  const side = (ref: string, sha: string): JsonObject => ({
    label: `${owner.login}:${ref}`,
    ref,
    sha,
    user: simpleUser(urls, owner),
    repo: repository(world, urls, repo),
  });
  const addresses = {
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${api}/issues/${thing.number}/comments`,
    statuses_url: `${api}/statuses/${pull.headSha}`,
  };
  return {
    url,
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: `${api}/issues/${thing.number}`,
    number: thing.number,
    state: thing.state,
    locked: thing.locked,
    title: thing.title,
    user: userById(world, urls, thing.authorId),
    body: thing.body,
    created_at: thing.createdAt,
    updated_at: thing.updatedAt,
    closed_at: thing.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitSha,
    assignee: assignees[0] ?? null,
    assignees,
    requested_reviewers: pull.requestedReviewerIds.map((id) => userById(world, urls, id)),
    requested_teams: [],
    labels: labelsOf(world, thing).map((one) => label(world, urls, one)),
    milestone: milestoneOf(world, urls, thing),
    draft: pull.draft,
    ...addresses,
    head: side(pull.headRef, pull.headSha),
    base: side(pull.baseRef, pull.baseSha),
    _links: {
      self: { href: url },
      html: { href: page },
      issue: { href: `${api}/issues/${thing.number}` },
      comments: { href: addresses.comments_url },
      review_comments: { href: addresses.review_comments_url },
      review_comment: { href: addresses.review_comment_url },
      commits: { href: addresses.commits_url },
      statuses: { href: addresses.statuses_url },
    },
    author_association: associationOf(world, repo, accountById(world, thing.authorId)),
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** GitHub's `pull-request`: the answer for a single one, and what `pull_request` webhooks carry. */
export function pullRequest(world: World, urls: Urls, thing: PullIssue): JsonObject {
  const pull = thing.pullRequest;
  return {
    ...pullRequestSimple(world, urls, thing),
    merged: pull.merged,
    mergeable: thing.state === 'closed' ? null : pull.mergeable,
    rebaseable: thing.state === 'closed' ? null : pull.mergeable,
    mergeable_state: mergeStateOf(world, thing),
    merged_by: userById(world, urls, pull.mergedById),
    comments: thing.commentCount,
    review_comments: 0,
    maintainer_can_modify: pull.maintainerCanModify,
    commits: pull.commits,
    additions: pull.additions,
    deletions: pull.deletions,
    changed_files: pull.changedFiles,
  };
}

/** GitHub's `pull-request-minimal`, as check runs and workflow runs list it. */
export function pullRequestMinimal(world: World, urls: Urls, thing: PullIssue): JsonObject {
  const repo = repositoryById(world, thing.repositoryId);
  const url = apiOf(world, urls, repo);
  const side = (ref: string, sha: string): JsonObject => ({ ref, sha, repo: { id: repo.id, url, name: repo.name } });
  const pull = thing.pullRequest;
  return {
    url: `${url}/pulls/${thing.number}`,
    id: pull.id,
    number: thing.number,
    head: side(pull.headRef, pull.headSha),
    base: side(pull.baseRef, pull.baseSha),
  };
}

/** The open pull requests whose head is this commit, in the minimal form. */
export function pullsAt(world: World, urls: Urls, repositoryId: number, sha: string): JsonObject[] {
  return world.issues
    .where('sha', `${repositoryId}/${sha}`)
    .filter(isPull)
    .filter((one) => one.state === 'open')
    .map((one) => pullRequestMinimal(world, urls, one));
}

/** GitHub's `pull-request-review`. */
export function review(world: World, urls: Urls, thing: Review, about: PullIssue): JsonObject {
  const repo = repositoryById(world, thing.repositoryId);
  const html = `${issuePage(world, urls, about)}#pullrequestreview-${thing.id}`;
  const pullUrl = `${apiOf(world, urls, repo)}/pulls/${about.number}`;
  return {
    id: thing.id,
    node_id: nodeId('PullRequestReview', thing.id),
    user: userById(world, urls, thing.authorId),
    body: thing.body,
    state: thing.state,
    html_url: html,
    pull_request_url: pullUrl,
    author_association: associationOf(world, repo, accountById(world, thing.authorId)),
    _links: { html: { href: html }, pull_request: { href: pullUrl } },
    submitted_at: thing.submittedAt,
    commit_id: thing.commitSha,
  };
}
