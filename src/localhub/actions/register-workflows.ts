import { fullName, refSha } from '../world/lookups.ts';
import type { Repository, Workflow } from '../world/types.ts';
import { findWorkflow, registerWorkflow } from '../world/workflow-runs.ts';
import { loadLanguageServices } from './languageservices.ts';
import type { DispatchHub } from './runner-hub.ts';
import { createWorkflowFiles, type WorkflowFiles } from './workflow-files.ts';

/**
 * Tells the world which workflow files the default branch has, so that they can be listed and dispatched before their
 * first run. GitHub does this at every push to the default branch; the runner does too, with `files` that
 * it has read already.
 */
export async function registerWorkflows(
  hub: DispatchHub,
  repository: Repository,
  files?: WorkflowFiles,
): Promise<Workflow[]> {
  const sha = refSha(hub.world, repository, `refs/heads/${repository.defaultBranch}`);
  if (sha === null) return [];
  const name = fullName(hub.world, repository);
  const readings = await (files ?? createWorkflowFiles(hub, await loadLanguageServices())).of(name, sha);
  return [...readings].map(([path, reading]) =>
    registerWorkflow(hub.world, { repository, path, name: reading.ok ? reading.workflow.name : reading.name }),
  );
}

/** A workflow by path, file name or id, known to the world or on the default branch; null when there is none. */
export async function findOrRegisterWorkflow(
  hub: DispatchHub,
  repository: Repository,
  which: string,
): Promise<Workflow | null> {
  const known = findWorkflow(hub.world, repository, which);
  if (known !== null) return known;
  await registerWorkflows(hub, repository);
  return findWorkflow(hub.world, repository, which);
}
