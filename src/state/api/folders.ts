/** Listings of folders. Trees are kept by their id, so that a listing asks only for the folders that have changed. */
import { createMemo } from '../git/memo.ts';
import { unavailable } from './faults.ts';
import type { ObjectQuestions } from './objects.ts';
import type { TreeEntryNode } from './queries.ts';

export interface Folders {
  /** The files under a folder, recursively, with their blobs. None when it is no folder. */
  list(commit: string, folder: string): Promise<{ path: string; oid: string }[]>;
}

/** About as many as in the git store: a project of ten thousand stories fits. */
const ENTRY_LIMIT = 200_000;

/** `most` is the number of folders in one request. */
export function createFolders(objects: ObjectQuestions, most: number): Folders {
  const trees = createMemo<readonly TreeEntryNode[]>(ENTRY_LIMIT);
  const tops = createMemo<string | null>(1_000);

  const keep = (oid: string, entries: readonly TreeEntryNode[]): void => trees.set(oid, entries, entries.length + 1);

  return {
    async list(commit, folder) {
      const top = folder.replace(/\/+$/, '');
      /** What this listing uses, so that what is forgotten meanwhile is not asked for twice. */
      const used = new Map<string, readonly TreeEntryNode[]>();
      const name = `${commit}:${top}`;
      let root = tops.get(name);
      if (root === undefined || (root !== null && !trees.get(root))) {
        const [node] = await objects('trees', commit, [name]);
        root = node?.__typename === 'Tree' ? node.oid : null;
        tops.set(name, root, 1);
        if (root !== null) {
          used.set(root, node?.entries ?? []);
          keep(root, node?.entries ?? []);
        }
      }
      if (root === null) return [];
      for (let level = [root]; level.length > 0; ) {
        const unknown = level.filter((oid) => !used.has(oid) && !trees.get(oid));
        for (let at = 0; at < unknown.length; at += most) {
          const some = unknown.slice(at, at + most);
          const nodes = await objects('trees', commit, some);
          for (const [index, oid] of some.entries()) {
            const entries = nodes[index]?.entries;
            if (!entries)
              throw unavailable({ kind: 'unanswered', words: `GitHub left out the folder ${oid}` }, `list ${top}`);
            used.set(oid, entries);
            keep(oid, entries);
          }
        }
        for (const oid of level) used.set(oid, used.get(oid) ?? trees.get(oid) ?? []);
        const below = level.flatMap((oid) => (used.get(oid) ?? []).filter(({ type }) => type === 'tree'));
        level = [...new Set(below.map(({ oid }) => oid))];
      }
      return filesIn(used, root, top === '' ? '' : `${top}/`);
    },
  };
}

function filesIn(
  trees: ReadonlyMap<string, readonly TreeEntryNode[]>,
  oid: string,
  prefix: string,
): { path: string; oid: string }[] {
  return (trees.get(oid) ?? []).flatMap((entry) => {
    if (entry.type === 'tree') return filesIn(trees, entry.oid, `${prefix}${entry.name}/`);
    return isPlainFile(entry) ? [{ path: prefix + entry.name, oid: entry.oid }] : [];
  });
}

/** Links and submodules are no files of ours. */
const isPlainFile = ({ type, mode }: TreeEntryNode): boolean => type === 'blob' && (mode & 0o170000) === 0o100000;
