/** Pull requests. */

import type {
  PullRequestChangedFile as GhChangedFile,
  PullRequest as GhPullRequest,
  PullRequestCommit as GhPullRequestCommit,
  PatchStatus,
  PullRequestClosingIssuesReferencesArgs,
  PullRequestCommitsArgs,
  PullRequestFilesArgs,
  PullRequestReviewRequestsArgs,
} from '@octokit/graphql-schema';
import { closingReferences } from '../../world/closing-keywords.ts';
import { findIssue } from '../../world/issues.ts';
import { isPull } from '../../world/lookups.ts';
import { mergeStateOf, reviewDecisionOf } from '../../world/mergeability.ts';
import { nodeId } from '../../world/node-ids.ts';
import type { Issue, PullIssue } from '../../world/types.ts';
import { connection } from '../connection.ts';
import type { Context } from '../context.ts';
import { type Fields, takes, thing } from '../fields.ts';
import type { GitFileChange } from '../git.ts';
import { statusRollup } from './checks.ts';
import { commitThing, refThing } from './git-objects.ts';
import { stateOfPull } from './issue-lists.ts';
import { conversationFields, issuePath } from './issues.ts';
import { actorThing, nameWithOwner, ownerOf, PAGING, page, repositoryOf, upper, userThing } from './lookup.ts';
import { reviewConnections } from './reviews.ts';

/** One commit of a pull request. */
interface PullCommitRow {
  readonly pull: PullIssue;
  readonly oid: string;
}

function subPath(pull: PullIssue, context: Context, page: string): string {
  return `${issuePath(pull, context)}/${page}`;
}

function headRow(pull: PullIssue, context: Context): { repository: ReturnType<typeof repositoryOf>; oid: string } {
  return { repository: repositoryOf(context, pull), oid: pull.pullRequest.headSha };
}

/** The issues that merging it would close; GitHub heeds closing words only towards the default branch. */
function closes(pull: PullIssue, context: Context): Issue[] {
  const repository = repositoryOf(context, pull);
  if (pull.pullRequest.baseRef !== repository.defaultBranch) return [];
  return closingReferences(pull.body ?? '', nameWithOwner(context, repository))
    .map((number) => findIssue(context.world, repository, number))
    .filter((issue) => issue !== null)
    .filter((issue) => !isPull(issue));
}

function viewerMayPush(pull: PullIssue, context: Context): boolean {
  return context.may(repositoryOf(context, pull), 'contents', 'write');
}

