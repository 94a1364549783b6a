import { NO_OID } from '../graphql/git.ts';
import { systemActor, userActor } from '../world/accounts.ts';
import { accountById, fullName } from '../world/lookups.ts';
import { findPull, mergePullRequest } from '../world/pulls.ts';
import { type Actor, HubError, type Repository } from '../world/types.ts';
import { announcePush, describePush, type GitAndWorld, type MovedRef } from './announce-push.ts';

/** What the reflog says of a merge, written by {@link mergeReason} and read after a crash. */
const mergePattern = /^merge pull request #(\d+) by account (\d+)$/;

/** The reason for which a base branch moves when a pull request is merged. */
export const mergeReason = (number: number, accountId: number): string =>
  `merge pull request #${number} by account ${accountId}`;

/**
 * Brings the world up to what git says, for every repository. The two differ when the process was killed between a move in
 * git and its note in the world: what git has done has happened, so the world is told now. A move that was a merge becomes
 * that merge again, in the name of the one who made it; other moves are told as the owner's, since git does not keep who pushed.
 */
export async function reconcile(hub: GitAndWorld): Promise<void> {
  for (const repository of hub.world.repositories.all()) {
    const name = fullName(hub.world, repository);
    if (!(await hub.git.exists(name))) continue;
    for (const moved of await differences(hub, repository, name)) {
      if (!(await finishMerge(hub, repository, name, moved))) {
        await announcePush(hub, ownerOf(hub, repository), repository, moved);
      }
    }
  }
}

async function differences({ git, world }: GitAndWorld, repository: Repository, name: string): Promise<MovedRef[]> {
  const inGit = await git.listRefs(name);
  const inWorld = new Map(world.refs.where('repository', repository.id).map((ref) => [ref.name, ref.sha]));
  return [...new Set([...inGit.keys(), ...inWorld.keys()])].flatMap((ref) => {
    const before = inWorld.get(ref) ?? NO_OID;
    const after = inGit.get(ref) ?? NO_OID;
    return before === after ? [] : [{ ref, before, after }];
  });
}

async function finishMerge(hub: GitAndWorld, repository: Repository, name: string, moved: MovedRef): Promise<boolean> {
  if (moved.after === NO_OID) return false;
  const [, number, accountId] = mergePattern.exec((await hub.git.lastReason(name, moved.ref)) ?? '') ?? [];
  const issue = number === undefined ? null : findPull(hub.world, repository, Number(number));
  const account = hub.world.accounts.get(Number(accountId)) ?? ownerOf(hub, repository).account;
  if (issue?.state !== 'open' || moved.ref !== `refs/heads/${issue.pullRequest.baseRef}`) return false;
  const { commits } = await describePush(hub, repository, moved);
  const app = account.appId === null ? undefined : hub.world.apps.get(account.appId);
  const actor: Actor = app ? { account, via: 'installation', appSlug: app.slug } : userActor(account);
  try {
    mergePullRequest(hub.world, actor, { issue, mergeCommitSha: moved.after, baseBefore: moved.before, commits });
    return true;
  } catch (error) {
    // What the world would refuse today was no merge of this pull request; then the move is told as what it is, a push.
    if (error instanceof HubError) return false;
    throw error;
  }
}

function ownerOf({ world }: GitAndWorld, repository: Repository): Actor {
  const owner = accountById(world, repository.ownerId);
  return owner.type === 'User' ? userActor(owner) : systemActor(world);
}
