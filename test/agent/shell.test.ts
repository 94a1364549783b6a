import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toolEnvironment } from '../../src/agent/environment.ts';
import { plainShell, type ShellRequest } from '../../src/agent/shell.ts';
import { temporaryFolder } from './support.ts';

function run(command: string, options: Partial<ShellRequest> = {}) {
  const cwd = temporaryFolder();
  const shell = plainShell(toolEnvironment({ path: process.env.PATH, home: cwd }));
  const request = { command, cwd, timeoutMs: 20_000, signal: new AbortController().signal, ...options };
  return shell.run(request).then((result) => ({ ...result, cwd: request.cwd }));
}

/** Resolves when the process is gone; the test's own time-out is the bound. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
      // A zombie that nobody waits for still has a number; it runs no more.
      if (readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')) return;
    } catch {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('plainShell', () => {
  it('gives back exit status and both outputs in order', async () => {
    const result = await run('echo one; echo two >&2; exit 3');
    expect(result).toMatchObject({ exitCode: 3, ended: 'exit', omitted: 0 });
    expect(result.output.split('\n').sort()).toEqual(['', 'one', 'two']);
  });

  it('passes nothing of our environment on', async () => {
    process.env.ORCH_TEST_TOKEN = 'canary';
    try {
      const { output, cwd } = await run('env | sort');
      const names = output
        .trim()
        .split('\n')
        .map((line) => line.split('=')[0]);
      // Bash adds PWD, SHLVL and _ by itself.
      expect(names.filter((name) => !['PWD', 'SHLVL', '_', 'OLDPWD'].includes(name!))).toEqual([
        'CI',
        'HOME',
        'LANG',
        'PATH',
      ]);
      expect(output).toContain(`HOME=${cwd}`);
      expect(output).not.toContain('canary');
    } finally {
      delete process.env.ORCH_TEST_TOKEN;
    }
  });

  it('kills the whole group at the time-out', async () => {
    const result = await run('sleep 300 & echo $!; wait', { timeoutMs: 300 });
    expect(result).toMatchObject({ ended: 'timeout', exitCode: null });
    await gone(Number(result.output.trim()));
  });

  it('ends what was left in the background, and does not wait for it', async () => {
    const result = await run('sleep 300 & echo $!');
    expect(result).toMatchObject({ ended: 'exit', exitCode: 0 });
    await gone(Number(result.output.trim()));
  });

  it('does not wait for a process that left the group with the pipe in its hand', async () => {
    const result = await run('setsid sh -c "echo \\$\\$ > pid; exec sleep 300" & while [ ! -s pid ]; do :; done');
    expect(result).toMatchObject({ ended: 'exit', exitCode: 0 });
    process.kill(Number(readFileSync(join(result.cwd, 'pid'), 'utf8')), 'SIGKILL');
  });

  it('stops at an abort, also one that came before', async () => {
    const cancel = new AbortController();
    const running = run('sleep 300', { signal: cancel.signal });
    cancel.abort();
    expect(await running).toMatchObject({ ended: 'aborted' });
    expect(await run('sleep 300', { signal: cancel.signal })).toMatchObject({ ended: 'aborted' });
  });

  it('keeps beginning and end of a long output', async () => {
    const result = await run('seq 1 100000');
    expect(result.output.length).toBeLessThan(31_000);
    expect(result.output.startsWith('1\n2\n')).toBe(true);
    expect(result.output.endsWith('99999\n100000\n')).toBe(true);
    expect(result.output).toContain(`[… ${result.omitted} characters left out …]`);
    expect(result.omitted + 30_000).toBe(588_895);
  });

  it('rejects when nothing can be started', async () => {
    await expect(run('true', { cwd: '/does/not/exist' })).rejects.toThrow('ENOENT');
  });
});
