import { describe, expect, it } from 'vitest';
import { grepTool } from '../../../src/agent/tools/grep.ts';
import { withFiles } from './support.ts';

const files = {
  'src/a.js': 'const One = 1;\r\nconst two = one;\n',
  'src/b.ts': 'one\n',
  '.git/config': 'one\n',
  'bin.dat': Buffer.from([0x6f, 0x6e, 0x65, 0]),
};

describe('grep', () => {
  it('gives file, line number and line', async () => {
    const { call } = withFiles(files, grepTool);
    expect((await call({ pattern: 'one' })).text).toBe('src/a.js:2: const two = one;\nsrc/b.ts:1: one');
    expect((await call({ pattern: '^const one', ignore_case: true })).text).toBe('src/a.js:1: const One = 1;');
    expect((await call({ pattern: 'one', files: '**/*.ts' })).text).toBe('src/b.ts:1: one');
  });

  it('says that nothing matches', async () => {
    const { call } = withFiles(files, grepTool);
    expect((await call({ pattern: 'three', files: 'src/**' })).text).toBe('No line matches /three/ in src/**.');
  });

  it('explains a pattern that is none', async () => {
    const { call } = withFiles(files, grepTool);
    const result = await call({ pattern: 'foo(' });
    expect(result.outcome).toBe('error');
    expect(result.text).toContain('Unterminated group');
  });

  it('stops a pattern that backtracks without end', async () => {
    const { call } = withFiles({ 'a.txt': `${'a'.repeat(50)}!\n` }, grepTool);
    expect(await call({ pattern: '^(a+)+$' })).toEqual({
      outcome: 'error',
      text: 'The pattern took too long on a.txt. Use a simpler one.',
    });
  });

  it('cuts a long list, and long lines', async () => {
    const { call } = withFiles({ 'a.txt': `${'x'.repeat(1_000)}\n`.repeat(201) }, grepTool);
    const { text } = await call({ pattern: 'x' });
    expect(text.split('\n')[0]).toBe(`a.txt:1: ${'x'.repeat(300)}`);
    expect(text).toMatch(/\[200 of 201 matches; narrow pattern or files for the rest\]$/);
  });
});
