import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { editTool } from '../../../src/agent/tools/edit.ts';
import { withFiles } from './support.ts';

async function edit(content: string | Buffer, input: Record<string, unknown>) {
  const { root, call } = withFiles({ 'a.txt': content }, editTool);
  const result = await call({ path: 'a.txt', ...input });
  return { ...result, content: readFileSync(join(root, 'a.txt'), 'utf8') };
}

describe('edit', () => {
  it('replaces the one place', async () => {
    expect(await edit('one\ntwo\nthree\n', { old: 'two', new: '2' })).toEqual({
      outcome: 'ok',
      text: 'Replaced one piece of a.txt, at line 2.',
      content: 'one\n2\nthree\n',
    });
  });

  it('takes the new text literally', async () => {
    expect((await edit('a', { old: 'a', new: "$& $1 $' $$" })).content).toBe("$& $1 $' $$");
  });

  it('refuses what occurs more than once, and says where', async () => {
    const { text, content } = await edit('x\ny\nx\ny\nx\ny\n', { old: 'x\ny', new: 'z' });
    expect(text).toBe('`old` occurs 3 times in a.txt, at lines 1, 3, 5. Make it longer, or set all.');
    expect(content).toBe('x\ny\nx\ny\nx\ny\n');
  });

  it('replaces all when asked', async () => {
    expect(await edit('x x x', { old: 'x', new: 'xx', all: true })).toMatchObject({
      text: 'Replaced 3 pieces of a.txt, at line 1.',
      content: 'xx xx xx',
    });
  });

  it('keeps carriage returns', async () => {
    expect((await edit('a\r\nb\r\nc\r\n', { old: 'a\nb', new: 'a\n1\nb' })).content).toBe('a\r\n1\r\nb\r\nc\r\n');
  });

  it.each([
    ['what is not there', 'abc', { old: 'x', new: 'y' }, '`old` does not occur in a.txt.'],
    ['what changes nothing', 'abc', { old: 'a', new: 'a' }, 'are the same'],
    [
      'a file that is not there',
      'abc',
      { path: 'b.txt', old: 'a', new: 'b' },
      'There is no file b.txt. Create it with write.',
    ],
    ['a file that is not UTF-8', Buffer.from([0x61, 0xe9]), { old: 'a', new: 'b' }, 'is not UTF-8'],
  ])('explains %s', async (_, content, input, reason) => {
    const result = await edit(content, input);
    expect(result.outcome).toBe('error');
    expect(result.text).toContain(reason);
  });
});
