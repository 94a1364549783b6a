/**
 * The simulated maintainer: opens the issue, labels it, lets the checks of the pull request run where they wait for her, and approves it once all of
 * them have passed. She uses GitHub's API with a
 * token of her own, as a person's client would.
 */
import { Octokit } from '@octokit/rest';
import { LABELS, storyBranch } from '../core/names.ts';
import { OWNER } from './stage.ts';

export interface Maintainer {
  /** The issue's number: the one that is there already, or a new one. */
  openIssue(issue: { title: string; body: string }): Promise<number>;
  /** Runs a workflow by hand, as "Run workflow" in the Actions tab does. */
  runWorkflow(file: string, branch: string): Promise<void>;
  /** Writes a comment. */
  comment(issue: number, text: string): Promise<void>;
  /** Puts the label on that starts the story (`orch:run`) or another one, unless it is there. */
  label(issue: number, label?: string): Promise<void>;
  /**
   * Looks at the story's pull request; lets checks run that wait for her permission; approves it when every check has passed and she has not
   * approved this commit yet. Answers what she did, or undefined.
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
    runWorkflow: async (file, branch) => {
      await octokit.rest.actions.createWorkflowDispatch({ ...repo, workflow_id: file, ref: branch });
    },
    comment: async (issue, text) => {
      await octokit.rest.issues.createComment({ ...repo, issue_number: issue, body: text });
    },
    label: async (issue, label = LABELS.run) => {
      const { data } = await octokit.rest.issues.get({ ...repo, issue_number: issue });
      const names = data.labels.map((label) => (typeof label === 'string' ? label : label.name));
      if (!names.includes(label))
        await octokit.rest.issues.addLabels({ ...repo, issue_number: issue, labels: [label] });
    },
    lookAtPullRequest: async (issue) => {
      const { data: pulls } = await octokit.rest.pulls.list({
        ...repo,
        head: `${OWNER}:${storyBranch.format(issue)}`,
        state: 'open',
      });
      const pull = pulls[0];
      if (!pull) return undefined;
      const { data: all } = await octokit.rest.actions.listWorkflowRunsForRepo({
        ...repo,
        head_sha: pull.head.sha,
        event: 'pull_request',
      });
      const checked = all.workflow_runs.length > 0;
      const waiting = all.workflow_runs.filter((run) => run.conclusion === 'action_required');
      for (const run of waiting) await octokit.rest.actions.approveWorkflowRun({ ...repo, run_id: run.id });
      if (!checked || waiting.length > 0) return undefined;
      const [suites, reviews] = await Promise.all([
        octokit.rest.checks.listSuitesForRef({ ...repo, ref: pull.head.sha }),
        octokit.rest.pulls.listReviews({ ...repo, pull_number: pull.number }),
      ]);
      // A document needs no proof of tests first: its check is neutral.
      const passed = ['success', 'neutral', 'skipped'];
      const green = suites.data.check_suites.every(({ conclusion }) => passed.includes(conclusion ?? ''));
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
