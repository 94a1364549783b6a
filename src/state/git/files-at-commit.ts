/**
 * Files at a commit: from a path to a blob through the trees, and from a blob to its text. Objects never change, so everything is kept by
 * its id, and a commit that changed one story costs the reading of three small trees.
 */
import { StateUnavailable } from '../errors.ts';
import { createMemo } from './memo.ts';
import type { GitObject, ObjectReader } from './object-reader.ts';
import { blobOid, parseTree, type TreeEntry, treeOfCommit } from './tree.ts';

export interface FilesAtCommit {
  /** The file's text, or null when there is none. */
  read(commit: string, path: string): Promise<string | null>;
  /** Paths of the files under a folder, recursively, sorted by code unit. */
  list(commit: string, folder: string): Promise<string[]>;
  /** Whether the file is exactly this text; null asks whether it is absent. */
  holds(commit: string, path: string, text: string | null): Promise<boolean>;
}

/** About 32 million characters of text, and 200,000 tree entries: a project of ten thousand stories fits. */
const TEXT_LIMIT = 32_000_000;
const ENTRY_LIMIT = 200_000;

/** `fetchBlobs` brings blobs that are not on this machine yet; several reads of one turn are one call. */
export function createFilesAtCommit(
  reader: ObjectReader,
  fetchBlobs: (oids: string[]) => Promise<void>,
): FilesAtCommit {
  const texts = createMemo<string>(TEXT_LIMIT);
  const trees = createMemo<Map<string, TreeEntry>>(ENTRY_LIMIT);
  const roots = createMemo<string>(10_000);
  /** Reads that are on their way and may still turn out to need a blob that is not here. */
  let looking = 0;
  let absent = new Set<string>();
  let bringing: Promise<void> | undefined;

  async function tree(oid: string): Promise<Map<string, TreeEntry>> {
    const kept = trees.get(oid);
    if (kept) return kept;
    const entries = parseTree((await needed(reader, oid)).content, oid.length);
    trees.set(oid, entries, entries.size + 1);
    return entries;
  }

  async function root(commit: string): Promise<string> {
    const kept = roots.get(commit);
    if (kept) return kept;
    const oid = treeOfCommit((await needed(reader, commit)).content);
    roots.set(commit, oid, 1);
    return oid;
  }

  async function find(commit: string, path: string): Promise<TreeEntry | undefined> {
    let entry: TreeEntry | undefined = { kind: 'folder', oid: await root(commit) };
    for (const name of path.split('/').filter((segment) => segment !== '')) {
      if (entry?.kind !== 'folder') return undefined;
      entry = (await tree(entry.oid)).get(name);
    }
    return entry;
  }

  /** The blob's text, or undefined when it is not on this machine. */
  async function localText(oid: string): Promise<string | undefined> {
    const kept = texts.get(oid);
    if (kept !== undefined) return kept;
    const blob = await reader.read(oid);
    if (!blob) return undefined;
    const content = blob.content.toString('utf8');
    texts.set(oid, content, content.length + 100);
    return content;
  }

  async function text(commit: string, path: string): Promise<string | null> {
    looking += 1;
    let oid: string;
    try {
      const entry = await find(commit, path);
      if (entry?.kind !== 'file') return null;
      oid = entry.oid;
      const here = await localText(oid);
      if (here !== undefined) return here;
    } finally {
      looking -= 1;
    }
    await bring(oid);
    return (await localText(oid)) ?? missing(oid);
  }

  /** Collects what is absent until every read has found what it needs, so that reads started together are one request to the remote. */
  function bring(oid: string): Promise<void> {
    absent.add(oid);
    bringing ??= (async () => {
      do await new Promise<void>((resolve) => setImmediate(resolve));
      while (looking > 0);
      const oids = [...absent];
      absent = new Set();
      bringing = undefined;
      await fetchBlobs(oids);
    })();
    return bringing;
  }

  async function filesUnder(oid: string, prefix: string): Promise<string[]> {
    const entries = [...(await tree(oid))];
    const nested = entries.map(async ([name, entry]) =>
      entry.kind === 'folder'
        ? filesUnder(entry.oid, `${prefix}${name}/`)
        : entry.kind === 'file'
          ? [prefix + name]
          : [],
    );
    return (await Promise.all(nested)).flat();
  }

  return {
    read: text,
    async list(commit, folder) {
      const entry = await find(commit, folder);
      if (entry?.kind !== 'folder') return [];
      const prefix = folder.replace(/\/+$/, '');
      return (await filesUnder(entry.oid, prefix === '' ? '' : `${prefix}/`)).sort();
    },
    async holds(commit, path, expected) {
      const entry = await find(commit, path);
      if (entry?.kind !== 'file' || expected === null) return entry?.kind !== 'file' && expected === null;
      if (entry.oid === blobOid(expected, entry.oid.length)) return true;
      // A file that is no valid UTF-8 reads as a text whose own id differs; only the texts themselves can be compared then.
      return (await text(commit, path)) === expected;
    },
  };
}

async function needed(reader: ObjectReader, oid: string): Promise<GitObject> {
  return (await reader.read(oid)) ?? missing(oid);
}

function missing(oid: string): never {
  throw new StateUnavailable({
    reason: 'local',
    attempted: `read the state branch at ${oid}`,
    words: 'the local clone does not have this object',
    next: 'Look at the branch again; the clone repairs itself when it is opened.',
  });
}
