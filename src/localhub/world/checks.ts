import { suiteStateOf } from './check-conclusions.ts';
import { installationCovers } from './installations.ts';
import { appById, repositoryById } from './lookups.ts';
import {
  type Actor,
  type App,
  type CheckAnnotation,
  type CheckConclusion,
  type CheckOutput,
  type CheckRun,
  type CheckStatus,
  type CheckSuite,
  type Repository,
  validationFailed,
} from './types.ts';
import { emit, nextId, timestamp, type World } from './world.ts';

export { rollupOf } from './rollup.ts';

/** What a check run can be created or changed with. A conclusion means that it is completed. */
export interface CheckRunFields {
  status?: CheckStatus;
  conclusion?: CheckConclusion | null;
  startedAt?: string;
  completedAt?: string;
  externalId?: string;
  detailsUrl?: string | null;
  output?: Partial<CheckOutput>;
  /** Added to those that are there, as GitHub does. */
  annotations?: readonly CheckAnnotation[];
}

/**
 * Creates a check run of an App on a commit, in the App's suite for that commit.
 * Throws 422 when it is `completed` without a conclusion. Emits `check_run.created`, then `completed` where it is, and
 * `check_suite.completed` when it was the last one.
 */
export function createCheckRun(
  world: World,
  actor: Actor,
  args: CheckRunFields & {
    repository: Repository;
    app: App;
    name: string;
    headSha: string;
    /** The suite of a workflow run; otherwise the App's own suite for the commit is found or made. */
    suite?: CheckSuite;
    jobId?: number;
  },
): CheckRun {
  const { repository, app, headSha } = args;
  if (args.name.trim() === '') throw validationFailed({ resource: 'CheckRun', code: 'missing_field', field: 'name' });
  const outcome = outcomeOf(world, args, { status: 'queued', conclusion: null, completedAt: null });
  const suite = args.suite ?? suiteFor(world, repository, app, headSha);
  const checkRun = world.checkRuns.add({
    id: nextId(world),
    repositoryId: repository.id,
    suiteId: suite.id,
    appId: app.id,
    name: args.name,
    headSha,
    ...outcome,
    startedAt: args.startedAt ?? timestamp(world),
    externalId: args.externalId ?? '',
    detailsUrl: args.detailsUrl ?? null,
    output: { title: null, summary: null, text: null, ...args.output },
    annotations: [...(args.annotations ?? [])],
    jobId: args.jobId ?? null,
  });
  emit(world, actor, { name: 'check_run', action: 'created', repository, subject: { checkRun } });
  afterCheckRun(world, actor, checkRun, false);
  return checkRun;
}

/** Changes a check run. Throws 422 as {@link createCheckRun} does. Emits `check_run.completed` when it becomes so. */
export function updateCheckRun(
  world: World,
  actor: Actor,
  args: CheckRunFields & { checkRun: CheckRun; name?: string },
): CheckRun {
  const { checkRun } = args;
  const wasCompleted = checkRun.status === 'completed';
  world.checkRuns.update(checkRun, {
    ...outcomeOf(world, args, checkRun),
    name: args.name ?? checkRun.name,
    startedAt: args.startedAt ?? checkRun.startedAt,
    externalId: args.externalId ?? checkRun.externalId,
    detailsUrl: args.detailsUrl === undefined ? checkRun.detailsUrl : args.detailsUrl,
    output: { ...checkRun.output, ...args.output },
    annotations: [...checkRun.annotations, ...(args.annotations ?? [])],
  });
  afterCheckRun(world, actor, checkRun, wasCompleted);
  return checkRun;
}

/** All check runs on a commit, oldest first. Superseded ones of the same name and suite are included. */
export function checkRunsFor(world: World, repository: Repository, sha: string): readonly CheckRun[] {
  return world.checkRuns.where('sha', `${repository.id}/${sha}`);
}

/** The check runs of a suite, oldest first. */
export function checkRunsOf(world: World, suite: CheckSuite): readonly CheckRun[] {
  return world.checkRuns.where('suite', suite.id);
}

/** The check suites on a commit, oldest first. */
export function checkSuitesFor(world: World, repository: Repository, sha: string): readonly CheckSuite[] {
  return world.checkSuites.where('sha', `${repository.id}/${sha}`);
}

