import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KEPT_TOKENS, leftOutWords, type Piece, packContext } from '../../../src/agent/context/pack.ts';
import { estimateTokens } from '../../../src/agent/models/tokens.ts';

const tokens = (count: number, letter = 'x') => letter.repeat(count * 4);
const piece = (name: string, count: number, weight: number, keep?: true): Piece => ({
  name,
  text: tokens(count),
  weight,
  ...(keep && { keep }),
});
const names = (pieces: readonly { name: string }[]) => pieces.map(({ name }) => name);

describe('packing', () => {
  it('takes everything where there is room, in the order in which it was given', () => {
    const pieces = [piece('small', 10, 1), piece('story', 100, 9), piece('files', 50, 5)];
    expect(packContext(pieces, 160)).toEqual({ pieces: pieces.map(({ name, text }) => ({ name, text })), leftOut: [] });
  });

  it('leaves out what is least relevant, and still takes a smaller piece behind it', () => {
    const packed = packContext([piece('a', 60, 3), piece('b', 50, 2), piece('c', 40, 1)], 100);
    expect(names(packed.pieces)).toEqual(['a', 'c']);
    expect(packed.leftOut).toEqual([{ name: 'b', tokens: 50 }]);
  });

  it('takes the earlier of two that weigh the same', () => {
    expect(names(packContext([piece('a', 60, 1), piece('b', 60, 1)], 100).pieces)).toEqual(['a']);
  });

  it('cuts what may not be left out, and says so at the place', () => {
    const text = `${'One line of the story.\n'.repeat(1_000)}`;
    const { pieces, leftOut } = packContext([{ name: 'story', text, weight: 1, keep: true }], 1_000);
    expect(leftOut).toEqual([]);
    expect(pieces[0]!.text).toMatch(/^(One line of the story\.\n){170,}\[cut here: about 4,7\d\d more tokens\]$/);
  });

  it('keeps a page for each kept piece, however long a more relevant one is', () => {
    const { pieces } = packContext([piece('story', 50_000, 2, true), piece('feedback', 5_000, 1, true)], 10_000);
    expect(estimateTokens(pieces[0]!.text)).toBeGreaterThan(9_000);
    expect(estimateTokens(pieces[1]!.text)).toBeGreaterThanOrEqual(KEPT_TOKENS);
  });

  it('cuts no character in half', () => {
    const story: Piece = { name: 'story', text: `a${'😀'.repeat(5_000)}`, weight: 1, keep: true };
    for (const budget of [900, 901, 902, 903]) {
      const [kept] = packContext([story], budget).pieces;
      expect(kept!.text).toMatch(/^a(😀)+\n\[cut here/u);
      expect(kept!.text.isWellFormed()).toBe(true);
    }
  });

  it('stays within the budget but for the words about a cut, loses nothing silently, and is deterministic', () => {
    const anyPiece = fc.record({
      name: fc.constantFrom('a', 'b', 'c'),
      text: fc.string({ maxLength: 4_000 }),
      weight: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(
        fc.array(anyPiece, { maxLength: 8 }),
        fc.string({ maxLength: 20_000 }),
        fc.nat(5_000),
        (rest, story, over) => {
          const budget = KEPT_TOKENS + over;
          const pieces: Piece[] = [...rest, { name: 'story', text: story, weight: 9, keep: true }];
          const packed = packContext(pieces, budget);
          expect(packContext(pieces, budget)).toEqual(packed);
          expect(packed.pieces.length + packed.leftOut.length).toBe(pieces.length);
          expect(names(packed.pieces)).toContain('story');
          const used = packed.pieces.reduce((sum, { text }) => sum + estimateTokens(text), 0);
          expect(used).toBeLessThanOrEqual(budget + 15);
        },
      ),
    );
  });
});

it('what was left out is told by its name, with its length', () => {
  const leftOut = [
    { name: 'answers', tokens: 1_000 },
    { name: 'docs/a.md', tokens: 12 },
    { name: 'answers', tokens: 1_300_000 },
  ];
  expect(leftOutWords(leftOut)).toBe('answers (2 of them, 1,301,000 tokens), docs/a.md (12 tokens)');
  expect(leftOutWords([])).toBe('');
});
