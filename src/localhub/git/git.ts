import { randomUUID } from 'node:crypto';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { GraphqlGit } from '../graphql/git.ts';
import type { CommitInfo, GitIdentity } from '../world/types.ts';
import {
  commitFolder,
  createBareRepository,
  fetchFromPath,
  isGitRepository,
  setDefaultBranch,
} from './bare-repository.ts';
import { commitLog, type LogRange } from './commit-log.ts';
import { changedFiles, diffText, type FileDiff, patchText } from './diff.ts';
import { createKeyedQueue, type KeyedQueue } from './keyed-queue.ts';
import { mergeCommits, mergeTree } from './merge.ts';
import { createObjectReader, type ObjectReader } from './object-reader.ts';
import {
  aheadBehind,
  isAncestor,
  mergeBase,
  readBlob,
  readFile,
  readTree,
  resolveCommit,
  resolveObject,
  type SizedTreeEntry,
} from './read.ts';
import {
  changeTree,
  commitTree,
  isValidRefName,
  lastReason,
  listRefs,
  moveRef,
  type NewCommit,
  type NewTreeEntry,
  type RefMove,
  readRef,
  writeBlob,
  writeTree,
} from './write.ts';

/**
 * The bare repositories of the hub, under one folder, as plain questions and writes. It knows nothing of the world: whoever
 * writes here tells the world. `repository` is always `owner/name`, an oid forty hex digits, a ref a full name.
 */
export interface Git extends GraphqlGit {
  /** Keeps what the world is told of one repository in the order in which it happened; see `announce-push.ts`. */
  readonly announcements: KeyedQueue;
  /** The folder of a repository's bare git directory. */
  folderOf(repository: string): string;
  /** Whether there is a git directory for this repository. */
  exists(repository: string): Promise<boolean>;
  /** Makes an empty repository. */
  create(repository: string, defaultBranch: string): Promise<void>;
  /**
   * Fills an empty repository from a folder: a git repository's branches and tags, or plain files as one commit.
   * Gives the default branch, which is the one the source has checked out.
   */
  import(
    repository: string,
    source: string,
    plain: { readonly defaultBranch: string; readonly message: string; readonly author: GitIdentity },
  ): Promise<string>;
  /** The commit that a branch, tag, ref or oid leads to; null when it leads to none. */
  resolveCommit(repository: string, revision: string): Promise<string | null>;
  /** Branches and tags by full name, or the refs under the given prefixes. */
  listRefs(repository: string, ...prefixes: string[]): Promise<Map<string, string>>;
  /** Where exactly this ref is; null when there is none. */
  readRef(repository: string, ref: string): Promise<string | null>;
  /** Whether git accepts this full name of a ref. */
  isValidRefName(repository: string, ref: string): Promise<boolean>;
  /** The bytes of a file at a revision; null when there is none. */
  readFile(repository: string, revision: string, path: string): Promise<Buffer | null>;
  /** The lines of a tree with sizes, subfolders included when `recursive`. */
  listTree(repository: string, oid: string, recursive?: boolean): Promise<SizedTreeEntry[]>;
  /** Commits of a range; see {@link LogRange}. */
  commits(repository: string, range: LogRange): Promise<CommitInfo[]>;
  /** The best common ancestor; null for unrelated histories. */
  mergeBase(repository: string, one: string, other: string): Promise<string | null>;
  /** How many commits each of two has that the other has not. */
  aheadBehind(repository: string, base: string, head: string): Promise<{ ahead: number; behind: number }>;
  /** The changed files of a pull request with blob oids and hunks. */
  fileDiffs(repository: string, base: string, head: string): Promise<FileDiff[]>;
  /** What merging would change, as a diff. */
  diff(repository: string, base: string, head: string): Promise<string>;
  /** The commits that merging would bring, as a mailbox of patches. */
  patch(repository: string, base: string, head: string): Promise<string>;
  /** Whether `head` merges into `base` without conflict. */
  isMergeable(repository: string, base: string, head: string): Promise<boolean>;
  /** Writes a blob and gives its oid. */
  writeBlob(repository: string, contents: Uint8Array): Promise<string>;
  /** Writes the tree that `base` (null: nothing) becomes by the entries, whose objects must exist, and gives its oid. */
  writeTree(repository: string, base: string | null, entries: readonly NewTreeEntry[]): Promise<string>;
  /** Writes a commit with any number of parents and gives its oid; no ref moves. */
  writeCommit(repository: string, commit: NewCommit): Promise<string>;
  /** Moves a ref as in {@link GraphqlGit}; `reason` goes into the reflog. */
  moveRef(repository: string, move: RefMove): Promise<boolean>;
  /** Why a ref was last moved; null when nobody said. */
  lastReason(repository: string, ref: string): Promise<string | null>;
  /** Points HEAD at another branch. */
  setDefaultBranch(repository: string, branch: string): Promise<void>;
  /** Lets go of what was opened for reading. */
  close(): void;
}

