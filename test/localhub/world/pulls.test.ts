import { describe, expect, it } from 'vitest';
import { createCheckRun } from '../../../src/localhub/world/checks.ts';
import { closingReferences } from '../../../src/localhub/world/closing-keywords.ts';
import { openIssue, reopenIssue } from '../../../src/localhub/world/issues.ts';
import { mergeStateOf, reviewDecisionOf } from '../../../src/localhub/world/mergeability.ts';
import {
  changeBase,
  checkMergeable,
  checkPullRequestRefs,
  closePullRequest,
  findPull,
  findPullById,
  mergePullRequest,
  openPullRequest,
  pullsOf,
  requestReviewers,
  setDraft,
  setMergeability,
} from '../../../src/localhub/world/pulls.ts';
import { ZERO_SHA } from '../../../src/localhub/world/refs.ts';
import { protectBranch, updateRepository } from '../../../src/localhub/world/repositories.ts';
import { dismissReview, latestOpinionatedReviews, submitReview } from '../../../src/localhub/world/reviews.ts';
import { timelineOf } from '../../../src/localhub/world/timeline.ts';
import type { Actor, PullIssue } from '../../../src/localhub/world/types.ts';
import { commit, comparison, openedPull, push, refusal, type SmallWorld, sha, smallWorld } from './small-world.ts';

const merged = ({ world, ada }: SmallWorld, issue: PullIssue): PullIssue =>
  mergePullRequest(world, ada, {
    issue,
    mergeCommitSha: sha('d'),
    baseBefore: sha('a'),
    commits: [commit(issue.pullRequest.headSha), commit(sha('d'), 'Merge')],
  });

describe('opening a pull request', () => {
  const attempt = (small: SmallWorld, change: Record<string, unknown>, by: Actor = small.wes): string | null =>
    refusal(() =>
      openPullRequest(small.world, by, {
        repository: small.repository,
        head: 'feature',
        base: 'main',
        title: 'Add',
        comparison: comparison(sha('b')),
        ...change,
      }),
    );

  it.each<[string, Record<string, unknown>, string]>([
    ['no title', { title: '' }, '422 Validation Failed: PullRequest missing_field title'],
    ['a head that is not there', { head: 'gone' }, '422 Validation Failed: PullRequest invalid head'],
    ['a base that is not there', { base: 'gone' }, '422 Validation Failed: PullRequest invalid base'],
    [
      'no commits of its own',
      { comparison: comparison(sha('a'), { commits: 0 }) },
      '422 Validation Failed: PullRequest custom No commits between main and feature',
    ],
  ])('is refused with %s', (_what, change, words) => {
    const small = smallWorld();
    push(small, small.wes, 'feature', ZERO_SHA, sha('b'));
    expect(attempt(small, change)).toBe(words);
    expect(pullsOf(small.world, small.repository)).toEqual([]);
  });

  it('is refused while there is an open one from the same head into the same base', () => {
    const small = smallWorld();
    const issue = openedPull(small);
    const words = '422 Validation Failed: PullRequest custom A pull request already exists for ada:feature.';
    expect(attempt(small, {})).toBe(words);
    const { world, repository } = small;
    expect(refusal(() => checkPullRequestRefs(world, { repository, head: 'feature', base: 'main' }))).toBe(words);
    closePullRequest(world, small.ada, { issue });
    expect(attempt(small, {})).toBeNull();
    expect(refusal(() => reopenIssue(world, small.ada, { issue }))).toMatch(
      'There is already an open pull request (#2)',
    );
  });

  it('is refused to GITHUB_TOKEN unless the repository allows it', () => {
    const small = smallWorld();
    const { world, repository, job } = small;
    push(small, small.wes, 'feature', ZERO_SHA, sha('b'));
    expect(attempt(small, {}, job)).toBe('403 GitHub Actions is not permitted to create or approve pull requests.');
    updateRepository(world, { repository, settings: { actionsMayCreateAndApprovePullRequests: true } });
    expect(attempt(small, {}, job)).toBeNull();
  });

  it('gives it an id of its own beside that of its issue', () => {
    const small = smallWorld();
    const issue = openedPull(small);
    expect(issue.pullRequest.id).not.toBe(issue.id);
    expect(findPullById(small.world, issue.pullRequest.id)?.number).toBe(1);
    expect(findPull(small.world, small.repository, 1)).toBe(issue);
  });
});

