/** Check runs, which only Apps make. */

import type { CheckRunOutput, CreateCheckRunInput, UpdateCheckRunInput } from '@octokit/graphql-schema';
import { type CheckRunFields, createCheckRun, updateCheckRun } from '../../world/checks.ts';
import { appOf } from '../../world/lookups.ts';
import type { App, CheckAnnotation, CheckConclusion, CheckRun, CheckStatus } from '../../world/types.ts';
import { forbidden, notFound, notImplemented, unprocessable } from '../faults.ts';
import { thing } from '../fields.ts';
import { nameWithOwner } from '../nouns/lookup.ts';
import { nodeNamed, repositoryByNode } from '../nouns/nodes.ts';
import { type Act, demand, mutation } from './act.ts';

/** The part of the two inputs that says how the check stands. */
type Outcome = Pick<
  UpdateCheckRunInput,
  'status' | 'conclusion' | 'startedAt' | 'completedAt' | 'externalId' | 'detailsUrl' | 'output'
>;

function fieldsOf(act: Act, outcome: Outcome): CheckRunFields {
  const { status, conclusion, startedAt, completedAt, externalId, detailsUrl, output } = outcome;
  return {
    ...(status != null && { status: status.toLowerCase() as CheckStatus }),
    ...(conclusion != null && { conclusion: conclusion.toLowerCase() as CheckConclusion }),
    ...(startedAt != null && { startedAt: String(startedAt) }),
    ...(completedAt != null && { completedAt: String(completedAt) }),
    ...(externalId != null && { externalId }),
    ...(detailsUrl != null && { detailsUrl: String(detailsUrl) }),
    ...(output && {
      output: { title: output.title, summary: output.summary, ...(output.text != null && { text: output.text }) },
      annotations: annotationsOf(act, output),
    }),
  };
}

const LEVELS = { NOTICE: 'notice', WARNING: 'warning', FAILURE: 'failure' } as const;

function annotationsOf(act: Act, output: CheckRunOutput): CheckAnnotation[] {
  if (output.images?.length) throw notImplemented(`Mutation.${act.name}(input: {output: {images: …}})`);
  return (output.annotations ?? []).map((annotation) => ({
    path: annotation.path,
    startLine: annotation.location.startLine,
    endLine: annotation.location.endLine,
    level: LEVELS[annotation.annotationLevel],
    message: annotation.message,
    title: annotation.title ?? null,
    rawDetails: annotation.rawDetails ?? null,
  }));
}

/** People cannot make checks, whatever they may otherwise do. */
function demandApp(act: Act): App {
  const app = appOf(act.world, act.actor);
  if (app === null) throw forbidden('You must authenticate via a GitHub App.');
  return app;
}

/** `createCheckRun`. */
export const createCheckRunMutation = mutation<CreateCheckRunInput>(
  [
    'repositoryId',
    'name',
    'headSha',
    'status',
    'conclusion',
    'startedAt',
    'completedAt',
    'externalId',
    'detailsUrl',
    'output',
  ],
  async (input, act) => {
    const repository = repositoryByNode(act, input.repositoryId);
    const app = demandApp(act);
    demand(act, repository, ['checks']);
    const headSha = String(input.headSha);
    const commit = /^[0-9a-f]{40}$/.test(headSha)
      ? await act.git.resolve(nameWithOwner(act, repository), headSha)
      : null;
    if (commit?.type !== 'commit') throw unprocessable(`No commit found for SHA: ${headSha}`);
    const checkRun = createCheckRun(act.world, act.actor, {
      repository,
      app,
      name: input.name,
      headSha,
      ...fieldsOf(act, input),
    });
    return { checkRun: thing('CheckRun', checkRun) };
  },
);

/** `updateCheckRun`: only by the App that made it. */
export const updateCheckRunMutation = mutation<UpdateCheckRunInput>(
  [
    'repositoryId',
    'checkRunId',
    'name',
    'status',
    'conclusion',
    'startedAt',
    'completedAt',
    'externalId',
    'detailsUrl',
    'output',
  ],
  (input, act) => {
    const repository = repositoryByNode(act, input.repositoryId);
    const app = demandApp(act);
    demand(act, repository, ['checks']);
    const node = nodeNamed(act, input.checkRunId);
    const checkRun = node.row as CheckRun;
    if (node.__typename !== 'CheckRun' || checkRun.repositoryId !== repository.id) {
      throw notFound(`Could not resolve to CheckRun node with the global id of '${input.checkRunId}'.`);
    }
    if (checkRun.appId !== app.id)
      throw forbidden('Invalid app_id - check run can only be modified by the GitHub App that created it.');
    updateCheckRun(act.world, act.actor, {
      checkRun,
      ...(input.name != null && { name: input.name }),
      ...fieldsOf(act, input),
    });
    return { checkRun: thing('CheckRun', checkRun) };
  },
);
