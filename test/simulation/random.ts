/**
 * The one source of chance of a schedule. Everything that could happen in more than one way asks here, so that the same seed gives the same
 * bytes. Each concern draws from a stream of its own: leaving out one action while shrinking does not re-deal the faults.
 */

export interface Random {
  /** From 0 up to 1. */
  next(): number;
  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number;
  /** True that often. */
  chance(probability: number): boolean;
  /** One of the items; the list must not be empty. */
  pick<T>(items: readonly T[]): T;
}

/** A generator of 32 bits of state (mulberry32, public domain): one multiplication a number, and good enough to choose by. */
export function createRandom(seed: number, stream: string): Random {
  let state = mix(seed, stream);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return { next, below, chance: (probability) => next() < probability, pick: (items) => items[below(items.length)]! };
}

/** Seed and stream as one number (FNV-1a), so that neighbouring seeds have nothing in common. */
function mix(seed: number, stream: string): number {
  let hash = 0x811c9dc5;
  for (const char of `${seed}/${stream}`) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return hash;
}
