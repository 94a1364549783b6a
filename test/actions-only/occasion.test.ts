import { describe, expect, test } from 'vitest';
import { afterRun, occasionOf } from '../../src/actions-only/occasion.ts';

const repository = { full_name: 'acme/durations' };
const maria = { login: 'maria', type: 'User' };
const bot = { login: 'github-actions[bot]', type: 'Bot' };
const checksRun = (branch: string, conclusion: string | null, from = 'acme/durations') => ({
  action: 'completed',
  repository,
  sender: bot,
  workflow_run: {
    head_branch: branch,
    conclusion,
    head_repository: { full_name: from },
    display_title: 'Read decimals',
  },
});

describe('what an event asks for', () => {
  test.each([
    ['schedule', { schedule: '7,22,37,52 * * * *' }, undefined, 60],
    ['workflow_dispatch', { inputs: null }, undefined, 60],
    [
      'issues',
      { action: 'labeled', issue: { number: 12 }, label: { name: 'orch:run' }, sender: maria },
      { issue: 12, reasons: ['speech'], logins: ['maria'] },
      0,
    ],
    [
      'issue_comment',
      { action: 'created', issue: { number: 12 }, comment: { body: '/orch status' }, sender: maria },
      { issue: 12, reasons: ['speech'], logins: ['maria'] },
      0,
    ],
    ['workflow_run', checksRun('story/12', 'success'), { issue: 12, reasons: ['checks_passed'], logins: [] }, 0],
    ['workflow_run', checksRun('story/12', 'skipped'), { issue: 12, reasons: ['checks_passed'], logins: [] }, 0],
    ['workflow_run', checksRun('story/12', 'failure'), { issue: 12, reasons: ['checks_failed'], logins: [] }, 0],
    [
      'workflow_run',
      {
        ...checksRun('main', 'failure'),
        workflow_run: { display_title: 'Orch story #12 (12-developer-1)', head_branch: 'main', conclusion: 'failure' },
      },
      { issue: 12, reasons: ['run_ended'], logins: [] },
      10,
    ],
  ])('%s %j', (event, payload, wake, others) => {
    expect(occasionOf(event, payload)).toEqual({ wakes: wake ? [wake] : [], others });
  });

  test('the last job of a run goes on with its story, and looks at some others', () => {
    expect(afterRun(12)).toEqual({ wakes: [{ issue: 12, reasons: ['run_ended'], logins: [] }], others: 10 });
  });
});

describe('what nobody looks at', () => {
  test.each([
    ['issue_comment', { action: 'created', issue: { number: 12 }, comment: { body: '/orch status' }, sender: bot }],
    ['issues', { action: 'labeled', issue: { number: 12 }, label: { name: 'orch:review' }, sender: bot }],
    ['workflow_run', checksRun('main', 'success')],
    // A fork may call its branches what it likes.
    ['workflow_run', checksRun('story/12', 'success', 'mallory/durations')],
    ['push', { ref: 'refs/heads/story/12', sender: bot }],
    ['watch', null],
    ['workflow_run', 'nonsense'],
  ])('%s %j', (event, payload) => {
    expect(occasionOf(event, payload)).toEqual({ wakes: [], others: 0 });
  });
});
