import { findAccountByEmail } from '../world/accounts.ts';
import { ZERO_SHA } from '../world/lookups.ts';
import type { CommitInfo, GitIdentity, JsonObject, Push, Repository, Urls, WorldEvent } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { pageOf } from './links.ts';
import { repository as repositoryShape } from './repositories.ts';

/** A `push` payload lists no more commits than this, as on GitHub. */
const MOST_COMMITS = 2048;

/** What a `push` webhook says beside the sender. */
export function pushPayload(world: World, urls: Urls, event: WorldEvent, push: Push): JsonObject {
  const { repository } = event;
  if (repository === null) throw new Error('A push was emitted without its repository.');
  const created = push.before === ZERO_SHA;
  const deleted = push.after === ZERO_SHA;
  const page = pageOf(world, urls, repository);
  const commits = deleted ? [] : push.commits.slice(-MOST_COMMITS);
  const shown = commits.map((commit) => pushedCommit(world, page, commit));
  const { account } = event.actor;
  return {
    ref: push.ref,
    before: push.before,
    after: push.after,
    created,
    deleted,
    forced: push.forced,
    base_ref: null,
    compare: created || deleted ? `${page}/commit/${push.after}` : `${page}/compare/${push.before}...${push.after}`,
    commits: shown,
    head_commit: deleted ? null : headCommit(world, page, repository, push),
    repository: pushRepository(world, urls, repository),
    pusher: { name: account.login, email: account.email },
  };
}

function headCommit(world: World, page: string, repository: Repository, push: Push): JsonObject | null {
  const known =
    push.commits.find((commit) => commit.sha === push.after) ??
    world.commits.where('sha', `${repository.id}/${push.after}`)[0];
  return known === undefined ? null : pushedCommit(world, page, known);
}

function pushedCommit(world: World, page: string, commit: CommitInfo): JsonObject {
  const who = ({ name, email }: GitIdentity): JsonObject => {
    const account = findAccountByEmail(world, email);
    return account === null ? { name, email } : { name, email, username: account.login };
  };
  return {
    id: commit.sha,
    tree_id: commit.treeSha,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${page}/commit/${commit.sha}`,
    author: who(commit.author),
    committer: who(commit.committer),
    added: commit.added,
    removed: commit.removed,
    modified: commit.modified,
  };
}

/** In pushes alone, GitHub gives two times of the repository as seconds and names the owner a second time. */
function pushRepository(world: World, urls: Urls, repository: Repository): JsonObject {
  const shape = repositoryShape(world, urls, repository);
  const seconds = (iso: string): number => Math.floor(Date.parse(iso) / 1000);
  const owner = world.accounts.get(repository.ownerId);
  return {
    ...shape,
    url: pageOf(world, urls, repository),
    created_at: seconds(repository.createdAt),
    pushed_at: seconds(repository.pushedAt),
    stargazers: 0,
    master_branch: repository.defaultBranch,
    owner: {
      ...(shape.owner as JsonObject),
      name: owner?.login,
      email: owner?.email ?? null,
    },
  };
}
