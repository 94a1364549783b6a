import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passagesOf } from '../../../src/agent/decide/passages.ts';

const of = (text: string) => passagesOf({ path: 'a.md', text });

describe('passages', () => {
  it('stand under their headings', () => {
    expect(of('# A\n\nOne.\n\n## B ##\nTwo.\n\n# C\n\nThree.')).toEqual([
      { path: 'a.md', under: ['A'], text: 'One.' },
      { path: 'a.md', under: ['A', 'B'], text: 'Two.' },
      { path: 'a.md', under: ['C'], text: 'Three.' },
    ]);
  });

  it('put short paragraphs together, and no more than that', () => {
    const long = 'word '.repeat(120).trim();
    expect(of(`One.\n\nTwo.\n\n${long}\n\nFour.`).map(({ text }) => text)).toEqual([
      `One.\n\nTwo.\n\n${long}`,
      'Four.',
    ]);
  });

  it('keep a block of code in one piece, headings in it too', () => {
    const code = '```sh\n# not a heading\n\nmake\n```';
    expect(of(`Run:\n${code}\n\nDone.`)).toEqual([{ path: 'a.md', under: [], text: `Run:\n${code}\n\nDone.` }]);
  });

  it('are never long, and lose no word', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z #`\n]{0,400}$/), { maxLength: 12 }), (parts) => {
        const text = parts.join('\n\n');
        const passages = of(text);
        expect(passages.every((passage) => passage.text.length <= 1_500)).toBe(true);
        const letters = (all: string) => all.replace(/[^a-z]/g, '').length;
        const headings = text
          .split('\n')
          .filter((line) => /^#{1,6}[ \t]+\S/.test(line))
          .join('');
        const shown = passages.map((passage) => passage.text).join('');
        expect(letters(shown) + letters(headings)).toBeGreaterThanOrEqual(letters(text));
      }),
    );
  });
});
