import { accountById } from '../world/lookups.ts';
import type { Actor, JsonObject, Repository, Workflow, WorkflowRun } from '../world/types.ts';
import { completeWorkflowRun, createWorkflowRun, describeRun, registerWorkflow } from '../world/workflow-runs.ts';
import { typedInputs } from './dispatch-inputs.ts';
import type { Evaluator, Json, Scope } from './expressions.ts';
import { githubContext } from './github-context.ts';
import type { DispatchHub } from './runner-hub.ts';
import type { WorkflowFile, WorkflowReading } from './workflow.ts';

/** Why and on what a run is made. */
export interface RunRequest {
  readonly repository: Repository;
  /** GitHub's name of the event. */
  readonly event: string;
  readonly actorId: number;
  readonly ref: string;
  readonly sha: string;
  readonly headBranch: string;
  readonly payload: JsonObject;
  /** Checked inputs of a workflow_dispatch. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Whether a GITHUB_TOKEN caused it. */
  readonly byGithubToken: boolean;
}

/** A run acts in the name of whoever caused it, through the hub itself: what it does starts other workflows. */
export function runActor(hub: DispatchHub, accountId: number): Actor {
  return { account: accountById(hub.world, accountId), via: 'system' };
}

/**
 * Makes a queued run of a workflow file, with its title. A file that cannot be run gives a run that has already ended as
 * `startup_failure`; why is in the reading's errors.
 */
export function createRun(
  hub: DispatchHub,
  evaluator: Evaluator,
  path: string,
  reading: WorkflowReading,
  request: RunRequest,
): WorkflowRun {
  const { world } = hub;
  const { repository } = request;
  const actor = runActor(hub, request.actorId);
  const name = reading.ok ? reading.workflow.name : reading.name;
  const workflow = registerWorkflow(world, { repository, path, name });
  const fallback = subjectTitle(request.payload) ?? name;
  const titleFor = (made: WorkflowRun): string =>
    reading.ok ? (titleOf(hub, evaluator, reading.workflow, made) ?? fallback) : fallback;
  const run = createWorkflowRun(world, actor, {
    repository,
    workflow,
    event: request.event,
    ref: request.ref,
    headSha: request.sha,
    headBranch: request.headBranch,
    // The title is part of the event that announces the run, so it is evaluated before there is a run.
    displayTitle: titleFor(provisionalRun(repository, workflow, request)),
    inputs: { ...request.inputs },
    eventPayload: request.payload,
    byGithubToken: request.byGithubToken,
  });
  if (!reading.ok) return completeWorkflowRun(world, actor, { run, conclusion: 'startup_failure' });
  const title = titleFor(run);
  return title === run.displayTitle ? run : describeRun(world, { run, displayTitle: title });
}

/** The run as it will be, except for its id: only a title that names `github.run_id` has to be evaluated again. */
function provisionalRun(repository: Repository, workflow: Workflow, request: RunRequest): WorkflowRun {
  return {
    id: 0,
    repositoryId: repository.id,
    workflowId: workflow.id,
    name: workflow.name,
    displayTitle: workflow.name,
    path: workflow.path,
    event: request.event,
    status: 'queued',
    conclusion: null,
    headBranch: request.headBranch,
    headSha: request.sha,
    runNumber: repository.nextRunNumber[workflow.id] ?? 1,
    runAttempt: 1,
    actorId: request.actorId,
    triggeringActorId: request.actorId,
    inputs: { ...request.inputs },
    ref: request.ref,
    eventPayload: request.payload,
    checkSuiteId: 0,
    concurrencyGroup: null,
    cancelRequestedAt: null,
    createdAt: '',
    updatedAt: '',
    runStartedAt: '',
  };
}

/** The scope of what a run as a whole may evaluate: its name and its concurrency group. */
export function runScope(hub: DispatchHub, workflow: WorkflowFile, run: WorkflowRun): Scope {
  return {
    contexts: runContexts(hub, workflow, run),
    status: { success: true, failure: false, cancelled: false },
  };
}

/** The contexts that all jobs of a run share. */
export function runContexts(hub: DispatchHub, workflow: WorkflowFile, run: WorkflowRun): Record<string, Json> {
  const { world, urls } = hub;
  const repository = world.repositories.get(run.repositoryId);
  if (!repository) throw new Error(`The repository of run ${run.id} is gone.`);
  return {
    github: githubContext({ world, urls, repository, run, workflowName: workflow.name }),
    inputs: typedInputs(workflow, run.inputs),
    vars: repository.variables,
  };
}

function titleOf(hub: DispatchHub, evaluator: Evaluator, workflow: WorkflowFile, run: WorkflowRun): string | undefined {
  if (workflow.runName === undefined) return undefined;
  try {
    return evaluator.text(workflow.runName, runScope(hub, workflow, run)).trim() || undefined;
  } catch {
    // GitHub falls back to its own title too when the name cannot be evaluated.
    return undefined;
  }
}

/** What GitHub shows as a run's title without `run-name`: the commit's first line, or the title of what it is about. */
function subjectTitle(payload: JsonObject): string | undefined {
  const {
    head_commit: commit,
    pull_request: pull,
    issue,
  } = payload as {
    head_commit?: { message?: string } | null;
    pull_request?: { title?: string };
    issue?: { title?: string };
  };
  return commit?.message?.split('\n')[0] || pull?.title || issue?.title || undefined;
}
