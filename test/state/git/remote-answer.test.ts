/** Words of git and of GitHub, as they were seen, and what the store makes of them. */
import { describe, expect, test } from 'vitest';
import { failure, readFetch, readPush } from '../../../src/state/git/remote-answer.ts';
import type { GitResult } from '../../../src/state/git/run-git.ts';

const ended = (exitCode: number, stdout: string, stderr = ''): GitResult => ({
  exitCode,
  stdout,
  stderr,
  silent: false,
});
const status = (flag: string, summary: string) =>
  `To https://github.com/octocat/hello.git\n${flag}\tabc:refs/heads/orch/state\t${summary}\nDone\n`;

describe('a push', () => {
  test.each([
    [' ', '167ce42..ea00147'],
    ['*', '[new branch]'],
    // The commit got there by an earlier try.
    ['=', '[up to date]'],
  ])('with the flag %j is applied', (flag, summary) => {
    expect(readPush(ended(0, status(flag, summary)), 'push')).toEqual({ kind: 'applied' });
  });

  test.each([
    '[rejected] (stale info)',
    '[rejected] (fetch first)',
    '[rejected] (non-fast-forward)',
    "[remote rejected] (cannot lock ref 'refs/heads/orch/state': is at 1a2b but expected 3c4d)",
    "[remote rejected] (cannot lock ref 'refs/heads/orch/state': reference already exists)",
    '[remote rejected] (failed to update ref)',
    '[remote rejected] (incorrect old value provided)',
  ])('that ends with %s has lost the race', (summary) => {
    expect(readPush(ended(1, status('!', summary)), 'push')).toEqual({ kind: 'lost', words: summary });
  });

  test.each([
    [
      '[remote rejected] (protected branch hook declined)',
      'remote: error: GH006: Protected branch update failed for refs/heads/orch/state.        \n',
    ],
    [
      '[remote rejected] (push declined due to repository rule violations)',
      'remote: error: GH013: Repository rule violations found.\n',
    ],
    ['[remote rejected] (shallow update not allowed)', ''],
  ])('that ends with %s is refused', (summary, stderr) => {
    const answer = readPush(ended(1, status('!', summary), stderr), 'push to orch/state');
    expect(answer).toMatchObject({ kind: 'refused', error: { reason: 'refused', applied: 'no' } });
    if (answer.kind !== 'refused') return;
    expect(answer.error.message).toContain(summary);
    expect(answer.error.message).toContain(stderr.replace('remote:', '').trim().replace(/\.$/, ''));
  });

  test.each([
    ['[remote rejected] (Internal Server Error)', ''],
    ['[remote failure] (remote failed to report status)', ''],
  ])('that ends with %s may have been applied', (summary, stderr) => {
    expect(readPush(ended(1, status('!', summary), stderr), 'push')).toMatchObject({
      kind: 'failed',
      error: { reason: 'unreachable', applied: 'unknown' },
    });
  });

  test.each([
    [
      'error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502\nsend-pack: unexpected disconnect while reading sideband packet',
      'unknown',
    ],
    ['error: RPC failed; curl 56 Recv failure: Connection reset by peer', 'unknown'],
    ['fatal: the remote end hung up unexpectedly', 'unknown'],
    ['words that nobody foresaw', 'unknown'],
    ["fatal: unable to access 'https://github.com/o/r.git/': The requested URL returned error: 503", 'no'],
    ["fatal: unable to access 'https://github.com/o/r.git/': Could not resolve host: github.com", 'no'],
    [
      "fatal: unable to access 'https://github.com/o/r.git/': Failed to connect to github.com port 443 after 9 ms: Couldn't connect to server",
      'no',
    ],
  ])('that dies of %s: applied is %s', (stderr, applied) => {
    expect(readPush(ended(128, '', stderr), 'push')).toMatchObject({
      kind: 'failed',
      error: { reason: 'unreachable', applied },
    });
  });

  test.each([
    [
      'remote: Permission to octocat/hello.git denied to orch[bot].\nfatal: unable to access: The requested URL returned error: 403',
      'denied',
    ],
    ["remote: Repository not found.\nfatal: repository 'https://github.com/o/r.git/' not found", 'denied'],
    ["fatal: Authentication failed for 'https://github.com/o/r.git/'", 'denied'],
    ['git@github.com: Permission denied (publickey).', 'denied'],
    ['fatal: unable to write loose object file: No space left on device', 'local'],
  ])('that dies of %s is not tried again', (stderr, reason) => {
    expect(readPush(ended(128, '', stderr), 'push')).toMatchObject({
      kind: 'refused',
      error: { reason, applied: 'no' },
    });
  });
});

test.each([
  [ended(0, ''), 'fetched'],
  [ended(128, '', "fatal: couldn't find remote ref refs/heads/orch/state"), 'absent'],
  [ended(1, '', ' ! [rejected]        orch/state -> origin/orch/state  (non-fast-forward)'), 'rewound'],
  [ended(128, '', 'fatal: something else'), 'failed'],
])('a fetch that ends with %j is %s', (result, kind) => {
  expect(readFetch(result, 'fetch').kind).toBe(kind);
});

test('a page of HTML is cut, and a stack trace left out', () => {
  expect(failure(ended(128, '', `fatal: ${'<p>'.repeat(2_000)}`), 'fetch', 'no').message.length).toBeLessThan(1_300);
  const crash = failure(
    ended(-2, '', 'Error: spawn git ENOENT\n    at ChildProcess.onexit (node:internal)\n'),
    'fetch',
    'no',
  );
  expect(crash).toMatchObject({ reason: 'local' });
  expect(crash.message).not.toContain('ChildProcess');
});
