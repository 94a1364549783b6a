import type { CommitInfo } from '../world/types.ts';
import { runGit } from './run-git.ts';

/** The fields of one commit, NUL between them: a commit message cannot contain a NUL, and it may contain anything else. */
const format = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B', ''].join('%x00');

/** Which commits to list. */
export interface LogRange {
  /** Commits reachable from here… */
  readonly to: string;
  /** …and not from any of these. */
  readonly not?: readonly string[];
  /** Only commits that changed this path. */
  readonly path?: string;
  readonly limit?: number;
  readonly skip?: number;
  /** Oldest first; the default is newest first. */
  readonly oldestFirst?: boolean;
  /** Also list which paths each commit added, removed and modified against its first parent. Costs a diff for each commit. */
  readonly paths?: boolean;
}

/** The commits of a range, in topological order. `to` and `not` must be oids or full ref names. */
export async function commitLog(folder: string, range: LogRange): Promise<CommitInfo[]> {
  const { stdout } = await runGit(folder, [
    'log',
    '-z',
    '--topo-order',
    `--format=${format}`,
    ...(range.paths ? ['--name-status', '--no-renames', '--diff-merges=first-parent'] : []),
    ...(range.limit === undefined ? [] : [`--max-count=${range.limit}`]),
    ...(range.skip === undefined ? [] : [`--skip=${range.skip}`]),
    '--end-of-options',
    range.to,
    ...(range.not ?? []).map((oid) => `^${oid}`),
    '--',
    ...(range.path === undefined ? [] : [`:(literal)${range.path}`]),
  ]);
  const commits = parseLog(stdout.toString('utf8'));
  // Not `--reverse`: git would apply it after --max-count, which is what is wanted, but before --skip, which is not.
  return range.oldestFirst ? commits.reverse() : commits;
}

function parseLog(text: string): CommitInfo[] {
  const tokens = text.split('\0');
  const commits: CommitInfo[] = [];
  let at = 0;
  const next = (): string => tokens[at++] ?? '';
  while (/^[0-9a-f]{40}$/.test(tokens[at] ?? '')) {
    const [sha, treeSha, parents] = [next(), next(), next()];
    const author = { name: next(), email: next(), date: next() };
    const committer = { name: next(), email: next(), date: next() };
    const commit: CommitInfo = {
      sha,
      treeSha,
      // git keeps the line break that ends a message, GitHub does not show it.
      message: next().replace(/\n+$/, ''),
      author,
      committer,
      parents: parents.split(' ').filter(Boolean),
      added: [],
      removed: [],
      modified: [],
    };
    if (tokens[at] === '') at += 1;
    while (/^\n?[AMDT]$/.test(tokens[at] ?? '')) {
      const status = next().trim();
      const path = next();
      (status === 'A' ? commit.added : status === 'D' ? commit.removed : commit.modified).push(path);
    }
    commits.push(commit);
  }
  return commits;
}
