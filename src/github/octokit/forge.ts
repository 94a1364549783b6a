/** The port's Octokit adapter: one repository through one installation. */
import { GraphqlResponseError } from '@octokit/graphql';
import { RequestError } from '@octokit/request-error';
import type { Octokit } from '@octokit/rest';
import { CONFIG_PATH, LABELS, STATE_BRANCH, storyBranch } from '../../core/names.ts';
import type { Observation } from '../../core/observation.ts';
import { parseRole } from '../../core/permissions.ts';
import { type Forge, ForgeUnavailable, type Subject } from '../forge.ts';
import { quietUntil, wordsOf } from './faults.ts';
import type { Repo } from './find.ts';
import { performActs } from './perform.ts';
import {
  COMMENTS_QUERY,
  type CommentNode,
  type CommentPage,
  MAX_LOGINS,
  type ObserveData,
  observeQuery,
} from './query.ts';
import { observationOf } from './read.ts';

export interface OctokitForgeOptions {
  /** A client of the installation. It must not repeat requests by itself: a comment that was answered with 500 may stand there. */
  octokit: Octokit;
  repo: Repo;
  /** The App's slug: what `<slug>[bot]` wrote is Orch's own. */
  appSlug: string;
  clock: () => Date;
}

export function createOctokitForge(options: OctokitForgeOptions): Forge {
  const { octokit, repo, appSlug, clock } = options;
  /** Asks GitHub something; whatever goes wrong is a reason to ask again later. */
  const ask = async <T>(request: () => Promise<T>): Promise<T> => {
    try {
      return await request();
    } catch (error) {
      throw new ForgeUnavailable(`GitHub could not be asked: ${wordsOf(error)}`, {
        cause: error,
        at: quietUntil(error, clock()),
      });
    }
  };
  return {
    observe: (subject) => ask(() => observe(options, subject)),
    role: (person) =>
      ask(async () => {
        try {
          const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({ ...repo, username: person.login });
          // A login can change hands between the comment and this look; the number cannot.
          if (data.user?.id !== person.id) return 'none';
          return parseRole(data.role_name) ?? parseRole(data.permission) ?? 'none';
        } catch (error) {
          if (error instanceof RequestError && error.status === 404) return 'none';
          throw error;
        }
      }),
    perform: (repository, acts) =>
      performActs({ octokit, repo, repositoryId: repository.nodeId, appSlug, clock }, acts),
    actionsRun: (id) =>
      ask(async () => {
        try {
          const { data } = await octokit.rest.actions.getWorkflowRun({ ...repo, run_id: id });
          const status =
            data.status === 'completed' ? 'completed' : data.status === 'in_progress' ? 'in_progress' : 'queued';
          return { id: data.id, status, conclusion: data.conclusion };
        } catch (error) {
          if (error instanceof RequestError && error.status === 404) return null;
          throw error;
        }
      }),
    labelled: () =>
      ask(async () => {
        const issues = await Promise.all(
          Object.values(LABELS).map((label) =>
            octokit.paginate(octokit.rest.issues.listForRepo, { ...repo, labels: label, state: 'open', per_page: 100 }),
          ),
        );
        return [
          ...new Set(
            issues
              .flat()
              .filter((issue) => !issue.pull_request)
              .map((issue) => issue.number),
          ),
        ];
      }),
  };
}

async function observe({ octokit, repo, appSlug }: OctokitForgeOptions, subject: Subject): Promise<Observation> {
  const names = { owner: repo.owner, name: repo.repo };
  const logins = subject.logins.slice(0, MAX_LOGINS);
  const branch = storyBranch.format(subject.issue);
  const variables = {
    ...names,
    issue: subject.issue,
    branch,
    branchRef: `refs/heads/${branch}`,
    stateRef: `refs/heads/${STATE_BRANCH}`,
    config: `HEAD:${CONFIG_PATH}`,
    ...Object.fromEntries(logins.map((login, index) => [`login${index}`, login])),
  };
  const data = await octokit.graphql<ObserveData>(observeQuery(logins.length), variables).catch(partial);
  const comments: CommentNode[] = [];
  for (let page: CommentPage | undefined = data.repository?.issue?.comments; page; ) {
    comments.unshift(...page.nodes.filter((node) => Number(node.fullDatabaseId) > subject.afterComment));
    const reached = page.nodes.some((node) => Number(node.fullDatabaseId) <= subject.afterComment);
    if (reached || !page.pageInfo.hasPreviousPage || page.pageInfo.startCursor === null) break;
    const earlier: { repository: { issue: { comments: CommentPage } | null } | null } = await octokit.graphql(
      COMMENTS_QUERY,
      {
        ...names,
        issue: subject.issue,
        before: page.pageInfo.startCursor,
      },
    );
    page = earlier.repository?.issue?.comments;
  }
  const onPullRequest = (data.repository?.pullRequests.nodes[0]?.comments.nodes ?? []).filter(
    (node) => Number(node.fullDatabaseId) > subject.afterComment,
  );
  const observation = observationOf(data, { onIssue: comments, onPullRequest }, logins, appSlug);
  if (!observation)
    throw new Error(`the repository ${repo.owner}/${repo.repo} is not there, or the App is not installed in it`);
  return observation;
}

/**
 * An answer with errors is used when everything that went wrong may be missing: an issue that does not exist, roles that may not be read.
 * Anything else is no observation.
 */
function partial(error: unknown): ObserveData {
  if (!(error instanceof GraphqlResponseError) || !error.data) throw error;
  const bearable = (error.errors ?? []).every((one) => {
    const path: unknown[] = one.path ?? [];
    const field = String(path[1] ?? '');
    return path[0] === 'repository' && (field === 'issue' || /^c\d+$/.test(field));
  });
  if (!bearable) throw error;
  return error.data as ObserveData;
}
