import { findAccountByEmail } from '../world/accounts.ts';
import { commitOf, fullName } from '../world/lookups.ts';
import { nodeId } from '../world/node-ids.ts';
import type { CommitStatus, JsonObject, Repository, Urls } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { apiOf, pageOf } from './links.ts';
import { simpleUser } from './users.ts';

/** What a `status` webhook says beside repository and sender. */
export function statusPayload(world: World, urls: Urls, repository: Repository, thing: CommitStatus): JsonObject {
  return {
    id: thing.id,
    sha: thing.sha,
    name: fullName(world, repository),
    avatar_url: `${urls.html}/avatars/u/${thing.creatorId}`,
    context: thing.context,
    state: thing.state,
    description: thing.description,
    target_url: thing.targetUrl,
    commit: commit(world, urls, repository, thing.sha),
    branches: branchesAt(world, urls, repository, thing.sha),
    created_at: thing.createdAt,
    updated_at: thing.updatedAt,
  };
}

function commit(world: World, urls: Urls, repository: Repository, sha: string): JsonObject {
  const api = apiOf(world, urls, repository);
  const page = pageOf(world, urls, repository);
  const { message, treeSha, author, committer, parents } = commitOf(world, repository.id, sha);
  const account = (email: string): JsonObject | null => {
    const found = findAccountByEmail(world, email);
    return found === null ? null : simpleUser(urls, found);
  };
  return {
    sha,
    node_id: nodeId('Commit', `${repository.id}:${sha}`),
    commit: {
      author,
      committer,
      message,
      tree: { sha: treeSha, url: `${api}/git/trees/${treeSha}` },
      url: `${api}/git/commits/${sha}`,
      comment_count: 0,
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
    },
    url: `${api}/commits/${sha}`,
    html_url: `${page}/commit/${sha}`,
    comments_url: `${api}/commits/${sha}/comments`,
    author: account(author.email),
    committer: account(committer.email),
    parents: parents.map((parent) => ({
      sha: parent,
      url: `${api}/commits/${parent}`,
      html_url: `${page}/commit/${parent}`,
    })),
  };
}

function branchesAt(world: World, urls: Urls, repository: Repository, sha: string): JsonObject[] {
  const url = `${apiOf(world, urls, repository)}/commits/${sha}`;
  return world.refs
    .where('repository', repository.id)
    .filter((ref) => ref.sha === sha && ref.name.startsWith('refs/heads/'))
    .map((ref) => ({ name: ref.name.slice('refs/heads/'.length), commit: { sha, url }, protected: false }));
}
