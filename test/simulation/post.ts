/**
 * Deliveries. A complete payload costs more than everything that Orch does with it, so the simulator makes only the places of it that are looked at;
 * `post.test.ts` compares both.
 */
import type { WakeUp } from '../../src/core/wake-up.ts';
import { wakeUpOf, wakeUpsOf } from '../../src/github/wake-up.ts';
import type { WorldEvent } from '../../src/localhub/world/types.ts';
import { HEARD, HEARD_OF_EPICS, SLUG, type Town, URLS } from './town.ts';

/** The repository, with its owner. */
const HOME = 'acme/durations';

/** The wake-up in what GitHub would deliver of an event; undefined when it would not, or when nobody needs to wake. */
export function wakeUpIn(event: WorldEvent): WakeUp | undefined {
  if (!HEARD.has(event.name) || event.onlyAppId !== undefined) return undefined;
  return wakeUpOf(event.name, briefPayload(event), SLUG);
}

/** All wake-ups in it; `relatives`: also of the issues beside its subject, its epic and what waits for it. */
export function wakeUpsIn(event: WorldEvent, { town, relatives }: { town: Town; relatives: boolean }): WakeUp[] {
  if (!relatives) return [wakeUpIn(event)].filter((wake) => wake !== undefined);
  if (!HEARD_OF_EPICS.has(event.name) || event.onlyAppId !== undefined) return [];
  return wakeUpsOf(event.name, { ...briefPayload(event), ...relativesIn(event, town) }, SLUG);
}

/** The places of a payload that name the issues beside its subject. */
function relativesIn({ name, action, actor, subject }: WorldEvent, { world }: Town): object {
  const { issue, subIssue } = subject;
  const { login, type } = actor.account;
  const common = { action, sender: { login, type } };
  switch (name) {
    case 'issues': {
      const parent = issue?.parentId == null ? undefined : world.issues.get(issue.parentId);
      const address = parent && `${URLS.api}/repos/${HOME}/issues/${parent.number}`;
      return {
        ...common,
        repository: { full_name: HOME },
        issue: issue && { number: issue.number, body: issue.body, ...(address && { parent_issue_url: address }) },
      };
    }
    case 'sub_issues':
      return { ...common, parent_issue: { number: issue?.number }, sub_issue: { number: subIssue?.number } };
    case 'issue_dependencies':
      return { ...common, blocked_issue: { number: issue?.number } };
    default:
      return {};
  }
}

function briefPayload({ name, action, actor, subject }: WorldEvent): object {
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
