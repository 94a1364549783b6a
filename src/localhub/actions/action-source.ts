import { isAbsolute, join, relative, resolve } from 'node:path';

/** Where the code of a `uses:` comes from. */
export type ActionSource =
  | { readonly kind: 'built-in'; readonly name: string }
  | { readonly kind: 'folder'; readonly folder: string; readonly repository: string; readonly ref: string }
  | { readonly kind: 'unknown'; readonly sentence: string };

/**
 * Finds an action: `./path` in the workspace, `owner/repo/sub/dir@ref` in the folder that stands for `owner/repo` (any
 * ref), or one of the built-in ones by name. A folder comes before a built-in action of the same name.
 * What is not found gives a sentence with everything that is known.
 */
export function findAction(
  uses: string,
  known: {
    readonly workspace: string;
    readonly folders: Readonly<Record<string, string>>;
    readonly builtIns: readonly string[];
  },
): ActionSource {
  if (uses.startsWith('./')) {
    const folder = resolve(known.workspace, uses);
    if (!isInside(known.workspace, folder)) return unknown(uses, 'it points out of the workspace', known);
    return { kind: 'folder', folder, repository: '', ref: '' };
  }
  const match = /^([^/@\s:]+\/[^/@\s:]+)((?:\/[^@\s]+)?)@(\S+)$/.exec(uses);
  if (!match) return unknown(uses, 'it is not of the form owner/repo@ref, owner/repo/path@ref or ./path', known);
  const [, repository = '', path = '', ref = ''] = match;
  const base = Object.entries(known.folders).find(([name]) => name.toLowerCase() === repository.toLowerCase())?.[1];
  if (base !== undefined) {
    const folder = resolve(join(base, path));
    if (!isInside(base, folder)) return unknown(uses, 'it points out of its repository', known);
    return { kind: 'folder', folder, repository, ref };
  }
  const builtIn = known.builtIns.find((name) => name === `${repository}${path}`.toLowerCase());
  if (builtIn !== undefined) return { kind: 'built-in', name: builtIn };
  return unknown(uses, 'it would have to be fetched from github.com', known);
}

function isInside(base: string, path: string): boolean {
  const way = relative(base, path);
  return way !== '..' && !way.startsWith('../') && !isAbsolute(way);
}

function unknown(
  uses: string,
  because: string,
  known: { readonly folders: Readonly<Record<string, string>>; readonly builtIns: readonly string[] },
): ActionSource {
  const names = [...known.builtIns, ...Object.keys(known.folders), './path'];
  return {
    kind: 'unknown',
    sentence: `The action '${uses}' is not known to this runner: ${because}. Known: ${names.join(', ')}.`,
  };
}
