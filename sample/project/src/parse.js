import { UNITS } from './units.js';

/** One amount with its unit. `ms` stands before `m`, or "5ms" would read as five minutes. */
const PART = /(\d+)\s*(ms|d|h|m|s)/gi;

/**
 * Reads a duration such as "1h 30m".
 *
 * @param {string} text
 * @returns {number} milliseconds
 * @throws {RangeError} when there is no duration in the text
 */
export function parse(text) {
  let total = 0;
  let found = false;
  for (const [, amount, unit] of text.matchAll(PART)) {
    total += Number(amount) * UNITS.get(unit.toLowerCase());
    found = true;
  }
  if (!found) throw new RangeError(`no duration in ${JSON.stringify(text)}`);
  return total;
}
