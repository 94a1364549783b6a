/** Comments on issues and in the conversation of pull requests. */

import type { IssueComment as GhIssueComment, IssueCommentReactionsArgs } from '@octokit/graphql-schema';
import { isPull } from '../../world/lookups.ts';
import { nodeId } from '../../world/node-ids.ts';
import type { Comment, Issue } from '../../world/types.ts';
import { type Connection, connection, type PagingArgs } from '../connection.ts';
import type { Context } from '../context.ts';
import { type Fields, type Thing, takes, thing } from '../fields.ts';
import { actorThing, must, ordered, PAGING, page, repositoryOf, repositoryPath } from './lookup.ts';
import { reactionConnection, reactionGroups } from './reactions.ts';
import { authorAssociation, viewerDidAuthor } from './written.ts';

/** The arguments of a connection of comments. */
export interface CommentListArgs extends PagingArgs {
  readonly orderBy?: { readonly direction: 'ASC' | 'DESC' } | null;
}

/** A page of the comments of an issue or pull request, oldest first unless ordered otherwise. */
export function commentConnection(
  issue: Issue,
  args: CommentListArgs,
  context: Context,
  field: string,
): Connection<Thing<'IssueComment', Comment>> {
  const comments = context.world.comments.where('issue', issue.id);
  return connection(args, {
    field,
    items: args.orderBy ? ordered(comments, ({ updatedAt }) => updatedAt, args.orderBy.direction) : comments,
    key: ({ id }) => id,
    node: (comment) => thing('IssueComment', comment),
  });
}

/** The issue or pull request that a comment is on. */
export function subjectOf(context: Context, comment: Comment): Issue {
  return must(context.world.issues.get(comment.issueId), `issue ${comment.issueId}`);
}

function commentPath(comment: Comment, context: Context): string {
  const issue = subjectOf(context, comment);
  const kind = isPull(issue) ? 'pull' : 'issues';
  return `${repositoryPath(context, repositoryOf(context, comment))}/${kind}/${issue.number}#issuecomment-${comment.id}`;
}

/** Whether the caller may change or delete the comment: its author may, and those who may write. */
function viewerCanUpdate(comment: Comment, context: Context): boolean {
  return viewerDidAuthor(comment, context) || context.may(repositoryOf(context, comment), 'issues', 'write');
}

/** A comment. */
export const commentFields: Fields<GhIssueComment, Comment> = {
  id: (comment) => nodeId('IssueComment', comment.id),
  databaseId: (comment) => comment.id,
  fullDatabaseId: (comment) => String(comment.id),
  body: (comment) => comment.body,
  author: (comment, context) => actorThing(context, comment.authorId),
  authorAssociation,
  createdAt: (comment) => comment.createdAt,
  publishedAt: (comment) => comment.createdAt,
  updatedAt: (comment) => comment.updatedAt,
  lastEditedAt: (comment) => comment.lastEditedAt,
  editor: (comment, context) => actorThing(context, comment.lastEditorId ?? null),
  includesCreatedEdit: (comment) => comment.lastEditedAt !== null,
  createdViaEmail: () => false,
  isMinimized: () => false,
  minimizedReason: () => null,
  url: (comment, context) => page(context, commentPath(comment, context)),
  resourcePath: commentPath,
  repository: (comment, context) => thing('Repository', repositoryOf(context, comment)),
  issue: (comment, context) => thing('Issue', subjectOf(context, comment)),
  pullRequest: (comment, context) => {
    const issue = subjectOf(context, comment);
    return isPull(issue) ? thing('PullRequest', issue) : null;
  },
  reactionGroups: (comment, context) => reactionGroups(context, { type: 'comment', id: comment.id }),
  reactions: takes(
    [...PAGING, 'content', 'orderBy'],
    (comment: Comment, args: IssueCommentReactionsArgs, context, field) =>
      reactionConnection(context, { type: 'comment', id: comment.id }, args, field),
  ),
  viewerDidAuthor,
  viewerCanUpdate,
  viewerCanDelete: viewerCanUpdate,
  viewerCanReact: () => true,
};
