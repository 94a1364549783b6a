import type { Comparison } from '../world/pulls.ts';
import type { Git } from './git.ts';

/** How the head of a pull request compares with its base, and whether it would merge. Both are oids of commits. */
export async function compareCommits(
  git: Git,
  repository: string,
  baseSha: string,
  headSha: string,
): Promise<Comparison> {
  const [files, { ahead, behind }, mergeable] = await Promise.all([
    git.changedFiles(repository, baseSha, headSha),
    git.aheadBehind(repository, baseSha, headSha),
    git.isMergeable(repository, baseSha, headSha),
  ]);
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    headSha,
    baseSha,
    commits: ahead,
    behindBy: behind,
    additions: sum(files.map((file) => file.additions)),
    deletions: sum(files.map((file) => file.deletions)),
    changedFiles: files.length,
    mergeable,
  };
}
