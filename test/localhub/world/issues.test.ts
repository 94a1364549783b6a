import { describe, expect, it } from 'vitest';
import { createComment, deleteComment, updateComment } from '../../../src/localhub/world/comments.ts';
import {
  changeAssignees,
  closeIssue,
  editIssue,
  findIssue,
  openIssue,
  reopenIssue,
  setLocked,
} from '../../../src/localhub/world/issues.ts';
import {
  addLabels,
  createLabel,
  deleteLabel,
  findLabel,
  labelsOf,
  removeLabel,
  setLabels,
  updateLabel,
} from '../../../src/localhub/world/labels.ts';
import { createMilestone, setMilestone, updateMilestone } from '../../../src/localhub/world/milestones.ts';
import { addReaction, reactionsOf, removeReaction } from '../../../src/localhub/world/reactions.ts';
import { timelineOf } from '../../../src/localhub/world/timeline.ts';
import type { Issue, ReactionContent } from '../../../src/localhub/world/types.ts';
import { openedPull, refusal, type SmallWorld, smallWorld } from './small-world.ts';

const opened = ({ world, repository, ada }: SmallWorld, labels: string[] = []): Issue =>
  openIssue(world, ada, { repository, title: 'Broken', labels });
const names = (small: SmallWorld, issue: Issue): string[] => labelsOf(small.world, issue).map((one) => one.name);

