import { repositoryById } from '../world/lookups.ts';
import { nodeId } from '../world/node-ids.ts';
import type { Artifact, Job, JsonObject, Urls, Workflow, WorkflowRun } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { simpleCommit } from './checks.ts';
import { apiOf, pageOf } from './links.ts';
import { pullsAt } from './pulls.ts';
import { minimalRepository } from './repositories.ts';
import { userById } from './users.ts';

/** GitHub's `workflow`. */
export function workflow(world: World, urls: Urls, thing: Workflow): JsonObject {
  const repository = repositoryById(world, thing.repositoryId);
  const page = pageOf(world, urls, repository);
  const file = thing.path.split('/').at(-1) ?? thing.path;
  return {
    id: thing.id,
    node_id: nodeId('Workflow', thing.id),
    name: thing.name,
    path: thing.path,
    state: thing.state,
    created_at: thing.createdAt,
    updated_at: thing.updatedAt,
    url: `${apiOf(world, urls, repository)}/actions/workflows/${thing.id}`,
    html_url: `${page}/blob/${repository.defaultBranch}/${thing.path}`,
    badge_url: `${page}/actions/workflows/${file}/badge.svg`,
  };
}

/** GitHub's `workflow-run`. */
export function workflowRun(world: World, urls: Urls, thing: WorkflowRun): JsonObject {
  const repository = repositoryById(world, thing.repositoryId);
  const api = apiOf(world, urls, repository);
  const url = runUrl(world, urls, thing);
  return {
    id: thing.id,
    name: thing.name,
    node_id: nodeId('WorkflowRun', thing.id),
    check_suite_id: thing.checkSuiteId,
    check_suite_node_id: nodeId('CheckSuite', thing.checkSuiteId),
    head_branch: thing.headBranch,
    head_sha: thing.headSha,
    path: thing.path,
    display_title: thing.displayTitle,
    run_number: thing.runNumber,
    event: thing.event,
    status: thing.status,
    conclusion: thing.conclusion,
    workflow_id: thing.workflowId,
    url,
    html_url: runPage(world, urls, thing),
    pull_requests: pullsAt(world, urls, thing.repositoryId, thing.headSha),
    created_at: thing.createdAt,
    updated_at: thing.updatedAt,
    actor: userById(world, urls, thing.actorId),
    run_attempt: thing.runAttempt,
    referenced_workflows: [],
    run_started_at: thing.runStartedAt,
    triggering_actor: userById(world, urls, thing.triggeringActorId),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${api}/check-suites/${thing.checkSuiteId}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: thing.runAttempt > 1 ? `${url}/attempts/${thing.runAttempt - 1}` : null,
    workflow_url: `${api}/actions/workflows/${thing.workflowId}`,
    head_commit: simpleCommit(world, thing.repositoryId, thing.headSha),
    repository: minimalRepository(world, urls, repository),
    head_repository: minimalRepository(world, urls, repository),
  };
}

/** REST's address of a run. */
export function runUrl(world: World, urls: Urls, thing: WorkflowRun): string {
  return `${apiOf(world, urls, repositoryById(world, thing.repositoryId))}/actions/runs/${thing.id}`;
}

/** The page of a run. */
export function runPage(world: World, urls: Urls, thing: WorkflowRun): string {
  return `${pageOf(world, urls, repositoryById(world, thing.repositoryId))}/actions/runs/${thing.id}`;
}

/** GitHub's `job`. */
export function job(world: World, urls: Urls, thing: Job): JsonObject {
  const repository = repositoryById(world, thing.repositoryId);
  const api = apiOf(world, urls, repository);
  const run = world.workflowRuns.get(thing.runId);
  return {
    id: thing.id,
    run_id: thing.runId,
    workflow_name: run?.name ?? null,
    head_branch: run?.headBranch ?? null,
    run_url: `${api}/actions/runs/${thing.runId}`,
    run_attempt: thing.runAttempt,
    node_id: nodeId('WorkflowJob', thing.id),
    head_sha: run?.headSha ?? '',
    url: `${api}/actions/jobs/${thing.id}`,
    html_url: `${pageOf(world, urls, repository)}/actions/runs/${thing.runId}/job/${thing.id}`,
    status: thing.status,
    conclusion: thing.conclusion,
    created_at: thing.createdAt,
    // GitHub names the time of creation here until a runner takes the job.
    started_at: thing.startedAt ?? thing.createdAt,
    completed_at: thing.completedAt,
    name: thing.name,
    steps: thing.steps.map((step) => ({
      name: step.name,
      status: step.status,
      conclusion: step.conclusion,
      number: step.number,
      started_at: step.startedAt,
      completed_at: step.completedAt,
    })),
    check_run_url: `${api}/check-runs/${thing.checkRunId}`,
    labels: thing.labels,
    runner_id: thing.runnerName === null ? null : 1,
    runner_name: thing.runnerName,
    runner_group_id: thing.runnerName === null ? null : 1,
    runner_group_name: thing.runnerName === null ? null : 'Default',
  };
}

/** GitHub's `artifact`. */
export function artifact(world: World, urls: Urls, thing: Artifact): JsonObject {
  const url = `${apiOf(world, urls, repositoryById(world, thing.repositoryId))}/actions/artifacts/${thing.id}`;
  const run = world.workflowRuns.get(thing.runId);
  return {
    id: thing.id,
    node_id: nodeId('Artifact', thing.id),
    name: thing.name,
    size_in_bytes: thing.sizeInBytes,
    url,
    archive_download_url: `${url}/zip`,
    expired: thing.expired,
    digest: thing.digest,
    created_at: thing.createdAt,
    updated_at: thing.updatedAt,
    expires_at: thing.expiresAt,
    workflow_run:
      run === undefined
        ? null
        : {
            id: run.id,
            repository_id: run.repositoryId,
            head_repository_id: run.repositoryId,
            head_branch: run.headBranch,
            head_sha: run.headSha,
          },
  };
}
