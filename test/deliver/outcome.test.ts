/** What a run has cost is told as what it is: known, or not. */
import { expect, test } from 'vitest';
import { NO_USAGE, type Report } from '../../src/core/run.ts';
import { conclude } from '../../src/deliver/outcome.ts';

const facts = {
  branch: 'story/12',
  continues: false,
  asked: { principal: 'maria', story: 12 },
  verdict: { ok: false as const, problem: 'The verify job left no verdict.' },
};

test('a run without a report that can be read has an unknown cost, and no other has', () => {
  const lost = conclude({ ...facts, report: { ok: false, problem: 'The agent job left no report.' } });
  expect(lost).toMatchObject({ outcome: 'failed', stop: 'crashed', usage: NO_USAGE, usage_unknown: true });
  const report: Report = {
    version: 1,
    run: '12-developer-1',
    story: 12,
    start: 'a'.repeat(40),
    stop: 'crashed',
    reason: 'The jail could not be set up.',
    intents: [],
    usage: NO_USAGE,
  };
  expect(conclude({ ...facts, report: { ok: true, value: report } }).usage_unknown).toBeUndefined();
});
