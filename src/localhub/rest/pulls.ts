import { compareCommits } from '../git/compare.ts';
import { mergePull } from '../git/merge-pull.ts';
import { type Answer, json, noContent } from '../http/answer.ts';
import { pullRequest, pullRequestSimple } from '../representations/pulls.ts';
import { findAccount } from '../world/accounts.ts';
import { closeIssue, editIssue, mayTriage, reopenIssue } from '../world/issues.ts';
import {
  changeBase,
  checkPullRequestRefs,
  findPull,
  openPullRequest,
  pullsOf,
  requestReviewers,
  setMergeability,
} from '../world/pulls.ts';
import { refSha } from '../world/refs.ts';
import { HubError, notFound, type PullIssue, validationFailed } from '../world/types.ts';
import {
  found,
  listed,
  numberParameter,
  parameter,
  query,
  type RepositoryContext,
  type Route,
  repositoryRoute,
} from './context.ts';
import { commitJson } from './git-representations.ts';

/** The pull request that the path names. */
export const thePull = (context: RepositoryContext): PullIssue =>
  found(findPull(context.world, context.repository, numberParameter(context, 'pull_number')));

const answer = ({ world, urls }: RepositoryContext, issue: PullIssue, status = 200): Answer =>
  json(pullRequest(world, urls, issue), status);

/** `owner:branch` or `branch`. There are no forks here, so that another owner has no branches. */
function branchOf(context: RepositoryContext, text: string): string | null {
  const at = text.indexOf(':');
  if (at < 0) return text;
  const owner = findAccount(context.world, text.slice(0, at));
  return owner?.id === context.repository.ownerId ? text.slice(at + 1) : null;
}

function filtered(context: RepositoryContext): PullIssue[] {
  const state = query(context, 'state') ?? 'open';
  const base = query(context, 'base');
  const asked = query(context, 'head');
  const head = asked === null ? null : branchOf(context, asked);
  const sort = query(context, 'sort') ?? 'created';
  const sign = (query(context, 'direction') ?? (sort === 'created' ? 'desc' : 'asc')) === 'asc' ? 1 : -1;
  const key = sort === 'updated' ? 'updatedAt' : 'createdAt';
  return pullsOf(context.world, context.repository)
    .filter((one) => state === 'all' || one.state === state)
    .filter((one) => asked === null || one.pullRequest.headRef === head)
    .filter((one) => base === null || one.pullRequest.baseRef === base)
    .sort((a, b) => sign * (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : a.number - b.number));
}

async function open(context: RepositoryContext): Promise<Answer> {
  const { world, git, actor, repository, fields, name } = context;
  const base = fields.required('base');
  const head = branchOf(context, fields.required('head'));
  if (head === null) throw validationFailed({ resource: 'PullRequest', code: 'invalid', field: 'head' });
  checkPullRequestRefs(world, { repository, head, base });
  const draft = fields.boolean('draft');
  const maintainerCanModify = fields.boolean('maintainer_can_modify');
  const [baseSha, headSha] = [base, head].map((branch) => refSha(world, repository, `refs/heads/${branch}`) ?? '');
  const issue = openPullRequest(world, actor, {
    repository,
    head,
    base,
    title: fields.required('title'),
    body: fields.nullable('body') ?? null,
    ...(draft === undefined ? {} : { draft }),
    ...(maintainerCanModify === undefined ? {} : { maintainerCanModify }),
    comparison: await compareCommits(git, name, baseSha ?? '', headSha ?? ''),
  });
  return answer(context, issue, 201);
}

async function update(context: RepositoryContext): Promise<Answer> {
  const { world, git, actor, repository, fields, name } = context;
  const issue = thePull(context);
  const own = actor.via === 'user' && actor.account.id === issue.authorId;
  if (!own && !mayTriage(world, repository, actor)) throw new HubError(403, 'Must have triage access to Repository.');
  const title = fields.string('title');
  const body = fields.nullable('body');
  const state = fields.oneOf('state', ['open', 'closed'] as const);
  const base = fields.string('base');
  if (title !== undefined || body !== undefined) {
    editIssue(world, actor, {
      issue,
      ...(title === undefined ? {} : { title }),
      ...(body === undefined ? {} : { body }),
    });
  }
  if (base !== undefined && base !== issue.pullRequest.baseRef) {
    const baseSha = refSha(world, repository, `refs/heads/${base}`);
    if (baseSha === null) throw validationFailed({ resource: 'PullRequest', code: 'invalid', field: 'base' });
    const comparison = await compareCommits(git, name, baseSha, issue.pullRequest.headSha);
    changeBase(world, actor, { issue, base, comparison });
  }
  if (state === 'closed') closeIssue(world, actor, { issue });
  if (state === 'open' && issue.state === 'closed') await reopen(context, issue);
  return answer(context, issue);
}

