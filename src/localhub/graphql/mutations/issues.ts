/** Issues. */

import type {
  AddAssigneesToAssignableInput,
  CloseIssueInput,
  CreateIssueInput,
  LockLockableInput,
  RemoveAssigneesFromAssignableInput,
  ReopenIssueInput,
  UnlockLockableInput,
  UpdateIssueInput,
} from '@octokit/graphql-schema';
import { changeAssignees, closeIssue, editIssue, openIssue, reopenIssue, setLocked } from '../../world/issues.ts';
import { setLabels } from '../../world/labels.ts';
import { setMilestone } from '../../world/milestones.ts';
import type { Account, Issue } from '../../world/types.ts';
import { notFound } from '../faults.ts';
import { thing } from '../fields.ts';
import type { WithParent } from '../newer-schema.ts';
import { issueThing, repositoryOf } from '../nouns/lookup.ts';
import {
  conversationByNode,
  issueByNode,
  labelByNode,
  milestoneByNode,
  nodeNamed,
  repositoryByNode,
} from '../nouns/nodes.ts';
import { type Act, demand, demandToSpeak, demandUnlessAuthor, mutation } from './act.ts';
import { conversationPermissions } from './comments.ts';

function assignees(act: Act, ids: readonly string[] | null | undefined): Account[] {
  return (ids ?? []).map((id) => {
    const node = nodeNamed(act, id);
    if (node.__typename !== 'User') throw notFound(`Could not resolve to User node with the global id of '${id}'.`);
    return node.row as Account;
  });
}

function labelNames(act: Act, ids: readonly string[]): string[] {
  return ids.map((id) => labelByNode(act, id).name);
}

/** `createIssue`. */
export const createIssueMutation = mutation<CreateIssueInput & WithParent>(
  ['repositoryId', 'title', 'body', 'labelIds', 'assigneeIds', 'milestoneId', 'parentIssueId'],
  (input, act) => {
    const repository = repositoryByNode(act, input.repositoryId);
    demandToSpeak(act, repository, ['issues']);
    const issue = openIssue(act.world, act.actor, {
      repository,
      title: input.title,
      body: input.body ?? null,
      labels: labelNames(act, input.labelIds ?? []),
      assignees: assignees(act, input.assigneeIds),
      milestone: input.milestoneId == null ? null : milestoneByNode(act, input.milestoneId),
      parent: input.parentIssueId == null ? null : issueByNode(act, input.parentIssueId),
    });
    return { issue: thing('Issue', issue) };
  },
);

/** `updateIssue`. */
export const updateIssueMutation = mutation<UpdateIssueInput>(
  ['id', 'title', 'body', 'state', 'labelIds', 'assigneeIds', 'milestoneId'],
  (input, act) => {
    const issue = issueByNode(act, input.id);
    demandUnlessAuthor(act, repositoryOf(act, issue), issue, ['issues']);
    // Authors may change their words; to sort is for those who triage.
    const sorts = input.labelIds || input.assigneeIds || input.milestoneId !== undefined;
    if (sorts) demand(act, repositoryOf(act, issue), ['issues']);
    editIssue(act.world, act.actor, {
      issue,
      ...(input.title != null && { title: input.title }),
      ...(input.body != null && { body: input.body }),
    });
    if (input.labelIds) setLabels(act.world, act.actor, { issue, names: labelNames(act, input.labelIds) });
    if (input.assigneeIds) replaceAssignees(act, issue, assignees(act, input.assigneeIds));
    if (input.milestoneId !== undefined) {
      const milestone = input.milestoneId === null ? null : milestoneByNode(act, input.milestoneId);
      setMilestone(act.world, act.actor, { issue, milestone });
    }
    if (input.state === 'CLOSED') closeIssue(act.world, act.actor, { issue });
    if (input.state === 'OPEN') reopenIssue(act.world, act.actor, { issue });
    return { issue: thing('Issue', issue), actor: thing(act.actor.account.type, act.actor.account) };
  },
);

/** Makes the assignees exactly these. */
export function replaceAssignees(act: Act, issue: Issue, wanted: readonly Account[]): void {
  const gone = issue.assigneeIds
    .filter((id) => !wanted.some((account) => account.id === id))
    .flatMap((id) => act.world.accounts.get(id) ?? []);
  changeAssignees(act.world, act.actor, { issue, add: wanted, remove: gone });
}

const REASONS = { COMPLETED: 'completed', NOT_PLANNED: 'not_planned', DUPLICATE: 'duplicate' } as const;

/** `closeIssue`. */
export const closeIssueMutation = mutation<CloseIssueInput>(['issueId', 'stateReason'], (input, act) => {
  const issue = issueByNode(act, input.issueId);
  demandUnlessAuthor(act, repositoryOf(act, issue), issue, ['issues']);
  const reason = input.stateReason == null ? undefined : REASONS[input.stateReason as keyof typeof REASONS];
  closeIssue(act.world, act.actor, { issue, ...(reason && { reason }) });
  return { issue: thing('Issue', issue) };
});

/** `reopenIssue`. */
export const reopenIssueMutation = mutation<ReopenIssueInput>(['issueId'], (input, act) => {
  const issue = issueByNode(act, input.issueId);
  demandUnlessAuthor(act, repositoryOf(act, issue), issue, ['issues']);
  return { issue: thing('Issue', reopenIssue(act.world, act.actor, { issue })) };
});

/** `addAssigneesToAssignable`. */
export const addAssigneesMutation = mutation<AddAssigneesToAssignableInput>(
  ['assignableId', 'assigneeIds'],
  (input, act) => {
    const issue = conversationByNode(act, input.assignableId);
    demand(act, repositoryOf(act, issue), conversationPermissions(issue));
    changeAssignees(act.world, act.actor, { issue, add: assignees(act, input.assigneeIds) });
    return { assignable: issueThing(issue) };
  },
);

/** `removeAssigneesFromAssignable`. */
export const removeAssigneesMutation = mutation<RemoveAssigneesFromAssignableInput>(
  ['assignableId', 'assigneeIds'],
  (input, act) => {
    const issue = conversationByNode(act, input.assignableId);
    demand(act, repositoryOf(act, issue), conversationPermissions(issue));
    changeAssignees(act.world, act.actor, { issue, remove: assignees(act, input.assigneeIds) });
    return { assignable: issueThing(issue) };
  },
);

/** `lockLockable`. */
export const lockMutation = mutation<LockLockableInput>(['lockableId'], (input, act) =>
  lock(act, input.lockableId, true),
);

/** `unlockLockable`. */
export const unlockMutation = mutation<UnlockLockableInput>(['lockableId'], (input, act) =>
  lock(act, input.lockableId, false),
);

function lock(act: Act, id: string, locked: boolean): object {
  const issue = conversationByNode(act, id);
  demand(act, repositoryOf(act, issue), conversationPermissions(issue));
  setLocked(act.world, act.actor, { issue, locked });
  const { account } = act.actor;
  return locked
    ? { lockedRecord: issueThing(issue), actor: thing(account.type, account) }
    : { unlockedRecord: issueThing(issue), actor: thing(account.type, account) };
}
