import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { glob } from 'tinyglobby';
import { artifactFolder } from '../actions/artifact-store.ts';
import { dispatchRun } from '../actions/dispatch.ts';
import { jobLogPath } from '../actions/job-log.ts';
import { findOrRegisterWorkflow, registerWorkflows } from '../actions/register-workflows.ts';
import { type Answer, json, noContent } from '../http/answer.ts';
import { zip } from '../http/zip.ts';
import {
  artifact as artifactJson,
  job as jobJson,
  workflowRun as runJson,
  runPage,
  runUrl,
  workflow as workflowJson,
} from '../representations/actions.ts';
import { findAccount } from '../world/accounts.ts';
import { artifactsOf, removeArtifact, repositoryArtifacts } from '../world/artifacts.ts';
import { findJob, jobsOf } from '../world/jobs.ts';
import { type Artifact, HubError, type Job, type Workflow, type WorkflowRun } from '../world/types.ts';
import { approveRun, dispatchRepository, findRun, requestCancel, runsOf, workflowsOf } from '../world/workflow-runs.ts';
import {
  counted,
  found,
  numberParameter,
  parameter,
  query,
  type RepositoryContext,
  type Route,
  repositoryRoute,
  unprocessable,
} from './context.ts';

function theRun(context: RepositoryContext): WorkflowRun {
  const run = findRun(context.world, numberParameter(context, 'run_id'));
  return found(run?.repositoryId === context.repository.id ? run : null);
}

function theJob(context: RepositoryContext): Job {
  const job = findJob(context.world, numberParameter(context, 'job_id'));
  return found(job?.repositoryId === context.repository.id ? job : null);
}

function theArtifact(context: RepositoryContext): Artifact {
  const artifact = context.world.artifacts.get(numberParameter(context, 'artifact_id'));
  return found(artifact?.repositoryId === context.repository.id ? artifact : null);
}

const theWorkflow = async (context: RepositoryContext): Promise<Workflow> =>
  found(await findOrRegisterWorkflow(context, context.repository, parameter(context, 'workflow_id')));

/** GitHub's date filter: a date or time, alone or after `>=`, `<=`, `>`, `<`, or a range `a..b`. */
function matchesDate(filter: string | null, time: string): boolean {
  if (filter === null) return true;
  const at = Date.parse(time);
  const [from, to] = filter.split('..');
  if (to !== undefined) return (from === '*' || at >= Date.parse(from ?? '')) && (to === '*' || at <= Date.parse(to));
  const [, sign = '', text = ''] = /^(>=|<=|>|<)?(.*)$/.exec(filter) ?? [];
  const bound = Date.parse(text);
  if (Number.isNaN(bound))
    throw unprocessable(`created is ${JSON.stringify(filter)}; write for example ">=2026-01-31T00:00:00Z".`);
  switch (sign) {
    case '>=':
      return at >= bound;
    case '<=':
      return at <= bound;
    case '>':
      return at > bound;
    case '<':
      return at < bound;
    default:
      return time.startsWith(text);
  }
}

function listRuns(context: RepositoryContext, runs: readonly WorkflowRun[]): Answer {
  const asked = (name: string) => query(context, name);
  const status = asked('status');
  const actor = asked('actor');
  const actorId = actor === null ? null : (findAccount(context.world, actor)?.id ?? -1);
  const chosen = runs
    .filter((run) => asked('event') === null || run.event === asked('event'))
    .filter((run) => asked('branch') === null || run.headBranch === asked('branch'))
    .filter((run) => asked('head_sha') === null || run.headSha === asked('head_sha'))
    .filter((run) => status === null || run.status === status || run.conclusion === status)
    .filter((run) => actorId === null || run.actorId === actorId)
    .filter((run) => matchesDate(asked('created'), run.createdAt))
    .sort((a, b) => b.id - a.id);
  return counted(context, 'workflow_runs', chosen, (run) => runJson(context.world, context.urls, run));
}

async function dispatch(context: RepositoryContext): Promise<Answer> {
  const { world, urls, actor, repository, fields } = context;
  const run = await dispatchRun(context, actor, {
    repository,
    workflow: parameter(context, 'workflow_id'),
    ref: fields.required('ref'),
    inputs: fields.object('inputs') ?? {},
  });
  if (!fields.boolean('return_run_details')) return noContent;
  return json({ workflow_run_id: run.id, run_url: runUrl(world, urls, run), html_url: runPage(world, urls, run) });
}

function dispatchEvent(context: RepositoryContext): Answer {
  const type = context.fields.required('event_type');
  const payload = context.fields.object('client_payload') ?? {};
  if (type === '' || type.length > 100) throw unprocessable('event_type has to have 1 to 100 characters.');
  if (Object.keys(payload).length > 10) {
    throw unprocessable(`No more than 10 properties are allowed; ${Object.keys(payload).length} were supplied.`);
  }
  dispatchRepository(context.world, context.actor, { repository: context.repository, type, payload });
  return noContent;
}

function cancel(context: RepositoryContext): Answer {
  const run = theRun(context);
  if (run.status === 'completed') throw new HubError(409, 'Cannot cancel a workflow run that is completed.');
  requestCancel(context.world, { run });
  return json({}, 202);
}

function approve(context: RepositoryContext): Answer {
  approveRun(context.world, context.actor, { run: theRun(context) });
  return json({}, 201);
}

