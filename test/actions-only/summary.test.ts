import { expect, test } from 'vitest';
import { sweepSummary } from '../../src/actions-only/summary.ts';

test('a line for each story: why, what, and where it stands', () => {
  const summary = sweepSummary({
    looks: [
      {
        issue: 12,
        why: ['speech'],
        status: 'in_progress',
        done: ['untracked -> in_progress (start by wes)', 'done: dispatch'],
      },
      { issue: 13, why: ['review', 'sweep'], status: 'review', done: [], again: new Date('2026-11-23T09:30:00Z') },
      { issue: 14, why: ['sweep'], status: null, done: [], problem: 'GitHub could not be asked: 502.' },
    ],
  });
  expect(summary).toBe(`### Orch

| Story | Looked at because | Done | Now |
|---|---|---|---|
| #12 | someone asked | untracked -\\> in_progress (start by wes); done: dispatch | in progress |
| #13 | someone reviewed, to see whether anything was missed | nothing was to be done | review; more at 09:30 UTC or at the next schedule |
| #14 | to see whether anything was missed | nothing was to be done | could not be finished: GitHub could not be asked: 502. The next schedule tries again. |
`);
});

test('nothing to look at is a sentence, and so is what could not be looked for', () => {
  expect(sweepSummary({ looks: [] })).toContain('There was nothing to look at');
  expect(sweepSummary({ looks: [], problem: 'a|b' })).toContain('could not be looked for: a\\|b The next');
});

test('text that came from elsewhere stays text in one cell', () => {
  const done = ['a | b\n| c | @everyone <img src=x> [x](y)'];
  const summary = sweepSummary({ looks: [{ issue: 1, why: ['sweep'], status: 'pending', done }] });
  expect(summary.split('\n').filter((line) => line.startsWith('| #'))).toEqual([
    '| #1 | to see whether anything was missed | a \\| b \\| c \\| \\@everyone \\<img src=x\\> \\[x\\](y) | pending |',
  ]);
});
