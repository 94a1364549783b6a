import { describe, expect, it } from 'vitest';
import { createOrganization } from '../../../src/localhub/world/accounts.ts';
import { createCheckRun, updateCheckRun } from '../../../src/localhub/world/checks.ts';
import { createComment, deleteComment, updateComment } from '../../../src/localhub/world/comments.ts';
import { addBlockedBy, removeBlockedBy } from '../../../src/localhub/world/dependencies.ts';
import {
  addInstallationRepositories,
  installApp,
  setSuspended,
  uninstallApp,
} from '../../../src/localhub/world/installations.ts';
import { changeAssignees, closeIssue, editIssue, openIssue, reopenIssue } from '../../../src/localhub/world/issues.ts';
import { completeJob, createJob, setStep, startJob } from '../../../src/localhub/world/jobs.ts';
import { addLabels, createLabel, deleteLabel, removeLabel, updateLabel } from '../../../src/localhub/world/labels.ts';
import {
  createMilestone,
  deleteMilestone,
  setMilestone,
  updateMilestone,
} from '../../../src/localhub/world/milestones.ts';
import { pinIssue, unpinIssue } from '../../../src/localhub/world/pins.ts';
import { changeBase, closePullRequest, mergePullRequest, setDraft } from '../../../src/localhub/world/pulls.ts';
import { ZERO_SHA } from '../../../src/localhub/world/refs.ts';
import { createRepository, setCollaborator } from '../../../src/localhub/world/repositories.ts';
import { dismissReview, submitReview } from '../../../src/localhub/world/reviews.ts';
import { setStatus } from '../../../src/localhub/world/statuses.ts';
import { addSubIssue, removeSubIssue } from '../../../src/localhub/world/sub-issues.ts';
import type { WorldEvent } from '../../../src/localhub/world/types.ts';
import {
  completeWorkflowRun,
  createWorkflowRun,
  dispatchRepository,
  dispatchWorkflow,
  registerWorkflow,
  setRunStatus,
} from '../../../src/localhub/world/workflow-runs.ts';
import { expectValidWebhook } from '../../schemas/validate.ts';
import { commit, comparison, openedPull, push, type SmallWorld, sha, smallWorld, urls } from '../world/small-world.ts';

