/** Names as the most forgiving file system compares them, so that no twin of a protected name is taken for another one. */

/**
 * A path segment without what some file system does not tell apart: case, compatibility forms, accents and other marks (however they are
 * composed), dots and spaces at the end and a stream's name after a colon (NTFS). Only for comparing; no file is ever written under it.
 */
export function foldedSegment(segment: string): string {
  if (segment === '.' || segment === '..') return segment;
  // To large letters and back: a dotless ı and a long ſ have ordinary large letters.
  const plain = segment.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase().toLowerCase();
  return plain === '' ? '' : plain.replace(/:.*$/s, '').replace(/[. ]+$/, '') || '.';
}

/** The segments of a path, folded; a backslash separates on Windows. */
export const foldedSegments = (path: string): string[] => path.split(/[/\\]/).map(foldedSegment);

/**
 * Windows gives a second, short name to every file whose name is longer: `GIT~1` is `.git`, `PACKAG~1.JSO` may be `package.json`. Which one it
 * is depends on the machine.
 */
export const isShortName = (segment: string): boolean => /^[^.~]{1,7}~\d{1,6}(?:\.[^.]{0,3})?$/.test(segment);
