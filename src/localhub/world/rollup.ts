import { latestByName } from './check-conclusions.ts';
import { statusesFor } from './statuses.ts';
import type { CheckRun, CommitStatus, Repository } from './types.ts';
import type { World } from './world.ts';

/** GraphQL's states of a commit and of each of its contexts. */
export type RollupState = 'SUCCESS' | 'FAILURE' | 'ERROR' | 'PENDING';

/** One check run or status as it counts in the rollup. */
export interface RollupContext {
  name: string;
  state: RollupState;
  checkRun: CheckRun | null;
  status: CommitStatus | null;
}

/** The newest check run of each name and the newest status of each context, and what they add up to. Null without any. */
export function rollupOf(
  world: World,
  repository: Repository,
  sha: string,
): { state: RollupState; contexts: RollupContext[] } | null {
  const runs = latestByName(world.checkRuns.where('sha', `${repository.id}/${sha}`));
  const contexts: RollupContext[] = [
    ...runs.map((checkRun) => ({ name: checkRun.name, state: stateOfRun(checkRun), checkRun, status: null })),
    ...statusesFor(world, repository, sha).map((status) => ({
      name: status.context,
      state: status.state.toUpperCase() as RollupState,
      checkRun: null,
      status,
    })),
  ];
  if (contexts.length === 0) return null;
  const worst = (['FAILURE', 'ERROR', 'PENDING'] as const).find((state) => contexts.some((c) => c.state === state));
  return { state: worst ?? 'SUCCESS', contexts };
}

function stateOfRun(run: CheckRun): RollupState {
  if (run.conclusion === null) return 'PENDING';
  return run.conclusion === 'success' || run.conclusion === 'neutral' || run.conclusion === 'skipped'
    ? 'SUCCESS'
    : 'FAILURE';
}