describe('issues', () => {
  it('share their numbers with pull requests', () => {
    const small = smallWorld();
    expect([opened(small).number, openedPull(small).number, opened(small).number]).toEqual([1, 2, 3]);
    expect(findIssue(small.world, small.repository, 2)?.pullRequest?.headRef).toBe('feature');
    expect(findIssue(small.world, small.repository, 4)).toBeNull();
  });

  it.each([
    ['ada', ['bug'], ['issues.opened', 'issues.assigned', 'issues.labeled']],
    ['tri', ['bug'], ['issues.opened', 'issues.assigned', 'issues.labeled']],
    ['helper', ['bug'], ['issues.opened', 'issues.assigned', 'issues.labeled']],
    ['rea', [], ['issues.opened']],
    ['out', [], ['issues.opened']],
  ] as const)('keep the labels and assignees that %s asks for only with the right to triage', (who, labels, events) => {
    const small = smallWorld();
    const issue = openIssue(small.world, small[who], {
      repository: small.repository,
      title: 'Broken',
      labels: ['bug'],
      assignees: [small.accounts.wes],
    });
    expect(names(small, issue)).toEqual(labels);
    expect(small.happened()).toEqual(events);
  });

  it('are closed once, with the reason, and opened again', () => {
    const small = smallWorld();
    const issue = opened(small);
    closeIssue(small.world, small.ada, { issue });
    closeIssue(small.world, small.wes, { issue, reason: 'not_planned' });
    expect(issue).toMatchObject({ state: 'closed', stateReason: 'completed', closedById: small.accounts.ada.id });
    reopenIssue(small.world, small.ada, { issue });
    reopenIssue(small.world, small.ada, { issue });
    expect(issue).toMatchObject({ state: 'open', stateReason: 'reopened', closedAt: null, closedById: null });
    expect(small.happened()).toEqual(['issues.opened', 'issues.closed', 'issues.reopened']);
  });

  it('know when their body was edited; a new title is no edit of the body', () => {
    const small = smallWorld();
    const issue = opened(small);
    editIssue(small.world, small.ada, { issue, title: 'Very broken' });
    expect(issue.lastEditedAt).toBeNull();
    editIssue(small.world, small.ada, { issue, body: 'How' });
    expect(issue.lastEditedAt).toBe(issue.updatedAt);
    editIssue(small.world, small.ada, { issue, body: 'How' });
    expect(small.happened()).toEqual(['issues.opened', 'issues.edited', 'issues.edited']);
  });

  it('need a title', () => {
    const { world, repository, ada } = smallWorld();
    expect(refusal(() => openIssue(world, ada, { repository, title: '  ' }))).toBe(
      '422 Validation Failed: Issue missing_field title',
    );
    expect(findIssue(world, repository, 1)).toBeNull();
  });

  it('keep a timeline of who did what', () => {
    const small = smallWorld();
    const { world, ada, helper } = small;
    const issue = opened(small, ['bug']);
    editIssue(world, ada, { issue, title: 'Worse' });
    removeLabel(world, helper, { issue, name: 'BUG' });
    const comment = createComment(world, helper, { issue, body: 'Done' });
    createComment(world, helper, { issue, body: 'Really' });
    deleteComment(world, helper, { comment });
    closeIssue(world, helper, { issue });
    const told = timelineOf(world, issue).map((item) => {
      const who = world.accounts.get(item.actorId)?.login;
      return `${who} ${item.event} ${item.label?.name ?? item.rename?.to ?? item.stateReason ?? ''}`.trim();
    });
    expect(told).toEqual([
      'ada labeled bug',
      'ada renamed Worse',
      'helper[bot] unlabeled bug',
      'helper[bot] commented',
      'helper[bot] closed completed',
    ]);
  });

  it('are assigned and unassigned, each change once', () => {
    const small = smallWorld();
    const issue = opened(small);
    const { wes, tri } = small.accounts;
    changeAssignees(small.world, small.ada, { issue, add: [wes, tri, wes] });
    changeAssignees(small.world, small.ada, { issue, remove: [wes, wes] });
    expect(issue.assigneeIds).toEqual([tri.id]);
    expect(small.happened().slice(1)).toEqual(['issues.assigned', 'issues.assigned', 'issues.unassigned']);
  });

  it('go into a milestone and out of it', () => {
    const small = smallWorld();
    const { world, repository, ada } = small;
    const issue = opened(small);
    const milestone = createMilestone(world, ada, { repository, title: 'Sprint 1' });
    expect(refusal(() => createMilestone(world, ada, { repository, title: 'Sprint 1' }))).toMatch(
      'already_exists title',
    );
    expect(createMilestone(world, ada, { repository, title: 'Sprint 2' }).number).toBe(2);
    setMilestone(world, ada, { issue, milestone });
    expect(issue.milestoneId).toBe(milestone.id);
    setMilestone(world, ada, { issue, milestone: null });
    expect(timelineOf(world, issue).map((item) => item.event)).toEqual(['milestoned', 'demilestoned']);
    expect(updateMilestone(world, ada, { milestone, state: 'closed' }).closedAt).not.toBeNull();
    expect(updateMilestone(world, ada, { milestone, state: 'open' }).closedAt).toBeNull();
  });
});

describe('labels', () => {
  it('are found whatever the case, and made when an unknown one is added', () => {
    const small = smallWorld();
    const issue = opened(small);
    addLabels(small.world, small.ada, { issue, names: ['BUG', 'orch:story'] });
    expect(names(small, issue)).toEqual(['bug', 'orch:story']);
    expect(findLabel(small.world, small.repository, 'Orch:Story')).toMatchObject({ color: 'ededed', isDefault: false });
    expect(small.happened().slice(1)).toEqual(['issues.labeled', 'label.created', 'issues.labeled']);
  });

  it('change as little as needed when they are set', () => {
    const small = smallWorld();
    const issue = opened(small, ['bug', 'question']);
    setLabels(small.world, small.ada, { issue, names: ['question', 'wontfix'] });
    expect(names(small, issue)).toEqual(['question', 'wontfix']);
    expect(small.happened().slice(3)).toEqual(['issues.unlabeled', 'issues.labeled']);
  });

  it('leave every issue when they are deleted', () => {
    const small = smallWorld();
    const issue = opened(small, ['bug', 'question']);
    const label = labelsOf(small.world, issue)[0];
    if (label !== undefined) deleteLabel(small.world, small.ada, { label });
    expect(names(small, issue)).toEqual(['question']);
  });

  it.each<[string, (small: SmallWorld) => unknown, string]>([
    [
      'a taken name',
      (s) => createLabel(s.world, s.ada, { repository: s.repository, name: 'Bug' }),
      'already_exists name',
    ],
    ['an empty name', (s) => createLabel(s.world, s.ada, { repository: s.repository, name: '' }), 'missing_field name'],
    [
      'a bad color',
      (s) => createLabel(s.world, s.ada, { repository: s.repository, name: 'x', color: '#ff0000' }),
      'invalid color',
    ],
    [
      'a rename onto another',
      (s) => {
        const label = findLabel(s.world, s.repository, 'bug');
        return label && updateLabel(s.world, s.ada, { label, name: 'question' });
      },
      'already_exists name',
    ],
    [
      'taking off what is not on',
      (s) => removeLabel(s.world, s.ada, { issue: opened(s), name: 'bug' }),
      '404 Label does not exist',
    ],
  ])('refuse %s', (_what, act, words) => {
    const small = smallWorld();
    expect(refusal(() => act(small))).toMatch(words);
  });
});

