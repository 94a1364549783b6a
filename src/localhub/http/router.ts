import { HubError } from '../world/hub-error.ts';

/** Parameters that GitHub lets contain slashes: `/contents/src/index.ts`, `/git/ref/heads/orch/state`. */
const greedyParameters: ReadonlySet<string> = new Set(['path', 'ref', 'basehead', 'branch']);

/** A route that was found, with the values of its template's parameters, percent-encoding undone. */
export interface Match<Entry> {
  readonly entry: Entry;
  readonly parameters: Readonly<Record<string, string>>;
}

interface Compiled<Entry> {
  readonly entry: Entry;
  readonly method: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly fixedSegments: number;
}

/** Finds the route of a request. */
export type Router<Entry> = (method: string, pathname: string) => Match<Entry> | null;

/**
 * A router over templates such as `GET /repos/{owner}/{repo}/issues/{issue_number}`.
 * Of several templates that fit, the one with the most fixed segments wins: `/issues/comments` before `/issues/{issue_number}`.
 */
export function createRouter<Entry extends { readonly route: string }>(entries: readonly Entry[]): Router<Entry> {
  const compiled = entries
    .map(compile)
    .sort((a, b) => b.fixedSegments - a.fixedSegments || a.names.length - b.names.length);
  return (method, pathname) => {
    for (const { entry, method: wanted, pattern, names } of compiled) {
      const found = method === wanted ? pattern.exec(pathname) : null;
      if (!found) continue;
      return { entry, parameters: Object.fromEntries(names.map((name, i) => [name, decode(found[i + 1] ?? '')])) };
    }
    return null;
  };
}

function compile<Entry extends { readonly route: string }>(entry: Entry): Compiled<Entry> {
  const [method = '', path = ''] = entry.route.split(' ');
  const names: string[] = [];
  const source = path.replace(/\{(\w+)\}|[.+^$()|[\]\\]/g, (found, name: string | undefined) => {
    if (name === undefined) return `\\${found}`;
    names.push(name);
    return greedyParameters.has(name) ? '(.+)' : '([^/]+)';
  });
  const fixedSegments = path.split('/').filter((segment) => segment !== '' && !segment.includes('{')).length;
  return { entry, method, pattern: new RegExp(`^${source}/?$`), names, fixedSegments };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new HubError(400, `The path contains ${JSON.stringify(text)}, which is not valid percent-encoding.`);
  }
}