async function reopen({ world, git, actor, repository, name }: RepositoryContext, issue: PullIssue): Promise<void> {
  reopenIssue(world, actor, { issue });
  const [headSha, baseSha] = [issue.pullRequest.headRef, issue.pullRequest.baseRef].map((branch) =>
    refSha(world, repository, `refs/heads/${branch}`),
  );
  if (headSha && baseSha)
    setMergeability(world, { issue, comparison: await compareCommits(git, name, baseSha, headSha) });
}

async function merge(context: RepositoryContext): Promise<Answer> {
  const { fields } = context;
  const expectedHeadSha = fields.string('sha');
  const title = fields.string('commit_title');
  const message = fields.string('commit_message');
  const sha = await mergePull(context, context.actor, {
    issue: thePull(context),
    method: fields.oneOf('merge_method', ['merge', 'squash', 'rebase'] as const) ?? 'merge',
    ...(expectedHeadSha === undefined ? {} : { expectedHeadSha }),
    ...(title === undefined ? {} : { title }),
    ...(message === undefined ? {} : { message }),
  });
  return json({ sha, merged: true, message: 'Pull Request successfully merged' });
}

/** The base that a diff starts from: of a merged pull request the one before its merge. */
const baseOf = ({ pullRequest }: PullIssue): string => pullRequest.baseSha;

/** A pull request as JSON, as its diff or as its patches: whatever the `Accept` header names. */
async function show(context: RepositoryContext): Promise<Answer> {
  const { git, name, request } = context;
  const issue = thePull(context);
  const { headSha } = issue.pullRequest;
  const format = /application\/vnd\.github\.(?:v3\.)?(diff|patch)/.exec(request.accept)?.[1];
  if (format === undefined) return answer(context, issue);
  const content = await git[format as 'diff' | 'patch'](name, baseOf(issue), headSha);
  return { status: 200, raw: { type: `application/vnd.github.${format}; charset=utf-8`, content } };
}

async function files(context: RepositoryContext): Promise<Answer> {
  const { git, name, urls } = context;
  const issue = thePull(context);
  const { headSha } = issue.pullRequest;
  const encoded = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
  return listed(context, await git.fileDiffs(name, baseOf(issue), headSha), (file) => ({
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${urls.html}/${name}/blob/${headSha}/${encoded(file.path)}`,
    raw_url: `${urls.html}/${name}/raw/${headSha}/${encoded(file.path)}`,
    contents_url: `${urls.api}/repos/${name}/contents/${encoded(file.path)}?ref=${headSha}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  }));
}

async function commits(context: RepositoryContext): Promise<Answer> {
  const issue = thePull(context);
  const range = { to: issue.pullRequest.headSha, not: [baseOf(issue)], oldestFirst: true, limit: 250 };
  const list = await context.git.commits(context.name, range);
  return listed(context, list, (one) => commitJson(context, one));
}

function reviewers(context: RepositoryContext): Answer {
  const issue = thePull(context);
  const accounts = (context.fields.strings('reviewers') ?? []).map((login) => {
    const account = findAccount(context.world, login);
    if (!account)
      throw new HubError(
        422,
        'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the repository.',
      );
    return account;
  });
  requestReviewers(context.world, { issue, reviewers: accounts });
  return json(pullRequestSimple(context.world, context.urls, issue), 201);
}

async function commitPulls(context: RepositoryContext): Promise<Answer> {
  const sha = parameter(context, 'commit_sha');
  const at = pullsOf(context.world, context.repository).filter(
    ({ pullRequest }) => pullRequest.headSha === sha || pullRequest.mergeCommitSha === sha,
  );
  return listed(context, at, (one) => pullRequestSimple(context.world, context.urls, one));
}

/** Pull requests. */
export const pullRoutes: readonly Route[] = [
  repositoryRoute('GET /pulls', 'pull_requests:read', (context) =>
    listed(context, filtered(context), (one) => pullRequestSimple(context.world, context.urls, one)),
  ),
  repositoryRoute('POST /pulls', 'pull_requests:write', open, { role: 'write', createsContent: true }),
  repositoryRoute('GET /pulls/{pull_number}', 'pull_requests:read', show),
  repositoryRoute('PATCH /pulls/{pull_number}', 'pull_requests:write', update, { role: 'read' }),
  repositoryRoute('GET /pulls/{pull_number}/commits', 'pull_requests:read', commits),
  repositoryRoute('GET /pulls/{pull_number}/files', 'pull_requests:read', files),
  repositoryRoute('GET /pulls/{pull_number}/merge', 'pull_requests:read', (context) => {
    if (!thePull(context).pullRequest.merged) throw notFound();
    return noContent;
  }),
  repositoryRoute('PUT /pulls/{pull_number}/merge', 'contents:write', merge),
  repositoryRoute('POST /pulls/{pull_number}/requested_reviewers', 'pull_requests:write', reviewers),
  repositoryRoute('GET /commits/{commit_sha}/pulls', 'pull_requests:read', commitPulls),
];
