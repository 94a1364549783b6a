/** The forge's contract: what an observation says of the pull request, its reviews and its checks. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Act } from '../../src/core/act.ts';
import { findApp } from '../../src/localhub/world/apps.ts';
import { createCheckRun } from '../../src/localhub/world/checks.ts';
import { commentsOf } from '../../src/localhub/world/comments.ts';
import { closePullRequest, findPull, setDraft } from '../../src/localhub/world/pulls.ts';
import { protectBranch } from '../../src/localhub/world/repositories.ts';
import { dismissReview, submitReview } from '../../src/localhub/world/reviews.ts';
import { setStatus } from '../../src/localhub/world/statuses.ts';
import type { App, PullIssue } from '../../src/localhub/world/types.ts';
import {
  approveRun,
  completeWorkflowRun,
  createWorkflowRun,
  registerWorkflow,
} from '../../src/localhub/world/workflow-runs.ts';
import type { ForgeStage } from './forge-world.ts';

/** Issue 1 with its branch and its pull request, number 2; the head of the branch. */
export async function withPullRequest(stage: ForgeStage): Promise<{ head: string; pull: PullIssue }> {
  stage.opens('otto');
  const head = await stage.push(stage.orch, 'story/1', { 'src/parse.js': 'export const parse = 1;\n' });
  const { repository } = await stage.forge.observe({ issue: 1, afterComment: 0, logins: [] });
  const [answer] = await stage.forge.perform(repository, [
    { kind: 'open_pull_request', head: 'story/1', base: 'main', title: 'Parse it', body: 'Closes #1', look: false },
  ]);
  expect(answer).toEqual({
    kind: 'done',
    facts: { pullRequest: { number: 2, url: expect.stringMatching(/\/acme\/durations\/pull\/2$/) } },
  });
  await stage.settled();
  return { head, pull: findPull(stage.world, stage.repository, 2)! };
}

/** The opening of another pull request from the branch of issue 1, by a server that does not know whether it asked before. */
const openAgain = (about: { commit?: string; after?: number } = {}): Act => ({
  kind: 'open_pull_request',
  head: 'story/1',
  base: 'main',
  title: 'Again',
  body: '',
  look: true,
  ...about,
});

