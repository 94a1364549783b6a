/** What the sweep asks of a repository as a whole. */
import type { Octokit } from '@octokit/rest';
import { LABELS, WORKFLOW_FILE } from '../../core/names.ts';
import { MAX_RECENT, type RecentComment, type Survey } from '../forge.ts';
import type { Repo } from './find.ts';
import { REPOSITORY, type RepositoryNode } from './query.ts';
import { personOf, repositoryOf } from './read.ts';

const ISSUES = `issues(states: OPEN, first: 100, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes { number timelineItems(itemTypes: [LABELED_EVENT], first: 1) { filteredCount } }
    }`;

/** All labels in one query. Checked against GitHub's schema in the tests. */
export const SURVEY_QUERY = `query Survey($owner: String!, $name: String!, $story: String!, $run: String!, $epic: String!, $workflow: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    ${REPOSITORY}
    workflow: object(expression: $workflow) { id }
    story: label(name: $story) { ${ISSUES} }
    run: label(name: $run) { ${ISSUES} }
    epic: label(name: $epic) { ${ISSUES} }
  }
}`;

/** The further pages of one label. */
export const SURVEY_PAGE_QUERY = `query SurveyPage($owner: String!, $name: String!, $label: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    label(name: $label) { ${ISSUES} }
  }
}`;

interface IssuePage {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: { number: number; timelineItems: { filteredCount: number } }[];
}
interface LabelNode {
  issues: IssuePage;
}
interface SurveyData {
  repository:
    | (RepositoryNode & {
        workflow: { id: string } | null;
        story: LabelNode | null;
        run: LabelNode | null;
        epic: LabelNode | null;
      })
    | null;
}

/** Throws what Octokit throws, and an error with one sentence when the repository is not there. */
export async function surveyOf(octokit: Octokit, repo: Repo): Promise<Survey> {
  const names = { owner: repo.owner, name: repo.repo };
  const { repository } = await octokit.graphql<SurveyData>(SURVEY_QUERY, {
    ...names,
    workflow: `HEAD:.github/workflows/${WORKFLOW_FILE}`,
    story: LABELS.story,
    run: LABELS.run,
    epic: LABELS.epic,
    after: null,
  });
  if (!repository)
    throw new Error(`there is no repository ${repo.owner}/${repo.repo}, or the App is not installed there`);
  const issues = [
    ...(await allPages(octokit, names, LABELS.story, repository.story)),
    ...(await allPages(octokit, names, LABELS.run, repository.run)),
    ...(await allPages(octokit, names, LABELS.epic, repository.epic)),
  ];
  const labelled = new Map(issues.map(({ number, timelineItems }) => [number, timelineItems.filteredCount]));
  return {
    repository: repositoryOf(repository),
    installed: repository.workflow !== null,
    labelled: [...labelled].map(([issue, labelings]) => ({ issue, labelings })),
  };
}

async function allPages(
  octokit: Octokit,
  names: { owner: string; name: string },
  label: string,
  first: LabelNode | null,
): Promise<IssuePage['nodes']> {
  const found: IssuePage['nodes'] = [];
  let page = first?.issues;
  while (page) {
    found.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) break;
    const next = await octokit.graphql<{ repository: { label: LabelNode | null } | null }>(SURVEY_PAGE_QUERY, {
      ...names,
      label,
      after: page.pageInfo.endCursor,
    });
    page = next.repository?.label?.issues;
  }
  return found;
}

/** Comments of the whole repository, on issues and pull requests alike, since a time. */
export async function recentCommentsOf(
  octokit: Octokit,
  repo: Repo,
  since: Date,
  appSlug: string,
): Promise<RecentComment[]> {
  const found: RecentComment[] = [];
  const pages = octokit.paginate.iterator(octokit.rest.issues.listCommentsForRepo, {
    ...repo,
    since: since.toISOString(),
    sort: 'updated',
    direction: 'desc',
    per_page: 100,
  });
  for await (const { data } of pages) {
    for (const { id, issue_url, user, body } of data) {
      const actor = user && { login: user.login, __typename: user.type, databaseId: user.id };
      found.push({ id, on: Number(issue_url.split('/').at(-1)), by: personOf(actor, appSlug), body: body ?? '' });
    }
    if (found.length >= MAX_RECENT) break;
  }
  return found.slice(0, MAX_RECENT);
}
