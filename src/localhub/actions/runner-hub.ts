import type { Git } from '../git/git.ts';
import type { Permissions, Repository, Urls } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** What the Actions side needs of the hub, and no more. The hub itself satisfies it. */
export interface RunnerHub {
  readonly world: World;
  readonly urls: Urls;
  /** The hub's folder: logs, summaries and artifacts go below `actions/` in it. */
  readonly dir: string;
  readonly git: Pick<Git, 'resolve' | 'resolveCommit' | 'readFile' | 'listTree' | 'changedFiles'>;
  /** Makes the GITHUB_TOKEN of one job. It must stop working when the job is completed. */
  mintJobToken(job: {
    readonly repository: Repository;
    readonly runId: number;
    readonly jobId: number;
    readonly permissions: Permissions;
  }): string;
}

/** What making runs needs of the hub. No runner has to be there: a run then waits for one. */
export type DispatchHub = Omit<RunnerHub, 'mintJobToken' | 'dir'>;
