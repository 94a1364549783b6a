import { createCheckSuite, setSuiteState } from './checks.ts';
import { appById, repositoryById } from './lookups.ts';
import {
  type Actor,
  type CheckConclusion,
  HubError,
  type JsonObject,
  type Repository,
  type RunStatus,
  type Workflow,
  type WorkflowRun,
} from './types.ts';
import { ACTIONS_APP_ID, emit, nextId, timestamp, type World } from './world.ts';

/** Notes that a workflow file exists, or that its name changed. Its id stays the same for one path. */
export function registerWorkflow(world: World, args: { repository: Repository; path: string; name: string }): Workflow {
  const now = timestamp(world);
  const existing = findWorkflow(world, args.repository, args.path);
  if (existing !== null) {
    return existing.name === args.name
      ? existing
      : world.workflows.update(existing, { name: args.name, updatedAt: now });
  }
  return world.workflows.add({
    id: nextId(world),
    repositoryId: args.repository.id,
    path: args.path,
    name: args.name,
    state: 'active',
    createdAt: now,
    updatedAt: now,
  });
}

/** The workflow by its path, its file name or its id, as REST's `{workflow_id}` allows; null when unknown. */
export function findWorkflow(world: World, repository: Repository, which: string): Workflow | null {
  return (
    workflowsOf(world, repository).find(
      (one) => one.path === which || one.path.split('/').at(-1) === which || String(one.id) === which,
    ) ?? null
  );
}

/** The workflows of a repository, oldest first. */
export function workflowsOf(world: World, repository: Repository): readonly Workflow[] {
  return world.workflows.where('repository', repository.id);
}

/**
 * Announces that someone asked for a run by hand: emits `workflow_dispatch`. The runner, which listens, makes the run;
 * unlike other events this one counts when GITHUB_TOKEN causes it. `ref` is a full name, `refs/heads/main`.
 */
export function dispatchWorkflow(
  world: World,
  actor: Actor,
  args: { repository: Repository; workflow: Workflow; ref: string; inputs: Record<string, string> },
): void {
  const { repository, workflow, ref, inputs } = args;
  emit(world, actor, {
    name: 'workflow_dispatch',
    action: null,
    repository,
    subject: { workflow, dispatch: { ref, inputs, workflowPath: workflow.path } },
  });
}

/** Announces a `repository_dispatch`; `type` becomes the event's action. */
export function dispatchRepository(
  world: World,
  actor: Actor,
  args: { repository: Repository; type: string; payload: JsonObject },
): void {
  const { repository, type, payload } = args;
  emit(world, actor, {
    name: 'repository_dispatch',
    action: type,
    repository,
    subject: { clientPayload: { type, payload, branch: repository.defaultBranch } },
  });
}

