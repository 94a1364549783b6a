import { describe, expect, it } from 'vitest';
import { commitTool } from '../../../src/agent/tools/commit.ts';
import { IntentRefused } from '../../../src/agent/workspace.ts';

const context = { signal: new AbortController().signal };
const made = { sha: 'abcdef0123', stage: 'red' as const, subject: 'Test a', files: 1, insertions: 2, deletions: 0 };

describe('commit', () => {
  it('says what was committed', async () => {
    const tool = commitTool({ commit: () => Promise.resolve(made) });
    expect(await tool.call({ stage: 'red', message: 'Test a' }, context)).toEqual({
      outcome: 'ok',
      text: 'Committed red abcdef0: Test a (1 file, +2 -0)',
    });
  });

  it('hands on why it was refused', async () => {
    const tool = commitTool({ commit: () => Promise.reject(new IntentRefused('Nothing has changed.')) });
    expect(await tool.call({ stage: 'red', message: 'Test a' }, context)).toEqual({
      outcome: 'error',
      text: 'Nothing has changed.',
    });
  });

  it('does not offer the stage that only the loop may use', async () => {
    const tool = commitTool({ commit: () => Promise.resolve(made) });
    expect((await tool.call({ stage: 'wip', message: 'x' }, context)).outcome).toBe('bad_call');
  });
});
