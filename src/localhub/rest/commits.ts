import type { FileDiff } from '../git/diff.ts';
import { type Answer, json } from '../http/answer.ts';
import { refsOf } from '../world/refs.ts';
import { HubError, type JsonObject } from '../world/types.ts';
import {
  found,
  listed,
  parameter,
  query,
  type RepositoryContext,
  type Route,
  repositoryRoute,
  unprocessable,
} from './context.ts';
import { commitJson, pathInUrl } from './git-representations.ts';

/** The oid of the commit that `{ref}` names. GitHub answers 422 and not 404 when there is none. */
export async function commitNamed(context: RepositoryContext, ref: string): Promise<string> {
  const oid = await context.git.resolveCommit(context.name, ref);
  if (oid === null) throw unprocessable(`No commit found for SHA: ${ref}`);
  return oid;
}

function fileJson({ urls, name }: RepositoryContext, file: FileDiff, at: string): JsonObject {
  const path = pathInUrl(file.path);
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${urls.html}/${name}/blob/${at}/${path}`,
    raw_url: `${urls.html}/${name}/raw/${at}/${path}`,
    contents_url: `${urls.api}/repos/${name}/contents/${path}?ref=${at}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  };
}

const raw = (format: string, content: string): Answer => ({
  status: 200,
  raw: { type: `application/vnd.github.${format}; charset=utf-8`, content },
});

async function show(context: RepositoryContext): Promise<Answer> {
  const { git, name, request } = context;
  const oid = await commitNamed(context, parameter(context, 'ref'));
  if (/application\/vnd\.github\.(v3\.)?sha/.test(request.accept)) return raw('sha', oid);
  const commit = found(await git.readCommit(name, oid));
  // A first commit is compared with nothing: git's well-known empty tree.
  const parent = commit.parents[0] ?? '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
  if (/application\/vnd\.github\.(v3\.)?diff/.test(request.accept))
    return raw('diff', await git.diff(name, parent, oid));
  const files = await git.fileDiffs(name, parent, oid);
  const [additions, deletions] = [
    files.reduce((sum, one) => sum + one.additions, 0),
    files.reduce((sum, one) => sum + one.deletions, 0),
  ];
  return json({
    ...commitJson(context, commit),
    stats: { additions, deletions, total: additions + deletions },
    files: files.map((file) => fileJson(context, file, oid)),
  });
}

async function list(context: RepositoryContext): Promise<Answer> {
  const sha = query(context, 'sha') ?? context.repository.defaultBranch;
  const to = await context.git.resolveCommit(context.name, sha);
  if (to === null) throw new HubError(409, 'Git Repository is empty.');
  const path = query(context, 'path');
  const commits = await context.git.commits(context.name, { to, ...(path === null ? {} : { path }) });
  const [since, until] = [query(context, 'since'), query(context, 'until')].map((text) =>
    text === null ? null : Date.parse(text),
  );
  const inside = commits.filter(({ committer }) => {
    const at = Date.parse(committer.date);
    return (since == null || at >= since) && (until == null || at <= until);
  });
  return listed(context, inside, (one) => commitJson(context, one));
}

async function compare(context: RepositoryContext): Promise<Answer> {
  const { git, name, urls } = context;
  const basehead = parameter(context, 'basehead');
  const [base = '', head = ''] = basehead.split('...').map((ref) => ref.replace(/^[^:]*:/, ''));
  const [from, to] = [await git.resolveCommit(name, base), await git.resolveCommit(name, head)];
  if (from === null || to === null) throw new HubError(404, 'Not Found');
  if (/application\/vnd\.github\.(v3\.)?diff/.test(context.request.accept))
    return raw('diff', await git.diff(name, from, to));
  const [{ ahead, behind }, mergeBase, commits, files] = await Promise.all([
    git.aheadBehind(name, from, to),
    git.mergeBase(name, from, to),
    git.commits(name, { to, not: [from], oldestFirst: true, limit: 250 }),
    git.fileDiffs(name, from, to),
  ]);
  const [baseCommit, mergeBaseCommit] = [
    found(await git.readCommit(name, from)),
    found(await git.readCommit(name, mergeBase ?? from)),
  ];
  const page = `${urls.html}/${name}/compare/${basehead}`;
  return json({
    url: `${urls.api}/repos/${name}/compare/${basehead}`,
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: commitJson(context, baseCommit),
    merge_base_commit: commitJson(context, mergeBaseCommit),
    status: ahead > 0 ? (behind > 0 ? 'diverged' : 'ahead') : behind > 0 ? 'behind' : 'identical',
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: commits.map((one) => commitJson(context, one)),
    files: files.map((file) => fileJson(context, file, to)),
  });
}

/** The branches of a repository, by name. */
function branches({ world, repository }: RepositoryContext): { name: string; sha: string; protected: boolean }[] {
  return refsOf(world, repository)
    .filter((ref) => ref.name.startsWith('refs/heads/'))
    .map((ref) => {
      const name = ref.name.slice('refs/heads/'.length);
      return { name, sha: ref.sha, protected: repository.branchProtections.some((one) => one.branch === name) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function branch(context: RepositoryContext): Promise<Answer> {
  const { git, name, urls, repository } = context;
  const wanted = parameter(context, 'branch');
  const one = branches(context).find((candidate) => candidate.name === wanted);
  if (!one) throw new HubError(404, 'Branch not found');
  const protection = repository.branchProtections.find((candidate) => candidate.branch === wanted);
  const url = `${urls.api}/repos/${name}/branches/${pathInUrl(wanted)}`;
  return json({
    name: one.name,
    commit: commitJson(context, found(await git.readCommit(name, one.sha))),
    _links: { self: url, html: `${urls.html}/${name}/tree/${pathInUrl(wanted)}` },
    protected: one.protected,
    protection: {
      enabled: one.protected,
      required_status_checks: {
        enforcement_level: protection && protection.requiredStatusChecks.length > 0 ? 'everyone' : 'off',
        contexts: protection?.requiredStatusChecks ?? [],
        checks: (protection?.requiredStatusChecks ?? []).map((check) => ({ context: check, app_id: null })),
      },
    },
    protection_url: `${url}/protection`,
  });
}

/** Commits, comparisons and branches. */
export const commitRoutes: readonly Route[] = [
  repositoryRoute('GET /commits', 'contents:read', list),
  repositoryRoute('GET /commits/{ref}', 'contents:read', show),
  repositoryRoute('GET /compare/{basehead}', 'contents:read', compare),
  repositoryRoute('GET /branches', 'contents:read', (context) =>
    listed(context, branches(context), ({ name, sha, protected: isProtected }) => ({
      name,
      commit: { sha, url: `${context.urls.api}/repos/${context.name}/commits/${sha}` },
      protected: isProtected,
    })),
  ),
  repositoryRoute('GET /branches/{branch}', 'contents:read', branch),
];
