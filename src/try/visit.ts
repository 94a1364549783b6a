/** Going on against a hub that `--keep` left running: comment, label, review, show. Everything goes through GitHub's API, as the maintainer. */
import { resolve } from 'node:path';
import { Octokit } from '@octokit/rest';
import { STATE_BRANCH, storyBranch } from '../core/names.ts';
import { storyPath } from '../state/layout.ts';
import { UserError } from '../user-error.ts';
import { OWNER, readSession } from './stage.ts';

export interface Visit {
  comment(issue: number, text: string): Promise<void>;
  label(issue: number, label: string): Promise<void>;
  /** Reviews a pull request, or the story's when given the issue's number. */
  review(number: number, review: { event: 'APPROVE' | 'REQUEST_CHANGES'; body: string }): Promise<void>;
  /** Shows an issue with its comments and its state. */
  show(issue: number): Promise<void>;
}

/** Throws UserError when no try runs on that folder. */
export function openVisit(dir: string, out: (line: string) => void): Visit {
  const session = readSession(resolve(dir));
  if (!session?.hub)
    throw new UserError(`No try runs on ${dir}. Start one with npm run try -- --keep, or name its folder with --dir.`);
  const quiet = () => {};
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const octokit = new Octokit({ auth: session.maintainerToken, baseUrl: `${session.hub}/api/v3`, log });
  const repo = { owner: OWNER, repo: session.repository };
  return {
    comment: async (issue, text) => {
      const { data } = await octokit.rest.issues.createComment({ ...repo, issue_number: issue, body: text });
      out(data.html_url);
    },
    label: async (issue, label) => {
      const { data } = await octokit.rest.issues.addLabels({ ...repo, issue_number: issue, labels: [label] });
      out(`#${issue} has the labels ${data.map((one) => one.name).join(', ')}`);
    },
    review: async (number, { event, body }) => {
      const { data: pulls } = await octokit.rest.pulls.list({ ...repo, state: 'open' });
      const pull = pulls.find((one) => one.number === number || one.head.ref === storyBranch.format(number));
      if (!pull) {
        const open = pulls.map((one) => `#${one.number}`).join(', ') || 'none';
        throw new UserError(
          `#${number} is no open pull request and no story that has one. Open pull requests: ${open}.`,
        );
      }
      const { data } = await octokit.rest.pulls.createReview({ ...repo, pull_number: pull.number, event, body });
      out(`#${pull.number}: ${data.state.toLowerCase().replaceAll('_', ' ')}`);
    },
    show: async (issue) => {
      const { data } = await octokit.rest.issues.get({ ...repo, issue_number: issue });
      const { data: comments } = await octokit.rest.issues.listComments({
        ...repo,
        issue_number: issue,
        per_page: 100,
      });
      out(`#${data.number} ${data.title} (${data.state})\n${data.html_url}\n\n${data.body ?? ''}`);
      for (const comment of comments) out(`\n--- ${comment.user?.login} wrote\n${comment.body ?? ''}`);
      const state = await octokit.rest.repos
        .getContent({ ...repo, path: storyPath(issue), ref: STATE_BRANCH })
        .catch(() => undefined);
      const content =
        state && 'content' in state.data ? Buffer.from(state.data.content, 'base64').toString('utf8') : undefined;
      if (content) out(`\n--- ${storyPath(issue)} on ${STATE_BRANCH}\n${content.trimEnd()}`);
    },
  };
}