describe('a push', () => {
  it('to the head moves the pull request and makes its mergeability unknown', () => {
    const small = smallWorld();
    const issue = openedPull(small);
    push(small, small.wes, 'feature', sha('b'), sha('c'), { forced: true });
    expect(issue.pullRequest).toMatchObject({ headSha: sha('c'), mergeable: null });
    expect(small.events.at(-1)).toMatchObject({ action: 'synchronize', before: sha('b'), after: sha('c') });
    expect(timelineOf(small.world, issue).map((item) => item.event)).toEqual(['head_ref_force_pushed']);
  });

  it('to the base that brings the head along marks it as merged', () => {
    const small = smallWorld();
    const issue = openedPull(small);
    push(small, small.wes, 'main', sha('a'), sha('b'));
    expect(issue.pullRequest).toMatchObject({ merged: true, mergeCommitSha: sha('b') });
  });

  it('to the base alone makes mergeability unknown', () => {
    const small = smallWorld();
    const issue = openedPull(small);
    push(small, small.wes, 'main', sha('a'), sha('f'));
    expect(issue).toMatchObject({ state: 'open', pullRequest: { baseSha: sha('f'), mergeable: null } });
  });

  it.each(['feature', 'main'])(
    'that deletes %s closes the pull request, and it cannot be reopened without head',
    (branch) => {
      const small = smallWorld();
      const issue = openedPull(small);
      push(small, small.wes, branch, sha('b'), ZERO_SHA);
      expect(issue).toMatchObject({ state: 'closed', pullRequest: { merged: false } });
      const again = refusal(() => reopenIssue(small.world, small.ada, { issue }));
      if (branch === 'feature') expect(again).toMatch('The feature branch has been deleted');
    },
  );

  it('to the default branch closes what its commits promise to close', () => {
    const small = smallWorld();
    const issue = openIssue(small.world, small.ada, { repository: small.repository, title: 'Broken' });
    push(small, small.wes, 'side', ZERO_SHA, sha('b'), { message: 'Fixes #1' });
    expect(issue.state).toBe('open');
    push(small, small.wes, 'main', sha('a'), sha('b'), { message: 'Fixes #1' });
    expect(issue).toMatchObject({ state: 'closed', stateReason: 'completed', closedById: small.accounts.wes.id });
    expect(timelineOf(small.world, issue).at(-1)).toMatchObject({ event: 'closed', commitSha: sha('b') });
  });
});

