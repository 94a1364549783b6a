/** Pull requests, merging excepted. */

import type {
  ClosePullRequestInput,
  ConvertPullRequestToDraftInput,
  CreatePullRequestInput,
  MarkPullRequestReadyForReviewInput,
  ReopenPullRequestInput,
  RequestReviewsInput,
  UpdatePullRequestInput,
} from '@octokit/graphql-schema';
import { compareCommits } from '../../git/compare.ts';
import { editIssue, reopenIssue } from '../../world/issues.ts';
import { setLabels } from '../../world/labels.ts';
import {
  changeBase,
  checkPullRequestRefs,
  closePullRequest,
  openPullRequest,
  requestReviewers,
  setDraft,
} from '../../world/pulls.ts';
import { refSha } from '../../world/refs.ts';
import type { Account, PullIssue, Repository } from '../../world/types.ts';
import { notFound, notImplemented, unprocessable } from '../faults.ts';
import { thing } from '../fields.ts';
import { nameWithOwner, ownerOf, repositoryOf } from '../nouns/lookup.ts';
import { labelByNode, nodeNamed, pullByNode, repositoryByNode } from '../nouns/nodes.ts';
import { type Act, demand, demandUnlessAuthor, mutation } from './act.ts';
import { replaceAssignees } from './issues.ts';

/** The branch of this repository that `headRefName` means: `branch`, or `owner:branch`. */
function headBranch(act: Act, repository: Repository, input: CreatePullRequestInput): string {
  const [owner, branch] = input.headRefName.includes(':')
    ? input.headRefName.split(':', 2)
    : [undefined, input.headRefName];
  const foreign =
    (owner !== undefined && owner.toLowerCase() !== ownerOf(act, repository).login.toLowerCase()) ||
    (input.headRepositoryId != null && repositoryByNode(act, input.headRepositoryId).id !== repository.id);
  if (foreign)
    throw notImplemented(`Mutation.${act.name} from a fork (headRefName: ${JSON.stringify(input.headRefName)})`);
  return branch ?? '';
}

/** GitHub's list of complaints when one of the two branches is not there. */
function demandBranches(
  act: Act,
  repository: Repository,
  head: string,
  base: string,
): { headSha: string; baseSha: string } {
  const headSha = refSha(act.world, repository, `refs/heads/${head}`);
  const baseSha = refSha(act.world, repository, `refs/heads/${base}`);
  if (headSha !== null && baseSha !== null) return { headSha, baseSha };
  throw unprocessable(
    [
      headSha === null && "Head sha can't be blank",
      "Base sha can't be blank",
      `No commits between ${base} and ${head}`,
      headSha === null && 'Head ref must be a branch',
      baseSha === null && 'Base ref must be a branch',
    ]
      .filter(Boolean)
      .join(', '),
  );
}

