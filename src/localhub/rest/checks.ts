import { type Answer, json } from '../http/answer.ts';
import {
  checkAnnotation,
  checkRun as checkRunJson,
  checkSuite as checkSuiteJson,
  status as statusJson,
} from '../representations/checks.ts';
import { minimalRepository } from '../representations/repositories.ts';
import { findApp } from '../world/apps.ts';
import { latestByName } from '../world/check-conclusions.ts';
import {
  type CheckRunFields,
  checkRunsFor,
  checkRunsOf,
  checkSuitesFor,
  createCheckRun,
  updateCheckRun,
} from '../world/checks.ts';
import { setStatus, statusesFor, statusHistory } from '../world/statuses.ts';
import {
  type App,
  type CheckAnnotation,
  type CheckConclusion,
  type CheckRun,
  type CheckSuite,
  HubError,
  type JsonObject,
} from '../world/types.ts';
import { commitNamed } from './commits.ts';
import {
  counted,
  found,
  listed,
  numberParameter,
  parameter,
  query,
  type RepositoryContext,
  type Route,
  repositoryRoute,
  unprocessable,
} from './context.ts';

const statuses = ['queued', 'in_progress', 'completed', 'waiting', 'requested', 'pending'] as const;
const conclusions: readonly CheckConclusion[] = [
  'success',
  'failure',
  'neutral',
  'cancelled',
  'skipped',
  'timed_out',
  'action_required',
];
const levels = ['notice', 'warning', 'failure'] as const;

function theRun(context: RepositoryContext): CheckRun {
  const run = context.world.checkRuns.get(numberParameter(context, 'check_run_id'));
  return found(run?.repositoryId === context.repository.id ? run : null);
}

function theSuite(context: RepositoryContext): CheckSuite {
  const suite = context.world.checkSuites.get(numberParameter(context, 'check_suite_id'));
  return found(suite?.repositoryId === context.repository.id ? suite : null);
}

/** Checks belong to Apps: people cannot make them, and an App cannot change another's. */
function theApp({ world, actor }: RepositoryContext): App {
  const app = actor.appSlug === undefined ? null : findApp(world, actor.appSlug);
  if (!app) throw new HubError(403, 'You must authenticate via a GitHub App.');
  return app;
}

function annotation(given: JsonObject): CheckAnnotation {
  const level = levels.find((one) => one === given.annotation_level);
  if (typeof given.path !== 'string' || typeof given.message !== 'string' || !level) {
    throw unprocessable(
      'An annotation needs path, start_line, end_line, annotation_level (notice, warning, failure) and message.',
    );
  }
  return {
    path: given.path,
    startLine: Number(given.start_line),
    endLine: Number(given.end_line),
    level,
    message: given.message,
    title: typeof given.title === 'string' ? given.title : null,
    rawDetails: typeof given.raw_details === 'string' ? given.raw_details : null,
  };
}

function outputOf(output: JsonObject | undefined): Pick<CheckRunFields, 'output' | 'annotations'> {
  if (output === undefined) return {};
  const text = (name: string) => (typeof output[name] === 'string' ? { [name]: output[name] as string } : {});
  const annotations = Array.isArray(output.annotations) ? (output.annotations as JsonObject[]).map(annotation) : [];
  return { output: { ...text('title'), ...text('summary'), ...text('text') }, annotations };
}

function fieldsOf({ fields }: RepositoryContext): CheckRunFields {
  const given = {
    status: fields.oneOf('status', statuses),
    conclusion: fields.oneOf('conclusion', conclusions),
    startedAt: fields.string('started_at'),
    completedAt: fields.string('completed_at'),
    externalId: fields.string('external_id'),
    detailsUrl: fields.string('details_url'),
  };
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...(present as CheckRunFields), ...outputOf(fields.object('output')) };
}

async function create(context: RepositoryContext): Promise<Answer> {
  const { world, urls, actor, repository, fields } = context;
  const app = theApp(context);
  const name = fields.required('name');
  const headSha = await commitNamed(context, fields.required('head_sha'));
  const run = createCheckRun(world, actor, { repository, app, name, headSha, ...fieldsOf(context) });
  return json(checkRunJson(world, urls, run), 201);
}

function update(context: RepositoryContext): Answer {
  const { world, urls, actor, fields } = context;
  const checkRun = theRun(context);
  if (checkRun.appId !== theApp(context).id)
    throw new HubError(
      403,
      `Invalid app_id ${checkRun.appId}: a check run can only be modified by the GitHub App that created it.`,
    );
  const name = fields.string('name');
  updateCheckRun(world, actor, { checkRun, ...fieldsOf(context), ...(name === undefined ? {} : { name }) });
  return json(checkRunJson(world, urls, checkRun));
}

