import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type GitChanges, GitPathMissing, NO_OID } from '../graphql/git.ts';
import type { GitIdentity } from '../world/types.ts';
import { readTree } from './read.ts';
import { GitError, gitText, runGit } from './run-git.ts';

/** Who made a commit, in the variables that git reads. */
function identityVariables(author: GitIdentity, committer: GitIdentity): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: author.date,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
    GIT_COMMITTER_DATE: committer.date,
  };
}

/** A commit to write. */
export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: GitIdentity;
  readonly committer: GitIdentity;
}

/** Writes a commit; no ref moves. The same commit gives the same oid. */
export async function commitTree(folder: string, commit: NewCommit): Promise<string> {
  return gitText(
    folder,
    ['commit-tree', commit.tree, ...commit.parents.flatMap((parent) => ['-p', parent]), '-F', '-'],
    {
      input: commit.message,
      env: identityVariables(commit.author, commit.committer),
    },
  );
}

/** Writes a blob and gives its oid. */
export function writeBlob(folder: string, contents: Uint8Array): Promise<string> {
  return gitText(folder, ['hash-object', '-w', '--stdin'], { input: contents });
}

/**
 * The tree that `parent` (a commit, or null for an empty tree) becomes by `changes`. A file that exists keeps its mode.
 *
 * @throws {GitPathMissing} for a deletion of what is not there
 */
export async function changeTree(
  folder: string,
  parent: string | null,
  changes: GitChanges,
  scratchId: string,
): Promise<string> {
  const index = join(folder, `index-${scratchId}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    const modes = new Map(
      parent === null
        ? []
        : (await readTree(folder, parent, true))
            .filter((entry) => entry.type !== 'tree')
            .map((entry) => [entry.path, entry.mode]),
    );
    await runGit(folder, parent === null ? ['read-tree', '--empty'] : ['read-tree', parent], { env });
    const lines: string[] = [];
    for (const { path } of changes.deletions) {
      if (!modes.has(path)) throw new GitPathMissing(path);
      lines.push(`0 ${NO_OID}\t${path}`);
    }
    for (const { path, contents } of changes.additions) {
      lines.push(`${modes.get(path) ?? '100644'} ${await writeBlob(folder, contents)}\t${path}`);
    }
    await runGit(folder, ['update-index', '-z', '--add', '--replace', '--index-info'], {
      env,
      input: lines.map((line) => `${line}\0`).join(''),
    });
    return await gitText(folder, ['write-tree'], { env });
  } finally {
    await rm(index, { force: true });
  }
}

/** A move of one ref: `before` forty zeros creates it, `after` forty zeros deletes it. */
export interface RefMove {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  /** Why, for the reflog: what finds out after a crash that a move was a merge. */
  readonly reason?: string;
}

/** Moves a ref if it is still at `before`. False when it was elsewhere, in which case nothing changed. */
export async function moveRef(folder: string, move: RefMove): Promise<boolean> {
  try {
    await runGit(
      folder,
      move.after === NO_OID
        ? ['update-ref', '-d', move.ref, move.before]
        : [
            'update-ref',
            '--create-reflog',
            ...(move.reason === undefined ? [] : ['-m', move.reason]),
            move.ref,
            move.after,
            move.before,
          ],
    );
    return true;
  } catch (error) {
    const lostRace =
      error instanceof GitError &&
      /cannot lock ref|reference already exists|but expected|unable to resolve reference/.test(error.stderr);
    if (lostRace) return false;
    throw error;
  }
}

/** The branches and tags, full name to oid. With a prefix, only those under it, such as `refs/heads/orch/`. */
export async function listRefs(
  folder: string,
  prefixes: readonly string[] = ['refs/heads', 'refs/tags'],
): Promise<Map<string, string>> {
  const text = await gitText(folder, ['for-each-ref', '--format=%(refname) %(objectname)', ...prefixes]);
  return new Map(
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const [ref = '', oid = ''] = line.split(' ');
        return [ref, oid];
      }),
  );
}

/** Where one ref is; null when there is none of exactly this name. */
export async function readRef(folder: string, ref: string): Promise<string | null> {
  const found = await listRefs(folder, [ref]);
  return found.get(ref) ?? null;
}

/** Why a ref was last moved, as its reflog says; null when nobody said. */
export async function lastReason(folder: string, ref: string): Promise<string | null> {
  const text = await gitText(folder, ['log', '--walk-reflogs', '--max-count=1', '--format=%gs', ref, '--'], {
    codes: [0, 128],
  });
  return text === '' ? null : text;
}

/** Whether git accepts this as the full name of a ref. */
export async function isValidRefName(folder: string, ref: string): Promise<boolean> {
  return ref.startsWith('refs/') && (await runGit(folder, ['check-ref-format', ref], { codes: [0, 1] })).code === 0;
}
