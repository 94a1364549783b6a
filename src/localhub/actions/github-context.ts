import { fullName } from '../world/lookups.ts';
import type { Account, Repository, Urls, WorkflowRun } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { Json } from './expressions.ts';

/** What the `github` context of a run is made from. */
export interface RunFacts {
  readonly world: World;
  readonly urls: Urls;
  readonly repository: Repository;
  readonly run: WorkflowRun;
  /** The workflow's name as the file says it. */
  readonly workflowName: string;
}

/**
 * The `github` context of a run, without what belongs to a job (`job`, `token`, `workspace`).
 *
 * `sha` is the run's head commit. For pull requests GitHub uses a merge commit of base and head that it makes for the
 * purpose; here `ref` is `refs/pull/<n>/merge` all the same, but `sha` is the head of the pull request.
 */
export function githubContext({ world, urls, repository, run, workflowName }: RunFacts): Record<string, Json> {
  const owner = account(world, repository.ownerId);
  const actor = account(world, run.actorId);
  const event = (run.eventPayload ?? {}) as Record<string, Json>;
  const pull = event.pull_request as { head?: { ref?: string }; base?: { ref?: string } } | undefined;
  const isPull = run.event === 'pull_request';
  const name = fullName(world, repository);
  const branch = refName(run.ref);
  return {
    actor: actor?.login ?? '',
    actor_id: String(actor?.id ?? ''),
    api_url: urls.api,
    base_ref: isPull ? (pull?.base?.ref ?? '') : '',
    event,
    event_name: run.event,
    graphql_url: urls.graphql,
    head_ref: isPull ? (pull?.head?.ref ?? '') : '',
    ref: run.ref,
    ref_name: branch,
    ref_protected: repository.branchProtections.some((protection) => protection.branch === branch),
    ref_type: run.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    repository: name,
    repository_id: String(repository.id),
    repository_owner: owner?.login ?? '',
    repository_owner_id: String(repository.ownerId),
    repository_visibility: repository.private ? 'private' : 'public',
    repositoryUrl: `git://${new URL(urls.html).host}/${name}.git`,
    retention_days: '90',
    run_attempt: String(run.runAttempt),
    run_id: String(run.id),
    run_number: String(run.runNumber),
    secret_source: 'Actions',
    server_url: urls.html,
    sha: run.headSha,
    triggering_actor: account(world, run.triggeringActorId)?.login ?? '',
    workflow: workflowName,
    workflow_ref: `${name}/${run.path}@${run.ref}`,
    workflow_sha: run.headSha,
  };
}

/** The short name of a ref: `main`, `v1`, `15/merge`. */
export function refName(ref: string): string {
  return ref.replace(/^refs\/(heads|tags|pull)\//, '');
}

function account(world: World, id: number): Account | undefined {
  return world.accounts.get(id);
}
