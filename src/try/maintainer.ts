/**
 * The simulated maintainer: opens the issue, labels it, and approves the pull request once all its checks have passed. She uses GitHub's API with a
 * token of her own, as a person's client would.
 */
import { Octokit } from '@octokit/rest';
import { LABELS, storyBranch } from '../core/names.ts';
import { OWNER } from './stage.ts';

export interface Maintainer {
  /** The issue's number: the one that is there already, or a new one. */
  openIssue(issue: { title: string; body: string }): Promise<number>;
  /** Puts the label on that starts the story, unless it is there. */
  label(issue: number): Promise<void>;
  /**
   * Looks at the story's pull request; approves it when every check has passed and she has not approved this commit yet. Answers what she
   * did, or undefined.
   */
  lookAtPullRequest(issue: number): Promise<{ number: number; approved: boolean } | undefined>;
}

export function createMaintainer(options: {
  apiUrl: string;
  token: string;
  repository: string;
  login: string;
}): Maintainer {
  const silent = () => {};
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const octokit = new Octokit({ auth: options.token, baseUrl: options.apiUrl, log });
  const repo = { owner: OWNER, repo: options.repository };
  return {
    openIssue: async ({ title, body }) => {
      const { data: issues } = await octokit.rest.issues.listForRepo({ ...repo, state: 'all', creator: options.login });
      const known = issues.find((issue) => issue.title === title && !issue.pull_request);
      return known ? known.number : (await octokit.rest.issues.create({ ...repo, title, body })).data.number;
    },
    label: async (issue) => {
      const { data } = await octokit.rest.issues.get({ ...repo, issue_number: issue });
      const names = data.labels.map((label) => (typeof label === 'string' ? label : label.name));
      if (!names.includes(LABELS.run))
        await octokit.rest.issues.addLabels({ ...repo, issue_number: issue, labels: [LABELS.run] });
    },
    lookAtPullRequest: async (issue) => {
      const { data: pulls } = await octokit.rest.pulls.list({
        ...repo,
        head: `${OWNER}:${storyBranch.format(issue)}`,
        state: 'open',
      });
      const pull = pulls[0];
      if (!pull) return undefined;
      const [suites, reviews] = await Promise.all([
        octokit.rest.checks.listSuitesForRef({ ...repo, ref: pull.head.sha }),
        octokit.rest.pulls.listReviews({ ...repo, pull_number: pull.number }),
      ]);
      const checked = suites.data.check_suites.filter((suite) => suite.app?.slug === 'github-actions');
      const green = checked.length > 0 && suites.data.check_suites.every((suite) => suite.conclusion === 'success');
      const done = reviews.data.some((review) => review.state === 'APPROVED' && review.commit_id === pull.head.sha);
      if (!green || done) return undefined;
      await octokit.rest.pulls.createReview({
        ...repo,
        pull_number: pull.number,
        event: 'APPROVE',
        commit_id: pull.head.sha,
        body: 'Looks good to me.',
      });
      return { number: pull.number, approved: true };
    },
  };
}
