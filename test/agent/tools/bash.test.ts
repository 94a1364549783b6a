import { describe, expect, it } from 'vitest';
import type { ShellRequest, ShellResult } from '../../../src/agent/shell.ts';
import { bashTool } from '../../../src/agent/tools/bash.ts';

async function bash(result: Partial<ShellResult>, input: Record<string, unknown> = {}) {
  const requests: ShellRequest[] = [];
  const tool = bashTool('/work', {
    run: (request) => {
      requests.push(request);
      return Promise.resolve({ exitCode: 0, output: '', omitted: 0, ended: 'exit', ...result });
    },
  });
  const said = await tool.call({ command: 'npm test', ...input }, { signal: new AbortController().signal });
  return { ...said, requests };
}

describe('bash', () => {
  it('runs in the workspace, with two minutes unless told otherwise', async () => {
    expect((await bash({})).requests[0]).toMatchObject({ command: 'npm test', cwd: '/work', timeoutMs: 120_000 });
    expect((await bash({}, { seconds: 5 })).requests[0]).toMatchObject({ timeoutMs: 5_000 });
    expect((await bash({}, { seconds: 601 })).outcome).toBe('bad_call');
  });

  it.each([
    ['success', { output: 'fine\n' }, 'ok', 'fine\n[exit status 0]'],
    ['no output', {}, 'ok', '[exit status 0]'],
    [
      'failure of the command, which is a result like any other',
      { output: 'no', exitCode: 1 },
      'ok',
      'no\n[exit status 1]',
    ],
    [
      'a time-out',
      { ended: 'timeout' as const, exitCode: null },
      'error',
      '[killed after 120 seconds; set seconds up to 600 if it needs longer]',
    ],
    ['the end of the run', { ended: 'aborted' as const, exitCode: null }, 'error', '[killed because the run ends]'],
    ['a signal', { exitCode: null }, 'ok', '[exit status unknown: killed by a signal]'],
  ])('tells %s', async (_, result, outcome, text) => {
    expect(await bash(result)).toMatchObject({ outcome, text });
  });

  it('says how to see what was cut', async () => {
    expect((await bash({ output: 'a', omitted: 5 })).text).toContain('[output was cut; write it to a file');
  });
});