function listRuns(context: RepositoryContext, runs: readonly CheckRun[]): Answer {
  const [name, status, appId] = ['check_name', 'status', 'app_id'].map((key) => query(context, key));
  const latest = query(context, 'filter') === 'all' ? runs : latestByName(runs);
  const chosen = latest
    .filter((one) => name == null || one.name === name)
    .filter((one) => status == null || one.status === status)
    .filter((one) => appId == null || String(one.appId) === appId);
  return counted(context, 'check_runs', chosen, (one) => checkRunJson(context.world, context.urls, one));
}

/** `success` when all contexts are, `pending` when none is there, `failure` when one failed. */
async function combined(context: RepositoryContext): Promise<Answer> {
  const { world, urls, repository, name } = context;
  const sha = await commitNamed(context, parameter(context, 'ref'));
  const all = statusesFor(world, repository, sha);
  const failed = all.some(({ state }) => state === 'failure' || state === 'error');
  const passed = all.length > 0 && all.every(({ state }) => state === 'success');
  const url = `${urls.api}/repos/${name}/commits/${sha}`;
  return json({
    state: failed ? 'failure' : passed ? 'success' : 'pending',
    statuses: all.map((one) => statusJson(world, urls, one)),
    sha,
    total_count: all.length,
    repository: minimalRepository(world, urls, repository),
    commit_url: url,
    url: `${url}/status`,
  });
}

async function addStatus(context: RepositoryContext): Promise<Answer> {
  const { world, urls, actor, repository, fields } = context;
  const state = fields.oneOf('state', ['error', 'failure', 'pending', 'success'] as const);
  if (state === undefined) throw unprocessable('Invalid request.\n\n"state" wasn\'t supplied.');
  const name = fields.string('context');
  const status = setStatus(world, actor, {
    repository,
    sha: await commitNamed(context, parameter(context, 'sha')),
    state,
    description: fields.nullable('description') ?? null,
    targetUrl: fields.nullable('target_url') ?? null,
    ...(name === undefined ? {} : { context: name }),
  });
  return json(statusJson(world, urls, status), 201);
}

/** Check runs, check suites and commit statuses. */
export const checkRoutes: readonly Route[] = [
  repositoryRoute('POST /check-runs', 'checks:write', create),
  repositoryRoute('GET /check-runs/{check_run_id}', 'checks:read', (context) =>
    json(checkRunJson(context.world, context.urls, theRun(context))),
  ),
  repositoryRoute('PATCH /check-runs/{check_run_id}', 'checks:write', update),
  repositoryRoute('GET /check-runs/{check_run_id}/annotations', 'checks:read', (context) => {
    const run = theRun(context);
    return listed(context, run.annotations, (one) => checkAnnotation(context.world, context.urls, one, run));
  }),
  repositoryRoute('GET /check-suites/{check_suite_id}', 'checks:read', (context) =>
    json(checkSuiteJson(context.world, context.urls, theSuite(context))),
  ),
  repositoryRoute('GET /check-suites/{check_suite_id}/check-runs', 'checks:read', (context) =>
    listRuns(context, checkRunsOf(context.world, theSuite(context))),
  ),
  repositoryRoute('GET /commits/{ref}/check-runs', 'checks:read', async (context) => {
    const sha = await commitNamed(context, parameter(context, 'ref'));
    return listRuns(context, checkRunsFor(context.world, context.repository, sha));
  }),
  repositoryRoute('GET /commits/{ref}/check-suites', 'checks:read', async (context) => {
    const sha = await commitNamed(context, parameter(context, 'ref'));
    const suites = checkSuitesFor(context.world, context.repository, sha);
    return counted(context, 'check_suites', suites, (one) => checkSuiteJson(context.world, context.urls, one));
  }),
  repositoryRoute('GET /commits/{ref}/status', 'statuses:read', combined),
  repositoryRoute('GET /commits/{ref}/statuses', 'statuses:read', async (context) => {
    const sha = await commitNamed(context, parameter(context, 'ref'));
    const history = [...statusHistory(context.world, context.repository, sha)].reverse();
    return listed(context, history, (one) => statusJson(context.world, context.urls, one));
  }),
  repositoryRoute('POST /statuses/{sha}', 'statuses:write', addStatus),
];