/** The repositories under `root`, each at `<root>/<owner>/<name>.git`. */
export function createGit(root: string): Git {
  const folderOf = (repository: string): string => {
    // Names come from the world, which has its own rules; this one keeps every path under the root.
    if (!/^[A-Za-z0-9][\w.-]*\/(?!\.{1,2}$)[\w.-]+$/.test(repository)) {
      throw new Error(`${JSON.stringify(repository)} is no owner/name of a repository.`);
    }
    return join(root, `${repository}.git`);
  };
  const readers = new Map<string, ObjectReader>();
  const objectsOf = (repository: string): ObjectReader => {
    const folder = folderOf(repository);
    const reader = readers.get(folder) ?? createObjectReader(folder);
    readers.set(folder, reader);
    return reader;
  };
  return {
    announcements: createKeyedQueue(),
    folderOf,
    exists: (repository) =>
      access(join(folderOf(repository), 'HEAD')).then(
        () => true,
        () => false,
      ),
    create: (repository, defaultBranch) => createBareRepository(folderOf(repository), defaultBranch),
    async import(repository, source, plain) {
      const folder = folderOf(repository);
      if (!(await isGitRepository(source))) {
        await commitFolder(folder, source, { ...plain, branch: plain.defaultBranch });
        return plain.defaultBranch;
      }
      const checkedOut = await fetchFromPath(folder, source);
      const refs = await listRefs(folder, ['refs/heads']);
      const branches = [...refs.keys()].map((ref) => ref.slice('refs/heads/'.length));
      const defaultBranch = [checkedOut, plain.defaultBranch, 'main', 'master', branches[0]].find(
        (name) => name !== null && name !== undefined && branches.includes(name),
      );
      if (!defaultBranch) throw new Error(`${source} has no branch with a commit; commit something there first.`);
      await setDefaultBranch(folder, defaultBranch);
      return defaultBranch;
    },
    resolve: (repository, expression) => resolveObject(objectsOf(repository), expression),
    resolveCommit: (repository, revision) => resolveCommit(objectsOf(repository), revision),
    readBlob: (repository, oid) => readBlob(objectsOf(repository), oid),
    readTree: (repository, oid) => readTree(folderOf(repository), oid),
    listTree: (repository, oid, recursive) => readTree(folderOf(repository), oid, recursive),
    readFile: (repository, revision, path) => readFile(objectsOf(repository), revision, path),
    async readCommit(repository, oid) {
      const commit = await resolveCommit(objectsOf(repository), oid);
      if (commit === null) return null;
      return (await commitLog(folderOf(repository), { to: commit, limit: 1, paths: true }))[0] ?? null;
    },
    commits: (repository, range) => commitLog(folderOf(repository), range),
    log: (repository, { from, ...range }) =>
      commitLog(folderOf(repository), { ...range, ...(from === null ? {} : { not: [from] }) }),
    listRefs: (repository, ...prefixes) => listRefs(folderOf(repository), ...(prefixes.length > 0 ? [prefixes] : [])),
    readRef: (repository, ref) => readRef(folderOf(repository), ref),
    isValidRefName: (repository, ref) => isValidRefName(folderOf(repository), ref),
    changedFiles: (repository, base, head) => changedFiles(folderOf(repository), base, head),
    fileDiffs: (repository, base, head) => changedFiles(folderOf(repository), base, head, true),
    diff: (repository, base, head) => diffText(folderOf(repository), base, head),
    patch: (repository, base, head) => patchText(folderOf(repository), base, head),
    isAncestor: (repository, ancestor, descendant) => isAncestor(folderOf(repository), ancestor, descendant),
    mergeBase: (repository, one, other) => mergeBase(folderOf(repository), one, other),
    aheadBehind: (repository, base, head) => aheadBehind(folderOf(repository), base, head),
    async commitChanges(repository, { parent, changes, message, author, committer }) {
      const folder = folderOf(repository);
      const tree = await changeTree(folder, parent, changes, randomUUID());
      return commitTree(folder, { tree, parents: [parent], message, author, committer });
    },
    writeBlob: (repository, contents) => writeBlob(folderOf(repository), contents),
    writeTree: (repository, base, entries) => writeTree(folderOf(repository), base, entries, randomUUID()),
    writeCommit: (repository, commit) => commitTree(folderOf(repository), commit),
    mergeCommits: (repository, merge) => mergeCommits(folderOf(repository), merge),
    isMergeable: async (repository, base, head) => (await mergeTree(folderOf(repository), base, head)) !== null,
    moveRef: (repository, move) => moveRef(folderOf(repository), move),
    lastReason: (repository, ref) => lastReason(folderOf(repository), ref),
    setDefaultBranch: (repository, branch) => setDefaultBranch(folderOf(repository), branch),
    close() {
      for (const reader of readers.values()) reader.close();
      readers.clear();
    },
  };
}
