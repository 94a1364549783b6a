/** Workflows and their runs. */

import type { Workflow as GhWorkflow, WorkflowRun as GhWorkflowRun, WorkflowRunsArgs } from '@octokit/graphql-schema';
import { nodeId } from '../../world/node-ids.ts';
import type { Workflow, WorkflowRun } from '../../world/types.ts';
import { connection } from '../connection.ts';
import type { Context } from '../context.ts';
import { type Fields, takes, thing } from '../fields.ts';
import { must, ordered, PAGING, page, repositoryOf, repositoryPath, upper } from './lookup.ts';

function workflowPath(workflow: Workflow, context: Context): string {
  const file = workflow.path.split('/').at(-1) ?? workflow.path;
  return `${repositoryPath(context, repositoryOf(context, workflow))}/actions/workflows/${file}`;
}

/** A workflow file. */
export const workflowFields: Fields<GhWorkflow, Workflow> = {
  id: (workflow) => nodeId('Workflow', workflow.id),
  databaseId: (workflow) => workflow.id,
  name: (workflow) => workflow.name,
  state: (workflow) => upper(workflow.state),
  createdAt: (workflow) => workflow.createdAt,
  updatedAt: (workflow) => workflow.updatedAt,
  url: (workflow, context) => page(context, workflowPath(workflow, context)),
  resourcePath: workflowPath,
  runs: takes([...PAGING, 'orderBy'], (workflow: Workflow, args: WorkflowRunsArgs, context, field) =>
    connection(args, {
      field,
      items: ordered(
        context.world.workflowRuns.where('workflow', workflow.id),
        ({ id }) => id,
        args.orderBy?.direction ?? 'DESC',
      ),
      key: ({ id }) => id,
      node: (run) => thing('WorkflowRun', run),
    }),
  ),
};

function runPath(run: WorkflowRun, context: Context): string {
  return `${repositoryPath(context, repositoryOf(context, run))}/actions/runs/${run.id}`;
}

/** One run of a workflow. */
export const workflowRunFields: Fields<GhWorkflowRun, WorkflowRun> = {
  id: (run) => nodeId('WorkflowRun', run.id),
  databaseId: (run) => run.id,
  event: (run) => run.event,
  runNumber: (run) => run.runNumber,
  createdAt: (run) => run.createdAt,
  updatedAt: (run) => run.updatedAt,
  url: (run, context) => page(context, runPath(run, context)),
  resourcePath: runPath,
  workflow: (run, context) =>
    thing('Workflow', must(context.world.workflows.get(run.workflowId), `workflow ${run.workflowId}`)),
  checkSuite: (run, context) =>
    thing('CheckSuite', must(context.world.checkSuites.get(run.checkSuiteId), `suite ${run.checkSuiteId}`)),
};
