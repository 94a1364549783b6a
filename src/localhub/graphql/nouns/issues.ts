/** Issues, and the fields that pull requests share with them. */

import type {
  Issue as GhIssue,
  PullRequest as GhPullRequest,
  IssueAssigneesArgs,
  IssueCommentsArgs,
  IssueLabelsArgs,
  IssueParticipantsArgs,
  IssueReactionsArgs,
  IssueTimelineItemsArgs,
} from '@octokit/graphql-schema';
import { blockedOf, blockersOf } from '../../world/dependencies.ts';
import { isPull, labelsOf } from '../../world/lookups.ts';
import { nodeId } from '../../world/node-ids.ts';
import { subIssuesOf } from '../../world/sub-issues.ts';
import type { Issue } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { connection, type PagingArgs } from '../connection.ts';
import type { Context } from '../context.ts';
import { type Fields, takes, thing } from '../fields.ts';
import { commentConnection } from './comments.ts';
import { stateOfIssue } from './issue-lists.ts';
import { actorThing, ordered, PAGING, page, repositoryOf, repositoryPath, upper, userThing } from './lookup.ts';
import { reactionConnection, reactionGroups } from './reactions.ts';
import { timelineConnection } from './timeline.ts';
import { authorAssociation, viewerDidAuthor } from './written.ts';

/** Fields that GitHub's schema has, and the types published beside it do not have yet. */
interface NewerFields {
  readonly stateReason?: unknown;
  readonly parent?: unknown;
  readonly subIssues?: unknown;
  readonly subIssuesSummary?: unknown;
  readonly viewerCanLabel?: unknown;
  readonly blockedBy?: unknown;
  readonly blocking?: unknown;
  readonly issueDependenciesSummary?: unknown;
}

/** The path of the page of an issue or pull request. */
export function issuePath(issue: Issue, context: Context): string {
  return `${repositoryPath(context, repositoryOf(context, issue))}/${isPull(issue) ? 'pull' : 'issues'}/${issue.number}`;
}

/** Everybody who spoke: the author, then commenters, reviewers and assignees in that order, each once. */
function participants(issue: Issue, context: Context): number[] {
  const ids = [
    issue.authorId,
    ...context.world.comments.where('issue', issue.id).map(({ authorId }) => authorId),
    ...context.world.reviews.where('issue', issue.id).map(({ authorId }) => authorId),
    ...issue.assigneeIds,
  ];
  return [...new Set(ids)].filter((id) => userThing(context, id) !== null);
}

function canWrite(issue: Issue, context: Context): boolean {
  return context.may(repositoryOf(context, issue), isPull(issue) ? 'pull_requests' : 'issues', 'write');
}

function canUpdate(issue: Issue, context: Context): boolean {
  return viewerDidAuthor(issue, context) || canWrite(issue, context);
}

