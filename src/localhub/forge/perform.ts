/** Carries out one act on the world, as the request of the Octokit adapter would. Throws what the world throws: a HubError in GitHub's words. */
import type { Act } from '../../core/act.ts';
import type { Facts } from '../../core/decide/acknowledge.ts';
import { mark } from '../../core/names.ts';
import type { ActFacts } from '../../github/forge.ts';
import { runPage } from '../representations/actions.ts';
import { issuePage } from '../representations/links.ts';
import { checkRunsFor, createCheckRun } from '../world/checks.ts';
import { commentsOf, createComment, deleteComment, updateComment } from '../world/comments.ts';
import { closeIssue, findIssue } from '../world/issues.ts';
import { addLabels, createLabel, labelsOf, removeLabel } from '../world/labels.ts';
import { accountById, appOf, fullName, refSha, ZERO_SHA } from '../world/lookups.ts';
import { nodeId, parseNodeId } from '../world/node-ids.ts';
import {
  checkMergeable,
  checkPullRequestRefs,
  closePullRequest,
  findPull,
  findPullById,
  mergePullRequest,
  openPullRequest,
  pullsWithHead,
} from '../world/pulls.ts';
import { addReaction } from '../world/reactions.ts';
import { pushed } from '../world/refs.ts';
import { type Comment, HubError, type Issue } from '../world/types.ts';
import { createWorkflowRun, findRun, findWorkflow, requestCancel, runsOf } from '../world/workflow-runs.ts';
import { emit } from '../world/world.ts';
import { commentPage } from './observe.ts';
import { findOpened, planOnWorld } from './plan-acts.ts';
import { comparePulls } from './world-git.ts';
import { issueOf, keyOf, unresolved } from './world-nodes.ts';
import type { WorldPlace } from './world-place.ts';

/** What was made. Throws HubError. */
export function performOnWorld(place: WorldPlace, act: Act): ActFacts {
  const { world, repository, actor, urls } = place;
  switch (act.kind) {
    case 'comment': {
      const issue = conversationOf(place, act.issue.nodeId);
      return commentFacts(place, issue, createComment(world, actor, { issue, body: act.body }));
    }
    case 'edit_comment':
      updateComment(world, actor, { comment: commentOf(place, act.comment.nodeId), body: act.body });
      return {};
    case 'delete_comment':
      deleteComment(world, actor, { comment: commentOf(place, act.comment.nodeId) });
      return {};
    case 'labels': {
      const issue = issueOf(place, act.issue.nodeId);
      addLabels(world, actor, { issue, names: act.add.map(({ name }) => name) });
      const has = new Set(labelsOf(world, issue).map(({ name }) => name));
      for (const { name } of act.remove) if (has.has(name)) removeLabel(world, actor, { issue, name });
      return {};
    }
    case 'open_issue':
    case 'edit_issue_body':
    case 'set_milestone':
    case 'add_sub_issue':
    case 'add_blocked_by':
    case 'pin_issue':
    case 'create_milestone':
    case 'close_milestone':
      return planOnWorld(place, act);
    case 'create_label':
      createLabel(world, actor, { repository, name: act.name, color: act.color, description: act.description });
      return {};
    case 'react':
      addReaction(world, actor, { comment: commentOf(place, act.comment), content: '+1' });
      return {};
    case 'dispatch':
      return dispatch(place, act);
    case 'cancel_run': {
      const run = findRun(world, act.actionsRun);
      if (run === null) throw new HubError(404, 'Not Found');
      if (run.status === 'completed') throw new HubError(409, 'Cannot cancel a workflow run that is completed.');
      requestCancel(world, { run });
      return {};
    }
    case 'open_pull_request': {
      const [head, base] = [act.head, act.base].map((name) => refSha(world, repository, `refs/heads/${name}`));
      checkPullRequestRefs(world, { repository, head: act.head, base: act.base });
      const comparison = place.git.compare(base ?? '', head ?? '');
      const issue = openPullRequest(world, actor, { ...act, repository, comparison });
      return { pullRequest: { number: issue.number, url: issuePage(world, urls, issue) } };
    }
    case 'close_pull_request': {
      const issue = findPullById(world, keyOf(act.pullRequest.nodeId, 'PullRequest'));
      if (issue === null) throw unresolved(act.pullRequest.nodeId);
      closePullRequest(world, actor, { issue });
      return {};
    }
    case 'check': {
      const app = appOf(world, actor);
      if (app === null) throw new HubError(403, 'Resource not accessible by integration');
      const { name, commit: headSha, conclusion, title, summary, externalId } = act;
      const fields = { conclusion, externalId, output: { title, summary } };
      createCheckRun(world, actor, { repository, app, name, headSha, ...fields });
      return {};
    }
    case 'merge':
      return { mergeCommit: merge(place, act) };
    case 'close_issue':
      closeIssue(world, actor, { issue: issueOf(place, act.issue.nodeId), reason: 'completed' });
      return {};
    case 'delete_branch': {
      const { type, key } = parseNodeId(act.refId) ?? { type: undefined, key: '' };
      const ref = key.slice(key.indexOf(':') + 1);
      const before = type === 'Ref' ? refSha(world, repository, ref) : null;
      if (before === null) throw unresolved(act.refId);
      pushed(world, actor, { repository, ref, before, after: ZERO_SHA, commits: [], forced: false });
      return {};
    }
  }
}

