/** The port's Octokit adapter: one repository through one installation. */
import { GraphqlResponseError } from '@octokit/graphql';
import { RequestError } from '@octokit/request-error';
import type { Octokit } from '@octokit/rest';
import { CONFIG_PATH, STATE_BRANCH, storyBranch } from '../../core/names.ts';
import type { Observation } from '../../core/observation.ts';
import { roleFrom } from '../../core/permissions.ts';
import { type Forge, ForgeUnavailable, type Subject } from '../forge.ts';
import type { Governor } from '../governor.ts';
import { isRepositoryPath, shownFile } from '../repository-file.ts';
import { quietUntil, wordsOf } from './faults.ts';
import { actionsRunOf, type Repo } from './find.ts';
import { performActs } from './perform.ts';
import {
  COMMENTS_QUERY,
  type CommentNode,
  type CommentPage,
  MAX_LOGINS,
  type ObserveData,
  observeQuery,
} from './query.ts';
import { askedOf, observationOf } from './read.ts';
import { isUnknownHere } from './relations.ts';
import { recentCommentsOf, surveyOf } from './survey.ts';

export interface OctokitForgeOptions {
  /** A client of the installation. It must not repeat requests by itself: a comment that was answered with 500 may stand there. */
  octokit: Octokit;
  repo: Repo;
  /** The App's slug: what `<slug>[bot]` wrote is Orch's own. */
  appSlug: string;
  /** Shared by everything that Orch does through the installation. */
  governor: Governor;
  clock: () => Date;
}

export function createOctokitForge(options: OctokitForgeOptions): Forge {
  const { octokit, repo, appSlug, governor, clock } = options;
  /** Asks GitHub something; whatever goes wrong is a reason to ask again later. */
  const ask = async <T>(request: () => Promise<T>): Promise<T> => {
    const quiet = governor.quiet();
    if (quiet) throw new ForgeUnavailable('GitHub asked to be left alone for now', { at: quiet });
    try {
      return await request();
    } catch (error) {
      const at = quietUntil(error, clock());
      if (at) governor.silence(at);
      throw new ForgeUnavailable(`GitHub could not be asked: ${wordsOf(error)}`, { cause: error, at });
    }
  };
  const server = { knowsRelations: true };
  return {
    observe: (subject) => ask(() => observe(options, subject, server)),
    role: (person) =>
      ask(async () => {
        try {
          const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({ ...repo, username: person.login });
          // A login can change hands between the comment and this look; the number cannot.
          if (data.user?.id !== person.id) return 'none';
          return roleFrom(data.role_name, data.permission);
        } catch (error) {
          if (error instanceof RequestError && error.status === 404) return 'none';
          throw error;
        }
      }),
    perform: (repository, acts, notAfter) =>
      performActs({ octokit, repo, repositoryId: repository.nodeId, appSlug, governor, clock, notAfter }, acts),
    actionsRun: (run) => ask(() => actionsRunOf(octokit, repo, run)),
    survey: () => ask(() => surveyOf(octokit, repo)),
    recentComments: (since) => ask(() => recentCommentsOf(octokit, repo, since, appSlug)),
  };
}

async function observe(
  { octokit, repo, appSlug }: OctokitForgeOptions,
  subject: Subject,
  server: { knowsRelations: boolean },
): Promise<Observation> {
  const names = { owner: repo.owner, name: repo.repo };
  const logins = subject.logins.slice(0, MAX_LOGINS);
  const branch = storyBranch.format(subject.issue);
  const file = subject.file !== undefined && isRepositoryPath(subject.file) ? subject.file : undefined;
  const variables = {
    ...names,
    issue: subject.issue,
    branch,
    branchRef: `refs/heads/${branch}`,
    stateRef: `refs/heads/${STATE_BRANCH}`,
    config: `HEAD:${CONFIG_PATH}`,
    ...Object.fromEntries(logins.map((login, index) => [`login${index}`, login])),
    ...(subject.question !== undefined && { question: subject.question }),
    ...(file !== undefined && { file: `HEAD:${file}` }),
  };
  const ask = (relations: boolean) =>
    octokit.graphql<ObserveData>(
      observeQuery(logins.length, { question: subject.question !== undefined, file: file !== undefined, relations }),
      variables,
    );
  const data = await ask(server.knowsRelations)
    .catch((error: unknown) => {
      if (!server.knowsRelations || !isUnknownHere(error)) throw error;
      // An Enterprise server from before issue dependencies. It is not asked for them again.
      server.knowsRelations = false;
      return ask(false);
    })
    .catch(partial);
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
  const found = observationOf(data, { onIssue: comments, onPullRequest }, logins, appSlug);
  if (!found)
    throw new Error(`the repository ${repo.owner}/${repo.repo} is not there, or the App is not installed in it`);
  return {
    ...found,
    ...(subject.question !== undefined && { question: askedOf(data.asked, appSlug) }),
    ...(subject.file !== undefined && { file: shownFile(subject.file, data.repository?.file) }),
  };
}

/**
 * An answer with errors is used when everything that went wrong may be missing: an issue that does not exist, roles that may not be read.
 * Anything else is no observation.
 */
function partial(error: unknown): ObserveData {
  if (!(error instanceof GraphqlResponseError) || !error.data) throw error;
  const bearable = (error.errors ?? []).every((one) => {
    const path: unknown[] = one.path ?? [];
    // The comment that asks was deleted.
    if (path[0] === 'asked') return true;
    const field = String(path[1] ?? '');
    return path[0] === 'repository' && (field === 'issue' || /^c\d+$/.test(field));
  });
  if (!bearable) throw error;
  return error.data as ObserveData;
}