describe('comments', () => {
  it('are counted, edited and deleted', () => {
    const small = smallWorld();
    const { world, helper } = small;
    const issue = opened(small);
    const comment = createComment(world, helper, { issue, body: 'one' });
    expect(comment).toMatchObject({ lastEditedAt: null, performedViaAppId: small.app.id });
    updateComment(world, helper, { comment, body: 'one' });
    expect(comment.lastEditedAt).toBeNull();
    updateComment(world, helper, { comment, body: 'two' });
    expect(comment.lastEditedAt).toBe(comment.updatedAt);
    expect(comment.updatedAt > comment.createdAt).toBe(true);
    expect(issue.commentCount).toBe(1);
    deleteComment(world, helper, { comment });
    expect(issue.commentCount).toBe(0);
    expect(small.happened().slice(1)).toEqual([
      'issue_comment.created',
      'issue_comment.edited',
      'issue_comment.deleted',
    ]);
  });

  it.each([
    ['', '422 Validation Failed: IssueComment missing_field body'],
    [
      'x'.repeat(65_537),
      '422 Validation Failed: IssueComment unprocessable data Body is too long (maximum is 65536 characters)',
    ],
  ])('refuse the body %.10j', (body, words) => {
    const small = smallWorld();
    const issue = opened(small);
    expect(refusal(() => createComment(small.world, small.ada, { issue, body }))).toBe(words);
    expect(issue.commentCount).toBe(0);
  });

  it('are for writers while the conversation is locked', () => {
    const small = smallWorld();
    const issue = opened(small);
    setLocked(small.world, small.ada, { issue, locked: true });
    const words = (who: 'rea' | 'wes' | 'helper'): string | null =>
      refusal(() => createComment(small.world, small[who], { issue, body: 'hi' }));
    expect([words('rea'), words('wes'), words('helper')]).toEqual([
      '403 Unable to create comment because issue is locked.',
      null,
      null,
    ]);
  });
});

describe('reactions', () => {
  it('count once for each person and content', () => {
    const small = smallWorld();
    const { world } = small;
    const issue = opened(small);
    const first = addReaction(world, small.ada, { issue, content: 'eyes' });
    const second = addReaction(world, small.ada, { issue, content: 'eyes' });
    addReaction(world, small.wes, { issue, content: 'eyes' });
    expect([first.created, second.created, reactionsOf(world, { issue }).length]).toEqual([true, false, 2]);
    removeReaction(world, { reaction: first.reaction });
    expect(reactionsOf(world, { issue }).length).toBe(1);
  });

  it('refuse what GitHub does not know', () => {
    const small = smallWorld();
    const content = 'shrug' as ReactionContent;
    expect(refusal(() => addReaction(small.world, small.ada, { issue: opened(small), content }))).toMatch(
      'invalid content',
    );
  });
});
