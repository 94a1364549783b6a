import { NO_OID } from '../graphql/git.ts';
import { fullName } from '../world/lookups.ts';
import { pushed, rememberCommit } from '../world/refs.ts';
import type { Actor, Push, Repository } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { Git } from './git.ts';

/** The most commits that GitHub lists for one push. */
const mostCommits = 2048;

/** The two sides of the hub that have to agree on where refs are. */
export interface GitAndWorld {
  readonly git: Git;
  readonly world: World;
}

/** A ref that git has moved already. Forty zeros for "not there". */
export interface MovedRef {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Tells the world of a ref that git has moved. The world is changed in one go, after git was asked what the move brought;
 * moves of one repository are told one after the other, so that none overtakes another.
 */
export function announcePush(hub: GitAndWorld, actor: Actor, repository: Repository, moved: MovedRef): Promise<void> {
  return hub.git.announcements.run(repository.id, async () => {
    const push = await describePush(hub, repository, moved);
    await rememberTip(hub, repository, push);
    pushed(hub.world, actor, { repository, ...push });
  });
}

/** What a moved ref brought: its new commits, oldest first, and whether it left others behind. */
export async function describePush(
  { git, world }: GitAndWorld,
  repository: Repository,
  moved: MovedRef,
): Promise<Push> {
  const { ref, before, after } = moved;
  const name = fullName(world, repository);
  if (after === NO_OID) return { ref, before, after, commits: [], forced: false };
  const known = world.refs.where('repository', repository.id).filter((one) => one.name !== ref);
  const range = before === NO_OID ? known.map(({ sha }) => sha) : [before];
  const tip = await git.resolveCommit(name, after);
  // A tag of something that is no commit brings none.
  if (tip === null) return { ref, before, after, commits: [], forced: false };
  const [commits, forward] = await Promise.all([
    git.commits(name, { to: tip, not: [...new Set(range)], limit: mostCommits, oldestFirst: true, paths: true }),
    before === NO_OID ? true : git.isAncestor(name, before, after),
  ]);
  return { ref, before, after, commits, forced: !forward };
}

/** A branch made on an old commit brings none, and yet suites and runs on it show that commit. */
async function rememberTip({ git, world }: GitAndWorld, repository: Repository, push: Push): Promise<void> {
  if (push.after === NO_OID || push.commits.some(({ sha }) => sha === push.after)) return;
  if (world.commits.where('sha', `${repository.id}/${push.after}`).length > 0) return;
  const commit = await git.readCommit(fullName(world, repository), push.after);
  if (commit !== null) rememberCommit(world, repository, commit);
}