describe('merging', () => {
  it.each<[string, (small: SmallWorld, issue: PullIssue) => unknown, string]>([
    ['is closed', (s, issue) => closePullRequest(s.world, s.ada, { issue }), '405 Pull Request is not mergeable'],
    ['is merged', (s, issue) => merged(s, issue), '405 Pull Request is not mergeable'],
    ['is a draft', (s, issue) => setDraft(s.world, s.ada, { issue, draft: true }), '405 Pull Request is still a draft'],
    [
      'has a conflict',
      (s, issue) => setMergeability(s.world, { issue, comparison: { mergeable: false } }),
      '405 Pull Request is not mergeable',
    ],
    [
      'has moved on',
      (s) => push(s, s.wes, 'feature', sha('b'), sha('c')),
      '409 Head branch was modified. Review and try the merge again.',
    ],
    [
      'needs a review',
      (s) => protect(s, { requiredApprovingReviewCount: 1 }),
      '405 At least 1 approving review is required by reviewers with write access.',
    ],
    [
      'needs a check',
      (s) => protect(s, { requiredStatusChecks: ['test'] }),
      '405 Required status check "test" is expected.',
    ],
    [
      'may not be merged that way',
      (s) => updateRepository(s.world, { repository: s.repository, settings: { allowMergeCommit: false } }),
      '405 Merge commits are not allowed on this repository.',
    ],
  ])('is refused when it %s', (_what, act, words) => {
    const small = smallWorld();
    const issue = openedPull(small);
    act(small, issue);
    expect(refusal(() => checkMergeable(small.world, { issue, expectedHeadSha: sha('b') }))).toBe(words);
  });

  it('into the default branch closes the issues that its body names', () => {
    const small = smallWorld();
    const { world, repository, ada } = small;
    const issues = ['One', 'Two', 'Three'].map((title) => openIssue(world, ada, { repository, title }));
    const issue = openedPull(small, { body: 'Closes #1, fixes #2. See #3.' });
    merged(small, issue);
    expect(issues.map((one) => one.state)).toEqual(['closed', 'closed', 'open']);
    expect(issue).toMatchObject({
      state: 'closed',
      pullRequest: { merged: true, mergeCommitSha: sha('d'), mergedById: small.accounts.ada.id },
    });
    expect(small.happened().slice(-5)).toEqual([
      'pull_request.closed',
      'push',
      'check_suite.requested',
      'issues.closed',
      'issues.closed',
    ]);
    expect(timelineOf(world, issue).map((item) => item.event)).toEqual(['merged', 'closed']);
    expect(refusal(() => reopenIssue(world, ada, { issue }))).toMatch('cannot be reopened');
  });

  it('into another branch closes nothing', () => {
    const small = smallWorld();
    const { world, repository, ada } = small;
    const issue = openIssue(world, ada, { repository, title: 'One' });
    push(small, ada, 'next', ZERO_SHA, sha('a'));
    const pull = openedPull(small, { body: 'Closes #1' });
    changeBase(world, ada, { issue: pull, base: 'next', comparison: comparison(sha('b')) });
    merged(small, pull);
    expect(issue.state).toBe('open');
  });
});

describe('reviews', () => {
  it.each<[string, (small: SmallWorld, issue: PullIssue) => unknown, string]>([
    [
      'approve their own',
      (s, issue) => submitReview(s.world, s.helper, { issue, event: 'APPROVE' }),
      'Can not approve your own pull request',
    ],
    [
      'refuse their own',
      (s, issue) => submitReview(s.world, s.helper, { issue, event: 'REQUEST_CHANGES', body: 'x' }),
      'Can not request changes on your own pull request',
    ],
    [
      'refuse without a word',
      (s, issue) => submitReview(s.world, s.wes, { issue, event: 'REQUEST_CHANGES' }),
      "Body can't be blank",
    ],
    [
      'comment without a word',
      (s, issue) => submitReview(s.world, s.wes, { issue, event: 'COMMENT' }),
      "Body can't be blank",
    ],
    [
      'approve with GITHUB_TOKEN',
      (s, issue) => submitReview(s.world, s.job, { issue, event: 'APPROVE' }),
      'GitHub Actions is not permitted to approve pull requests.',
    ],
    [
      'dismiss a comment',
      (s, issue) => {
        const review = submitReview(s.world, s.wes, { issue, event: 'COMMENT', body: 'x' });
        return dismissReview(s.world, s.ada, { issue, review, message: 'm' });
      },
      'Can not dismiss a commented pull request review',
    ],
  ])('cannot %s', (_what, act, words) => {
    const small = smallWorld();
    const issue = openedPull(small);
    expect(refusal(() => act(small, issue))).toBe(`422 Unprocessable Entity: ${words}`);
  });

  it('bind to the commit, and the latest opinion of each reviewer counts', () => {
    const small = smallWorld();
    const { world, wes, ada, tri } = small;
    const issue = openedPull(small);
    submitReview(world, wes, { issue, event: 'APPROVE' });
    submitReview(world, ada, { issue, event: 'REQUEST_CHANGES', body: 'No' });
    submitReview(world, tri, { issue, event: 'COMMENT', body: 'Hm' });
    push(small, small.helper, 'feature', sha('b'), sha('c'));
    const last = submitReview(world, ada, { issue, event: 'APPROVE' });
    submitReview(world, wes, { issue, event: 'COMMENT', body: 'Still fine' });
    const opinions = () =>
      latestOpinionatedReviews(world, issue).map((review) => [
        world.accounts.get(review.authorId)?.login,
        review.state,
        review.commitSha.slice(0, 1),
      ]);
    expect(opinions()).toEqual([
      ['wes', 'APPROVED', 'b'],
      ['ada', 'APPROVED', 'c'],
    ]);
    dismissReview(world, ada, { issue, review: last, message: 'Stale' });
    expect(opinions()).toEqual([
      ['wes', 'APPROVED', 'b'],
      ['ada', 'DISMISSED', 'c'],
    ]);
  });

  it('decide only by those who may write', () => {
    const small = smallWorld();
    const { world, accounts } = small;
    const issue = openedPull(small);
    expect(reviewDecisionOf(world, issue)).toBeNull();
    protect(small, { requiredApprovingReviewCount: 1 });
    submitReview(world, small.out, { issue, event: 'APPROVE' });
    expect([reviewDecisionOf(world, issue), mergeStateOf(world, issue)]).toEqual(['REVIEW_REQUIRED', 'blocked']);
    requestReviewers(world, { issue, reviewers: [accounts.wes] });
    expect(issue.pullRequest.requestedReviewerIds).toEqual([accounts.wes.id]);
    submitReview(world, small.wes, { issue, event: 'APPROVE' });
    expect(issue.pullRequest.requestedReviewerIds).toEqual([]);
    expect([reviewDecisionOf(world, issue), mergeStateOf(world, issue)]).toEqual(['APPROVED', 'clean']);
  });
});