/** `createPullRequest`. */
export const createPullMutation = mutation<CreatePullRequestInput>(
  ['repositoryId', 'headRefName', 'headRepositoryId', 'baseRefName', 'title', 'body', 'draft', 'maintainerCanModify'],
  async (input, act) => {
    const repository = repositoryByNode(act, input.repositoryId);
    // Of people GitHub asks that they may push to the head, which is in this repository.
    demand(act, repository, act.actor.via === 'user' ? ['contents'] : ['pull_requests']);
    const head = headBranch(act, repository, input);
    const base = input.baseRefName.replace(/^refs\/heads\//, '');
    const { headSha, baseSha } = demandBranches(act, repository, head, base);
    checkPullRequestRefs(act.world, { repository, head, base });
    const comparison = await compareCommits(act.git, nameWithOwner(act, repository), baseSha, headSha);
    const pull = openPullRequest(act.world, act.actor, {
      repository,
      head,
      base,
      title: input.title,
      body: input.body ?? null,
      draft: input.draft ?? false,
      maintainerCanModify: input.maintainerCanModify ?? true,
      comparison,
    });
    return { pullRequest: thing('PullRequest', pull) };
  },
);

function users(act: Act, ids: readonly string[]): Account[] {
  return ids.map((id) => {
    const node = nodeNamed(act, id);
    if (node.__typename !== 'User') throw notFound(`Could not resolve to User node with the global id of '${id}'.`);
    return node.row as Account;
  });
}

async function rebaseOnto(act: Act, issue: PullIssue, base: string): Promise<void> {
  const repository = repositoryOf(act, issue);
  const { headSha, baseSha } = demandBranches(act, repository, issue.pullRequest.headRef, base);
  const comparison = await compareCommits(act.git, nameWithOwner(act, repository), baseSha, headSha);
  changeBase(act.world, act.actor, { issue, base, comparison });
}

/** `updatePullRequest`. */
export const updatePullMutation = mutation<UpdatePullRequestInput>(
  ['pullRequestId', 'title', 'body', 'state', 'baseRefName', 'labelIds', 'assigneeIds'],
  async (input, act) => {
    const issue = pullByNode(act, input.pullRequestId);
    demandUnlessAuthor(act, repositoryOf(act, issue), issue, ['pull_requests']);
    // Authors may change their words; to sort is for those who triage.
    if (input.labelIds || input.assigneeIds) demand(act, repositoryOf(act, issue), ['pull_requests']);
    editIssue(act.world, act.actor, {
      issue,
      ...(input.title != null && { title: input.title }),
      ...(input.body != null && { body: input.body }),
    });
    if (input.baseRefName != null) await rebaseOnto(act, issue, input.baseRefName);
    if (input.labelIds) {
      setLabels(act.world, act.actor, { issue, names: input.labelIds.map((id) => labelByNode(act, id).name) });
    }
    if (input.assigneeIds) replaceAssignees(act, issue, users(act, input.assigneeIds));
    if (input.state === 'CLOSED') closePullRequest(act.world, act.actor, { issue });
    if (input.state === 'OPEN') reopenIssue(act.world, act.actor, { issue });
    return { pullRequest: thing('PullRequest', issue), actor: thing(act.actor.account.type, act.actor.account) };
  },
);

/** `closePullRequest`. */
export const closePullMutation = mutation<ClosePullRequestInput>(['pullRequestId'], (input, act) => {
  const issue = pullByNode(act, input.pullRequestId);
  demandUnlessAuthor(act, repositoryOf(act, issue), issue, ['pull_requests']);
  return { pullRequest: thing('PullRequest', closePullRequest(act.world, act.actor, { issue })) };
});

/** `reopenPullRequest`. */
export const reopenPullMutation = mutation<ReopenPullRequestInput>(['pullRequestId'], (input, act) => {
  const issue = pullByNode(act, input.pullRequestId);
  demandUnlessAuthor(act, repositoryOf(act, issue), issue, ['pull_requests']);
  return { pullRequest: thing('PullRequest', reopenIssue(act.world, act.actor, { issue })) };
});

/** `markPullRequestReadyForReview`. */
export const readyMutation = mutation<MarkPullRequestReadyForReviewInput>(['pullRequestId'], (input, act) =>
  draft(act, input.pullRequestId, false),
);

/** `convertPullRequestToDraft`. */
export const toDraftMutation = mutation<ConvertPullRequestToDraftInput>(['pullRequestId'], (input, act) =>
  draft(act, input.pullRequestId, true),
);

function draft(act: Act, id: string, wanted: boolean): object {
  const issue = pullByNode(act, id);
  demandUnlessAuthor(act, repositoryOf(act, issue), issue, ['pull_requests']);
  return { pullRequest: thing('PullRequest', setDraft(act.world, act.actor, { issue, draft: wanted })) };
}

/** `requestReviews`, of people. */
export const requestReviewsMutation = mutation<RequestReviewsInput>(
  ['pullRequestId', 'userIds', 'union'],
  (input, act) => {
    const issue = pullByNode(act, input.pullRequestId);
    demandUnlessAuthor(act, repositoryOf(act, issue), issue, ['pull_requests']);
    if (!input.union && issue.pullRequest.requestedReviewerIds.length > 0) {
      throw notImplemented(`Mutation.${act.name}(input: {union: false}) where reviewers were asked before`);
    }
    requestReviewers(act.world, { issue, reviewers: users(act, input.userIds ?? []) });
    return { pullRequest: thing('PullRequest', issue), actor: thing(act.actor.account.type, act.actor.account) };
  },
);
