import { describe, expect, test } from 'vitest';
import { wakeUpOf, wakeUpsOf } from '../../src/github/wake-up.ts';

const maria = { login: 'maria', type: 'User' };
const orch = { login: 'orch[bot]', type: 'Bot' };

const rows: [name: string, event: string, payload: object, wake: object | undefined][] = [
  [
    'one of our labels wakes the issue, and names who put it on',
    'issues',
    { action: 'labeled', sender: maria, issue: { number: 1 }, label: { name: 'orch:run' } },
    { issue: 1, reasons: ['speech'], logins: ['maria'] },
  ],
  [
    'an edit of the body wakes, whoever did it',
    'issues',
    { action: 'edited', sender: maria, issue: { number: 1 }, changes: { body: { from: 'before' } } },
    { issue: 1, reasons: ['text_edited'], logins: ['maria'] },
  ],
  [
    'an edit of the title does too',
    'issues',
    {
      action: 'edited',
      sender: { login: 'renovate[bot]', type: 'Bot' },
      issue: { number: 1 },
      changes: { title: { from: 'before' } },
    },
    { issue: 1, reasons: ['text_edited'], logins: [] },
  ],
  [
    'an edit of nothing that is read does not',
    'issues',
    { action: 'edited', sender: maria, issue: { number: 1 }, changes: {} },
    undefined,
  ],
  [
    'another label wakes nobody',
    'issues',
    { action: 'labeled', sender: maria, issue: { number: 1 }, label: { name: 'bug' } },
    undefined,
  ],
  [
    'a comment with a command wakes',
    'issue_comment',
    { action: 'created', sender: maria, issue: { number: 1 }, comment: { body: '/orch status' } },
    { issue: 1, reasons: ['speech'], logins: ['maria'] },
  ],
  [
    'a comment without one does not',
    'issue_comment',
    { action: 'created', sender: maria, issue: { number: 1 }, comment: { body: 'I saw `/orch` in the docs' } },
    undefined,
  ],
  [
    'a command on a pull request wakes the story that it closes',
    'issue_comment',
    {
      action: 'created',
      sender: maria,
      issue: { number: 2, pull_request: {}, body: 'Closes #12\n\nMore.' },
      comment: { body: '/orch changes x' },
    },
    { issue: 12, reasons: ['speech'], logins: ['maria'] },
  ],
  [
    'a command on a pull request of someone’s own does not',
    'issue_comment',
    {
      action: 'created',
      sender: maria,
      issue: { number: 2, pull_request: {}, body: 'See #12' },
      comment: { body: '/orch pause' },
    },
    undefined,
  ],
  [
    'a comment of Orch’s own that a person edited does: perhaps an option of its question was ticked',
    'issue_comment',
    { action: 'edited', sender: maria, issue: { number: 1 }, comment: { body: '- [x] 1. Yes', user: orch } },
    { issue: 1, reasons: ['ticked'], logins: ['maria'] },
  ],
  [
    'one that Orch edited itself does not',
    'issue_comment',
    { action: 'edited', sender: orch, issue: { number: 1 }, comment: { body: '- [x] 1. Yes', user: orch } },
    undefined,
  ],
  [
    'an edited comment does not',
    'issue_comment',
    { action: 'edited', sender: maria, issue: { number: 1 }, comment: { body: '/orch start' } },
    undefined,
  ],
  [
    'what Orch itself did does not',
    'issue_comment',
    { action: 'created', sender: orch, issue: { number: 1 }, comment: { body: '/orch start' } },
    undefined,
  ],
  [
    'a review on a story branch wakes its story',
    'pull_request_review',
    { action: 'submitted', sender: maria, pull_request: { head: { ref: 'story/12' } } },
    { issue: 12, reasons: ['review'], logins: ['maria'] },
  ],
  [
    'a review on another branch wakes nobody',
    'pull_request_review',
    { action: 'submitted', sender: maria, pull_request: { head: { ref: 'fix/12' } } },
    undefined,
  ],
  [
    'the end of a run wakes the story in its title; a bot is no one whose role counts',
    'workflow_run',
    {
      action: 'completed',
      sender: { login: 'github-actions[bot]', type: 'Bot' },
      workflow_run: { display_title: 'Orch story #3 (3-developer-2)' },
    },
    { issue: 3, reasons: ['run_ended'], logins: [] },
  ],
  [
    'the end of a run wakes although Orch started it',
    'workflow_run',
    { action: 'completed', sender: orch, workflow_run: { display_title: 'Orch story #3 (3-developer-2)' } },
    { issue: 3, reasons: ['run_ended'], logins: [] },
  ],
  [
    'the end of another workflow does not',
    'workflow_run',
    { action: 'completed', sender: maria, workflow_run: { display_title: 'Fix #3 (3-developer-2)' } },
    undefined,
  ],
  [
    'checks that passed wake',
    'check_suite',
    { action: 'completed', sender: maria, check_suite: { head_branch: 'story/4', conclusion: 'success' } },
    { issue: 4, reasons: ['checks_passed'], logins: ['maria'] },
  ],
  [
    'checks that failed wake',
    'check_suite',
    { action: 'completed', sender: maria, check_suite: { head_branch: 'story/4', conclusion: 'timed_out' } },
    { issue: 4, reasons: ['checks_failed'], logins: ['maria'] },
  ],
  [
    'a push to a story branch wakes',
    'push',
    { sender: maria, ref: 'refs/heads/story/5' },
    { issue: 5, reasons: ['pull_request'], logins: ['maria'] },
  ],
  ['a push by a job does not', 'push', { sender: orch, ref: 'refs/heads/story/5' }, undefined],
  ['a push to the default branch does not', 'push', { sender: maria, ref: 'refs/heads/main' }, undefined],
  [
    'a number that is none wakes nobody',
    'issues',
    { action: 'closed', sender: maria, issue: { number: '1; DROP' } },
    undefined,
  ],
  ['a payload that is none wakes nobody', 'issues', [], undefined],
];

