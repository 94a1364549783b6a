import { randomInt } from 'node:crypto';
import type { Token } from '../world/types.ts';

/** What the value of a token begins with, so that people and secret scanners see what it is. */
const prefixes: Record<Token['kind'], string> = { installation: 'ghs_', github_token: 'ghs_', user: 'ghp_' };

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Gives an unguessable integer from 0 up to, and without, `limit`. */
export type RandomInteger = (limit: number) => number;

/** The source of randomness that every hub uses unless a test brings its own. */
export const secureRandom: RandomInteger = (limit) => randomInt(limit);

/** A new value for a token of this kind: GitHub's prefix and 36 letters and digits. */
export function newTokenValue(kind: Token['kind'], random: RandomInteger): string {
  return prefixes[kind] + Array.from({ length: 36 }, () => alphabet[random(alphabet.length)]).join('');
}
