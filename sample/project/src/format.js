import { UNITS } from './units.js';

/**
 * Writes a duration such as "1h 30m".
 *
 * @param {number} milliseconds whole and not negative
 * @param {{ parts?: number }} [options] how many units at most
 * @returns {string}
 */
export function format(milliseconds, { parts = Infinity } = {}) {
  if (!Number.isSafeInteger(milliseconds) || milliseconds < 0) {
    throw new RangeError(`not a duration in milliseconds: ${milliseconds}`);
  }
  const written = [];
  let rest = milliseconds;
  for (const [unit, size] of UNITS) {
    const amount = Math.floor(rest / size);
    rest %= size;
    if (amount > 0 && written.length < parts) written.push(`${amount}${unit}`);
  }
  return written.join(' ') || '0s';
}
