import { payloadOf } from '../representations/payloads.ts';
import { fullName } from '../world/lookups.ts';
import { type Actor, HubError, notFound, type Repository, type WorkflowRun, type WorldEvent } from '../world/types.ts';
import { emit, timestamp } from '../world/world.ts';
import { createRun } from './create-run.ts';
import { checkDispatchInputs } from './dispatch-inputs.ts';
import { createEvaluator } from './expressions.ts';
import { loadLanguageServices } from './languageservices.ts';
import { findOrRegisterWorkflow } from './register-workflows.ts';
import type { DispatchHub } from './runner-hub.ts';
import { createWorkflowFiles } from './workflow-files.ts';

/** A request to run a workflow by hand. */
export interface DispatchRequest {
  readonly repository: Repository;
  /** Path, file name or id, as `{workflow_id}` in the route. */
  readonly workflow: string;
  /** A branch or tag, short or full. */
  readonly ref: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/**
 * What `POST …/actions/workflows/{id}/dispatches` does: checks the ref, the file at that ref and the inputs, makes the run,
 * which it gives back for `return_run_details`, and emits `workflow_dispatch`. No runner has to be there.
 *
 * Throws a HubError: 404 when there is no such workflow, or not at that ref; 422 for a ref that does not exist, a disabled
 * workflow, a file without the trigger or that cannot be run, and wrong inputs.
 */
export async function dispatchRun(hub: DispatchHub, actor: Actor, request: DispatchRequest): Promise<WorkflowRun> {
  const { repository } = request;
  const workflow = await findOrRegisterWorkflow(hub, repository, request.workflow);
  if (workflow === null) throw notFound();
  if (workflow.state !== 'active') throw new HubError(422, 'Cannot trigger a workflow_dispatch on a disabled workflow');
  const { ref } = await resolveRef(hub, fullName(hub.world, repository), request.ref);
  const event: WorldEvent = {
    id: 0,
    at: timestamp(hub.world),
    name: 'workflow_dispatch',
    action: null,
    repository,
    actor,
    via: actor.via,
    subject: {
      workflow,
      dispatch: { ref, inputs: request.inputs as Record<string, string>, workflowPath: workflow.path },
    },
    payload: () => payloadOf(hub.world, hub.urls, event),
  };
  const run = await dispatchFromEvent(hub, event);
  const dispatch = { ref, inputs: run.inputs, workflowPath: workflow.path };
  // The run in the subject tells the runner that there is one already.
  emit(hub.world, actor, {
    name: event.name,
    action: null,
    repository,
    subject: { workflow, dispatch, workflowRun: run },
  });
  return run;
}

/** Makes the run that a `workflow_dispatch` event asks for. Throws as {@link dispatchRun} does; emits no dispatch. */
export async function dispatchFromEvent(hub: DispatchHub, event: WorldEvent): Promise<WorkflowRun> {
  const { repository, subject, actor } = event;
  const { workflow, dispatch } = subject;
  if (!repository || !workflow || !dispatch) throw notFound();
  const name = fullName(hub.world, repository);
  const { ref, sha } = await resolveRef(hub, name, dispatch.ref);
  const services = await loadLanguageServices();
  const reading = (await createWorkflowFiles(hub, services).of(name, sha)).get(workflow.path);
  if (reading === undefined) throw notFound();
  if (!reading.ok) {
    throw new HubError(422, `The workflow file ${workflow.path} cannot be run: ${reading.errors.join(' ')}`);
  }
  const inputs = checkDispatchInputs(reading.workflow, dispatch.inputs);
  subject.dispatch = { ...dispatch, inputs };
  return createRun(hub, createEvaluator(services), workflow.path, reading, {
    repository,
    event: 'workflow_dispatch',
    actorId: actor.account.id,
    ref,
    sha,
    headBranch: ref.replace(/^refs\/(heads|tags)\//, ''),
    payload: event.payload(hub.urls),
    inputs,
    byGithubToken: event.via === 'github_token',
  });
}

async function resolveRef(hub: DispatchHub, repository: string, wanted: string): Promise<{ ref: string; sha: string }> {
  const candidates = wanted.startsWith('refs/') ? [wanted] : [`refs/heads/${wanted}`, `refs/tags/${wanted}`];
  for (const ref of candidates) {
    const sha = await hub.git.resolveCommit(repository, ref);
    if (sha !== null) return { ref, sha };
  }
  throw new HubError(422, `No ref found for: ${wanted}`);
}
