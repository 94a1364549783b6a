/** Check suites, check runs, commit statuses, and the roll-up of them that a commit shows. */

import type {
  App,
  CheckSuiteCheckRunsArgs,
  CommitCheckSuitesArgs,
  CheckRun as GhCheckRun,
  CheckSuite as GhCheckSuite,
  Status as GhStatus,
  StatusCheckRollup as GhStatusCheckRollup,
  StatusContext as GhStatusContext,
  StatusCheckRollupContextsArgs,
  StatusContextAvatarUrlArgs,
  StatusContextIsRequiredArgs,
  StatusState,
} from '@octokit/graphql-schema';
import { latestByName } from '../../world/check-conclusions.ts';
import { nodeId } from '../../world/node-ids.ts';
import { rollupOf } from '../../world/rollup.ts';
import type { CheckRun, CheckSuite, CommitStatus, Repository } from '../../world/types.ts';
import { connection } from '../connection.ts';
import type { Context } from '../context.ts';
import { type Fields, type Thing, takes, thing } from '../fields.ts';
import { commitThing, type GitObjectRow, refThing } from './git-objects.ts';
import { actorThing, appThing, must, PAGING, page, repositoryOf, repositoryPath, upper } from './lookup.ts';

/** All that was said about one commit: the newest check run of each name, the newest status of each context. */
export interface RollupRow {
  readonly repository: Repository;
  readonly oid: string;
  readonly state: StatusState;
  readonly runs: readonly CheckRun[];
  readonly statuses: readonly CommitStatus[];
}

/** The roll-up of a commit; null when nobody said anything about it. */
export function statusRollup(
  { repository, oid }: GitObjectRow,
  context: Context,
): Thing<'StatusCheckRollup', RollupRow> | null {
  const rollup = rollupOf(context.world, repository, oid);
  if (rollup === null) return null;
  return thing('StatusCheckRollup', {
    repository,
    oid,
    state: rollup.state,
    runs: rollup.contexts.flatMap(({ checkRun }) => checkRun ?? []),
    statuses: rollup.contexts.flatMap(({ status }) => status ?? []),
  });
}

/** The commit statuses alone; null when there are none. */
export function statusOf(row: GitObjectRow, context: Context): Thing<'Status', RollupRow> | null {
  const rollup = statusRollup(row, context)?.row;
  if (rollup === undefined || rollup.statuses.length === 0) return null;
  const states = rollup.statuses.map(({ state }) => upper(state));
  const worst = (['FAILURE', 'ERROR', 'PENDING'] as const).find((state) => states.includes(state));
  return thing('Status', { ...rollup, runs: [], state: worst ?? 'SUCCESS' });
}

/** The roll-up. */
export const rollupFields: Fields<GhStatusCheckRollup, RollupRow> = {
  id: ({ repository, oid }) => nodeId('Commit', `${repository.id}:${oid}:rollup`),
  state: ({ state }) => state,
  commit: ({ repository, oid }) => commitThing(repository, oid),
  contexts: takes([...PAGING], (row: RollupRow, args: StatusCheckRollupContextsArgs, _context, field) => {
    const runs = row.runs.map((run) => thing('CheckRun', run));
    const statuses = row.statuses.map((status) => thing('StatusContext', status));
    const all = connection<Thing<string, CheckRun | CommitStatus>, Thing>(args, {
      field,
      items: [...runs, ...statuses],
      key: (item) => item.row.id,
      node: (item) => item,
    });
    return {
      ...all,
      checkRunCount: runs.length,
      checkRunCountsByState: countBy(row.runs, (run) => upper(run.conclusion ?? run.status)),
      statusContextCount: statuses.length,
      statusContextCountsByState: countBy(row.statuses, (status) => upper(status.state)),
    };
  }),
};

function countBy<Row>(rows: readonly Row[], state: (row: Row) => string): { state: string; count: number }[] {
  return [...Map.groupBy(rows, state)].map(([name, members]) => ({ state: name, count: members.length }));
}

/** The statuses of a commit. */
export const statusFields: Fields<GhStatus, RollupRow> = {
  id: ({ repository, oid }) => nodeId('Commit', `${repository.id}:${oid}:status`),
  state: ({ state }) => state,
  commit: ({ repository, oid }) => commitThing(repository, oid),
  contexts: ({ statuses }) => statuses.map((status) => thing('StatusContext', status)),
};

/** One commit status. */
export const statusContextFields: Fields<GhStatusContext, CommitStatus> = {
  id: (status) => nodeId('StatusContext', status.id),
  context: (status) => status.context,
  state: (status) => upper(status.state),
  description: (status) => status.description,
  targetUrl: (status) => status.targetUrl,
  createdAt: (status) => status.createdAt,
  creator: (status, context) => actorThing(context, status.creatorId),
  commit: (status, context) => commitThing(repositoryOf(context, status), status.sha),
  avatarUrl: takes<CommitStatus, StatusContextAvatarUrlArgs>(
    ['size'],
    (status) => `https://avatars.githubusercontent.com/u/${status.creatorId}?v=4`,
  ),
  isRequired: takes<CommitStatus, StatusContextIsRequiredArgs>(
    ['pullRequestId', 'pullRequestNumber'],
    (status, args, context) => isRequired(context, repositoryOf(context, status), status.context, args),
  ),
};

