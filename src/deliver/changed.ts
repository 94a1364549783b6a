/** Which files a delivered branch changes: other stories keep out of their way, and what an epic may accept by itself hangs on them. */
import type { Brief } from '../core/brief.ts';
import { type Git, GitFailed, gitIn } from '../patch/git.ts';

export interface ChangedInput {
  brief: Pick<Brief, 'base' | 'start' | 'workflow'>;
  /** A checkout that has `brief.start` and `head`. */
  checkout: string;
  remote: { url: string; auth: Record<string, string> };
  head: string;
}

/**
 * The paths that the branch changes against its base, with what earlier runs and people left on it. The checkout of a run that continues need not reach as
 * far as the base: for a plan that is fetched, because nothing of it may be overlooked; of a story, what this run changed is all that is told then.
 * Undefined where it cannot be told.
 */
export async function changedFiles({ brief, checkout, remote, head }: ChangedInput): Promise<string[] | undefined> {
  const git = gitIn(checkout);
  const { base, start, workflow } = brief;
  const known = await namesBetween(git, base.sha, head);
  if (known || base.sha === start) return known;
  if (!workflow) return await namesBetween(git, start, head);
  const fetch = ['fetch', '--quiet', '--no-tags', '--depth=1', remote.url, base.sha];
  return (await succeeds(git(fetch, { env: remote.auth }))) ? await namesBetween(git, base.sha, head) : undefined;
}

async function namesBetween(git: Git, from: string, to: string): Promise<string[] | undefined> {
  const out = await succeeds(git(['diff-tree', '-r', '-z', '--name-only', '--no-renames', from, to]));
  return out?.toString('utf8').split('\0').filter(Boolean);
}

/** What git answers; undefined where it failed. */
async function succeeds<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GitFailed) return undefined;
    throw error;
  }
}
