/**
 * A git that does what a patch says, whatever it says. Real git refuses many of the paths and modes that an attacker would like; this one knows no
 * refusal, so that what holds is the policy alone. A patch is JSON: a list of edits.
 */
import { createHash } from 'node:crypto';
import { type Git, GitFailed } from '../../src/patch/git.ts';

export interface Edit {
  path: string;
  /** `100644` when absent; `000000` takes the file away. */
  mode?: string;
  content?: string;
}

interface File {
  mode: string;
  id: string;
}
type Tree = ReadonlyMap<string, File>;

export interface ObedientGit {
  git: Git;
  start: string;
  /** What differs between two commits: the path, the mode and the content afterwards. */
  changed(from: string, to: string): { path: string; mode: string; content: string }[];
  message(commit: string): string;
  isCommit(id: string): boolean;
}

const NONE = '0'.repeat(40);

/** A repository with one commit of the given files. */
export function obedientGit(files: Record<string, string>): ObedientGit {
  const blobs = new Map<string, string>();
  const trees = new Map<string, Tree>();
  const commits = new Map<string, { tree: string; message: string }>();
  const name = (kind: string, text: string): string => createHash('sha1').update(`${kind} ${text}`).digest('hex');
  const blob = (text: string): string => {
    const id = name('blob', text);
    blobs.set(id, text);
    return id;
  };
  const write = (tree: Tree): string => {
    const id = name('tree', JSON.stringify([...tree]));
    trees.set(id, tree);
    return id;
  };
  const commit = (tree: string, parent: string, message: string): string => {
    const id = name('commit', `${tree} ${parent} ${message}`);
    commits.set(id, { tree, message });
    return id;
  };
  const treeOf = (id: string): Tree => trees.get(commits.get(id)!.tree)!;
  const start = commit(
    write(new Map(Object.entries(files).map(([path, text]) => [path, { mode: '100644', id: blob(text) }]))),
    NONE,
    'Begin',
  );
  let index: Map<string, File> = new Map();

  const differing = (before: Tree, after: Tree): [path: string, before: File, after: File][] => {
    const none = { mode: '000000', id: NONE };
    const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
    return paths
      .map((path): [string, File, File] => [path, before.get(path) ?? none, after.get(path) ?? none])
      .filter(([, one, other]) => one.id !== other.id || one.mode !== other.mode);
  };

  /** The object id that an expression stands for. */
  const named = (expression: string): string => {
    const [of, path] = expression.split(/:(.*)/s);
    return path === undefined ? of! : (treeOf(of!).get(path)?.id ?? NONE);
  };

  const answer = (args: readonly string[], input: string): string => {
    const fail = (why: string): never => {
      throw new GitFailed(args, 1, `error: ${why}`);
    };
    switch (args[0]) {
      case 'read-tree':
        index = new Map(treeOf(args[1]!));
        return '';
      case 'apply': {
        const edits = editsIn(input) ?? fail('No valid patches in input');
        for (const { path, mode = '100644', content = '' } of edits) {
          if (mode === '000000') index.delete(path);
          else index.set(path, { mode, id: mode === '160000' ? 'f'.repeat(40) : blob(content) });
        }
        return '';
      }
      case 'diff-index': {
        const changes = differing(treeOf(args.at(-1)!), index);
        if (args.includes('--raw'))
          return changes
            .map(([path, one, other]) => `:${one.mode} ${other.mode} ${one.id} ${other.id} M\0${path}\0`)
            .join('');
        return changes
          .map(
            ([path, , { id }]) =>
              `diff --git a/${path} b/${path}\n@@ -0,0 +1 @@\n+${(blobs.get(id) ?? '').replaceAll('\n', '\n+')}\n`,
          )
          .join('');
      }
      case 'cat-file': {
        if (args[1]?.startsWith('--batch-check'))
          return input
            .trim()
            .split('\n')
            .map((id) => (blobs.has(id) ? `blob ${Buffer.byteLength(blobs.get(id)!)}\n` : `${id} missing\n`))
            .join('');
        if (args[1] !== '--batch') return blobs.get(named(args[2]!)) ?? fail('no such object');
        return input
          .trim()
          .split('\n')
          .map((name) => {
            const text = blobs.get(named(name));
            const size = Buffer.byteLength(text ?? '');
            return text === undefined ? `${name} missing\n` : `${named(name)} blob ${size}\n${text}\n`;
          })
          .join('');
      }
      case 'write-tree':
        return write(index);
      case 'commit-tree':
        return commit(args[1]!, args[3]!, input);
      default:
        return fail(`this git knows no ${args[0]}`);
    }
  };

  return {
    start,
    git: async (args, options) => Buffer.from(answer(args, String(options?.input ?? ''))),
    changed: (from, to) =>
      differing(treeOf(from), treeOf(to)).map(([path, , { mode, id }]) => ({
        path,
        mode,
        content: blobs.get(id) ?? '',
      })),
    message: (id) => commits.get(id)!.message,
    isCommit: (id) => commits.has(id),
  };
}

function editsIn(patch: string): Edit[] | undefined {
  try {
    const edits: unknown = JSON.parse(patch);
    if (!Array.isArray(edits) || edits.some((edit) => typeof edit?.path !== 'string')) return undefined;
    // NUL ends a name in everything that git writes.
    return (edits as Edit[]).map((edit) => ({ ...edit, path: edit.path.replaceAll('\0', '\n') }));
  } catch {
    return undefined;
  }
}
