/**
 * A git that lives in memory: commits are whole trees of text, and object ids are counted, so that the same calls give the same ids and a
 * person can tell them apart: `c0de1f000…` is the first commit of a branch, `ba5e…` is on the default branch, `feed…` is a merge.
 */
import { hash } from 'node:crypto';
import { refSha, ZERO_SHA } from '../world/lookups.ts';
import { pushed } from '../world/refs.ts';
import type { Actor, CommitInfo, Repository } from '../world/types.ts';
import { timestamp, type World } from '../world/world.ts';
import { comparePulls, type WorldGit } from './world-git.ts';

/** Text by path; null takes the file away. */
export type FileChanges = Record<string, string | null>;

export interface MemoryGit extends WorldGit {
  /**
   * Commits to a branch (short name) and tells the world of the push, in the name of `actor`. A branch that is not there grows from the
   * default branch. With `onto`, the commit is put on that one instead of the branch's head: a force push.
   */
  push(actor: Actor, branch: string, changes: FileChanges, options?: { message?: string; onto?: string }): string;
  /** Deletes a branch and tells the world. */
  deleteBranch(actor: Actor, branch: string): void;
  /** The paths of a commit, sorted. */
  paths(commit: string): string[];
}

interface MemoryCommit {
  info: CommitInfo;
  files: ReadonlyMap<string, string>;
}

/** An empty git beside a repository of the world. */
export function createMemoryGit(world: World, repository: Repository): MemoryGit {
  const commits = new Map<string, MemoryCommit>();
  const counts = new Map<string, number>();

  const at = (sha: string): MemoryCommit => {
    const commit = commits.get(sha);
    if (!commit) throw new TypeError(`There is no commit ${sha} in this memory; push one first.`);
    return commit;
  };

  const add = (word: string, parents: string[], files: ReadonlyMap<string, string>, message: string): CommitInfo => {
    const count = (counts.get(word) ?? 0) + 1;
    counts.set(word, count);
    // The `f` ends the number: 1 and 10 would be the same digits otherwise.
    const sha = `${word}${count}f`.padEnd(40, '0');
    const by = { name: 'memory', email: 'memory@users.noreply.local', date: timestamp(world) };
    const before = parents[0] === undefined ? new Map<string, string>() : at(parents[0]).files;
    const paths = [...new Set([...before.keys(), ...files.keys()])].sort();
    const info: CommitInfo = {
      sha,
      treeSha: treeSha(files),
      message,
      author: by,
      committer: by,
      parents,
      added: paths.filter((path) => !before.has(path)),
      removed: paths.filter((path) => !files.has(path)),
      modified: paths.filter((path) => before.has(path) && files.has(path) && before.get(path) !== files.get(path)),
    };
    commits.set(sha, { info, files });
    return info;
  };

  /** A commit and everything that leads to it, nearest first. */
  const ancestry = (sha: string): Set<string> => {
    const found = new Set<string>([sha]);
    for (const one of found) for (const parent of at(one).info.parents) found.add(parent);
    return found;
  };

  const between = (base: string, head: string): CommitInfo[] => {
    const known = ancestry(base);
    return [...ancestry(head)]
      .filter((sha) => !known.has(sha))
      .map((sha) => at(sha).info)
      .reverse();
  };

  /** The merged tree, or null when both sides changed one file differently since they parted. */
  const mergeTrees = (base: string, head: string): Map<string, string> | null => {
    const ofHead = ancestry(head);
    const root = [...ancestry(base)].find((sha) => ofHead.has(sha));
    const [was, ours, theirs] = [
      root === undefined ? new Map<string, string>() : at(root).files,
      at(base).files,
      at(head).files,
    ];
    const merged = new Map(ours);
    for (const path of new Set([...was.keys(), ...theirs.keys()])) {
      const [old, our, their] = [was.get(path), ours.get(path), theirs.get(path)];
      if (their === old || their === our) continue;
      if (our !== old) return null;
      if (their === undefined) merged.delete(path);
      else merged.set(path, their);
    }
    return merged;
  };

  const git: MemoryGit = {
    file(commit, path) {
      const text = commits.get(commit)?.files.get(path);
      return text === undefined ? null : { oid: blobSha(text), text };
    },
    compare(base, head) {
      const own = between(base, head);
      const [before, after] = [at(base).files, at(head).files];
      const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
        (path) => before.get(path) !== after.get(path),
      );
      return {
        headSha: head,
        baseSha: base,
        commits: own.length,
        behindBy: between(head, base).length,
        additions: changed.length,
        deletions: 0,
        changedFiles: changed.length,
        mergeable: mergeTrees(base, head) !== null,
      };
    },
    merge({ base, head, method, message }) {
      const files = mergeTrees(base, head);
      if (files === null) return null;
      const gained = method === 'merge' ? between(base, head) : [];
      const made = add('feed', method === 'merge' ? [base, head] : [base], files, message);
      return { sha: made.sha, commits: [...gained, made] };
    },
    push(actor, branch, changes, options = {}) {
      const ref = `refs/heads/${branch}`;
      const trunk = branch === repository.defaultBranch;
      const before = refSha(world, repository, ref);
      const start = options.onto ?? before ?? refSha(world, repository, `refs/heads/${repository.defaultBranch}`);
      const files = new Map(start === null ? [] : at(start).files);
      for (const [path, text] of Object.entries(changes)) {
        if (text === null) files.delete(path);
        else files.set(path, text);
      }
      const paths = Object.keys(changes).join(', ');
      const commit = add(
        trunk ? 'ba5e' : 'c0de',
        start === null ? [] : [start],
        files,
        options.message ?? `Change ${paths}`,
      );
      const forced = before !== null && start !== before;
      pushed(world, actor, {
        repository,
        ref,
        before: before ?? ZERO_SHA,
        after: commit.sha,
        commits: [commit],
        forced,
      });
      comparePulls(world, repository, git, branch);
      return commit.sha;
    },
    deleteBranch(actor, branch) {
      const ref = `refs/heads/${branch}`;
      const before = refSha(world, repository, ref);
      if (before === null) return;
      pushed(world, actor, { repository, ref, before, after: ZERO_SHA, commits: [], forced: false });
    },
    paths: (commit) => [...at(commit).files.keys()].sort(),
  };
  return git;
}

const sha1 = (text: string): string => hash('sha1', text);
/** As git names blobs: the same text has the same id here and there. */
const blobSha = (text: string): string => sha1(`blob ${Buffer.byteLength(text)}\0${text}`);
const treeSha = (files: ReadonlyMap<string, string>): string => sha1(JSON.stringify([...files].sort()));
