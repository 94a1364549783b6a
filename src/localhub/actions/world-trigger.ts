import { fullName, refSha, ZERO_SHA } from '../world/lookups.ts';
import type { JsonObject, Repository, WorldEvent } from '../world/types.ts';
import { ACTIONS_APP_ID } from '../world/world.ts';
import type { DispatchHub } from './runner-hub.ts';
import type { Trigger } from './triggers.ts';

/** An event of the world that may start workflow runs. */
export interface WorldTrigger extends Trigger {
  readonly repository: Repository;
  /** GITHUB_REF. */
  readonly ref: string;
  /** The commit whose workflow files count, and GITHUB_SHA. */
  readonly sha: string;
  /** The branch shown with the run. */
  readonly headBranch: string;
  readonly actorId: number;
  readonly payload: JsonObject;
  /** Whether a GITHUB_TOKEN caused it: then the end of the run starts nothing. */
  readonly byGithubToken: boolean;
  /** Whether a person has to let the run start first. */
  readonly awaitsApproval: boolean;
}

/** Events that start runs of workflow files on the default branch, whatever they are about. */
const defaultBranchEvents = new Set([
  'issues',
  'issue_comment',
  'label',
  'milestone',
  'repository_dispatch',
  'workflow_run',
  'check_suite',
  'check_run',
  'status',
]);

/** What a GITHUB_TOKEN does to a pull request makes runs that wait for a person (GitHub does so since June 2026). */
const heldBack: ReadonlySet<string> = new Set(['opened', 'synchronize', 'reopened']);

/**
 * The trigger behind an event of the world, or undefined when GitHub starts nothing for it: events caused with a
 * GITHUB_TOKEN (except dispatches, and pull requests that it opens or updates), deleted refs, check suites that Actions made itself, and
 * runs that a GITHUB_TOKEN caused, a dispatch included, even when a person approved them afterwards.
 *
 * For pull requests the workflow files of the head commit count. GitHub takes those of the merge of head and base.
 * A workflow_dispatch names its workflow and is handled apart, see dispatch.ts.
 */
export function triggerOf(hub: DispatchHub, event: WorldEvent): WorldTrigger | undefined {
  const { repository, subject } = event;
  // Events for one App alone (`check_suite.requested`) are requests to that App, not news.
  if (!repository || event.name === 'workflow_dispatch' || event.onlyAppId !== undefined) return undefined;
  const byGithubToken = event.via === 'github_token';
  const awaitsApproval = byGithubToken && event.name === 'pull_request' && heldBack.has(event.action ?? '');
  if (byGithubToken && !awaitsApproval && event.name !== 'repository_dispatch') return undefined;
  if (event.name === 'workflow_run' && subject.workflowRun?.byGithubToken) return undefined;
  const base = {
    event: event.name,
    action: event.action,
    repository,
    actorId: event.actor.account.id,
    byGithubToken,
    awaitsApproval,
    changedPaths: async () => [] as readonly string[],
  };
  const name = fullName(hub.world, repository);
  if (event.name === 'push' && subject.push) {
    const { ref, before, after } = subject.push;
    if (after === ZERO_SHA) return undefined;
    return {
      ...base,
      filterRef: ref,
      ref,
      sha: after,
      headBranch: ref.replace(/^refs\/(heads|tags)\//, ''),
      payload: event.payload(hub.urls),
      changedPaths: () => changedPaths(hub, name, before === ZERO_SHA ? `${after}^` : before, after),
    };
  }
  if (event.name === 'pull_request' || event.name === 'pull_request_review') {
    const pull = subject.issue?.pullRequest;
    if (!subject.issue || !pull) return undefined;
    return {
      ...base,
      filterRef: event.name === 'pull_request' ? `refs/heads/${pull.baseRef}` : null,
      ref: `refs/pull/${subject.issue.number}/merge`,
      sha: pull.headSha,
      headBranch: pull.headRef,
      payload: event.payload(hub.urls),
      changedPaths: () => changedPaths(hub, name, pull.baseSha, pull.headSha),
    };
  }
  if (!defaultBranchEvents.has(event.name)) return undefined;
  if (subject.checkSuite?.appId === ACTIONS_APP_ID || subject.checkRun?.appId === ACTIONS_APP_ID) return undefined;
  const ref = `refs/heads/${repository.defaultBranch}`;
  const sha = refSha(hub.world, repository, ref);
  if (sha === null) return undefined;
  return {
    ...base,
    action: subject.clientPayload?.type ?? event.action,
    filterRef: subject.workflowRun ? `refs/heads/${subject.workflowRun.headBranch}` : null,
    ...(subject.workflowRun && { workflowName: subject.workflowRun.name }),
    ref,
    sha,
    headBranch: repository.defaultBranch,
    payload: event.payload(hub.urls),
  };
}

async function changedPaths(
  hub: DispatchHub,
  repository: string,
  base: string,
  head: string,
): Promise<readonly string[]> {
  const from = await hub.git.resolveCommit(repository, base);
  // A first commit has no parent to compare with: all of its files are new.
  if (from === null) return (await hub.git.listTree(repository, head, true)).map(({ path }) => path);
  const changes = await hub.git.changedFiles(repository, from, head);
  return changes.flatMap(({ path, previousPath }) => (previousPath === undefined ? [path] : [path, previousPath]));
}
