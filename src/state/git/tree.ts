/** Git's tree objects and blob names, as bytes: enough to find a file at a commit without a process for each question. */
import { createHash } from 'node:crypto';

/** One line of a tree. */
export interface TreeEntry {
  /** `folder` for a tree, `file` for a regular file, `other` for links and submodules, which are no files of ours. */
  kind: 'folder' | 'file' | 'other';
  oid: string;
}

/** The entries of a tree object by name. `oidLength` is that of an object id in hexadecimal: 40, or 64 in a SHA-256 repository. */
export function parseTree(content: Buffer, oidLength: number): Map<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>();
  const bytes = oidLength / 2;
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(32, at);
    const end = content.indexOf(0, space);
    const mode = content.toString('latin1', at, space);
    entries.set(content.toString('utf8', space + 1, end), {
      kind: mode === '40000' ? 'folder' : mode.startsWith('100') ? 'file' : 'other',
      oid: content.toString('hex', end + 1, end + 1 + bytes),
    });
    at = end + 1 + bytes;
  }
  return entries;
}

/** The tree that a commit object points to. Throws when the bytes are no commit. */
export function treeOfCommit(content: Buffer): string {
  const found = /^tree ([0-9a-f]{40,64})\n/.exec(content.toString('latin1', 0, 70));
  if (!found?.[1]) throw new Error('A commit object does not begin with its tree');
  return found[1];
}

/** The object id that git gives to a file with this text; `oidLength` as in `parseTree`. */
export function blobOid(text: string, oidLength: number): string {
  const bytes = Buffer.from(text, 'utf8');
  return createHash(oidLength === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
