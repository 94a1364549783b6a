/** Comments and reactions. */

import type {
  AddCommentInput,
  AddReactionInput,
  DeleteIssueCommentInput,
  RemoveReactionInput,
  UpdateIssueCommentInput,
} from '@octokit/graphql-schema';
import { createComment, deleteComment, updateComment } from '../../world/comments.ts';
import { isPull } from '../../world/lookups.ts';
import { addReaction, type ReactionSubject as Reactable, reactionsOf, removeReaction } from '../../world/reactions.ts';
import type { Comment, Issue, Repository } from '../../world/types.ts';
import { cursorOf } from '../connection.ts';
import type { Context } from '../context.ts';
import { notFound } from '../faults.ts';
import { type Thing, thing } from '../fields.ts';
import { subjectOf } from '../nouns/comments.ts';
import { issueThing, repositoryOf } from '../nouns/lookup.ts';
import { commentByNode, conversationByNode, nodeNamed } from '../nouns/nodes.ts';
import { REACTIONS, reactionGroups } from '../nouns/reactions.ts';
import { type Act, demandToSpeak, demandUnlessAuthor, mutation } from './act.ts';

/** A conversation belongs to issues, that of a pull request to both. */
export function conversationPermissions(issue: Issue): readonly string[] {
  return isPull(issue) ? ['pull_requests', 'issues'] : ['issues'];
}

/** What an `id` of something reactable names. */
function reactable(
  context: Context,
  id: string,
): { thing: Thing; subject: Reactable; repository: Repository; issue: Issue } {
  const node = nodeNamed(context, id);
  switch (node.__typename) {
    case 'Issue':
    case 'PullRequest': {
      const issue = node.row as Issue;
      return { thing: node, subject: { issue }, repository: repositoryOf(context, issue), issue };
    }
    case 'IssueComment': {
      const comment = node.row as Comment;
      return {
        thing: node,
        subject: { comment },
        repository: repositoryOf(context, comment),
        issue: subjectOf(context, comment),
      };
    }
    default:
      throw notFound(`Could not resolve to a Reactable node with the global id of '${id}'.`);
  }
}

function groupsOf(act: Act, subject: Reactable): unknown {
  return reactionGroups(
    act,
    'issue' in subject ? { type: 'issue', id: subject.issue.id } : { type: 'comment', id: subject.comment.id },
  );
}

/** The edge of a comment in its issue's list, with the cursor that the list would give it. */
function commentEdge(comment: Comment): object {
  return { node: thing('IssueComment', comment), cursor: cursorOf(comment.id) };
}

/** `addComment`. */
export const addCommentMutation = mutation<AddCommentInput>(['subjectId', 'body'], (input, act) => {
  const issue = conversationByNode(act, input.subjectId);
  demandToSpeak(act, repositoryOf(act, issue), conversationPermissions(issue));
  const comment = createComment(act.world, act.actor, { issue, body: input.body });
  return { subject: issueThing(issue), commentEdge: commentEdge(comment) };
});

/** `updateIssueComment`. */
export const updateIssueCommentMutation = mutation<UpdateIssueCommentInput>(['id', 'body'], (input, act) => {
  const comment = commentByNode(act, input.id);
  demandUnlessAuthor(act, repositoryOf(act, comment), comment, conversationPermissions(subjectOf(act, comment)));
  return { issueComment: thing('IssueComment', updateComment(act.world, act.actor, { comment, body: input.body })) };
});

/** `deleteIssueComment`. */
export const deleteIssueCommentMutation = mutation<DeleteIssueCommentInput>(['id'], (input, act) => {
  const comment = commentByNode(act, input.id);
  demandUnlessAuthor(act, repositoryOf(act, comment), comment, conversationPermissions(subjectOf(act, comment)));
  deleteComment(act.world, act.actor, { comment });
  return {};
});

/** `addReaction`. The same reaction a second time gives the first one, as on GitHub. */
export const addReactionMutation = mutation<AddReactionInput>(['subjectId', 'content'], (input, act) => {
  const target = reactable(act, input.subjectId);
  demandToSpeak(act, target.repository, conversationPermissions(target.issue));
  const { reaction } = addReaction(act.world, act.actor, { ...target.subject, content: REACTIONS[input.content] });
  return {
    reaction: thing('Reaction', reaction),
    subject: target.thing,
    reactionGroups: groupsOf(act, target.subject),
  };
});

/** `removeReaction`: the caller's own. */
export const removeReactionMutation = mutation<RemoveReactionInput>(['subjectId', 'content'], (input, act) => {
  const target = reactable(act, input.subjectId);
  demandToSpeak(act, target.repository, conversationPermissions(target.issue));
  const content = REACTIONS[input.content];
  const own = reactionsOf(act.world, target.subject).find(
    (reaction) => reaction.accountId === act.actor.account.id && reaction.content === content,
  );
  if (own === undefined)
    throw notFound(`Could not resolve to a Reaction of ${input.content} by ${act.actor.account.login}.`);
  removeReaction(act.world, { reaction: own });
  return { reaction: thing('Reaction', own), subject: target.thing, reactionGroups: groupsOf(act, target.subject) };
});