async function jobLog(context: RepositoryContext): Promise<Answer> {
  const content = await readFile(jobLogPath(context.dir, theJob(context))).catch(() => null);
  // GitHub redirects to a store; here the store is this address.
  return { status: 200, raw: { type: 'text/plain; charset=utf-8', content: found(content) } };
}

async function download(context: RepositoryContext): Promise<Answer> {
  if (parameter(context, 'archive_format') !== 'zip') throw unprocessable('archive_format can only be zip.');
  const artifact = theArtifact(context);
  if (artifact.expired) throw new HubError(410, 'Artifact has expired');
  const folder = artifactFolder(context.dir, artifact);
  const paths = (await glob('**', { cwd: folder, dot: true, followSymbolicLinks: false })).sort();
  const files = await Promise.all(paths.map(async (path) => ({ path, content: await readFile(join(folder, path)) })));
  return { status: 200, raw: { type: 'application/zip', content: zip(files) } };
}

const listArtifacts = (context: RepositoryContext, artifacts: readonly Artifact[]): Answer => {
  const name = query(context, 'name');
  const chosen = artifacts.filter((one) => name === null || one.name === name).sort((a, b) => b.id - a.id);
  return counted(context, 'artifacts', chosen, (one) => artifactJson(context.world, context.urls, one));
};

const listJobs = (context: RepositoryContext): Answer => {
  const run = theRun(context);
  const jobs = jobsOf(context.world, run, query(context, 'filter') === 'all' ? 'all' : run.runAttempt);
  return counted(context, 'jobs', jobs, (one) => jobJson(context.world, context.urls, one));
};

/** The names and times of secrets: their values are never shown. Times are not kept, so that the repository's stand in. */
const secrets = (context: RepositoryContext): Answer => {
  const { createdAt: created_at, updatedAt: updated_at } = context.repository;
  return counted(context, 'secrets', Object.keys(context.repository.secrets).sort(), (name) => ({
    name,
    created_at,
    updated_at,
  }));
};

const variables = (context: RepositoryContext): Answer => {
  const { createdAt: created_at, updatedAt: updated_at } = context.repository;
  const all = Object.entries(context.repository.variables).sort(([a], [b]) => (a < b ? -1 : 1));
  return counted(context, 'variables', all, ([name, value]) => ({ name, value, created_at, updated_at }));
};

/** GitHub Actions: workflows, runs, jobs, artifacts, and the two ways to start something by hand. */
export const actionRoutes: readonly Route[] = [
  repositoryRoute('GET /actions/workflows', 'actions:read', async (context) => {
    await registerWorkflows(context, context.repository);
    const all = workflowsOf(context.world, context.repository);
    return counted(context, 'workflows', all, (one) => workflowJson(context.world, context.urls, one));
  }),
  repositoryRoute('GET /actions/workflows/{workflow_id}', 'actions:read', async (context) =>
    json(workflowJson(context.world, context.urls, await theWorkflow(context))),
  ),
  repositoryRoute('POST /actions/workflows/{workflow_id}/dispatches', 'actions:write', dispatch),
  repositoryRoute('GET /actions/workflows/{workflow_id}/runs', 'actions:read', async (context) =>
    listRuns(context, context.world.workflowRuns.where('workflow', (await theWorkflow(context)).id)),
  ),
  repositoryRoute('POST /dispatches', 'contents:write', dispatchEvent),
  repositoryRoute('GET /actions/runs', 'actions:read', (context) =>
    listRuns(context, runsOf(context.world, context.repository)),
  ),
  repositoryRoute('GET /actions/runs/{run_id}', 'actions:read', (context) =>
    json(runJson(context.world, context.urls, theRun(context))),
  ),
  repositoryRoute('POST /actions/runs/{run_id}/cancel', 'actions:write', cancel),
  repositoryRoute('POST /actions/runs/{run_id}/approve', 'actions:write', approve),
  repositoryRoute('GET /actions/runs/{run_id}/jobs', 'actions:read', listJobs),
  repositoryRoute('GET /actions/runs/{run_id}/artifacts', 'actions:read', (context) =>
    listArtifacts(context, artifactsOf(context.world, theRun(context))),
  ),
  repositoryRoute('GET /actions/jobs/{job_id}', 'actions:read', (context) =>
    json(jobJson(context.world, context.urls, theJob(context))),
  ),
  repositoryRoute('GET /actions/jobs/{job_id}/logs', 'actions:read', jobLog),
  repositoryRoute('GET /actions/artifacts', 'actions:read', (context) =>
    listArtifacts(context, repositoryArtifacts(context.world, context.repository)),
  ),
  repositoryRoute('GET /actions/artifacts/{artifact_id}', 'actions:read', (context) =>
    json(artifactJson(context.world, context.urls, theArtifact(context))),
  ),
  repositoryRoute('DELETE /actions/artifacts/{artifact_id}', 'actions:write', (context) => {
    removeArtifact(context.world, { artifact: theArtifact(context) });
    return noContent;
  }),
  repositoryRoute('GET /actions/artifacts/{artifact_id}/{archive_format}', 'actions:read', download),
  repositoryRoute('GET /actions/secrets', 'secrets:read', secrets),
  repositoryRoute('GET /actions/variables', 'actions_variables:read', variables),
];