/** Whether the base branch of the pull request that is asked about demands a check of this name. */
function isRequired(
  context: Context,
  repository: Repository,
  name: string,
  args: StatusContextIsRequiredArgs,
): boolean {
  const pull = context.world.issues
    .where('repository', repository.id)
    .find(({ number, pullRequest }) =>
      args.pullRequestNumber != null
        ? number === args.pullRequestNumber
        : pullRequest !== null && nodeId('PullRequest', pullRequest.id) === args.pullRequestId,
    );
  return repository.branchProtections.some(
    ({ branch, requiredStatusChecks }) => branch === pull?.pullRequest?.baseRef && requiredStatusChecks.includes(name),
  );
}

/** A page of the check suites of a commit. */
export function checkSuiteConnection(
  context: Context,
  row: GitObjectRow,
  args: CommitCheckSuitesArgs,
  field: string,
): object {
  const items = context.world.checkSuites
    .where('sha', `${row.repository.id}/${row.oid}`)
    .filter(({ appId }) => args.filterBy?.appId == null || appId === args.filterBy.appId)
    .filter(
      (suite) =>
        args.filterBy?.checkName == null ||
        context.world.checkRuns.where('suite', suite.id).some(({ name }) => name === args.filterBy?.checkName),
    );
  return connection(args, { field, items, key: ({ id }) => id, node: (suite) => thing('CheckSuite', suite) });
}

function suitePath(suite: CheckSuite, context: Context): string {
  return `${repositoryPath(context, repositoryOf(context, suite))}/commit/${suite.headSha}/checks?check_suite_id=${suite.id}`;
}

/** A check suite. */
export const checkSuiteFields: Fields<GhCheckSuite, CheckSuite> = {
  id: (suite) => nodeId('CheckSuite', suite.id),
  databaseId: (suite) => suite.id,
  app: (suite, context) => appThing(context, suite.appId),
  branch: (suite, context) =>
    suite.headBranch === null
      ? null
      : refThing(context, repositoryOf(context, suite), `refs/heads/${suite.headBranch}`),
  commit: (suite, context) => commitThing(repositoryOf(context, suite), suite.headSha),
  status: (suite) => upper(suite.status),
  conclusion: (suite) => (suite.conclusion === null ? null : upper(suite.conclusion)),
  createdAt: (suite) => suite.createdAt,
  updatedAt: (suite) => suite.updatedAt,
  repository: (suite, context) => thing('Repository', repositoryOf(context, suite)),
  url: (suite, context) => page(context, suitePath(suite, context)),
  resourcePath: suitePath,
  workflowRun: (suite, context) => {
    const run = suite.workflowRunId === null ? undefined : context.world.workflowRuns.get(suite.workflowRunId);
    return run === undefined ? null : thing('WorkflowRun', run);
  },
  checkRuns: takes([...PAGING, 'filterBy'], (suite: CheckSuite, args: CheckSuiteCheckRunsArgs, context, field) => {
    const filter = args.filterBy ?? {};
    const all = context.world.checkRuns.where('suite', suite.id);
    // GitHub shows the latest run of each name unless it is asked for all of them.
    const items = (filter.checkType === 'ALL' ? [...all] : latestByName(all))
      .filter(({ appId }) => filter.appId == null || appId === filter.appId)
      .filter(({ name }) => filter.checkName == null || name === filter.checkName)
      .filter(({ status }) => filter.status == null || upper(status) === filter.status)
      .filter(({ status }) => filter.statuses == null || filter.statuses.includes(upper(status)))
      .filter(
        ({ conclusion }) =>
          filter.conclusions == null || (conclusion !== null && filter.conclusions.includes(upper(conclusion))),
      );
    return connection(args, { field, items, key: ({ id }) => id, node: (run) => thing('CheckRun', run) });
  }),
};

function runPath(run: CheckRun, context: Context): string {
  return `${repositoryPath(context, repositoryOf(context, run))}/runs/${run.id}`;
}

/** A check run. */
export const checkRunFields: Fields<GhCheckRun & { readonly app?: App }, CheckRun> = {
  id: (run) => nodeId('CheckRun', run.id),
  databaseId: (run) => run.id,
  name: (run) => run.name,
  status: (run) => upper(run.status),
  conclusion: (run) => (run.conclusion === null ? null : upper(run.conclusion)),
  title: (run) => run.output.title,
  summary: (run) => run.output.summary,
  text: (run) => run.output.text,
  externalId: (run) => run.externalId,
  detailsUrl: (run, context) => run.detailsUrl ?? page(context, runPath(run, context)),
  startedAt: (run) => run.startedAt,
  completedAt: (run) => run.completedAt,
  permalink: (run, context) => page(context, runPath(run, context)),
  url: (run, context) => page(context, runPath(run, context)),
  resourcePath: runPath,
  repository: (run, context) => thing('Repository', repositoryOf(context, run)),
  checkSuite: (run, context) =>
    thing('CheckSuite', must(context.world.checkSuites.get(run.suiteId), `suite ${run.suiteId}`)),
  isRequired: takes<CheckRun, StatusContextIsRequiredArgs>(
    ['pullRequestId', 'pullRequestNumber'],
    (run, args, context) => isRequired(context, repositoryOf(context, run), run.name, args),
  ),
};
