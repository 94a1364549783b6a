/**
 * Deliveries. A complete payload costs more than everything that Orch does with it, so the simulator makes only the places of it that are looked at;
 * `post.test.ts` compares both.
 */
import type { WakeUp } from '../../src/core/wake-up.ts';
import { wakeUpOf } from '../../src/github/wake-up.ts';
import type { WorldEvent } from '../../src/localhub/world/types.ts';
import { HEARD, SLUG } from './town.ts';

/** The wake-up in what GitHub would deliver of an event; undefined when it would not, or when nobody needs to wake. */
export function wakeUpIn(event: WorldEvent): WakeUp | undefined {
  if (!HEARD.has(event.name) || event.onlyAppId !== undefined) return undefined;
  return wakeUpOf(event.name, briefPayload(event), SLUG);
}

function briefPayload({ name, action, actor, subject }: WorldEvent): unknown {
  const { issue, comment, label, review, checkSuite, workflowRun, push } = subject;
  const { login, type } = actor.account;
  const common = { action, sender: { login, type } };
  switch (name) {
    case 'issues':
    case 'issue_comment':
      return {
        ...common,
        issue: issue && { number: issue.number, body: issue.body, ...(issue.pullRequest && { pull_request: {} }) },
        ...(comment && { comment: { body: comment.body } }),
        ...(label && { label: { name: label.name } }),
      };
    case 'pull_request':
    case 'pull_request_review':
      return {
        ...common,
        pull_request: { head: { ref: issue?.pullRequest?.headRef } },
        ...(review && { review: { state: review.state.toLowerCase() } }),
      };
    case 'check_suite':
      return {
        ...common,
        check_suite: { head_branch: checkSuite?.headBranch, conclusion: checkSuite?.conclusion },
      };
    case 'workflow_run':
      return { ...common, workflow_run: { display_title: workflowRun?.displayTitle } };
    case 'push':
      return { ...common, ref: push?.ref };
    default:
      return common;
  }
}
