import { describe, expect, it } from 'vitest';
import { doneTool } from '../../../src/agent/tools/done.ts';
import { IntentRefused } from '../../../src/agent/workspace.ts';

const context = { signal: new AbortController().signal };

describe('done', () => {
  it('hands title and body on', async () => {
    const proposed: string[] = [];
    const tool = doneTool({
      propose: (title, body) => {
        proposed.push(title, body);
        return Promise.resolve({ kind: 'pull_request', title, body });
      },
    });
    expect((await tool.call({ title: 'Do a', body: 'Because.' }, context)).outcome).toBe('ok');
    expect(proposed).toEqual(['Do a', 'Because.']);
  });

  it('hands on why it was refused', async () => {
    const tool = doneTool({ propose: () => Promise.reject(new IntentRefused('There are uncommitted changes: a.')) });
    expect(await tool.call({ title: 'a', body: '' }, context)).toEqual({
      outcome: 'error',
      text: 'There are uncommitted changes: a.',
    });
  });
});