/** Creates a queued run with its check suite. Emits `workflow_run.requested`. The jobs are added with `createJob`. */
export function createWorkflowRun(
  world: World,
  actor: Actor,
  args: {
    repository: Repository;
    workflow: Workflow;
    event: string;
    /** Full name of the ref it runs on. */
    ref: string;
    headSha: string;
    /** Default: the short name of `ref`. */
    headBranch?: string;
    /** Default: the workflow's name. */
    displayTitle?: string;
    inputs?: Record<string, string>;
    eventPayload?: JsonObject | null;
    concurrencyGroup?: string | null;
    /** Default `queued`; `pending` while a concurrency group holds it back. */
    status?: RunStatus;
    /** Default false. */
    byGithubToken?: boolean;
  },
): WorkflowRun {
  const { repository, workflow } = args;
  const now = timestamp(world);
  const id = nextId(world);
  const headBranch = args.headBranch ?? args.ref.replace(/^refs\/(heads|tags)\//, '');
  const suite = createCheckSuite(world, {
    repository,
    app: appById(world, ACTIONS_APP_ID),
    headSha: args.headSha,
    headBranch,
    workflowRunId: id,
  });
  const runNumber = repository.nextRunNumber[workflow.id] ?? 1;
  world.repositories.update(repository, {
    nextRunNumber: { ...repository.nextRunNumber, [workflow.id]: runNumber + 1 },
  });
  const workflowRun = world.workflowRuns.add({
    id,
    repositoryId: repository.id,
    workflowId: workflow.id,
    name: workflow.name,
    displayTitle: args.displayTitle ?? workflow.name,
    path: workflow.path,
    event: args.event,
    status: args.status ?? 'queued',
    conclusion: null,
    headBranch,
    headSha: args.headSha,
    runNumber,
    runAttempt: 1,
    actorId: actor.account.id,
    triggeringActorId: actor.account.id,
    inputs: args.inputs ?? {},
    ref: args.ref,
    eventPayload: args.eventPayload ?? null,
    checkSuiteId: suite.id,
    byGithubToken: args.byGithubToken ?? false,
    concurrencyGroup: args.concurrencyGroup ?? null,
    cancelRequestedAt: null,
    createdAt: now,
    updatedAt: now,
    runStartedAt: now,
  });
  announce(world, actor, workflowRun, 'requested');
  return workflowRun;
}

/** Moves a run on (not to its end). Emits `workflow_run.in_progress` when that is where it gets. */
export function setRunStatus(
  world: World,
  actor: Actor,
  args: { run: WorkflowRun; status: Exclude<RunStatus, 'completed'> },
): WorkflowRun {
  const { run, status } = args;
  if (run.status === status) return run;
  world.workflowRuns.update(run, { status, updatedAt: timestamp(world) });
  if (status === 'in_progress') {
    followSuite(world, actor, run);
    announce(world, actor, run, 'in_progress');
  }
  return run;
}

/** Ends a run. Emits `check_suite.completed` and `workflow_run.completed`. A run that has ended stays as it is. */
export function completeWorkflowRun(
  world: World,
  actor: Actor,
  args: { run: WorkflowRun; conclusion: CheckConclusion },
): WorkflowRun {
  const { run, conclusion } = args;
  if (run.status === 'completed') return run;
  world.workflowRuns.update(run, { status: 'completed', conclusion, updatedAt: timestamp(world) });
  followSuite(world, actor, run);
  announce(world, actor, run, 'completed');
  return run;
}

/** Starts another attempt of a run that has ended. Emits `workflow_run.requested`. */
export function rerunWorkflow(world: World, actor: Actor, args: { run: WorkflowRun }): WorkflowRun {
  const { run } = args;
  const now = timestamp(world);
  world.workflowRuns.update(run, {
    status: 'queued',
    conclusion: null,
    runAttempt: run.runAttempt + 1,
    triggeringActorId: actor.account.id,
    cancelRequestedAt: null,
    updatedAt: now,
    runStartedAt: now,
  });
  followSuite(world, actor, run);
  announce(world, actor, run, 'requested');
  return run;
}

/** Whether a run waits for a person to let it start: it has ended as `action_required` before any of its jobs was made. */
export const awaitsApproval = (run: WorkflowRun): boolean =>
  run.status === 'completed' && run.conclusion === 'action_required';

/**
 * Lets a run start that waits for a person's permission. It stays the same attempt. Emits `workflow_run.requested`.
 * Throws 403 when it does not wait for one.
 */
export function approveRun(world: World, actor: Actor, args: { run: WorkflowRun }): WorkflowRun {
  const { run } = args;
  if (!awaitsApproval(run)) throw new HubError(403, 'This run is not waiting for approval.');
  const now = timestamp(world);
  world.workflowRuns.update(run, { status: 'queued', conclusion: null, updatedAt: now, runStartedAt: now });
  followSuite(world, actor, run);
  announce(world, actor, run, 'requested');
  return run;
}

/** Asks the runner to stop a run; the runner then completes it as `cancelled`. */
export function requestCancel(world: World, args: { run: WorkflowRun }): WorkflowRun {
  return world.workflowRuns.update(args.run, { cancelRequestedAt: timestamp(world) });
}

/** Changes what is known only after the run was made: its title and its concurrency group. Emits nothing. */
export function describeRun(
  world: World,
  args: { run: WorkflowRun; displayTitle?: string; concurrencyGroup?: string | null },
): WorkflowRun {
  const { run, ...patch } = args;
  return world.workflowRuns.update(run, patch);
}

/** The run with this id, or null. */
export function findRun(world: World, id: number): WorkflowRun | null {
  return world.workflowRuns.get(id) ?? null;
}

/** The runs of a repository, oldest first. */
export function runsOf(world: World, repository: Repository): readonly WorkflowRun[] {
  return world.workflowRuns.where('repository', repository.id);
}

function followSuite(world: World, actor: Actor, run: WorkflowRun): void {
  const suite = world.checkSuites.get(run.checkSuiteId);
  if (suite !== undefined) setSuiteState(world, actor, { suite, status: run.status, conclusion: run.conclusion });
}

function announce(world: World, actor: Actor, workflowRun: WorkflowRun, action: string): void {
  const repository = repositoryById(world, workflowRun.repositoryId);
  const workflow = world.workflows.get(workflowRun.workflowId);
  emit(world, actor, {
    name: 'workflow_run',
    action,
    repository,
    subject: { workflowRun, ...(workflow === undefined ? {} : { workflow }) },
  });
}
