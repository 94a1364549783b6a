/** A file of the default branch beside an observation: which paths are asked for, and what is shown of what is found. */
import type { Observation } from '../core/observation.ts';

/** Bytes of the longest file that is shown; GitHub itself cuts a text of more than 512,000 off without an error. */
export const MAX_FILE_BYTES = 300_000;

/**
 * Whether a path can be that of a file, from the root of the repository. Anything else is not asked for: `HEAD:./plan.md` would be relative for
 * git, and names with control characters mean different things to different readers.
 */
export const isRepositoryPath = (path: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  !/[\0-\x1f\x7f]/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

/** A file as the observation shows it; null for one that is not there, is no text, or is too long. `byteSize` is what it was before GitHub cut it. */
export function shownFile(
  path: string,
  found: { oid?: string; text?: string | null; byteSize?: number } | null | undefined,
): NonNullable<Observation['file']> | null {
  if (found?.oid === undefined || typeof found.text !== 'string') return null;
  const length = found.byteSize ?? Buffer.byteLength(found.text);
  return length > MAX_FILE_BYTES ? null : { path, oid: found.oid, text: found.text };
}