/** What happens in each row, and the events that it must have caused, all of them valid. */
const happenings: [title: string, act: (small: SmallWorld) => unknown, events: string[]][] = [
  [
    'an issue lives',
    (small) => {
      const { world, repository, ada } = small;
      const issue = openIssue(world, ada, { repository, title: 'Broken', body: 'It is.', labels: ['bug'] });
      editIssue(world, ada, { issue, title: 'Quite broken', body: null });
      changeAssignees(world, ada, { issue, add: [small.accounts.wes] });
      changeAssignees(world, ada, { issue, remove: [small.accounts.wes] });
      removeLabel(world, ada, { issue, name: 'bug' });
      closeIssue(world, ada, { issue, reason: 'not_planned' });
      reopenIssue(world, ada, { issue });
    },
    [
      'issues.opened',
      'issues.labeled',
      'issues.edited',
      'issues.assigned',
      'issues.unassigned',
      'issues.unlabeled',
      'issues.closed',
      'issues.reopened',
    ],
  ],
  [
    'an App opens and comments',
    ({ world, repository, helper }) => {
      const issue = openIssue(world, helper, { repository, title: 'By the App' });
      const comment = createComment(world, helper, { issue, body: 'one' });
      updateComment(world, helper, { comment, body: 'two' });
      deleteComment(world, helper, { comment });
    },
    ['issues.opened', 'issue_comment.created', 'issue_comment.edited', 'issue_comment.deleted'],
  ],
  [
    'labels come and go',
    ({ world, repository, ada }) => {
      const label = createLabel(world, ada, { repository, name: 'orch:story', color: '1D76DB' });
      updateLabel(world, ada, { label, name: 'story', description: 'One story' });
      deleteLabel(world, ada, { label });
    },
    ['label.created', 'label.edited', 'label.deleted'],
  ],
  [
    'a pull request is reviewed and merged',
    (small) => {
      const { world, ada, wes, helper } = small;
      const issue = openedPull(small, { body: 'Nothing to close.' });
      addLabels(world, ada, { issue, names: ['enhancement'] });
      removeLabel(world, ada, { issue, name: 'enhancement' });
      createComment(world, ada, { issue, body: 'Nice.' });
      editIssue(world, helper, { issue, title: 'Better title' });
      setDraft(world, ada, { issue, draft: true });
      setDraft(world, ada, { issue, draft: false });
      const review = submitReview(world, ada, { issue, event: 'REQUEST_CHANGES', body: 'Please.' });
      push(small, helper, 'feature', sha('b'), sha('c'));
      dismissReview(world, ada, { issue, review, message: 'Done.' });
      submitReview(world, wes, { issue, event: 'APPROVE' });
      mergePullRequest(world, ada, {
        issue,
        mergeCommitSha: sha('d'),
        baseBefore: sha('a'),
        commits: [commit(sha('c')), commit(sha('d'))],
      });
    },
    [
      'create',
      'push',
      'check_suite.requested',
      'pull_request.opened',
      'pull_request.labeled',
      'pull_request.unlabeled',
      'issue_comment.created',
      'pull_request.edited',
      'pull_request.converted_to_draft',
      'pull_request.ready_for_review',
      'pull_request_review.submitted',
      'push',
      'check_suite.requested',
      'pull_request.synchronize',
      'pull_request_review.dismissed',
      'pull_request_review.submitted',
      'pull_request.closed',
      'push',
      'check_suite.requested',
    ],
  ],
  [
    'a pull request is retargeted, closed, reopened and loses its branch',
    (small) => {
      const { world, ada } = small;
      push(small, ada, 'next', ZERO_SHA, sha('a'));
      const issue = openedPull(small);
      changeBase(world, ada, { issue, base: 'next', comparison: comparison(sha('b')) });
      closePullRequest(world, ada, { issue });
      reopenIssue(world, ada, { issue });
      push(small, ada, 'feature', sha('b'), ZERO_SHA);
    },
    [
      'create',
      'push',
      'create',
      'push',
      'check_suite.requested',
      'pull_request.opened',
      'pull_request.edited',
      'pull_request.closed',
      'pull_request.reopened',
      'delete',
      'push',
      'pull_request.closed',
    ],
  ],
  [
    'an App checks a commit',
    (small) => {
      const { world, repository, app, helper } = small;
      openedPull(small);
      const checkRun = createCheckRun(world, helper, { repository, app, name: 'tdd', headSha: sha('b') });
      updateCheckRun(world, helper, { checkRun, conclusion: 'success', output: { title: 'Proved', summary: 'ok' } });
    },
    [
      'create',
      'push',
      'check_suite.requested',
      'pull_request.opened',
      'check_run.created',
      'check_run.completed',
      'check_suite.completed',
    ],
  ],
  [
    'a workflow runs',
    ({ world, repository, ada, job }) => {
      const workflow = registerWorkflow(world, { repository, path: '.github/workflows/ci.yml', name: 'CI' });
      dispatchWorkflow(world, ada, { repository, workflow, ref: 'refs/heads/main', inputs: { story: '1' } });
      const run = createWorkflowRun(world, ada, {
        repository,
        workflow,
        event: 'workflow_dispatch',
        ref: 'refs/heads/main',
        headSha: sha('a'),
      });
      setRunStatus(world, job, { run, status: 'in_progress' });
      const one = createJob(world, job, { run, key: 'test' });
      startJob(world, job, { job: one, steps: ['Set up job', 'npm test'] });
      setStep(world, { job: one, number: 1, status: 'completed', conclusion: 'success' });
      setStep(world, { job: one, number: 2, status: 'completed', conclusion: 'failure' });
      completeJob(world, job, { job: one, conclusion: 'failure' });
      completeWorkflowRun(world, job, { run, conclusion: 'failure' });
      dispatchRepository(world, ada, { repository, type: 'rebuild', payload: { why: 'because' } });
    },
    [
      'workflow_dispatch',
      'workflow_run.requested',
      'workflow_run.in_progress',
      'check_run.created',
      'workflow_job.queued',
      'workflow_job.in_progress',
      'check_run.completed',
      'workflow_job.completed',
      'check_suite.completed',
      'workflow_run.completed',
      'repository_dispatch.rebuild',
    ],
  ],
  [
    'issues are tied together',
    ({ world, ada, accounts }) => {
      // The published payloads of dependencies say that they are always of an organization.
      const owner = createOrganization(world, { login: 'guild' });
      const [repository, other] = ['one', 'two'].map((name) => createRepository(world, ada, { owner, name }));
      setCollaborator(world, { repository: repository!, account: accounts.ada, roleName: 'triage' });
      const milestone = createMilestone(world, ada, { repository: repository!, title: 'Sprint 1' });
      const epic = openIssue(world, ada, { repository: repository!, title: 'Epic' });
      const story = openIssue(world, ada, { repository: repository!, title: 'Story', parent: epic, milestone });
      const far = openIssue(world, ada, { repository: other!, title: 'Elsewhere' });
      addSubIssue(world, ada, { parent: epic, issue: far });
      removeSubIssue(world, ada, { issue: far });
      addBlockedBy(world, ada, { issue: story, blocker: far });
      removeBlockedBy(world, ada, { issue: story, blocker: far });
      pinIssue(world, ada, { repository: repository!, issue: epic });
      unpinIssue(world, ada, { issue: epic });
      setMilestone(world, ada, { issue: story, milestone: null });
      updateMilestone(world, ada, { milestone, title: 'Sprint 2' });
      updateMilestone(world, ada, { milestone, state: 'closed' });
      updateMilestone(world, ada, { milestone, state: 'open' });
      deleteMilestone(world, ada, { milestone });
    },
    [
      'repository.created',
      'repository.created',
      'milestone.created',
      'issues.opened',
      'issues.opened',
      'issues.milestoned',
      'sub_issues.parent_issue_added',
      'sub_issues.sub_issue_added',
      'issues.opened',
      'sub_issues.parent_issue_added',
      'sub_issues.sub_issue_added',
      'sub_issues.parent_issue_removed',
      'sub_issues.sub_issue_removed',
      'issue_dependencies.blocked_by_added',
      'issue_dependencies.blocking_added',
      'issue_dependencies.blocked_by_removed',
      'issue_dependencies.blocking_removed',
      'issues.pinned',
      'issues.unpinned',
      'issues.demilestoned',
      'milestone.edited',
      'milestone.closed',
      'milestone.opened',
      'milestone.deleted',
    ],
  ],
  [
    'an App is installed',
    (small) => {
      const { world, ada, app, repository } = small;
      const account = createOrganization(world, { login: 'guild' });
      const owned = createRepository(world, ada, { owner: account, name: 'one' });
      const other = createRepository(world, ada, { owner: account, name: 'two' });
      const installation = installApp(world, ada, { appId: app.id, account, repositories: [owned] });
      addInstallationRepositories(world, ada, { installation, repositories: [other] });
      setSuspended(world, ada, { installation, suspended: true });
      setSuspended(world, ada, { installation, suspended: false });
      openIssue(world, ada, { repository: other, title: 'In an organization' });
      uninstallApp(world, ada, { installation });
      return repository;
    },
    [
      'repository.created',
      'repository.created',
      'installation.created',
      'installation_repositories.added',
      'installation.suspend',
      'installation.unsuspend',
      'issues.opened',
      'installation.deleted',
    ],
  ],
];

