import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { globTool } from '../../../src/agent/tools/glob.ts';
import { withFiles } from './support.ts';

const files = {
  'src/b.js': '',
  'src/a.js': '',
  'test/a.test.js': '',
  '.github/x.yml': '',
  '.git/config': '',
  'node_modules/p/i.js': '',
};

describe('glob', () => {
  it('lists what matches, sorted, hidden files too, without git and packages', async () => {
    const { root, call } = withFiles(files, globTool);
    symlinkSync('/etc', join(root, 'etc'));
    expect((await call({ pattern: '**' })).text).toBe('.github/x.yml\nsrc/a.js\nsrc/b.js\ntest/a.test.js');
    expect((await call({ pattern: 'src/*.js' })).text).toBe('src/a.js\nsrc/b.js');
  });

  it('says that nothing matches', async () => {
    const { call } = withFiles(files, globTool);
    expect(await call({ pattern: '*.py' })).toEqual({ outcome: 'ok', text: 'No file matches *.py.' });
  });

  it.each(['/etc/*', '../*', 'src/../../*'])('does not look at %s', async (pattern) => {
    const { call } = withFiles(files, globTool);
    expect(await call({ pattern })).toMatchObject({
      outcome: 'error',
      text: expect.stringContaining('outside the workspace'),
    });
  });

  it('cuts a long list', async () => {
    const many = Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`f/${String(i).padStart(3, '0')}`, '']));
    const { text } = await withFiles(many, globTool).call({ pattern: '**' });
    expect(text).toMatch(/f\/199\n\[200 of 250 files; use a narrower pattern for the rest\]$/);
  });
});
