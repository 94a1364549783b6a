import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeTool } from '../../../src/agent/tools/write.ts';
import { temporaryFolder } from '../support.ts';
import { withFiles } from './support.ts';

describe('write', () => {
  it('creates a file with its folders, and replaces one', async () => {
    const { root, call } = withFiles({ 'a.txt': 'old' }, writeTool);
    expect((await call({ path: 'src/deep/b.js', content: 'one\ntwo\n' })).text).toBe('Created src/deep/b.js, 2 lines.');
    expect((await call({ path: 'a.txt', content: 'new' })).text).toBe('Replaced a.txt, 1 lines.');
    expect(readFileSync(join(root, 'src/deep/b.js'), 'utf8')).toBe('one\ntwo\n');
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('new');
  });

  it.each(['../out', '.git/hooks/pre-commit', 'link/out', 'dangling'])('does not write %s', async (path) => {
    const elsewhere = temporaryFolder();
    const { root, call } = withFiles({}, writeTool);
    symlinkSync(elsewhere, join(root, 'link'));
    symlinkSync(join(elsewhere, 'target'), join(root, 'dangling'));
    expect((await call({ path, content: 'x' })).outcome).toBe('error');
    expect(existsSync(join(elsewhere, 'out')) || existsSync(join(elsewhere, 'target'))).toBe(false);
  });
});
