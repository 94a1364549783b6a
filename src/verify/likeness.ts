/** How much two pieces of code have in common: whether a test is another one under a new name. Pure. */

/** Words that stand in tests of anything. */
const COMMON =
  /^(?:assert|expect|equal|strictEqual|deepEqual|toBe|toEqual|toStrictEqual|assert_eq|assertEqual|self|t|got|want|const|let|await|async|return|function|true)$/;

/** How often each telling word stands in a piece of code, and which follows which, because short tests share most words. */
export interface Grams {
  counts: Map<string, number>;
  size: number;
}

/** The grams of the words of a piece of code (`wordsOf`), in the order in which they stand. */
export function gramsOf(words: readonly string[]): Grams {
  const telling = words.filter((word) => !COMMON.test(word));
  const grams = [...telling, ...telling.slice(1).map((word, at) => `${telling[at]} ${word}`)];
  const counts = new Map<string, number>();
  for (const gram of grams) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  return { counts, size: grams.length };
}

/** What two pieces of code have in common, from 0 to 1 (Dice). */
export function likeness(one: Grams, other: Grams): number {
  if (one.size + other.size === 0) return 1;
  let common = 0;
  for (const [gram, count] of one.counts) common += Math.min(count, other.counts.get(gram) ?? 0);
  return (2 * common) / (one.size + other.size);
}