/** Events that nothing in the hub's promises covers; their shape is not vendored. */
const UNCHECKED = new Set(['repository.created']);

describe('every payload fits the schema that GitHub publishes for it', () => {
  it.each(happenings)('when %s', (_title, act, expected) => {
    const small = smallWorld();
    act(small);
    expect(small.happened()).toEqual(expected);
    for (const event of small.events) validate(small, event);
  });
});

describe('what payloads say', () => {
  it('stays what it was when the event happened', () => {
    const small = smallWorld();
    const issue = openIssue(small.world, small.ada, { repository: small.repository, title: 'First' });
    editIssue(small.world, small.ada, { issue, title: 'Second' });
    const titles = small.events.map((event) => (event.payload(urls).issue as { title: string }).title);
    expect(titles).toEqual(['First', 'Second']);
    expect(small.events[1]?.payload(urls).changes).toEqual({ title: { from: 'First' } });
  });

  it('names the pusher, the commits and what kind of push it was', () => {
    const small = smallWorld();
    push(small, small.wes, 'topic', ZERO_SHA, sha('b'));
    push(small, small.wes, 'topic', sha('b'), sha('c'), { forced: true });
    push(small, small.wes, 'topic', sha('c'), ZERO_SHA);
    const pushes = small.events.filter((event) => event.name === 'push').map((event) => event.payload(urls));
    expect(pushes.map(({ created, deleted, forced }) => ({ created, deleted, forced }))).toEqual([
      { created: true, deleted: false, forced: false },
      { created: false, deleted: false, forced: true },
      { created: false, deleted: true, forced: false },
    ]);
    expect(pushes[1]).toMatchObject({
      ref: 'refs/heads/topic',
      pusher: { name: 'wes', email: 'wes@example.com' },
      compare: `http://127.0.0.1:4000/ada/lib/compare/${sha('b')}...${sha('c')}`,
      head_commit: { id: sha('c'), author: { username: 'wes' }, added: ['new.ts'] },
    });
  });

  it('shows the commit of a status and the branches that are there', () => {
    const small = smallWorld();
    setStatus(small.world, small.ada, { repository: small.repository, sha: sha('a'), state: 'success', context: 'ci' });
    expect(small.events.at(-1)?.payload(urls)).toMatchObject({
      name: 'ada/lib',
      context: 'ci',
      state: 'success',
      branches: [{ name: 'main', commit: { sha: sha('a') } }],
      commit: { sha: sha('a'), author: { login: 'wes' }, commit: { tree: { sha: sha('e') } }, parents: [] },
    });
  });

  it('writes the state of a review in lower case', () => {
    const small = smallWorld();
    const issue = openedPull(small);
    submitReview(small.world, small.wes, { issue, event: 'APPROVE' });
    expect(small.events.at(-1)?.payload(urls).review).toMatchObject({ state: 'approved', body: null });
  });
});

function validate(small: SmallWorld, event: WorldEvent): void {
  const name = event.action === null ? event.name : `${event.name}.${event.action}`;
  if (UNCHECKED.has(name)) return;
  const payload = event.payload(urls);
  const { id } = small.installation;
  const complete = { ...payload, installation: payload.installation ?? { id, node_id: 'x' } };
  expectValidWebhook(event.name, event.action ?? undefined, JSON.parse(JSON.stringify(complete)));
}
