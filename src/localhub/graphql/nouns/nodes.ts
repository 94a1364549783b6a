/** Things by their node id. */

import { type NodeKey, parseNodeId } from '../../world/node-ids.ts';
import type { Comment, Issue, Label, Milestone, PullIssue, Ref, Repository } from '../../world/types.ts';
import type { Context } from '../context.ts';
import { notFound } from '../faults.ts';
import { type Thing, thing } from '../fields.ts';
import { mayRead } from './access.ts';
import { commitThing, refThing } from './git-objects.ts';
import { itemThing } from './timeline.ts';

/** A thing with the repository that it is part of; null for accounts and Apps, which everybody may see. */
interface Found {
  readonly thing: Thing;
  readonly repository: Repository | null;
}

/**
 * The thing that a node id names.
 *
 * @throws GraphqlFault `NOT_FOUND` in GitHub's words when there is none that the caller may see
 */
export function nodeNamed(context: Context, id: string): Thing {
  const key = parseNodeId(id);
  const found = key === null ? null : find(context, key);
  if (found === null || (found.repository !== null && !mayRead(context, found.repository))) {
    throw notFound(`Could not resolve to a node with the global id of '${id}'.`);
  }
  return found.thing;
}

/**
 * The row that a node id names, when it is of the type wanted; GitHub tells no difference between "not there" and "not one
 * of those".
 *
 * @param types GraphQL type names that will do
 */
function rowOf(context: Context, id: string, ...types: string[]): unknown {
  const node = nodeNamed(context, id);
  if (!types.includes(node.__typename))
    throw notFound(`Could not resolve to ${types.join(' or ')} node with the global id of '${id}'.`);
  return node.row;
}

/** The repository with this node id. */
export const repositoryByNode = (context: Context, id: string): Repository =>
  rowOf(context, id, 'Repository') as Repository;
/** The issue with this node id. */
export const issueByNode = (context: Context, id: string): Issue => rowOf(context, id, 'Issue') as Issue;
/** The pull request with this node id. */
export const pullByNode = (context: Context, id: string): PullIssue => rowOf(context, id, 'PullRequest') as PullIssue;
/** The issue or pull request with this node id. */
export const conversationByNode = (context: Context, id: string): Issue =>
  rowOf(context, id, 'Issue', 'PullRequest') as Issue;
/** The comment with this node id. */
export const commentByNode = (context: Context, id: string): Comment => rowOf(context, id, 'IssueComment') as Comment;
/** The label with this node id. */
export const labelByNode = (context: Context, id: string): Label => rowOf(context, id, 'Label') as Label;
/** The milestone with this node id. */
export const milestoneByNode = (context: Context, id: string): Milestone =>
  rowOf(context, id, 'Milestone') as Milestone;
/** The ref with this node id. */
export const refByNode = (context: Context, id: string): Ref => rowOf(context, id, 'Ref') as Ref;

function find(context: Context, key: NodeKey): Found | null {
  const { world } = context;
  const number = Number(key.key);
  switch (key.type) {
    case 'User':
    case 'Organization':
    case 'Bot':
      return open(key.type, world.accounts.get(number));
    case 'App':
      return open('App', world.apps.get(number));
    case 'Repository': {
      const repository = world.repositories.get(number);
      return repository === undefined ? null : { thing: thing('Repository', repository), repository };
    }
    case 'Issue':
      return inRepository(context, 'Issue', world.issues.get(number));
    case 'PullRequest':
      return inRepository(context, 'PullRequest', world.issues.where('pull', number)[0]);
    case 'Label':
      return inRepository(context, 'Label', world.labels.get(number));
    case 'Milestone':
      return inRepository(context, 'Milestone', world.milestones.get(number));
    case 'IssueComment':
      return inRepository(context, 'IssueComment', world.comments.get(number));
    case 'PullRequestReview':
      return inRepository(context, 'PullRequestReview', world.reviews.get(number));
    case 'Reaction':
      return inRepository(context, 'Reaction', world.reactions.get(number));
    case 'CheckSuite':
      return inRepository(context, 'CheckSuite', world.checkSuites.get(number));
    case 'CheckRun':
      return inRepository(context, 'CheckRun', world.checkRuns.get(number));
    case 'StatusContext':
      return inRepository(context, 'StatusContext', world.statuses.get(number));
    case 'Workflow':
      return inRepository(context, 'Workflow', world.workflows.get(number));
    case 'WorkflowRun':
      return inRepository(context, 'WorkflowRun', world.workflowRuns.get(number));
    case 'TimelineItem': {
      const item = world.timeline.get(number);
      const shown = item && itemThing(context, item);
      return item && shown ? { thing: shown, repository: world.repositories.get(item.repositoryId) ?? null } : null;
    }
    default:
      return gitNode(context, key);
  }
}

function open(type: string, row: unknown): Found | null {
  return row === undefined ? null : { thing: thing(type, row), repository: null };
}

function inRepository(
  context: Context,
  type: string,
  row: { readonly repositoryId: number } | undefined,
): Found | null {
  const repository = row && context.world.repositories.get(row.repositoryId);
  return repository === undefined ? null : { thing: thing(type, row), repository };
}

/** Keys of git's objects are `<repository id>:<oid>`, those of refs `<repository id>:<full name>`. */
function gitNode(context: Context, { type, key }: NodeKey): Found | null {
  const colon = key.indexOf(':');
  const repository = context.world.repositories.get(Number(key.slice(0, colon)));
  const name = key.slice(colon + 1);
  if (repository === undefined || colon < 0) return null;
  if (type === 'Ref') {
    const ref = refThing(context, repository, name);
    return ref && { thing: ref, repository };
  }
  // Node ids come from this hub, so the object was there when the id was made, and bare repositories forget nothing.
  if (!/^[0-9a-f]{40}$/.test(name)) return null;
  if (type === 'Commit') return { thing: commitThing(repository, name), repository };
  if (type === 'Tree' || type === 'Blob') return { thing: thing(type, { repository, oid: name }), repository };
  return null;
}