describe('a wake-up', () => {
  test.each(rows)('%s', (_name, event, payload, wake) => {
    expect(wakeUpOf(event, payload, 'orch')).toEqual(wake);
  });
});

const repository = { full_name: 'acme/durations' };
const below = (parent: string) => ({ number: 12, parent_issue_url: `https://api.github.test/repos/${parent}` });
const relative = (issue: number) => ({ issue, reasons: ['relative'], logins: [] });
const own = (reason: string) => ({ issue: 12, reasons: [reason], logins: ['maria'] });
/** What maria does to an issue of acme/durations. */
const onIssue = (action: string, issue: object) => ({ action, sender: maria, repository, issue });
/** Issue 3 is put below issue 7 of the same repository, or taken away from there. */
const inHierarchy = (action: string, others: object = {}) => ({
  ...{ action, sender: maria, repository, parent_issue: { number: 7 }, sub_issue: { number: 3 } },
  ...others,
});
/** Issue 4 comes to wait for issue 5 of the same repository, or no longer does. */
const inDependency = (action: string, others: object = {}) => ({
  ...{ action, sender: maria, repository, blocked_issue: { number: 4 }, blocking_issue: { number: 5 } },
  ...others,
});

const beside: [name: string, event: string, payload: object, wakes: object[]][] = [
  [
    'an epic wakes when one of its stories is closed, after the story',
    'issues',
    onIssue('closed', below('acme/durations/issues/7')),
    [own('issue_closed'), relative(7)],
  ],
  [
    'and when it is opened again',
    'issues',
    onIssue('reopened', below('Acme/Durations/issues/7')),
    [own('issue_reopened'), relative(7)],
  ],
  [
    'and when it goes away',
    'issues',
    onIssue('transferred', below('acme/durations/issues/7')),
    [own('issue_closed'), relative(7)],
  ],
  [
    'not for an edit, and a label is speech to the story alone',
    'issues',
    { ...onIssue('labeled', below('acme/durations/issues/7')), label: { name: 'orch:run' } },
    [own('speech')],
  ],
  [
    'an epic of another repository is none of this one',
    'issues',
    onIssue('closed', below('acme/clock/issues/7')),
    [own('issue_closed')],
  ],
  [
    'an address that is none wakes nobody besides',
    'issues',
    onIssue('closed', below('acme/durations/issues/7/../8')),
    [own('issue_closed')],
  ],
  [
    'the end of an issue that is part of nothing wakes it alone',
    'issues',
    onIssue('closed', { number: 12, parent_issue_url: null }),
    [own('issue_closed')],
  ],
  [
    'an issue that was put below an epic wakes the epic, whoever did it',
    'sub_issues',
    inHierarchy('sub_issue_added', {
      sender: { login: 'renovate[bot]', type: 'Bot' },
      sub_issue_repo: { full_name: 'acme/clock' },
    }),
    [relative(7)],
  ],
  [
    'and, in its own repository, the issue',
    'sub_issues',
    inHierarchy('parent_issue_removed', { parent_issue_repo: { full_name: 'acme/clock' } }),
    [relative(3)],
  ],
  ['what Orch put there itself does not', 'sub_issues', inHierarchy('sub_issue_added', { sender: orch }), []],
  ['an act that nobody knows does not', 'sub_issues', inHierarchy('moved'), []],
  [
    'a dependency wakes the issue that waits',
    'issue_dependencies',
    inDependency('blocked_by_added', { blocking_issue_repo: { full_name: 'acme/clock' } }),
    [relative(4)],
  ],
  [
    'by its other name too',
    'issue_dependencies',
    inDependency('blocking_removed', { blocked_issue_repo: repository }),
    [{ issue: 4, reasons: ['unblocked'], logins: [] }],
  ],
  [
    'unless it is the issue of another repository that waits',
    'issue_dependencies',
    inDependency('blocking_added', { blocked_issue_repo: { full_name: 'acme/clock' } }),
    [],
  ],
  [
    'a number that is none wakes nobody',
    'sub_issues',
    inHierarchy('sub_issue_added', { parent_issue: { number: '7' }, sub_issue: null }),
    [],
  ],
  [
    'the label of an epic is speech',
    'issues',
    { ...onIssue('labeled', { number: 12 }), label: { name: 'orch:epic' } },
    [own('speech')],
  ],
  ['nothing wakes nobody', 'sub_issues', [], []],
];

describe('wake-ups beside the subject', () => {
  test.each(beside)('%s', (_name, event, payload, wakes) => {
    expect(wakeUpsOf(event, payload, 'orch')).toEqual(wakes);
  });

  test.each(rows)('leave the subject’s own as it is: %s', (_name, event, payload, wake) => {
    expect(wakeUpsOf(event, payload, 'orch')).toEqual(wake ? [wake] : []);
  });
});