describe('the merge state', () => {
  it.each<[string, (small: SmallWorld, issue: PullIssue) => unknown]>([
    ['clean', () => {}],
    ['unknown', (s, issue) => setMergeability(s.world, { issue, comparison: { mergeable: null } })],
    ['dirty', (s, issue) => setMergeability(s.world, { issue, comparison: { mergeable: false } })],
    ['draft', (s, issue) => setDraft(s.world, s.ada, { issue, draft: true })],
    ['blocked', (s) => protect(s, { requiredStatusChecks: ['test'] })],
    ['unstable', (s) => check(s, 'failure')],
    ['clean', (s) => check(s, 'success')],
    ['unknown', (s, issue) => closePullRequest(s.world, s.ada, { issue })],
  ])('is %s', (state, act) => {
    const small = smallWorld();
    const issue = openedPull(small);
    act(small, issue);
    expect(mergeStateOf(small.world, issue)).toBe(state);
  });
});

describe('closing keywords', () => {
  it.each<[string, number[]]>([
    ['Closes #1', [1]],
    ['fixes: #2 and Resolved #3, close #2', [2, 3]],
    ['closes ada/lib#4 but not closes ada/other#5', [4]],
    ['See #6; encloses #7; fix#8', []],
    ['`closes #9`, <!-- closes #10 -->\n```\ncloses #11\n```', []],
  ])('in %j name %j', (text, numbers) => {
    expect(closingReferences(text, 'ada/lib')).toEqual(numbers);
  });
});

function protect(
  { world, repository }: SmallWorld,
  rules: { requiredApprovingReviewCount?: number; requiredStatusChecks?: string[] },
): void {
  protectBranch(world, {
    repository,
    branch: 'main',
    requiredApprovingReviewCount: 0,
    requiredStatusChecks: [],
    ...rules,
  });
}

function check({ world, repository, app, helper }: SmallWorld, conclusion: 'success' | 'failure'): void {
  createCheckRun(world, helper, { repository, app, name: 'tdd', headSha: sha('b'), conclusion });
}
