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
      parent === null ? [] : (await filesIn(folder, parent)).map((entry) => [entry.path, entry.mode]),
    );
    const lines: string[] = [];
    for (const { path } of changes.deletions) {
      if (!modes.has(path)) throw new GitPathMissing(path);
      lines.push(`0 ${NO_OID}\t${path}`);
    }
    for (const { path, contents } of changes.additions) {
      lines.push(`${modes.get(path) ?? '100644'} ${await writeBlob(folder, contents)}\t${path}`);
    }
    await updateIndex(folder, lines, env, parent);
    return await gitText(folder, ['write-tree'], { env });
  } finally {
    await rm(index, { force: true });
  }
}

/** One line of a tree to be written. Without an oid the path is taken out of the base. */
export interface NewTreeEntry {
  readonly path: string;
  /** As git writes it; `040000` puts a whole tree there. */
  readonly mode: string;
  readonly oid: string | null;
}

/** Writes the tree that `base` (null: nothing) becomes by the entries, and gives its oid. The objects they name must exist. */
export async function writeTree(
  folder: string,
  base: string | null,
  entries: readonly NewTreeEntry[],
  scratchId: string,
): Promise<string> {
  const index = join(folder, `index-${scratchId}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    const before = base === null ? [] : await filesIn(folder, base);
    // What is named gives way with everything below it: a tree takes the place of a file, and a file that of a folder.
    const gone = before.filter(({ path }) => entries.some((one) => isWithin(path, one.path)));
    await updateIndex(
      folder,
      gone.map(({ path }) => `0 ${NO_OID}\t${path}`),
      env,
      base,
    );
    const lines: string[] = [];
    for (const { path, mode, oid } of entries) {
      if (oid === null) continue;
      if (mode !== '040000') lines.push(`${mode} ${oid}\t${path}`);
      else for (const file of await filesIn(folder, oid)) lines.push(`${file.mode} ${file.oid}\t${path}/${file.path}`);
    }
    await updateIndex(folder, lines, env);
    return await gitText(folder, ['write-tree'], { env });
  } finally {
    await rm(index, { force: true });
  }
}

/** Everything in a tree that is not a tree, by path. */
async function filesIn(folder: string, oid: string) {
  return (await readTree(folder, oid, true)).filter(({ type }) => type !== 'tree');
}

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** Puts lines of `mode oid TAB path` into the index that the environment names; with `base` the index is made from that tree first. */
async function updateIndex(
  folder: string,
  lines: readonly string[],
  env: Record<string, string>,
  base?: string | null,
): Promise<void> {
  if (base !== undefined) await runGit(folder, ['read-tree', base ?? '--empty'], { env });
  await runGit(folder, ['update-index', '-z', '--add', '--replace', '--index-info'], {
    env,
    input: lines.map((line) => `${line}\0`).join(''),
  });
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
