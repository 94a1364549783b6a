import { fullName } from '../world/lookups.ts';
import type { WorkflowRun } from '../world/types.ts';
import { completeWorkflowRun, findRun, findWorkflow } from '../world/workflow-runs.ts';
import { createRun, runActor } from './create-run.ts';
import type { RunnerContext } from './runner-context.ts';
import { reportStartupFailure } from './startup-failure.ts';
import { isTriggered } from './triggers.ts';
import type { WorkflowReading } from './workflow.ts';
import type { WorldTrigger } from './world-trigger.ts';

/** GitHub lets runs start runs through `workflow_run` this many times in a row. */
const longestChain = 3;

/**
 * Makes the runs that a trigger asks for: one for each workflow file of the commit whose `on:` matches. A file that cannot
 * be read gives a failed run when it names the event, or, where not even that can be read, when it was pushed.
 * What awaits approval gives runs that have ended as `action_required`, without jobs; approving one lets it start.
 */
export async function startTriggeredRuns(context: RunnerContext, trigger: WorldTrigger): Promise<WorkflowRun[]> {
  const { hub, evaluator } = context;
  const { repository } = trigger;
  if (trigger.event === 'workflow_run' && chainLength(context, trigger) >= longestChain) return [];
  const name = fullName(hub.world, repository);
  const runs: WorkflowRun[] = [];
  for (const [path, reading] of await context.files.of(name, trigger.sha)) {
    const workflow = findWorkflow(hub.world, repository, path);
    if (workflow !== null && workflow.state !== 'active') continue;
    if (!(await isWanted(reading, trigger))) continue;
    const run = createRun(hub, evaluator, path, reading, { ...trigger, payload: trigger.payload });
    if (!reading.ok) reportStartupFailure(context, run, reading.errors.join('\n'));
    else if (trigger.awaitsApproval)
      completeWorkflowRun(hub.world, runActor(hub, trigger.actorId), { run, conclusion: 'action_required' });
    runs.push(run);
  }
  return runs;
}

function isWanted(reading: WorkflowReading, trigger: WorldTrigger): Promise<boolean> {
  if (reading.ok) return isTriggered(reading.workflow.on, trigger);
  if (reading.on.size === 0) return Promise.resolve(trigger.event === 'push');
  return isTriggered(reading.on, trigger);
}

/** How many runs in a row were started by a run. */
function chainLength(context: RunnerContext, trigger: WorldTrigger): number {
  let length = 0;
  let id = (trigger.payload.workflow_run as { id?: number } | undefined)?.id;
  while (id !== undefined) {
    const run = findRun(context.hub.world, id);
    if (run?.event !== 'workflow_run') break;
    length += 1;
    id = (run.eventPayload?.workflow_run as { id?: number } | undefined)?.id;
  }
  return length;
}
