import { readFile } from 'node:fs/promises';
import { jobLogPath } from '../actions/job-log.ts';
import { maySee } from '../auth/access.ts';
import type { Principal } from '../auth/principal.ts';
import type { HubParts } from '../rest/context.ts';
import { checkRunsFor } from '../world/checks.ts';
import { commentsOf } from '../world/comments.ts';
import { findIssue, issuesOf } from '../world/issues.ts';
import { findJob, jobsOf } from '../world/jobs.ts';
import { accountById, fullName, isPull, labelsOf } from '../world/lookups.ts';
import { findRepository } from '../world/repositories.ts';
import { reviewsOf } from '../world/reviews.ts';
import { type Issue, notFound, type PullIssue, type Repository } from '../world/types.ts';
import { findRun, runsOf } from '../world/workflow-runs.ts';
import type { Answer } from './answer.ts';

/** What a page is made for. */
export interface PageRequest {
  readonly hub: HubParts;
  readonly principal: Principal;
  readonly parameters: Readonly<Record<string, string>>;
}

/** One page for people. The pages exist so that the links in answers lead somewhere; they show text and change nothing. */
export interface PageRoute {
  readonly route: string;
  readonly show: (request: PageRequest, repository: Repository) => Promise<Answer> | Answer;
}

/** Every character that means something in HTML, written so that it means itself. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

function page(title: string, body: string): Answer {
  const content = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
pre{background:#f6f8fa;padding:1rem;overflow-x:auto;white-space:pre-wrap}.by{color:#59636e}</style></head>
<body>${body}</body></html>
`;
  return {
    status: 200,
    raw: { type: 'text/html; charset=utf-8', content },
    // Comments are shown as text; should one ever slip through as markup, it still runs nothing.
    headers: { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" },
  };
}

const link = (href: string, text: string): string => `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`;
const block = (text: string | null): string => `<pre>${escapeHtml(text ?? '')}</pre>`;
const list = (items: readonly string[]): string => `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
const section = (title: string, body: string): string => `<h2>${escapeHtml(title)}</h2>${body}`;

const said = ({ hub }: PageRequest, authorId: number, at: string, text: string | null, how = 'said'): string =>
  `<p class="by"><b>${escapeHtml(accountById(hub.world, authorId).login)}</b> ${escapeHtml(how)} at ${escapeHtml(at)}</p>${block(text)}`;

function repositoryPage(request: PageRequest, repository: Repository): Answer {
  const { hub } = request;
  const name = fullName(hub.world, repository);
  const lines = (issues: readonly Issue[]): string =>
    list(issues.map((one) => `${link(issuePath(name, one), `#${one.number} ${one.title}`)} (${stateOf(one)})`));
  const newest = [...issuesOf(hub.world, repository)].reverse();
  const runs = [...runsOf(hub.world, repository)].reverse().slice(0, 20);
  return page(
    name,
    `<h1>${escapeHtml(name)}</h1><p>${escapeHtml(repository.description ?? '')}</p><pre>git clone ${escapeHtml(`${hub.urls.git}/${name}.git`)}</pre>` +
      section('Pull requests', lines(newest.filter(isPull))) +
      section('Issues', lines(newest.filter((one) => !isPull(one)))) +
      section(
        'Actions',
        list(
          runs.map(
            (run) =>
              `${link(`/${name}/actions/runs/${run.id}`, `${run.displayTitle}`)} (${run.conclusion ?? run.status})`,
          ),
        ),
      ),
  );
}

const issuePath = (name: string, issue: Issue): string =>
  `/${name}/${isPull(issue) ? 'pull' : 'issues'}/${issue.number}`;
const stateOf = (issue: Issue): string => (issue.pullRequest?.merged ? 'merged' : issue.state);

async function issuePage(request: PageRequest, repository: Repository): Promise<Answer> {
  const { hub } = request;
  const { world } = hub;
  const issue = findIssue(world, repository, Number(request.parameters.number));
  if (issue === null) throw notFound();
  const name = fullName(world, repository);
  const labels = labelsOf(world, issue).map((one) => one.name);
  const talk = [
    ...commentsOf(world, issue).map((one) => ({
      at: one.createdAt,
      html: said(request, one.authorId, one.createdAt, one.body),
    })),
    ...(isPull(issue) ? reviewsOf(world, issue) : []).map((one) => ({
      at: one.submittedAt,
      html: said(request, one.authorId, one.submittedAt, one.body, `reviewed (${one.state.toLowerCase()})`),
    })),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return page(
    `${issue.title} #${issue.number}`,
    `<p>${link(`/${name}`, name)}</p><h1>${escapeHtml(issue.title)} <span class="by">#${issue.number}</span></h1>` +
      `<p>${stateOf(issue)}${labels.length > 0 ? `, labels: ${escapeHtml(labels.join(', '))}` : ''}</p>` +
      said(request, issue.authorId, issue.createdAt, issue.body, 'opened this') +
      talk.map(({ html }) => html).join('') +
      (isPull(issue) ? await changes(hub, name, repository, issue) : ''),
  );
}

async function changes(
  hub: HubParts,
  name: string,
  repository: Repository,
  { pullRequest }: PullIssue,
): Promise<string> {
  const { baseRef, baseSha, headRef, headSha } = pullRequest;
  const checks = checkRunsFor(hub.world, repository, headSha).map(
    (one) =>
      `${escapeHtml(one.name)}: ${one.conclusion ?? one.status}${one.output.title === null ? '' : `, ${escapeHtml(one.output.title)}`}`,
  );
  const diff = await hub.git.diff(name, baseSha, headSha).catch(() => 'The commits of this pull request are gone.');
  return section('Checks', list(checks)) + section(`Changes: ${headRef} into ${baseRef}`, block(diff));
}

async function diffOrPatch(
  { hub, parameters }: PageRequest,
  repository: Repository,
  kind: 'diff' | 'patch',
): Promise<Answer> {
  const issue = findIssue(hub.world, repository, Number(parameters.number));
  if (issue === null || !isPull(issue)) throw notFound();
  const content = await hub.git[kind](
    fullName(hub.world, repository),
    issue.pullRequest.baseSha,
    issue.pullRequest.headSha,
  );
  return { status: 200, raw: { type: 'text/plain; charset=utf-8', content } };
}

function runPage({ hub, parameters }: PageRequest, repository: Repository): Answer {
  const run = findRun(hub.world, Number(parameters.run_id));
  if (run?.repositoryId !== repository.id) throw notFound();
  const name = fullName(hub.world, repository);
  const jobs = jobsOf(hub.world, run).map((job) => {
    const steps = list(job.steps.map((step) => `${escapeHtml(step.name)}: ${step.conclusion ?? step.status}`));
    return `${link(`/${name}/actions/runs/${run.id}/job/${job.id}`, job.name)}: ${job.conclusion ?? job.status}${steps}`;
  });
  return page(
    run.displayTitle,
    `<p>${link(`/${name}`, name)}</p><h1>${escapeHtml(run.displayTitle)}</h1><p>${run.conclusion ?? run.status}</p>${list(jobs)}`,
  );
}

async function jobPage({ hub, parameters }: PageRequest, repository: Repository): Promise<Answer> {
  const job = findJob(hub.world, Number(parameters.job_id));
  if (job?.repositoryId !== repository.id) throw notFound();
  const log = await readFile(jobLogPath(hub.dir, job), 'utf8').catch(() => 'There is no log yet.');
  const name = fullName(hub.world, repository);
  return page(
    job.name,
    `<p>${link(`/${name}/actions/runs/${job.runId}`, 'the run')}</p><h1>${escapeHtml(job.name)}</h1><p>${job.conclusion ?? job.status}</p>${block(log)}`,
  );
}

async function commitPage({ hub, parameters }: PageRequest, repository: Repository): Promise<Answer> {
  const name = fullName(hub.world, repository);
  const commit = await hub.git.readCommit(name, parameters.sha ?? '');
  if (commit === null) throw notFound();
  const diff = await hub.git.diff(name, commit.parents[0] ?? '4b825dc642cb6eb9a060e54bf8d69288fbee4904', commit.sha);
  return page(
    commit.sha,
    `<p>${link(`/${name}`, name)}</p><h1>${escapeHtml(commit.sha)}</h1>${block(commit.message)}${block(diff)}`,
  );
}

async function filePage({ hub, parameters }: PageRequest, repository: Repository): Promise<Answer> {
  const name = fullName(hub.world, repository);
  // A branch name may contain slashes too, so that every place where it could end is tried.
  const parts = (parameters.path ?? '').split('/');
  for (let i = 1; i < parts.length; i += 1) {
    const content = await hub.git.readFile(name, parts.slice(0, i).join('/'), parts.slice(i).join('/'));
    if (content !== null) return { status: 200, raw: { type: 'text/plain; charset=utf-8', content } };
  }
  throw notFound();
}

/** The pages, at the addresses that the hub's answers give as `html_url`. */
export const pageRoutes: readonly PageRoute[] = [
  { route: 'GET /{owner}/{repo}', show: repositoryPage },
  { route: 'GET /{owner}/{repo}/issues/{number}', show: issuePage },
  { route: 'GET /{owner}/{repo}/pull/{number}', show: issuePage },
  {
    route: 'GET /{owner}/{repo}/pull/{number}.diff',
    show: (request, repository) => diffOrPatch(request, repository, 'diff'),
  },
  {
    route: 'GET /{owner}/{repo}/pull/{number}.patch',
    show: (request, repository) => diffOrPatch(request, repository, 'patch'),
  },
  { route: 'GET /{owner}/{repo}/actions/runs/{run_id}', show: runPage },
  { route: 'GET /{owner}/{repo}/actions/runs/{run_id}/job/{job_id}', show: jobPage },
  { route: 'GET /{owner}/{repo}/commit/{sha}', show: commitPage },
  { route: 'GET /{owner}/{repo}/blob/{path}', show: filePage },
  { route: 'GET /{owner}/{repo}/raw/{path}', show: filePage },
];

/** Shows a page. Throws 404 for a repository that the caller may not see. */
export function showPage(route: PageRoute, request: PageRequest): Promise<Answer> | Answer {
  const { owner = '', repo = '' } = request.parameters;
  const repository = findRepository(request.hub.world, owner, repo);
  if (repository === null || !maySee(request.hub.world, request.principal, repository)) throw notFound();
  return route.show(request, repository);
}