/** Creates a check suite; the suite of a workflow run is made by `createWorkflowRun`. Emits nothing. */
export function createCheckSuite(
  world: World,
  args: {
    repository: Repository;
    app: App;
    headSha: string;
    headBranch?: string | null;
    beforeSha?: string | null;
    workflowRunId?: number | null;
  },
): CheckSuite {
  const now = timestamp(world);
  return world.checkSuites.add({
    id: nextId(world),
    repositoryId: args.repository.id,
    appId: args.app.id,
    headSha: args.headSha,
    headBranch: args.headBranch ?? branchAt(world, args.repository, args.headSha),
    beforeSha: args.beforeSha ?? null,
    status: 'queued',
    conclusion: null,
    workflowRunId: args.workflowRunId ?? null,
    createdAt: now,
    updatedAt: now,
  });
}

/** Sets how far a suite is; emits `check_suite.completed` when it becomes completed. */
export function setSuiteState(
  world: World,
  actor: Actor,
  args: { suite: CheckSuite; status: CheckStatus; conclusion: CheckConclusion | null },
): void {
  const { suite, status, conclusion } = args;
  if (suite.status === status && suite.conclusion === conclusion) return;
  const completes = status === 'completed' && suite.status !== 'completed';
  world.checkSuites.update(suite, { status, conclusion, updatedAt: timestamp(world) });
  if (!completes) return;
  const repository = repositoryById(world, suite.repositoryId);
  emit(world, actor, { name: 'check_suite', action: 'completed', repository, subject: { checkSuite: suite } });
}

/**
 * Makes the suite that GitHub makes on every push for each installed App that may write checks,
 * and emits `check_suite.requested` to that App alone. `pushed` calls it.
 */
export function requestSuites(
  world: World,
  actor: Actor,
  args: { repository: Repository; branch: string; before: string; headSha: string },
): void {
  const { repository, headSha } = args;
  for (const installation of world.installations.all()) {
    if (installation.permissions.checks !== 'write' || !installationCovers(installation, repository)) continue;
    if (ownSuite(world, repository, installation.appId, headSha) !== undefined) continue;
    const suite = createCheckSuite(world, {
      repository,
      app: appById(world, installation.appId),
      headSha,
      headBranch: args.branch,
      beforeSha: args.before,
    });
    emit(world, actor, {
      name: 'check_suite',
      action: 'requested',
      repository,
      subject: { checkSuite: suite },
      onlyAppId: installation.appId,
    });
  }
}

function suiteFor(world: World, repository: Repository, app: App, headSha: string): CheckSuite {
  return ownSuite(world, repository, app.id, headSha) ?? createCheckSuite(world, { repository, app, headSha });
}

function ownSuite(world: World, repository: Repository, appId: number, sha: string): CheckSuite | undefined {
  return checkSuitesFor(world, repository, sha).find((one) => one.appId === appId && one.workflowRunId === null);
}

function branchAt(world: World, repository: Repository, sha: string): string | null {
  const ref = world.refs
    .where('repository', repository.id)
    .find((one) => one.sha === sha && one.name.startsWith('refs/heads/'));
  return ref?.name.slice('refs/heads/'.length) ?? null;
}

function outcomeOf(
  world: World,
  fields: CheckRunFields,
  now: Pick<CheckRun, 'status' | 'conclusion' | 'completedAt'>,
): Pick<CheckRun, 'status' | 'conclusion' | 'completedAt'> {
  const reopened = fields.status !== undefined && fields.status !== 'completed' && fields.conclusion == null;
  const conclusion = reopened ? null : (fields.conclusion ?? now.conclusion);
  const status = conclusion !== null ? 'completed' : (fields.status ?? now.status);
  if (status === 'completed' && conclusion === null) {
    throw validationFailed({
      resource: 'CheckRun',
      code: 'missing_field',
      field: 'conclusion',
      message: 'a completed check run needs a conclusion',
    });
  }
  return {
    status,
    conclusion,
    completedAt: conclusion === null ? null : (fields.completedAt ?? now.completedAt ?? timestamp(world)),
  };
}

function afterCheckRun(world: World, actor: Actor, checkRun: CheckRun, wasCompleted: boolean): void {
  const repository = repositoryById(world, checkRun.repositoryId);
  if (checkRun.status === 'completed' && !wasCompleted) {
    emit(world, actor, { name: 'check_run', action: 'completed', repository, subject: { checkRun } });
  }
  const suite = world.checkSuites.get(checkRun.suiteId);
  // The suite of a workflow run follows that run: more jobs may come after the ones that are there.
  if (suite === undefined || suite.workflowRunId !== null) return;
  setSuiteState(world, actor, { suite, ...suiteStateOf(checkRunsOf(world, suite)) });
}
