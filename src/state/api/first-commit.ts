/**
 * The first commit of the branch. GraphQL's commit always has a parent, so the one without is made by the git data API: a tree, a commit,
 * and the ref, whose creation is the compare-and-swap. What is made before the ref is seen by nobody, and GitHub throws it away in time.
 */
import type { Author } from '../git/commit-stream.ts';
import type { Answer, Api } from './ask.ts';

export interface FirstCommit {
  /** Name of the branch, without `refs/heads/`. */
  branch: string;
  /** Text by path, at least one: GitHub makes no tree without a file. */
  files: readonly (readonly [path: string, text: string])[];
  message: string;
  /** Who it is by, and when; left out, it is by the App itself and GitHub signs it. */
  author: (Author & { date: string }) | undefined;
}

/** The commit's id, or the fault and whether it came when the ref may have been made already. */
export type FirstCommitAnswer = { ok: true; commit: string } | { ok: false; fault: Fault; atRef: boolean };
type Fault = Extract<Answer<never>, { ok: false }>['fault'];

/** Makes it, in three requests, and one more for every empty file. Nothing is repeated. */
export async function makeFirstCommit(api: Api, first: FirstCommit): Promise<FirstCommitAnswer> {
  const { branch, files, message, author } = first;
  const tree: TreeEntry[] = [];
  for (const [path, text] of files) {
    const entry = { path, mode: '100644', type: 'blob' } as const;
    if (text !== '') {
      tree.push({ ...entry, content: text });
      continue;
    }
    // An empty `content` might be taken for none at all.
    const blob = await api.rest((octokit, repo) => octokit.rest.git.createBlob({ ...repo, content: '' }));
    if (!blob.ok) return { ...blob, atRef: false };
    tree.push({ ...entry, sha: blob.data.sha });
  }
  const made = await api.rest((octokit, repo) => octokit.rest.git.createTree({ ...repo, tree }));
  if (!made.ok) return { ...made, atRef: false };
  const commit = await api.rest((octokit, repo) =>
    octokit.rest.git.createCommit({
      ...repo,
      message,
      tree: made.data.sha,
      parents: [],
      ...(author ? { author } : {}),
    }),
  );
  if (!commit.ok) return { ...commit, atRef: false };
  const { sha } = commit.data;
  const ref = await api.rest((octokit, repo) =>
    octokit.rest.git.createRef({ ...repo, ref: `refs/heads/${branch}`, sha }),
  );
  return ref.ok ? { ok: true, commit: sha } : { ...ref, atRef: true };
}

type TreeEntry = { path: string; mode: '100644'; type: 'blob' } & ({ content: string } | { sha: string });
