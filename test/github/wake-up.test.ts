import { describe, expect, test } from 'vitest';
import { wakeUpOf } from '../../src/github/wake-up.ts';

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
