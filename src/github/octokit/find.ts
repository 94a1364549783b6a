/**
 * Looks whether an act was done already, by its mark. Only asked when someone began it and was not heard of again; on the ordinary way
 * nothing is looked for.
 */
import { RequestError } from '@octokit/request-error';
import type { Octokit } from '@octokit/rest';
import type { Act } from '../../core/act.ts';
import type { ActionsRun } from '../../core/decide/run-news.ts';
import { mark, WORKFLOW_FILE } from '../../core/names.ts';
import type { ActFacts } from '../forge.ts';

export interface Repo {
  owner: string;
  repo: string;
}

/** What was made before. `body`: what a comment says now. */
type Found = ActFacts & { body?: string };

/** What was made, or undefined when it was not. */
export type Finder = (act: Act) => Promise<Found | undefined>;

/** A finder for acts that are looked for at one moment: a list in which several of them may be is read once. */
export function createFinder(octokit: Octokit, repo: Repo, appSlug: string): Finder {
  const lists = new Map<string, Promise<OwnIssue[]>>();
  const ownIssues = (parent: string | undefined): Promise<OwnIssue[]> => {
    const list =
      lists.get(parent ?? '') ??
      (parent === undefined ? openIssuesOf(octokit, repo, appSlug) : subIssuesOf(octokit, parent, appSlug));
    lists.set(parent ?? '', list);
    return list;
  };
  return (act) =>
    act.kind === 'open_issue'
      ? findIssue(ownIssues(act.parent?.nodeId), act.mark)
      : findDone(octokit, repo, act, appSlug);
}

type Opening = Extract<Act, { kind: 'open_pull_request' }>;

async function findDone(octokit: Octokit, repo: Repo, act: Act, appSlug: string): Promise<Found | undefined> {
  switch (act.kind) {
    case 'comment':
      return findComment(octokit, repo, act.issue.number, act.mark, appSlug);
    case 'dispatch':
      return findRun(octokit, repo, act.workflow, act.title);
    case 'open_pull_request':
      return findPullRequest(octokit, repo, act);
    case 'check': {
      const { data } = await octokit.rest.checks.listForRef({
        ...repo,
        ref: act.commit,
        check_name: act.name,
        per_page: 100,
      });
      return data.check_runs.some((check) => check.external_id === act.externalId) ? {} : undefined;
    }
    default:
      return undefined;
  }
}

/** The oldest of Orch's comments with the mark. Anyone can type a mark; only Orch's own comments count. */
async function findComment(
  octokit: Octokit,
  repo: Repo,
  issue: number,
  key: string,
  appSlug: string,
): Promise<Found | undefined> {
  const pages = octokit.paginate.iterator(octokit.rest.issues.listComments, {
    ...repo,
    issue_number: issue,
    per_page: 100,
  });
  for await (const { data } of pages) {
    const found = data.find(
      (comment) => comment.user?.login === `${appSlug}[bot]` && mark.parse(comment.body ?? '') === key,
    );
    if (found) {
      const comment = { id: found.id, nodeId: found.node_id, url: found.html_url };
      return { comment, body: found.body ?? '' };
    }
  }
  return undefined;
}

/** An issue that Orch itself opened. */
interface OwnIssue {
  number: number;
  nodeId: string;
  url: string;
  body: string;
}

async function findIssue(issues: Promise<OwnIssue[]>, key: string): Promise<ActFacts | undefined> {
  const found = (await issues).find(({ body }) => mark.parse(body) === key);
  return found && { issue: { number: found.number, nodeId: found.nodeId, url: found.url } };
}

/** The newest hundred of Orch's own open issues. */
async function openIssuesOf(octokit: Octokit, repo: Repo, appSlug: string): Promise<OwnIssue[]> {
  const creator = `${appSlug}[bot]`;
  const { data } = await octokit.rest.issues.listForRepo({ ...repo, creator, state: 'open', per_page: 100 });
  return data
    .filter((issue) => issue.user?.login === creator)
    .map((issue) => ({ number: issue.number, nodeId: issue.node_id, url: issue.html_url, body: issue.body ?? '' }));
}

/** Checked against GitHub's schema in the tests. */
export const SUB_ISSUES_QUERY = `query SubIssues($parent: ID!) {
  node(id: $parent) { ... on Issue { subIssues(first: 100) { nodes { number id url body author { login __typename } } } } }
}`;

interface SubIssuesData {
  node: {
    subIssues?: {
      nodes: ({
        number: number;
        id: string;
        url: string;
        body: string;
        author: { login: string; __typename: string } | null;
      } | null)[];
    };
  } | null;
}

/** The sub-issues that Orch opened, open or closed: all that GitHub lets one issue have, and no index between that could lag. */
async function subIssuesOf(octokit: Octokit, parent: string, appSlug: string): Promise<OwnIssue[]> {
  const { node } = await octokit.graphql<SubIssuesData>(SUB_ISSUES_QUERY, { parent });
  return (node?.subIssues?.nodes ?? [])
    .filter((issue) => issue !== null)
    .filter(({ author }) => author?.__typename === 'Bot' && author.login.replace(/\[bot\]$/, '') === appSlug)
    .map(({ id: nodeId, number, url, body }) => ({ number, nodeId, url, body }));
}

/** What Actions says of a run, by number, or by title among the newest hundred; null when there is none. */
export async function actionsRunOf(
  octokit: Octokit,
  repo: Repo,
  wanted: { id: number } | { title: string },
): Promise<ActionsRun | null> {
  try {
    const run =
      'id' in wanted
        ? (await octokit.rest.actions.getWorkflowRun({ ...repo, run_id: wanted.id })).data
        : await titled(octokit, repo, WORKFLOW_FILE, wanted.title);
    if (!run) return null;
    const status = run.status === 'completed' || run.status === 'in_progress' ? run.status : 'queued';
    return { id: run.id, title: run.display_title, url: run.html_url, status, conclusion: run.conclusion };
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return null;
    throw error;
  }
}

async function findRun(octokit: Octokit, repo: Repo, workflow: string, title: string): Promise<ActFacts | undefined> {
  const found = await titled(octokit, repo, workflow, title);
  return found && { actionsRun: { id: found.id, url: found.html_url } };
}

async function titled(octokit: Octokit, repo: Repo, workflow: string, title: string) {
  const { data } = await octokit.rest.actions.listWorkflowRuns({
    ...repo,
    workflow_id: workflow,
    event: 'workflow_dispatch',
    per_page: 100,
  });
  return data.workflow_runs.find((run) => run.display_title === title);
}

async function findPullRequest(octokit: Octokit, repo: Repo, act: Opening): Promise<ActFacts | undefined> {
  // Newest first.
  const { data } = await octokit.rest.pulls.list({ ...repo, head: `${repo.owner}:${act.head}`, state: 'all' });
  const found =
    data.find(({ state }) => state === 'open') ??
    data.find(({ head, number }) => head.sha === act.commit && number > (act.after ?? 0));
  return found && { pullRequest: { number: found.number, url: found.html_url } };
}
