import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTool } from '../../../src/agent/tools/read.ts';
import { withFiles } from './support.ts';

const lines = (n: number) => Array.from({ length: n }, (_, i) => `line ${i + 1}`).join('\n');

describe('read', () => {
  it('gives a short file as it is', async () => {
    const { call } = withFiles({ 'a.txt': 'one\ntwo\n' }, readTool);
    expect(await call({ path: 'a.txt' })).toEqual({ outcome: 'ok', text: 'one\ntwo' });
  });

  it('says how to go on with a long one, and goes on', async () => {
    const { call } = withFiles({ 'a.txt': `${lines(1_000)}\n` }, readTool);
    const first = await call({ path: 'a.txt' });
    expect(first.text.startsWith('line 1\n')).toBe(true);
    expect(first.text.endsWith('line 400\n[lines 1-400 of 1000; read with offset 401 for more]')).toBe(true);
    const last = await call({ path: 'a.txt', offset: 801 });
    expect(last.text.endsWith('line 1000\n[lines 801-1000 of 1000]')).toBe(true);
    expect((await call({ path: 'a.txt', offset: 3, limit: 2 })).text).toBe(
      'line 3\nline 4\n[lines 3-4 of 1000; read with offset 5 for more]',
    );
  });

  it('cuts by characters, too, also in one line', async () => {
    const { call } = withFiles(
      { 'wide.txt': `${'x'.repeat(30_000)}\n${'y'.repeat(30_000)}\n`, 'line.txt': 'z'.repeat(50_000) },
      readTool,
    );
    expect((await call({ path: 'wide.txt' })).text).toMatch(/x\n\[lines 1-1 of 2; read with offset 2 for more\]$/);
    expect((await call({ path: 'line.txt' })).text).toMatch(/z\n\[line 1 cut after 40000 of 50000 characters; .*\]$/);
  });

  it.each([
    ['a file that is not there', { path: 'src/c.js' }, 'There is no file src/c.js. In src there are: a.js, b.js.'],
    ['a folder that is not there', { path: 'lib/c.js' }, 'There is no file lib/c.js. In . there are: bin, empty, src.'],
    ['a folder', { path: 'src' }, 'src is a folder. List it with glob, pattern src/*.'],
    ['a binary file', { path: 'bin' }, 'bin is a binary file of 3 bytes.'],
    ['an offset behind the end', { path: 'src/a.js', offset: 9 }, 'src/a.js has 1 lines; offset 9 is behind its end.'],
  ])('explains %s', async (_, input, text) => {
    const { call } = withFiles({ 'src/a.js': 'a\n', 'src/b.js': '', bin: Buffer.from([1, 0, 1]), empty: '' }, readTool);
    expect(await call(input)).toEqual({ outcome: 'error', text });
  });

  it('says that a file is empty', async () => {
    const { call } = withFiles({ empty: '' }, readTool);
    expect(await call({ path: 'empty' })).toEqual({ outcome: 'ok', text: '[empty is empty]' });
  });

  it('does not follow a link out of the workspace', async () => {
    const { root, call } = withFiles({}, readTool);
    symlinkSync('/etc/hostname', join(root, 'link'));
    expect(await call({ path: 'link' })).toMatchObject({ outcome: 'error', text: expect.stringContaining('outside') });
  });
});
