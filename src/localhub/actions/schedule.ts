import { fullName, refSha } from '../world/lookups.ts';
import type { RunnerContext } from './runner-context.ts';
import { cronsOf } from './triggers.ts';
import type { WorldTrigger } from './world-trigger.ts';

/**
 * The triggers of a repository's schedules, one for each cron expression in the workflow files of its default branch, or that of `cron`
 * alone. Throws when there is no such repository, branch or expression; what there is is named.
 */
export async function scheduleTriggers(
  context: RunnerContext,
  repositoryId: number,
  cron: string | undefined,
): Promise<WorldTrigger[]> {
  const { world } = context.hub;
  const repository = world.repositories.get(repositoryId);
  if (!repository) throw new Error(`There is no repository with the id ${repositoryId}.`);
  const name = fullName(world, repository);
  const ref = `refs/heads/${repository.defaultBranch}`;
  const sha = refSha(world, repository, ref);
  if (sha === null) throw new Error(`${name} has no ${ref} yet.`);
  const known = new Set<string>();
  for (const reading of (await context.files.of(name, sha)).values())
    if (reading.ok) for (const one of cronsOf(reading.workflow.on.get('schedule'))) known.add(one);
  if (cron !== undefined && !known.has(cron)) {
    const others = [...known].map((one) => `'${one}'`).join(', ') || 'none';
    throw new Error(`No workflow of ${name} has the schedule '${cron}'. Schedules: ${others}.`);
  }
  return (cron === undefined ? [...known] : [cron]).map((one) => ({
    event: 'schedule',
    action: null,
    filterRef: null,
    cron: one,
    changedPaths: async () => [],
    repository,
    ref,
    sha,
    headBranch: repository.defaultBranch,
    // GitHub runs schedules in the name of whoever last changed the file; here that is the owner.
    actorId: repository.ownerId,
    byGithubToken: false,
    awaitsApproval: false,
    payload: {
      schedule: one,
      repository: { full_name: name, default_branch: repository.defaultBranch },
      workflow: null,
    },
  }));
}