/** What was made when the act was done before, found by its mark; undefined when it was not. */
export function findOnWorld(place: WorldPlace, act: Act): (ActFacts & { body?: string }) | undefined {
  const { world, repository, urls } = place;
  switch (act.kind) {
    case 'comment': {
      const issue = findIssue(world, repository, act.issue.number);
      const own = (comment: Comment) => accountById(world, comment.authorId).login === `${place.appSlug}[bot]`;
      const found = issue && commentsOf(world, issue).find((one) => own(one) && mark.parse(one.body) === act.mark);
      return issue && found ? { ...commentFacts(place, issue, found), body: found.body } : undefined;
    }
    case 'open_issue':
      return findOpened(place, act);
    case 'dispatch': {
      const workflow = findWorkflow(world, repository, act.workflow);
      const run = runsOf(world, repository).findLast(
        (one) => one.workflowId === workflow?.id && one.displayTitle === act.title,
      );
      return run && { actionsRun: { id: run.id, url: runPage(world, urls, run) } };
    }
    case 'open_pull_request': {
      const all = pullsWithHead(world, repository, act.head);
      const pull =
        all.findLast((one) => one.state === 'open') ??
        all.findLast((one) => one.pullRequest.headSha === act.commit && one.number > (act.after ?? 0));
      return pull && { pullRequest: { number: pull.number, url: issuePage(world, urls, pull) } };
    }
    case 'check': {
      const checks = checkRunsFor(world, repository, act.commit);
      return checks.some((one) => one.name === act.name && one.externalId === act.externalId) ? {} : undefined;
    }
    default:
      return undefined;
  }
}

/** Makes the run that GitHub makes of a dispatch. Its title is what the workflow's `run-name` would come to. */
function dispatch({ world, repository, actor, urls }: WorldPlace, act: Extract<Act, { kind: 'dispatch' }>): Facts {
  const workflow = findWorkflow(world, repository, act.workflow);
  if (workflow === null) throw new HubError(404, 'Not Found');
  const ref = `refs/heads/${act.ref}`;
  const headSha = refSha(world, repository, ref);
  if (headSha === null) throw new HubError(422, `No ref found for: ${act.ref}`);
  const { inputs } = act;
  const event = 'workflow_dispatch';
  const run = createWorkflowRun(world, actor, {
    repository,
    workflow,
    event,
    ref,
    headSha,
    displayTitle: act.title,
    inputs: { ...inputs },
  });
  const subject = {
    workflow,
    workflowRun: run,
    dispatch: { ref, inputs: { ...inputs }, workflowPath: workflow.path },
  };
  emit(world, actor, { name: event, action: null, repository, subject });
  return { actionsRun: { id: run.id, url: runPage(world, urls, run) } };
}

/** Merges as GitHub does, and answers the new commit. */
function merge(place: WorldPlace, act: Extract<Act, { kind: 'merge' }>): string {
  const { world, repository, actor, git } = place;
  const { method, head: expectedHeadSha } = act;
  const issue = findPull(world, repository, act.pullRequest);
  if (issue === null) throw new HubError(404, 'Not Found');
  const { headRef, baseRef } = issue.pullRequest;
  checkMergeable(world, { issue, method, expectedHeadSha });
  const baseBefore = refSha(world, repository, `refs/heads/${baseRef}`) ?? '';
  const owner = fullName(world, repository).split('/')[0];
  const message = `Merge pull request #${issue.number} from ${owner}/${headRef}\n\n${issue.title}`;
  const made = git.merge({ base: baseBefore, head: expectedHeadSha, method, message });
  if (made === null) throw new HubError(405, 'Pull Request is not mergeable');
  const { sha: mergeCommitSha, commits } = made;
  mergePullRequest(world, actor, { issue, method, expectedHeadSha, mergeCommitSha, baseBefore, commits });
  comparePulls(world, repository, git, baseRef);
  return mergeCommitSha;
}

const commentFacts = (place: WorldPlace, issue: Issue, comment: Comment): Facts => ({
  comment: {
    id: comment.id,
    nodeId: nodeId('IssueComment', comment.id),
    url: commentPage(place, issue, comment.id),
  },
});

/** What can be commented on: an issue or a pull request. */
function conversationOf(place: WorldPlace, node: string): Issue {
  if (parseNodeId(node)?.type !== 'PullRequest') return issueOf(place, node);
  const pull = findPullById(place.world, keyOf(node, 'PullRequest'));
  if (pull === null) throw unresolved(node);
  return pull;
}

function commentOf({ world }: WorldPlace, node: string): Comment {
  const comment = world.comments.get(keyOf(node, 'IssueComment'));
  if (comment === undefined) throw unresolved(node);
  return comment;
}

/** The sentence that GraphQL makes of a refusal: REST says "Validation Failed" and lists what, GraphQL says what. */
export function graphqlWords(error: HubError): string {
  const details = (error.errors ?? []).flatMap((detail) =>
    typeof detail === 'string' ? [detail] : detail.message === undefined ? [] : [detail.message],
  );
  return details.join(', ') || error.message;
}