export function describePullRequests(start: () => Promise<ForgeStage>): void {
  describe('the pull request in an observation', () => {
    let stage: ForgeStage;
    beforeEach(async () => {
      stage = await start();
    });
    afterEach(() => stage.end());

    const pullRequest = async () => {
      await stage.settled();
      return (await stage.forge.observe({ issue: 1, afterComment: 0, logins: [] })).pullRequest;
    };

    test('is the one from the story’s branch', async () => {
      const { head } = await withPullRequest(stage);
      expect(await pullRequest()).toEqual({
        number: 2,
        nodeId: expect.any(String),
        url: expect.stringMatching(/\/acme\/durations\/pull\/2$/),
        state: 'open',
        head,
        base: 'main',
        draft: false,
        mergeable: 'yes',
        mergeCommit: null,
        decision: null,
        headRefId: expect.any(String),
        reviews: [],
        opinions: [],
        checks: [],
      });
    });

    test('is talked on: its comments stand among the others, and can be answered there, and the answer is found again', async () => {
      const { pull } = await withPullRequest(stage);
      const first = stage.says(
        'wes',
        stage.world.issues.where('number', `${stage.repository.id}/1`)[0]!,
        'on the issue',
      );
      const second = stage.says('otto', pull, '/orch pause');
      await stage.settled();
      const seen = await stage.forge.observe({ issue: 1, afterComment: 0, logins: [] });
      expect(seen.comments.map(({ id, on }) => [id, on.number])).toEqual([
        [first, 1],
        [second, 2],
      ]);
      expect(seen.comments[1]?.on).toEqual({ number: 2, nodeId: seen.pullRequest?.nodeId });
      expect((await stage.forge.observe({ issue: 1, afterComment: first, logins: [] })).comments).toHaveLength(1);
      const answer = {
        kind: 'comment' as const,
        issue: seen.comments[1]!.on,
        mark: 'answer:7.0',
        body: '<!-- orch:answer:7.0 -->\nno',
      };
      const made = await stage.forge.perform(seen.repository, [{ ...answer, look: false }]);
      expect(await stage.forge.perform(seen.repository, [{ ...answer, look: true }])).toEqual(made);
      expect(commentsOf(stage.world, pull).map(({ body }) => body.split('\n').at(-1))).toEqual(['/orch pause', 'no']);
    });

    test('follows its branch, and tells when it is a draft, in conflict or closed', async () => {
      const { pull } = await withPullRequest(stage);
      const head = await stage.push(stage.person('wes'), 'story/1', { 'src/more.js': '1;\n' });
      expect(await pullRequest()).toMatchObject({ head, mergeable: 'yes' });
      setDraft(stage.world, stage.person('wes'), { issue: pull, draft: true });
      expect(await pullRequest()).toMatchObject({ draft: true });
      await stage.push(stage.person('maria'), 'main', { 'src/parse.js': 'something else\n' });
      expect(await pullRequest()).toMatchObject({ mergeable: 'conflicting' });
      closePullRequest(stage.world, stage.person('maria'), { issue: pull });
      await stage.deleteBranch(stage.person('maria'), 'story/1');
      expect(await pullRequest()).toMatchObject({ state: 'closed', headRefId: null, mergeCommit: null });
    });

    test('is the newest one when there were several', async () => {
      const { pull } = await withPullRequest(stage);
      closePullRequest(stage.world, stage.person('maria'), { issue: pull });
      const { repository } = await stage.forge.observe({ issue: 1, afterComment: 0, logins: [] });
      // The closed one is none that was made just now.
      expect(await stage.forge.perform(repository, [openAgain()])).toMatchObject([
        { facts: { pullRequest: { number: 3 } } },
      ]);
      expect(await pullRequest()).toMatchObject({ number: 3, state: 'open' });
    });

    test('is found by the commit that it offers when a person closed it before its opening was confirmed', async () => {
      const { pull, head: commit } = await withPullRequest(stage);
      closePullRequest(stage.world, stage.person('maria'), { issue: pull });
      const { repository } = await stage.forge.observe({ issue: 1, afterComment: 0, logins: [] });
      const { number } = pull;
      expect(await stage.forge.perform(repository, [openAgain({ commit })])).toMatchObject([
        { kind: 'done', facts: { pullRequest: { number } } },
      ]);
      // One that was closed before this was asked for is another's.
      expect(await stage.forge.perform(repository, [openAgain({ commit, after: number })])).toMatchObject([
        { kind: 'done', facts: { pullRequest: { number: number + 1 } } },
      ]);
    });

    test('shows reviews in their order, and the newest opinion of each reviewer', async () => {
      const { pull, head } = await withPullRequest(stage);
      const review = (name: 'wes' | 'maria' | 'rita', event: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT', body: string) =>
        submitReview(stage.world, stage.person(name), { issue: pull, event, body });
      const [first, second, third, fourth] = [
        review('wes', 'REQUEST_CHANGES', 'Rename it.'),
        review('rita', 'COMMENT', 'Hm.'),
        review('wes', 'APPROVE', ''),
        review('maria', 'APPROVE', 'Good.'),
      ];
      dismissReview(stage.world, stage.person('wes'), { issue: pull, review: fourth!, message: 'too early' });
      const seen = await pullRequest();
      expect(seen?.reviews.map(({ id, by, state, body }) => [id, by.login, state, body])).toEqual([
        [first!.id, 'wes', 'changes_requested', 'Rename it.'],
        [second!.id, 'rita', 'commented', 'Hm.'],
        [third!.id, 'wes', 'approved', ''],
        [fourth!.id, 'maria', 'dismissed', 'Good.'],
      ]);
      expect(seen?.opinions.map(({ id, state }) => [id, state]).toSorted()).toEqual([
        [third!.id, 'approved'],
        [fourth!.id, 'dismissed'],
      ]);
      expect(seen?.reviews[0]?.commit).toBe(head);
      expect(seen?.reviews[0]?.at).toBe(stage.now.toISOString().replace(/\.\d{3}Z$/, 'Z'));
      expect(seen?.reviews[0]?.by).toEqual({ id: stage.person('wes').account.id, login: 'wes', kind: 'user' });
      await stage.push(stage.person('wes'), 'story/1', { 'src/more.js': '1;\n' });
      expect((await pullRequest())?.opinions.map(({ commit }) => commit)).toEqual([head, head]);
    });

    test('tells what the rules of its base branch make of its reviews', async () => {
      const { world, repository } = stage;
      const { pull } = await withPullRequest(stage);
      const review = (name: 'wes' | 'maria' | 'rita', event: 'APPROVE' | 'REQUEST_CHANGES') =>
        submitReview(world, stage.person(name), { issue: pull, event, body: 'So.' });
      review('wes', 'APPROVE');
      expect((await pullRequest())?.decision).toBeNull();
      const protection = { repository, branch: 'main', requiredStatusChecks: [] };
      protectBranch(world, { ...protection, requiredApprovingReviewCount: 2 });
      expect((await pullRequest())?.decision).toBe('review_required');
      review('rita', 'APPROVE');
      expect((await pullRequest())?.decision).toBe('review_required');
      review('maria', 'REQUEST_CHANGES');
      expect((await pullRequest())?.decision).toBe('changes_requested');
      review('maria', 'APPROVE');
      expect((await pullRequest())?.decision).toBe('approved');
    });

    test('names the workflows that wait for someone to let them run', async () => {
      const { world, repository, orch } = stage;
      const { head: headSha } = await withPullRequest(stage);
      expect(await pullRequest()).not.toHaveProperty('held');
      const workflow = registerWorkflow(world, { repository, path: '.github/workflows/ci.yml', name: 'CI' });
      const [run] = ['story/1', 'story/1'].map((headBranch) =>
        createWorkflowRun(world, orch, {
          repository,
          workflow,
          event: 'pull_request',
          ref: 'refs/heads/x',
          headSha,
          headBranch,
        }),
      );
      completeWorkflowRun(world, orch, { run: run!, conclusion: 'action_required' });
      expect((await pullRequest())?.held).toEqual(['CI']);
      approveRun(world, stage.person('maria'), { run: run! });
      expect(await pullRequest()).not.toHaveProperty('held');
    });

    test('shows the checks of its head, whoever made them', async () => {
      const { world, repository, orch } = stage;
      const { head: headSha } = await withPullRequest(stage);
      const actions = findApp(world, 'github-actions')!;
      const own = findApp(world, 'orch')!;
      const check = (app: App, name: string, fields: object) =>
        createCheckRun(world, orch, { repository, app, name, headSha, ...fields });
      check(actions, 'test', { conclusion: 'failure' });
      check(actions, 'test', { conclusion: 'success' });
      check(actions, 'lint', { conclusion: 'failure', output: { title: '2 errors' }, detailsUrl: 'https://ci.test/7' });
      check(actions, 'build', { conclusion: 'timed_out', output: { summary: 'it took too long' } });
      check(actions, 'docs', { status: 'in_progress' });
      check(actions, 'optional', { conclusion: 'skipped' });
      check(actions, 'orch/tdd', { conclusion: 'success' });
      check(own, 'orch/tdd', { conclusion: 'success' });
      check(own, 'other', { conclusion: 'cancelled' });
      // Orch's job that stands in for a server says nothing about the commit.
      check(actions, 'orch/sweep', { status: 'in_progress' });
      const status = (context: string, state: 'success' | 'pending' | 'error', description: string) =>
        setStatus(world, orch, {
          repository,
          sha: headSha,
          context,
          state,
          description,
          targetUrl: 'https://ci.test/8',
        });
      status('deploy', 'pending', 'on its way');
      status('deploy', 'success', 'deployed');
      status('audit', 'error', 'broken');
      const checks = (await pullRequest())?.checks ?? [];
      expect(checks.map(({ name, state, own: ours, summary }) => [name, state, ours, summary])).toEqual([
        ['test', 'passed', false, 'SUCCESS'],
        ['lint', 'failed', false, '2 errors'],
        ['build', 'failed', false, 'it took too long'],
        ['docs', 'pending', false, ''],
        ['optional', 'passed', false, 'SKIPPED'],
        ['orch/tdd', 'passed', false, 'SUCCESS'],
        ['orch/tdd', 'passed', true, 'SUCCESS'],
        ['other', 'failed', false, 'CANCELLED'],
        ['deploy', 'passed', false, 'deployed'],
        ['audit', 'failed', false, 'broken'],
      ]);
      expect(checks[1]?.url).toBe('https://ci.test/7');
      expect(checks[0]?.url).toMatch(/\/acme\/durations\/runs\/\d+$/);
      expect(checks[8]?.url).toBe('https://ci.test/8');
      await stage.push(stage.person('wes'), 'story/1', { 'src/more.js': '1;\n' });
      expect((await pullRequest())?.checks).toEqual([]);
    });
  });
}
