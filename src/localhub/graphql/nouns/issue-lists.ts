/** Lists of issues and of pull requests with the filters that all their connections share. */

import type { IssueFilters, IssueOrder, IssueState, PullRequestState } from '@octokit/graphql-schema';
import { isPull } from '../../world/lookups.ts';
import type { Issue, PullIssue } from '../../world/types.ts';
import { type Connection, connection, type PagingArgs } from '../connection.ts';
import type { Context } from '../context.ts';
import { notImplemented } from '../faults.ts';
import { type Thing, thing } from '../fields.ts';
import { ordered } from './lookup.ts';

/** The arguments of a connection of issues. */
export interface IssueListArgs extends PagingArgs {
  readonly states?: readonly IssueState[] | null;
  readonly labels?: readonly string[] | null;
  readonly orderBy?: IssueOrder | null;
  readonly filterBy?: IssueFilters | null;
}

/** The arguments of a connection of pull requests. */
export interface PullListArgs extends PagingArgs {
  readonly states?: readonly PullRequestState[] | null;
  readonly labels?: readonly string[] | null;
  readonly headRefName?: string | null;
  readonly baseRefName?: string | null;
  readonly orderBy?: IssueOrder | null;
}

/** A page of those of `issues` that are issues proper and pass the filters. */
export function issueConnection(
  context: Context,
  field: string,
  args: IssueListArgs,
  issues: readonly Issue[],
): Connection<Thing<'Issue', Issue>> {
  const kept = issues
    .filter((issue) => !isPull(issue))
    .filter((issue) => !args.states || args.states.includes(stateOfIssue(issue)))
    .filter((issue) => hasOneOf(context, issue, args.labels))
    .filter((issue) => passes(context, issue, args.filterBy, field));
  const items = inOrder(kept, args.orderBy, field);
  return connection(args, { field, items, key: ({ id }) => id, node: (issue) => thing('Issue', issue) });
}

/** A page of those of `issues` that are pull requests and pass the filters. */
export function pullConnection(
  context: Context,
  field: string,
  args: PullListArgs,
  issues: readonly Issue[],
): Connection<Thing<'PullRequest', PullIssue>> {
  const kept = issues
    .filter(isPull)
    .filter((pull) => !args.states || args.states.includes(stateOfPull(pull)))
    .filter((pull) => args.headRefName == null || pull.pullRequest.headRef === args.headRefName)
    .filter((pull) => args.baseRefName == null || pull.pullRequest.baseRef === args.baseRefName)
    .filter((pull) => hasOneOf(context, pull, args.labels));
  const items = inOrder(kept, args.orderBy, field);
  return connection(args, { field, items, key: ({ id }) => id, node: (pull) => thing('PullRequest', pull) });
}

/** `OPEN` or `CLOSED`. */
export function stateOfIssue(issue: Issue): IssueState {
  return issue.state === 'open' ? 'OPEN' : 'CLOSED';
}

/** GraphQL knows a third state, where REST has a flag. */
export function stateOfPull(pull: PullIssue): PullRequestState {
  if (pull.pullRequest.merged) return 'MERGED';
  return stateOfIssue(pull);
}

function hasOneOf(context: Context, issue: Issue, names: readonly string[] | null | undefined): boolean {
  if (names == null || names.length === 0) return true;
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return issue.labelIds.some((id) => wanted.has(context.world.labels.get(id)?.name.toLowerCase() ?? ''));
}

/** The filters of `filterBy` that are known here; the others are refused by name. */
const FILTERS: ReadonlySet<string> = new Set(['states', 'labels', 'assignee', 'createdBy', 'since']);

function passes(context: Context, issue: Issue, filters: IssueFilters | null | undefined, field: string): boolean {
  if (filters == null) return true;
  for (const [name, value] of Object.entries(filters)) {
    // `viewerSubscribed` is false by default and then asks for nothing.
    if (value != null && value !== false && !FILTERS.has(name))
      throw notImplemented(`${field}(filterBy: {${name}: …})`);
  }
  const { states, labels, assignee, createdBy, since } = filters;
  if (states && !states.includes(stateOfIssue(issue))) return false;
  if (!hasOneOf(context, issue, labels)) return false;
  if (createdBy != null && loginOf(context, issue.authorId) !== createdBy) return false;
  if (since != null && Date.parse(issue.updatedAt) < Date.parse(String(since))) return false;
  if (assignee === undefined) return true;
  if (assignee === null) return issue.assigneeIds.length === 0;
  if (assignee === '*') return issue.assigneeIds.length > 0;
  return issue.assigneeIds.some((id) => loginOf(context, id) === assignee);
}

function loginOf(context: Context, accountId: number): string | undefined {
  return context.world.accounts.get(accountId)?.login;
}

function inOrder<Row extends Issue>(
  rows: readonly Row[],
  order: IssueOrder | null | undefined,
  field: string,
): readonly Row[] {
  switch (order?.field) {
    case undefined:
      return rows;
    case 'CREATED_AT':
      // Numbers count up with time, and never tie.
      return ordered(rows, (row) => row.number, order?.direction);
    case 'UPDATED_AT':
      return ordered(rows, (row) => row.updatedAt, order?.direction);
    case 'COMMENTS':
      return ordered(rows, (row) => row.commentCount, order?.direction);
    default:
      throw notImplemented(`${field}(orderBy: {field: ${String(order?.field)}})`);
  }
}
