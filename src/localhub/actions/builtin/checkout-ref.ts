import type { Git } from './checkout-git.ts';

/** What a checkout fetches and where it ends up. */
export interface Target {
  /** The ref, as the action's output names it. */
  readonly ref: string;
  readonly refspec: string;
  /** The local branch to create; undefined for a detached head. */
  readonly branch: string | undefined;
  /** What the branch starts from, or what is checked out detached. */
  readonly start: string;
}

/**
 * The commit that `ref:` means. Without one it is the commit of the event in the repository of the run, which may be older
 * than its branch by now, and the default branch in another repository.
 * Throws in GitHub's words when there is no branch or tag of that name.
 */
export async function commitToCheckOut(
  git: Git,
  wanted: { readonly ref: string; readonly own: { readonly ref: string; readonly sha: string } | undefined },
): Promise<Target> {
  const { ref, own } = wanted;
  if (ref === '' && own) return at(own.ref, own.sha);
  if (/^[0-9a-f]{40}$/.test(ref)) return { ref, refspec: ref, branch: undefined, start: ref };
  if (ref === '') {
    const answer = await git(['ls-remote', '--symref', 'origin', 'HEAD'], { credentials: true });
    const head = /^ref: (\S+)\tHEAD$/m.exec(answer)?.[1];
    if (head === undefined) throw new Error('The repository has no default branch yet: nothing was pushed to it.');
    return at(head, head);
  }
  if (ref.startsWith('refs/')) return at(ref, ref);
  const answer = await git(['ls-remote', 'origin', `refs/heads/${ref}`, `refs/tags/${ref}`], { credentials: true });
  for (const full of [`refs/heads/${ref}`, `refs/tags/${ref}`]) {
    if (answer.split('\n').some((line) => line.endsWith(`\t${full}`))) return at(full, full);
  }
  throw new Error(`A branch or tag with the name '${ref}' could not be found`);
}

function at(ref: string, source: string): Target {
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  const local =
    branch === undefined ? ref.replace(/^refs\/pull\//, 'refs/remotes/pull/') : `refs/remotes/origin/${branch}`;
  return { ref, refspec: `+${source}:${local}`, branch, start: local };
}
