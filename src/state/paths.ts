/**
 * Which paths may be written to the state branch, and what it may be called. Paths come from Orch's own layout, so a bad one is a defect of ours; but some carry
 * names that people chose, and git would take `../` or `.git` from them at its word.
 */

/** Throws a TypeError that names the path and the rule, unless it is a plain relative path that every git accepts. */
export function checkPath(path: string): void {
  const problem = problemWith(path);
  if (problem) throw new TypeError(`${JSON.stringify(path)} cannot be a file of the state branch: ${problem}`);
}

/** Throws a TypeError for a branch name that git would refuse, or that would need quoting on the way. */
export function checkBranchName(branch: string): void {
  if (/^\w[\w./-]*$/.test(branch) && !/\.\.|\/\/|\/\.|[./]$|\.lock(\/|$)/.test(branch)) return;
  throw new TypeError(
    `${JSON.stringify(branch)} cannot be the state branch: use letters, digits, "-", "_", "." and "/", as in orch/state`,
  );
}

function problemWith(path: string): string | undefined {
  // Control characters and a double quote would need quoting on git's import stream; a backslash is a separator on Windows.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused.
  if (/[\u0000-\u001f\u007f"\\]/.test(path)) return 'it contains a control character, a double quote or a backslash';
  for (const segment of path.split('/')) {
    if (segment === '') return 'it is empty, absolute or has an empty segment';
    if (segment === '.' || segment === '..') return `it has the segment ${segment}`;
    if (segment.toLowerCase() === '.git') return 'it has the segment .git';
  }
  return undefined;
}
