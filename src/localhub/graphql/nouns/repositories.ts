/** Repositories. */

import type {
  Repository as GhRepository,
  RepositoryCollaboratorsArgs,
  RepositoryIssueArgs,
  RepositoryIssueOrPullRequestArgs,
  RepositoryIssuesArgs,
  RepositoryLabelArgs,
  RepositoryLabelsArgs,
  RepositoryMilestoneArgs,
  RepositoryMilestonesArgs,
  RepositoryObjectArgs,
  RepositoryPullRequestArgs,
  RepositoryPullRequestsArgs,
  RepositoryRefArgs,
  RepositoryRefsArgs,
} from '@octokit/graphql-schema';
import { findIssue } from '../../world/issues.ts';
import { findLabel } from '../../world/labels.ts';
import { isPull, roleOf } from '../../world/lookups.ts';
import { nodeId } from '../../world/node-ids.ts';
import type { Issue, Repository } from '../../world/types.ts';
import { connection } from '../connection.ts';
import type { Context } from '../context.ts';
import { notFound, notImplemented } from '../faults.ts';
import { type Fields, takes, thing } from '../fields.ts';
import { checkRead } from './access.ts';
import { collaboratorConnection } from './collaborators.ts';
import { objectNamed, refThing } from './git-objects.ts';
import { issueConnection, pullConnection } from './issue-lists.ts';
import { issueThing, nameWithOwner, ordered, ownerOf, PAGING, page, repositoryPath, upper } from './lookup.ts';

function issuesOf(repository: Repository, context: Context, permission: 'issues' | 'pull_requests'): readonly Issue[] {
  checkRead(context, repository, permission);
  return context.world.issues.where('repository', repository.id);
}

function numbered(repository: Repository, number: number, context: Context, kind: 'Issue' | 'PullRequest'): unknown {
  checkRead(context, repository, kind === 'Issue' ? 'issues' : 'pull_requests');
  const issue = findIssue(context.world, repository, number);
  if (issue === null || isPull(issue) !== (kind === 'PullRequest')) {
    throw notFound(
      `Could not resolve to ${kind === 'Issue' ? 'an Issue' : 'a PullRequest'} with the number of ${number}.`,
    );
  }
  return thing(kind, issue);
}

/** `heads/x` and plain `x` mean the branch, as on GitHub. */
function fullRefName(context: Context, repository: Repository, name: string): string {
  if (name.startsWith('refs/')) return name;
  const candidates = [`refs/${name}`, `refs/heads/${name}`, `refs/tags/${name}`];
  return candidates.find((candidate) => refThing(context, repository, candidate) !== null) ?? `refs/heads/${name}`;
}

function viewerPermission(repository: Repository, context: Context): string | null {
  const role = roleOf(context.world, repository, context.actor.account);
  return role === null ? (repository.private ? null : 'READ') : upper(role);
}

const canAdminister = (repository: Repository, context: Context): boolean =>
  context.may(repository, 'administration', 'write');

