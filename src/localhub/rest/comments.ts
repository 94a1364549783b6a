import { json, noContent } from '../http/answer.ts';
import { issueComment, reaction } from '../representations/issues.ts';
import { commentsOf, createComment, deleteComment, findComment, updateComment } from '../world/comments.ts';
import { hasRole, issueById } from '../world/lookups.ts';
import { addReaction, REACTIONS, reactionsOf } from '../world/reactions.ts';
import { type Comment, HubError, validationFailed } from '../world/types.ts';
import {
  found,
  listed,
  numberParameter,
  query,
  type RepositoryContext,
  type RestContext,
  type Route,
  repositoryRoute,
} from './context.ts';
import { theIssue } from './issues.ts';

const represent = ({ world, urls }: RestContext, comment: Comment) =>
  issueComment(world, urls, comment, issueById(world, comment.issueId));

function theComment(context: RepositoryContext): Comment {
  const comment = found(findComment(context.world, numberParameter(context, 'comment_id')));
  return found(comment.repositoryId === context.repository.id ? comment : null);
}

/** People change their own comments, or everybody's with write access. Apps with the permission change every comment. */
function demandOwn({ actor, world, repository }: RepositoryContext, comment: Comment): void {
  if (actor.via !== 'user' || actor.account.id === comment.authorId) return;
  if (!hasRole(world, repository, actor.account, 'write'))
    throw new HubError(403, 'Must have write access to Repository.');
}

/** The comments updated since then, in the order that the query asks for. */
function listOf(context: RepositoryContext, comments: readonly Comment[]) {
  const since = query(context, 'since');
  const later = comments.filter((one) => since === null || Date.parse(one.updatedAt) >= Date.parse(since));
  const key = query(context, 'sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const sign = query(context, 'direction') === 'desc' ? -1 : 1;
  later.sort((a, b) => sign * (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : a.id - b.id));
  return listed(context, later, (one) => represent(context, one));
}

/** Comments on issues and pull requests, and reactions to them. */
export const commentRoutes: readonly Route[] = [
  repositoryRoute('GET /issues/{issue_number}/comments', 'issues:read', (context) =>
    listOf(context, commentsOf(context.world, theIssue(context))),
  ),
  repositoryRoute(
    'POST /issues/{issue_number}/comments',
    'issues|pull_requests:write',
    (context) => {
      const comment = createComment(context.world, context.actor, {
        issue: theIssue(context),
        body: context.fields.required('body'),
      });
      const body = represent(context, comment);
      return json(body, 201, { location: String(body.url) });
    },
    { role: 'read', createsContent: true },
  ),
  repositoryRoute('GET /issues/comments', 'issues:read', (context) =>
    listOf(context, context.world.comments.where('repository', context.repository.id)),
  ),
  repositoryRoute('GET /issues/comments/{comment_id}', 'issues:read', (context) =>
    json(represent(context, theComment(context))),
  ),
  repositoryRoute(
    'PATCH /issues/comments/{comment_id}',
    'issues|pull_requests:write',
    (context) => {
      const comment = theComment(context);
      demandOwn(context, comment);
      return json(
        represent(
          context,
          updateComment(context.world, context.actor, { comment, body: context.fields.required('body') }),
        ),
      );
    },
    { role: 'read' },
  ),
  repositoryRoute(
    'DELETE /issues/comments/{comment_id}',
    'issues|pull_requests:write',
    (context) => {
      const comment = theComment(context);
      demandOwn(context, comment);
      deleteComment(context.world, context.actor, { comment });
      return noContent;
    },
    { role: 'read' },
  ),
  ...reactionRoutes('/issues/comments/{comment_id}', (context) => ({ comment: theComment(context) })),
  ...reactionRoutes('/issues/{issue_number}', (context) => ({ issue: theIssue(context) })),
];

function reactionRoutes(
  path: string,
  subjectOf: (context: RepositoryContext) => Parameters<typeof reactionsOf>[1],
): Route[] {
  return [
    repositoryRoute(`GET ${path}/reactions`, 'issues:read', (context) =>
      listed(context, reactionsOf(context.world, subjectOf(context)), (one) =>
        reaction(context.world, context.urls, one),
      ),
    ),
    repositoryRoute(
      `POST ${path}/reactions`,
      'issues|pull_requests:write',
      (context) => {
        const content = REACTIONS.find((one) => one === context.request.body.content);
        if (!content) throw validationFailed({ resource: 'Reaction', code: 'invalid', field: 'content' });
        const added = addReaction(context.world, context.actor, { ...subjectOf(context), content });
        return json(reaction(context.world, context.urls, added.reaction), added.created ? 201 : 200);
      },
      { role: 'read' },
    ),
  ];
}
