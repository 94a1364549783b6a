import type { SizedTreeEntry } from '../git/read.ts';
import { simpleUser } from '../representations/users.ts';
import { nodeId } from '../world/node-ids.ts';
import type { CommitInfo, GitIdentity, JsonObject } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { RepositoryContext } from './context.ts';

/** No commit of the hub is signed. */
const unsigned = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

/** The node id of a git object: its repository and oid. */
const objectId = ({ repository }: RepositoryContext, type: 'Commit' | 'Blob' | 'Tree', oid: string): string =>
  nodeId(type, `${repository.id}:${oid}`);

const apiOf = ({ urls, name }: RepositoryContext): string => `${urls.api}/repos/${name}`;
const pageOf = ({ urls, name }: RepositoryContext): string => `${urls.html}/${name}`;

/** A path as part of an address. */
export const pathInUrl = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** GitHub's `commit`: what lists of commits and comparisons show. */
export function commitJson(context: RepositoryContext, commit: CommitInfo): JsonObject {
  const api = apiOf(context);
  const url = `${api}/commits/${commit.sha}`;
  return {
    sha: commit.sha,
    node_id: objectId(context, 'Commit', commit.sha),
    url,
    html_url: `${pageOf(context)}/commit/${commit.sha}`,
    comments_url: `${url}/comments`,
    commit: {
      url: `${api}/git/commits/${commit.sha}`,
      author: identity(commit.author),
      committer: identity(commit.committer),
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.treeSha, url: `${api}/git/trees/${commit.treeSha}` },
      verification: unsigned,
    },
    author: accountOf(context, commit.author),
    committer: accountOf(context, commit.committer),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${pageOf(context)}/commit/${sha}`,
    })),
  };
}

/** GitHub's `git-commit`: the object as the git data API shows it. */
export function gitCommitJson(context: RepositoryContext, commit: CommitInfo): JsonObject {
  const api = apiOf(context);
  const page = pageOf(context);
  return {
    sha: commit.sha,
    node_id: objectId(context, 'Commit', commit.sha),
    url: `${api}/git/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    author: identity(commit.author),
    committer: identity(commit.committer),
    message: commit.message,
    tree: { sha: commit.treeSha, url: `${api}/git/trees/${commit.treeSha}` },
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/git/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
    verification: unsigned,
  };
}

/** GitHub's `git-ref`. */
export function refJson(context: RepositoryContext, ref: string, sha: string, type = 'commit'): JsonObject {
  const api = apiOf(context);
  return {
    ref,
    node_id: nodeId('Ref', `${context.repository.id}:${ref}`),
    url: `${api}/git/${ref}`,
    object: { sha, type, url: `${api}/git/${type}s/${sha}` },
  };
}

/** GitHub's `git-tree`. */
export function treeJson(context: RepositoryContext, sha: string, entries: readonly SizedTreeEntry[]): JsonObject {
  const api = apiOf(context);
  return {
    sha,
    url: `${api}/git/trees/${sha}`,
    truncated: false,
    tree: entries.map((entry) => ({
      path: entry.path,
      mode: entry.mode,
      type: entry.type,
      sha: entry.oid,
      ...(entry.type === 'blob' ? { size: entry.size } : {}),
      ...(entry.type === 'commit' ? {} : { url: `${api}/git/${entry.type}s/${entry.oid}` }),
    })),
  };
}

/** GitHub's `blob`. */
export function blobJson(context: RepositoryContext, sha: string, content: Buffer): JsonObject {
  return {
    sha,
    node_id: objectId(context, 'Blob', sha),
    size: content.length,
    url: `${apiOf(context)}/git/blobs/${sha}`,
    content: base64(content),
    encoding: 'base64',
  };
}

/** What a file, a folder and an entry of a folder have in common in the contents API. */
export function contentCore(
  context: RepositoryContext,
  at: { path: string; ref: string; type: 'file' | 'dir' | 'symlink' | 'submodule'; sha: string; size: number },
): JsonObject {
  const path = pathInUrl(at.path);
  const url = `${apiOf(context)}/contents/${path}?ref=${encodeURIComponent(at.ref)}`;
  const gitUrl = `${apiOf(context)}/git/${at.type === 'dir' ? 'trees' : 'blobs'}/${at.sha}`;
  const html = `${pageOf(context)}/${at.type === 'dir' ? 'tree' : 'blob'}/${pathInUrl(at.ref)}/${path}`;
  return {
    name: at.path.split('/').pop() ?? at.path,
    path: at.path,
    sha: at.sha,
    size: at.size,
    url,
    html_url: html,
    git_url: gitUrl,
    download_url: at.type === 'file' ? `${pageOf(context)}/raw/${pathInUrl(at.ref)}/${path}` : null,
    type: at.type,
    _links: { self: url, git: gitUrl, html },
  };
}

/** Base64 in lines of sixty, as GitHub writes it. */
export function base64(content: Buffer): string {
  return content.toString('base64').replace(/.{60}/g, '$&\n');
}

/** Git writes times with the author's offset, GitHub in UTC. */
function identity({ name, email, date }: GitIdentity): JsonObject {
  return { name, email, date: new Date(date).toISOString().replace(/\.\d{3}Z$/, 'Z') };
}

/** The account behind an address in a commit: one that gave this address, or GitHub's own no-reply form of it; else null. */
function accountOf({ world, urls }: RepositoryContext, { email }: GitIdentity): JsonObject | null {
  const id = /^(\d+)\+[^@]+@users\.noreply\./.exec(email)?.[1];
  const account = id === undefined ? byEmail(world, email) : world.accounts.get(Number(id));
  return account === undefined ? null : simpleUser(urls, account);
}

function byEmail(world: World, email: string) {
  for (const account of world.accounts.all()) if (account.email === email) return account;
  return undefined;
}