/** A pull request. Head and base are always in the same repository here. */
export const pullFields: Fields<GhPullRequest, PullIssue> = {
  ...conversationFields,
  ...reviewConnections,
  id: (pull) => nodeId('PullRequest', pull.pullRequest.id),
  state: stateOfPull,
  isDraft: ({ pullRequest }) => pullRequest.draft,
  merged: ({ pullRequest }) => pullRequest.merged,
  mergedAt: ({ pullRequest }) => pullRequest.mergedAt,
  mergedBy: ({ pullRequest }, context) => actorThing(context, pullRequest.mergedById),
  mergeCommit: (pull, context) =>
    pull.pullRequest.mergeCommitSha === null
      ? null
      : commitThing(repositoryOf(context, pull), pull.pullRequest.mergeCommitSha),
  mergeable: ({ pullRequest }) => {
    if (pullRequest.merged || pullRequest.mergeable === null) return 'UNKNOWN';
    return pullRequest.mergeable ? 'MERGEABLE' : 'CONFLICTING';
  },
  mergeStateStatus: (pull, context) => upper(mergeStateOf(context.world, pull)),
  potentialMergeCommit: () => null,
  autoMergeRequest: () => null,
  isInMergeQueue: () => false,
  isMergeQueueEnabled: () => false,
  mergeQueue: () => null,
  mergeQueueEntry: () => null,
  isCrossRepository: () => false,
  maintainerCanModify: ({ pullRequest }) => pullRequest.maintainerCanModify,
  headRefName: ({ pullRequest }) => pullRequest.headRef,
  headRefOid: ({ pullRequest }) => pullRequest.headSha,
  headRef: (pull, context) => refThing(context, repositoryOf(context, pull), `refs/heads/${pull.pullRequest.headRef}`),
  headRepository: (pull, context) => thing('Repository', repositoryOf(context, pull)),
  headRepositoryOwner: (pull, context) => {
    const owner = ownerOf(context, repositoryOf(context, pull));
    return thing(owner.type, owner);
  },
  baseRefName: ({ pullRequest }) => pullRequest.baseRef,
  baseRefOid: ({ pullRequest }) => pullRequest.baseSha,
  baseRef: (pull, context) => refThing(context, repositoryOf(context, pull), `refs/heads/${pull.pullRequest.baseRef}`),
  baseRepository: (pull, context) => thing('Repository', repositoryOf(context, pull)),
  additions: ({ pullRequest }) => pullRequest.additions,
  deletions: ({ pullRequest }) => pullRequest.deletions,
  changedFiles: ({ pullRequest }) => pullRequest.changedFiles,
  totalCommentsCount: (pull) => pull.commentCount,
  permalink: (pull, context) => page(context, issuePath(pull, context)),
  checksUrl: (pull, context) => page(context, subPath(pull, context, 'checks')),
  checksResourcePath: (pull, context) => subPath(pull, context, 'checks'),
  revertUrl: (pull, context) => page(context, subPath(pull, context, 'revert')),
  revertResourcePath: (pull, context) => subPath(pull, context, 'revert'),
  statusCheckRollup: (pull, context) => statusRollup(headRow(pull, context), context),
  reviewDecision: (pull, context) => reviewDecisionOf(context.world, pull),
  commits: takes([...PAGING], async (pull: PullIssue, args: PullRequestCommitsArgs, context, field) => {
    const { baseSha, headSha } = pull.pullRequest;
    const repository = nameWithOwner(context, repositoryOf(context, pull));
    const newestFirst = await context.git.log(repository, { from: baseSha, to: headSha });
    return connection(args, {
      field,
      items: newestFirst.map(({ sha }) => sha).reverse(),
      key: (oid) => oid,
      node: (oid) => thing('PullRequestCommit', { pull, oid } satisfies PullCommitRow),
    });
  }),
  files: takes([...PAGING], async (pull: PullIssue, args: PullRequestFilesArgs, context, field) => {
    const { baseSha, headSha } = pull.pullRequest;
    const repository = nameWithOwner(context, repositoryOf(context, pull));
    return connection(args, {
      field,
      items: await context.git.changedFiles(repository, baseSha, headSha),
      key: ({ path }) => path,
      node: (file) => thing('PullRequestChangedFile', file),
    });
  }),
  reviewRequests: takes([...PAGING], (pull: PullIssue, args: PullRequestReviewRequestsArgs, context, field) =>
    connection(args, {
      field,
      items: pull.pullRequest.requestedReviewerIds,
      key: (id) => id,
      node: (id) => ({
        __typename: 'ReviewRequest',
        asCodeOwner: false,
        requestedReviewer: userThing(context, id),
        pullRequest: thing('PullRequest', pull),
      }),
    }),
  ),
  closingIssuesReferences: takes(
    [...PAGING],
    (pull: PullIssue, args: PullRequestClosingIssuesReferencesArgs, context, field) =>
      connection(args, {
        field,
        items: closes(pull, context),
        key: ({ id }) => id,
        node: (issue) => thing('Issue', issue),
      }),
  ),
  viewerCanUpdateBranch: viewerMayPush,
  viewerCanDeleteHeadRef: viewerMayPush,
  viewerCanEnableAutoMerge: () => false,
  viewerCanDisableAutoMerge: () => false,
};

/** A commit as part of a pull request. */
export const pullCommitFields: Fields<GhPullRequestCommit, PullCommitRow> = {
  id: ({ pull, oid }) => nodeId('Commit', `${pull.repositoryId}:${oid}:pull:${pull.pullRequest.id}`),
  commit: ({ pull, oid }, context) => commitThing(repositoryOf(context, pull), oid),
  pullRequest: ({ pull }) => thing('PullRequest', pull),
  url: ({ pull, oid }, context) => page(context, subPath(pull, context, `commits/${oid}`)),
  resourcePath: ({ pull, oid }, context) => subPath(pull, context, `commits/${oid}`),
};

const CHANGE_TYPES: Readonly<Record<GitFileChange['status'], PatchStatus>> = {
  added: 'ADDED',
  removed: 'DELETED',
  modified: 'MODIFIED',
  renamed: 'RENAMED',
  copied: 'COPIED',
  changed: 'CHANGED',
};

/** A file that a pull request changes. */
export const changedFileFields: Fields<GhChangedFile, GitFileChange> = {
  path: (file) => file.path,
  additions: (file) => file.additions,
  deletions: (file) => file.deletions,
  changeType: (file) => CHANGE_TYPES[file.status],
  viewerViewedState: () => upper('unviewed'),
};
