/** Which texts have most to do with a question: Okapi BM25, over words. Pure. */

/** The usual two constants of BM25: how soon more of the same word counts no more, and how much long texts are held back. */
const K1 = 1.2;
const B = 0.75;

/**
 * Indexes of the texts that share a word with the query, best first, at most `most`; equals stay in their order. The same input gives the
 * same answer.
 */
export function rank(query: string, texts: readonly string[], most: number): number[] {
  const wanted = new Set(words(query));
  const counted = texts.map((text) => count(words(text)));
  const average = counted.reduce((sum, { length }) => sum + length, 0) / Math.max(1, texts.length);
  const weights = new Map([...wanted].map((word) => [word, rarity(word, counted)] as const));
  return counted
    .map(({ times, length }, index) => {
      let score = 0;
      for (const [word, weight] of weights) {
        const n = times.get(word) ?? 0;
        if (n > 0) score += (weight * n * (K1 + 1)) / (n + K1 * (1 - B + (B * length) / average));
      }
      return { index, score };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, most)
    .map(({ index }) => index);
}

interface Counted {
  times: ReadonlyMap<string, number>;
  length: number;
}

function count(all: readonly string[]): Counted {
  const times = new Map<string, number>();
  for (const word of all) times.set(word, (times.get(word) ?? 0) + 1);
  return { times, length: all.length };
}

/** Always above 0: a word that is in every text still says that a text is not about nothing. */
function rarity(word: string, texts: readonly Counted[]): number {
  const having = texts.filter(({ times }) => times.has(word)).length;
  return Math.log(1 + (texts.length - having + 0.5) / (having + 0.5));
}

/**
 * Words in small letters. `parseDate` and `parse_date` are also `parse` and `date`; an s at the end is left out, so that `dates` finds
 * `date`.
 */
export function words(text: string): string[] {
  const parts = text.normalize('NFKC').match(/[\p{L}\p{N}]+/gu) ?? [];
  return parts.flatMap((part) => {
    const pieces = part.split(/(?<=\p{Ll})(?=\p{Lu})/u);
    return (pieces.length > 1 ? [part, ...pieces] : pieces).map(plain);
  });
}

function plain(word: string): string {
  const small = word.toLowerCase();
  return small.length > 3 && small.endsWith('s') && !small.endsWith('ss') ? small.slice(0, -1) : small;
}
