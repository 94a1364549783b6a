import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';

/**
 * What `hashFiles(patterns…)` gives: the SHA-256 of the SHA-256 digests of all matching files below the workspace, in the
 * order of their paths; an empty string when none matches. A pattern that starts with `!` excludes.
 */
export function hashFiles(workspace: string, patterns: readonly string[]): string {
  const files = globSync([...patterns], { cwd: workspace, dot: true, ignore: ['**/.git/**'] }).sort();
  if (files.length === 0) return '';
  const total = createHash('sha256');
  for (const file of files)
    total.update(
      createHash('sha256')
        .update(readFileSync(join(workspace, file)))
        .digest(),
    );
  return total.digest('hex');
}