/** A repository. */
export const repositoryFields: Fields<GhRepository, Repository> = {
  id: (repository) => nodeId('Repository', repository.id),
  databaseId: (repository) => repository.id,
  name: (repository) => repository.name,
  nameWithOwner: (repository, context) => nameWithOwner(context, repository),
  owner: (repository, context) => {
    const owner = ownerOf(context, repository);
    return thing(owner.type, owner);
  },
  description: (repository) => repository.description,
  homepageUrl: () => null,
  mirrorUrl: () => null,
  url: (repository, context) => page(context, repositoryPath(context, repository)),
  resourcePath: (repository, context) => repositoryPath(context, repository),
  sshUrl: (repository, context) =>
    `git@${new URL(context.urls.git).hostname}:${nameWithOwner(context, repository)}.git`,
  isPrivate: (repository) => repository.private,
  visibility: (repository) => (repository.private ? 'PRIVATE' : 'PUBLIC'),
  isArchived: (repository) => repository.archived,
  archivedAt: (repository) => (repository.archived ? repository.updatedAt : null),
  isDisabled: () => false,
  isEmpty: (repository, context) => context.world.refs.where('repository', repository.id).length === 0,
  isFork: () => false,
  isInOrganization: (repository, context) => ownerOf(context, repository).type === 'Organization',
  isLocked: () => false,
  isMirror: () => false,
  isTemplate: () => false,
  parent: () => null,
  templateRepository: () => null,
  forkCount: () => 0,
  stargazerCount: () => 0,
  hasIssuesEnabled: () => true,
  hasProjectsEnabled: () => false,
  hasWikiEnabled: () => false,
  hasDiscussionsEnabled: () => false,
  mergeCommitAllowed: ({ settings }) => settings.allowMergeCommit,
  squashMergeAllowed: ({ settings }) => settings.allowSquashMerge,
  rebaseMergeAllowed: ({ settings }) => settings.allowRebaseMerge,
  deleteBranchOnMerge: ({ settings }) => settings.deleteBranchOnMerge,
  autoMergeAllowed: () => false,
  createdAt: (repository) => repository.createdAt,
  updatedAt: (repository) => repository.updatedAt,
  pushedAt: (repository) => repository.pushedAt,
  viewerPermission,
  viewerCanAdminister: canAdminister,
  defaultBranchRef: (repository, context) => refThing(context, repository, `refs/heads/${repository.defaultBranch}`),
  ref: takes(['qualifiedName'], (repository: Repository, args: RepositoryRefArgs, context) => {
    checkRead(context, repository, 'contents');
    return refThing(context, repository, fullRefName(context, repository, args.qualifiedName));
  }),
  refs: takes(
    [...PAGING, 'refPrefix', 'query', 'direction', 'orderBy'],
    (repository: Repository, args: RepositoryRefsArgs, context, field) => {
      checkRead(context, repository, 'contents');
      if (args.orderBy && args.orderBy.field !== 'ALPHABETICAL') {
        throw notImplemented(`Repository.refs(orderBy: {field: ${args.orderBy.field}})`);
      }
      const prefix = args.refPrefix.endsWith('/') ? args.refPrefix : `${args.refPrefix}/`;
      const named = context.world.refs
        .where('repository', repository.id)
        .filter(({ name }) => name.startsWith(prefix) && name.slice(prefix.length).includes(args.query ?? ''));
      return connection(args, {
        field,
        items: ordered(named, ({ name }) => name, args.direction ?? args.orderBy?.direction ?? 'ASC'),
        key: ({ id }) => id,
        node: (ref) => thing('Ref', ref),
      });
    },
  ),
  object: takes(['expression', 'oid'], (repository: Repository, args: RepositoryObjectArgs, context) => {
    checkRead(context, repository, 'contents');
    return objectNamed(context, repository, args.expression ?? String(args.oid ?? 'HEAD'));
  }),
  collaborators: takes(
    [...PAGING, 'affiliation', 'query', 'login'],
    (repository: Repository, args: RepositoryCollaboratorsArgs, context, field) =>
      collaboratorConnection(context, repository, args, field),
  ),
  issue: takes(['number'], (repository: Repository, args: RepositoryIssueArgs, context) =>
    numbered(repository, args.number, context, 'Issue'),
  ),
  pullRequest: takes(['number'], (repository: Repository, args: RepositoryPullRequestArgs, context) =>
    numbered(repository, args.number, context, 'PullRequest'),
  ),
  issueOrPullRequest: takes(['number'], (repository: Repository, args: RepositoryIssueOrPullRequestArgs, context) => {
    const issue = findIssue(context.world, repository, args.number);
    if (issue === null) {
      throw notFound(`Could not resolve to an issue or pull request with the number of ${args.number}.`);
    }
    checkRead(context, repository, isPull(issue) ? 'pull_requests' : 'issues');
    return issueThing(issue);
  }),
  issues: takes(
    [...PAGING, 'states', 'labels', 'orderBy', 'filterBy'],
    (repository: Repository, args: RepositoryIssuesArgs, context, field) =>
      issueConnection(context, field, args, issuesOf(repository, context, 'issues')),
  ),
  pullRequests: takes(
    [...PAGING, 'states', 'labels', 'headRefName', 'baseRefName', 'orderBy'],
    (repository: Repository, args: RepositoryPullRequestsArgs, context, field) =>
      pullConnection(context, field, args, issuesOf(repository, context, 'pull_requests')),
  ),
  label: takes(['name'], (repository: Repository, args: RepositoryLabelArgs, context) => {
    const label = findLabel(context.world, repository, args.name);
    return label === null ? null : thing('Label', label);
  }),
  labels: takes(
    [...PAGING, 'orderBy', 'query'],
    (repository: Repository, args: RepositoryLabelsArgs, context, field) => {
      const query = args.query?.toLowerCase() ?? '';
      const labels = context.world.labels
        .where('repository', repository.id)
        .filter(({ name, description }) => `${name} ${description ?? ''}`.toLowerCase().includes(query));
      return connection(args, {
        field,
        items:
          args.orderBy?.field === 'NAME'
            ? ordered(labels, ({ name }) => name.toLowerCase(), args.orderBy.direction)
            : labels,
        key: ({ id }) => id,
        node: (label) => thing('Label', label),
      });
    },
  ),
  milestone: takes(['number'], (repository: Repository, args: RepositoryMilestoneArgs, context) => {
    const found = context.world.milestones
      .where('repository', repository.id)
      .find(({ number }) => number === args.number);
    return found === undefined ? null : thing('Milestone', found);
  }),
  milestones: takes([...PAGING, 'states'], (repository: Repository, args: RepositoryMilestonesArgs, context, field) =>
    connection(args, {
      field,
      items: context.world.milestones
        .where('repository', repository.id)
        .filter(({ state }) => args.states == null || args.states.includes(upper(state))),
      key: ({ id }) => id,
      node: (milestone) => thing('Milestone', milestone),
    }),
  ),
};
