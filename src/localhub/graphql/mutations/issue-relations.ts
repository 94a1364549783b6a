/** What ties issues together: sub-issues, dependencies, and the place above the list. */

import type { PinIssueInput, UnpinIssueInput } from '@octokit/graphql-schema';
import { addBlockedBy, removeBlockedBy } from '../../world/dependencies.ts';
import { pinIssue, unpinIssue } from '../../world/pins.ts';
import { addSubIssue, moveSubIssue, removeSubIssue } from '../../world/sub-issues.ts';
import type { Issue } from '../../world/types.ts';
import { notFound } from '../faults.ts';
import { thing } from '../fields.ts';
import type { BlockedByInput, MoveSubIssueInput, SubIssueInput } from '../newer-schema.ts';
import { repositoryOf } from '../nouns/lookup.ts';
import { conversationByNode, issueByNode } from '../nouns/nodes.ts';
import { type Act, demand, mutation } from './act.ts';

/** An issue that the caller may change. */
function mine(act: Act, id: string): Issue {
  const issue = conversationByNode(act, id);
  demand(act, repositoryOf(act, issue), ['issues']);
  return issue;
}

const both = (parent: Issue, child: Issue) => ({ issue: thing('Issue', parent), subIssue: thing('Issue', child) });

/** `addSubIssue`. */
export const addSubIssueMutation = mutation<SubIssueInput>(['issueId', 'subIssueId', 'replaceParent'], (input, act) => {
  const [parent, issue] = [mine(act, input.issueId), mine(act, input.subIssueId ?? '')];
  addSubIssue(act.world, act.actor, { parent, issue, replaceParent: input.replaceParent ?? false });
  return both(parent, issue);
});

/** `removeSubIssue`. */
export const removeSubIssueMutation = mutation<SubIssueInput>(['issueId', 'subIssueId'], (input, act) => {
  const [parent, issue] = [mine(act, input.issueId), mine(act, input.subIssueId ?? '')];
  if (issue.parentId !== parent.id) throw notFound('The sub-issue is not one of that issue.');
  removeSubIssue(act.world, act.actor, { issue });
  return both(parent, issue);
});

/** `reprioritizeSubIssue`. */
export const moveSubIssueMutation = mutation<MoveSubIssueInput>(
  ['issueId', 'subIssueId', 'afterId', 'beforeId'],
  (input, act) => {
    const [parent, issue] = [mine(act, input.issueId), mine(act, input.subIssueId)];
    const named = (id: string | null | undefined) => (id == null ? null : issueByNode(act, id));
    moveSubIssue(act.world, { parent, issue, after: named(input.afterId), before: named(input.beforeId) });
    return { issue: thing('Issue', parent) };
  },
);

/** `addBlockedBy`. */
export const addBlockedByMutation = mutation<BlockedByInput>(['issueId', 'blockingIssueId'], (input, act) => {
  const [issue, blocker] = [mine(act, input.issueId), conversationByNode(act, input.blockingIssueId)];
  addBlockedBy(act.world, act.actor, { issue, blocker });
  return { issue: thing('Issue', issue), blockingIssue: thing('Issue', blocker) };
});

/** `removeBlockedBy`. */
export const removeBlockedByMutation = mutation<BlockedByInput>(['issueId', 'blockingIssueId'], (input, act) => {
  const [issue, blocker] = [mine(act, input.issueId), conversationByNode(act, input.blockingIssueId)];
  removeBlockedBy(act.world, act.actor, { issue, blocker });
  return { issue: thing('Issue', issue), blockingIssue: thing('Issue', blocker) };
});

/** `pinIssue`. */
export const pinIssueMutation = mutation<PinIssueInput>(['issueId'], (input, act) => {
  const issue = issueByNode(act, input.issueId);
  const repository = repositoryOf(act, issue);
  demand(act, repository, ['issues']);
  return { issue: thing('Issue', pinIssue(act.world, act.actor, { repository, issue })) };
});

/** `unpinIssue`. */
export const unpinIssueMutation = mutation<UnpinIssueInput>(['issueId'], (input, act) => {
  const issue = issueByNode(act, input.issueId);
  demand(act, repositoryOf(act, issue), ['issues']);
  return { id: input.issueId, issue: thing('Issue', unpinIssue(act.world, act.actor, { issue })) };
});
