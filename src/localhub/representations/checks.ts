import { latestByName } from '../world/check-conclusions.ts';
import { appById, commitOf, repositoryById } from '../world/lookups.ts';
import { nodeId } from '../world/node-ids.ts';
import type { CheckAnnotation, CheckRun, CheckSuite, CommitStatus, JsonObject, Urls } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { app } from './apps.ts';
import { apiOf, pageOf } from './links.ts';
import { pullsAt } from './pulls.ts';
import { minimalRepository } from './repositories.ts';
import { userById } from './users.ts';

/** GitHub's `check-run`. */
export function checkRun(world: World, urls: Urls, thing: CheckRun): JsonObject {
  const repository = repositoryById(world, thing.repositoryId);
  const url = `${apiOf(world, urls, repository)}/check-runs/${thing.id}`;
  const page = checkRunPage(world, urls, thing);
  return {
    id: thing.id,
    name: thing.name,
    node_id: nodeId('CheckRun', thing.id),
    head_sha: thing.headSha,
    external_id: thing.externalId,
    url,
    html_url: page,
    details_url: thing.detailsUrl ?? page,
    status: thing.status,
    conclusion: thing.conclusion,
    started_at: thing.startedAt,
    completed_at: thing.completedAt,
    output: {
      ...thing.output,
      annotations_count: thing.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: thing.suiteId },
    app: app(world, urls, appById(world, thing.appId)),
    pull_requests: pullsAt(world, urls, thing.repositoryId, thing.headSha),
  };
}

/** The page of a check run: of its job when it shows one. */
export function checkRunPage(world: World, urls: Urls, thing: CheckRun): string {
  const page = pageOf(world, urls, repositoryById(world, thing.repositoryId));
  const runId = world.checkSuites.get(thing.suiteId)?.workflowRunId ?? null;
  return thing.jobId === null || runId === null
    ? `${page}/runs/${thing.id}`
    : `${page}/actions/runs/${runId}/job/${thing.jobId}`;
}

/** GitHub's `check-annotation`. */
export function checkAnnotation(world: World, urls: Urls, thing: CheckAnnotation, of: CheckRun): JsonObject {
  const page = pageOf(world, urls, repositoryById(world, of.repositoryId));
  return {
    path: thing.path,
    start_line: thing.startLine,
    end_line: thing.endLine,
    start_column: null,
    end_column: null,
    annotation_level: thing.level,
    title: thing.title,
    message: thing.message,
    raw_details: thing.rawDetails,
    blob_href: `${page}/blob/${of.headSha}/${thing.path.split('/').map(encodeURIComponent).join('/')}`,
  };
}

/** GitHub's `check-suite`. */
export function checkSuite(world: World, urls: Urls, thing: CheckSuite): JsonObject {
  return {
    ...suiteCore(world, urls, thing),
    repository: minimalRepository(world, urls, repositoryById(world, thing.repositoryId)),
    head_commit: simpleCommit(world, thing.repositoryId, thing.headSha),
    latest_check_runs_count: latestByName(world.checkRuns.where('suite', thing.id)).length,
    check_runs_url: `${suiteUrl(world, urls, thing)}/check-runs`,
    rerequestable: true,
    runs_rerequestable: true,
  };
}

/** The parts that a suite has everywhere, in `check_run` webhooks too. */
export function suiteCore(world: World, urls: Urls, thing: CheckSuite): JsonObject {
  return {
    id: thing.id,
    node_id: nodeId('CheckSuite', thing.id),
    head_branch: thing.headBranch,
    head_sha: thing.headSha,
    status: thing.status,
    conclusion: thing.conclusion,
    url: suiteUrl(world, urls, thing),
    before: thing.beforeSha,
    after: thing.headSha,
    pull_requests: pullsAt(world, urls, thing.repositoryId, thing.headSha),
    app: app(world, urls, appById(world, thing.appId)),
    created_at: thing.createdAt,
    updated_at: thing.updatedAt,
  };
}

/** GitHub's `simple-commit`, as suites and workflow runs show their head commit. */
export function simpleCommit(world: World, repositoryId: number, sha: string): JsonObject {
  const commit = commitOf(world, repositoryId, sha);
  return {
    id: commit.sha,
    tree_id: commit.treeSha,
    message: commit.message,
    timestamp: commit.committer.date,
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: commit.committer.name, email: commit.committer.email },
  };
}

/** GitHub's `status`. */
export function status(world: World, urls: Urls, thing: CommitStatus): JsonObject {
  const repository = repositoryById(world, thing.repositoryId);
  return {
    url: `${apiOf(world, urls, repository)}/statuses/${thing.sha}`,
    avatar_url: `${urls.html}/avatars/u/${thing.creatorId}`,
    id: thing.id,
    node_id: nodeId('StatusContext', thing.id),
    state: thing.state,
    description: thing.description,
    target_url: thing.targetUrl,
    context: thing.context,
    created_at: thing.createdAt,
    updated_at: thing.updatedAt,
    creator: userById(world, urls, thing.creatorId),
  };
}

function suiteUrl(world: World, urls: Urls, thing: CheckSuite): string {
  return `${apiOf(world, urls, repositoryById(world, thing.repositoryId))}/check-suites/${thing.id}`;
}