/** The fields that an issue and a pull request answer in the same way. */
export const conversationFields = {
  databaseId: (issue) => issue.pullRequest?.id ?? issue.id,
  fullDatabaseId: (issue) => String(issue.pullRequest?.id ?? issue.id),
  number: (issue) => issue.number,
  title: (issue) => issue.title,
  body: (issue) => issue.body ?? '',
  author: (issue, context) => actorThing(context, issue.authorId),
  authorAssociation,
  closed: (issue) => issue.state === 'closed',
  closedAt: (issue) => issue.closedAt,
  createdAt: (issue) => issue.createdAt,
  publishedAt: (issue) => issue.createdAt,
  updatedAt: (issue) => issue.updatedAt,
  lastEditedAt: (issue) => issue.lastEditedAt,
  // A hub's file from before this was kept has no editor.
  editor: (issue, context) => actorThing(context, issue.lastEditorId ?? null),
  includesCreatedEdit: (issue) => issue.lastEditedAt !== null,
  createdViaEmail: () => false,
  locked: (issue) => issue.locked,
  activeLockReason: () => null,
  url: (issue, context) => page(context, issuePath(issue, context)),
  resourcePath: issuePath,
  repository: (issue, context) => thing('Repository', repositoryOf(context, issue)),
  milestone: (issue, context) =>
    issue.milestoneId === null ? null : thing('Milestone', context.world.milestones.get(issue.milestoneId)),
  labels: takes([...PAGING, 'orderBy'], (issue: Issue, args: IssueLabelsArgs, context, field) => {
    const labels = labelsOf(context.world, issue);
    const items =
      args.orderBy?.field === 'NAME'
        ? ordered(labels, ({ name }) => name.toLowerCase(), args.orderBy.direction)
        : labels;
    return connection(args, { field, items, key: ({ id }) => id, node: (label) => thing('Label', label) });
  }),
  assignees: takes([...PAGING], (issue: Issue, args: IssueAssigneesArgs, context, field) =>
    connection(args, { field, items: issue.assigneeIds, key: (id) => id, node: (id) => userThing(context, id) }),
  ),
  participants: takes([...PAGING], (issue: Issue, args: IssueParticipantsArgs, context, field) =>
    connection(args, {
      field,
      items: participants(issue, context),
      key: (id) => id,
      node: (id) => userThing(context, id),
    }),
  ),
  comments: takes<Issue, IssueCommentsArgs>([...PAGING, 'orderBy'], commentConnection),
  timelineItems: takes<Issue, IssueTimelineItemsArgs>([...PAGING, 'itemTypes', 'since', 'skip'], timelineConnection),
  reactionGroups: (issue, context) => reactionGroups(context, { type: 'issue', id: issue.id }),
  reactions: takes([...PAGING, 'content', 'orderBy'], (issue: Issue, args: IssueReactionsArgs, context, field) =>
    reactionConnection(context, { type: 'issue', id: issue.id }, args, field),
  ),
  viewerDidAuthor,
  viewerCanUpdate: canUpdate,
  viewerCanClose: canUpdate,
  viewerCanReopen: canUpdate,
  viewerCanLabel: canWrite,
  viewerCanReact: () => true,
} satisfies Fields<GhIssue & GhPullRequest & NewerFields, Issue>;

const subIssues = (issue: Issue, context: Context): readonly Issue[] => subIssuesOf(context.world, issue);

/** A connection of issues that others tell of. GitHub shows what was added last first. */
const related = (those: (world: World, issue: Issue) => readonly Issue[]) =>
  takes([...PAGING], (issue: Issue, args: PagingArgs, context, field) =>
    connection(args, {
      field,
      items: those(context.world, issue).toReversed(),
      key: ({ id }) => id,
      node: (other) => thing('Issue', other),
    }),
  );

/** An issue. */
export const issueFields: Fields<GhIssue & NewerFields, Issue> = {
  ...conversationFields,
  id: (issue) => nodeId('Issue', issue.id),
  state: stateOfIssue,
  stateReason: takes(['enableDuplicate'], (issue: Issue, args: { enableDuplicate?: boolean | null }) => {
    if (issue.stateReason === null) return null;
    // Unless asked otherwise GitHub shows duplicates as what they were before there was a word for them.
    return issue.stateReason === 'duplicate' && !args.enableDuplicate ? 'NOT_PLANNED' : upper(issue.stateReason);
  }),
  isPinned: (issue) => issue.pinnedAt != null,
  viewerCanDelete: (issue, context) => context.may(repositoryOf(context, issue), 'administration', 'write'),
  parent: (issue, context) =>
    issue.parentId === null ? null : thing('Issue', context.world.issues.get(issue.parentId)),
  subIssues: takes([...PAGING], (issue: Issue, args: PagingArgs, context, field) =>
    connection(args, {
      field,
      items: subIssues(issue, context),
      key: ({ id }) => id,
      node: (child) => thing('Issue', child),
    }),
  ),
  blockedBy: related(blockersOf),
  blocking: related(blockedOf),
  issueDependenciesSummary: (issue, { world }) => {
    const [blockers, blocked] = [blockersOf(world, issue), blockedOf(world, issue)];
    const open = (issues: readonly Issue[]): number => issues.filter(({ state }) => state === 'open').length;
    return {
      blockedBy: open(blockers),
      blocking: open(blocked),
      totalBlockedBy: blockers.length,
      totalBlocking: blocked.length,
    };
  },
  subIssuesSummary: (issue, context) => {
    const children = subIssues(issue, context);
    const completed = children.filter(({ state }) => state === 'closed').length;
    return {
      total: children.length,
      completed,
      percentCompleted: children.length === 0 ? 0 : Math.floor((100 * completed) / children.length),
    };
  },
};
