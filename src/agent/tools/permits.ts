/**
 * Which calls of tools a repository lets through, by the patterns of its configuration (`agents.permissions`). They keep a well-meaning model
 * on its way. They are no boundary: a command that may run can start others, and a test that the model writes is code. The boundary is the jail.
 */
import { isAbsolute, posix } from 'node:path';
import picomatch from 'picomatch';
import { withoutInvisible } from '../../core/invisible.ts';
import { type Permissions, toolPattern } from '../../core/tool-permissions.ts';
import { failed, type Tool } from './tool.ts';

/** The tools that patterns speak of, by the name in a pattern. What the others do is judged where it is delivered. */
const PATTERN_NAMES: Readonly<Record<string, string>> = {
  read: 'Read',
  write: 'Write',
  edit: 'Edit',
  glob: 'Glob',
  grep: 'Grep',
  bash: 'Bash',
};

/** A pattern of the tool in question. `within` is undefined where it means every call. */
interface Pattern {
  text: string;
  within: string | undefined;
}

/**
 * Why a call is refused: a sentence for the model, with the pattern and with what is allowed; undefined when it may be made. `input` is what the
 * model wrote; what does not fit the tool is let through, because the tool itself says that better. Paths are judged as they are written,
 * relative to the root of the checkout: where they lead is asked by `withPermissions`.
 */
export function permitted(permissions: Permissions | undefined, tool: string, input: unknown): string | undefined {
  const name = PATTERN_NAMES[tool];
  if (!permissions || name === undefined) return undefined;
  const of = (list: readonly string[] | undefined): Pattern[] | undefined =>
    list?.flatMap((text) => {
      const pattern = toolPattern(text);
      return pattern?.tool === name ? [{ text, within: pattern.within }] : [];
    });
  const allow = of(permissions.allow);
  const deny = of(permissions.deny) ?? [];
  const why = judgeFor(tool)(input, allow, deny);
  if (why === undefined) return undefined;
  return `Not permitted in this repository: ${why}${allow && allow.length > 0 ? ` Allowed: ${listed(allow)}.` : ''}`;
}

/**
 * The tools, each of which refuses what is not permitted, as an error result. `leadsTo` resolves with where a path leads, relative to the root of
 * the checkout, links followed, or rejects with a sentence: a path has to be permitted as it is written and where it leads.
 */
export function withPermissions(
  tools: readonly Tool[],
  permissions: Permissions | undefined,
  leadsTo: (path: string) => Promise<string>,
): Tool[] {
  if (!permissions) return [...tools];
  return tools.map((tool) => ({
    ...tool,
    async call(input, context) {
      const { name } = tool.description;
      const path = FILE_TOOLS.has(name) ? field(input, 'path') : undefined;
      const refused =
        permitted(permissions, name, input) ??
        (path === undefined ? undefined : permitted(permissions, name, { path: await leadsTo(path) }));
      return refused === undefined ? await tool.call(input, context) : failed(refused);
    },
  }));
}

/** What the model is told about the patterns before it begins; undefined when there are none. */
export function permissionsTold(permissions: Permissions | undefined): string | undefined {
  const { allow, deny = [] } = permissions ?? {};
  if (!allow && deny.length === 0) return undefined;
  const some = allow ? ` Allowed: ${allow.join(', ')}.` : '';
  const none = deny.length > 0 ? ` Denied: ${deny.join(', ')}.` : '';
  const plain = allow?.some((text) => /^Bash\((?!\*\))/.test(text)) ? ' bash takes one plain command at a time.' : '';
  return `The use of tools is limited here.${some}${none}${plain}`;
}

const FILE_TOOLS: ReadonlySet<string> = new Set(['read', 'write', 'edit']);

/** Answers the reason as a sentence. `allow` is undefined where everything is allowed. */
type Judge = (input: unknown, allow: Pattern[] | undefined, deny: readonly Pattern[]) => string | undefined;

function judgeFor(tool: string): Judge {
  if (tool === 'bash') return judgeCommand;
  if (FILE_TOOLS.has(tool)) return judgePath;
  return (input, allow, deny) => {
    // grep searches everything unless it is told where.
    const glob = tool === 'glob' ? field(input, 'pattern') : (field(input, 'files') ?? '**');
    return glob === undefined ? undefined : judgeSearch(glob, allow, deny);
  };
}

const judgePath: Judge = (input, allow, deny) => {
  const path = field(input, 'path');
  if (path === undefined) return undefined;
  if (isAbsolute(path) || /^[A-Za-z]:|\p{Cc}|\\/u.test(path)) {
    return `${shown(path)} is no plain path. Use one relative to the repository's root, such as src/index.js.`;
  }
  const normal = posix.normalize(path).replace(/\/$/, '');
  if (normal === '..' || normal.startsWith('../')) return `${shown(path)} is outside the repository.`;
  const denied = deny.find(({ within }) => within === undefined || matches(folded(normal), folded(within)));
  if (denied) return `${shown(path)} is denied by ${denied.text}.`;
  if (!allow || allow.some(({ within }) => within === undefined || matches(normal, within))) return undefined;
  return `${shown(path)} matches nothing that this tool may touch.`;
};

/** `dot`: nobody who writes `./**` means to leave out hidden files. What names a folder means everything in it. */
function matches(path: string, pattern: string): boolean {
  return picomatch.isMatch(path, [pattern, `${pattern}/**`], { dot: true, nonegate: true });
}

/** How a name is compared where it is denied: file systems that take two spellings for one must not open a way around. */
const folded = (name: string): string => withoutInvisible(name).text.normalize('NFKC').toLowerCase();

/** A search, by the glob of the files that it looks at. */
const judgeSearch = (pattern: string, allow: Pattern[] | undefined, deny: readonly Pattern[]): string | undefined => {
  const limited = allow !== undefined && !allow.some(({ within }) => within === undefined || within === '');
  if (pattern.includes('..') && (limited || deny.length > 0)) return `${shown(pattern)} has .. in it.`;
  const folder = literalFolder(pattern);
  const from = folded(folder);
  const denied = deny.find(({ within }) => {
    const kept = folded(within ?? '');
    return isBelow(from, kept) || isBelow(kept, from);
  });
  if (denied) {
    return `a search of ${shown(pattern)} reaches what ${denied.text} denies. Begin the glob with another folder.`;
  }
  if (!limited || allow.some(({ within }) => isBelow(folder, within ?? ''))) return undefined;
  return `a search of ${shown(pattern)} reaches more than this tool may look at. Begin the glob with a folder that is allowed.`;
};

/** The folder that a glob cannot leave: its segments before the first wildcard. Empty is the root. */
function literalFolder(glob: string): string {
  if (glob.startsWith('!')) return '';
  const segments = glob.split('/');
  const wild = segments.findIndex((segment) => /[*?[\]{}()\\]/.test(segment));
  const folder = posix.normalize(segments.slice(0, wild < 0 ? undefined : wild).join('/'));
  return folder === '.' ? '' : folder.replace(/\/$/, '');
}

const isBelow = (path: string, folder: string): boolean =>
  folder === '' || path === folder || path.startsWith(`${folder}/`);

const judgeCommand: Judge = (input, allow, deny) => {
  const command = field(input, 'command');
  if (command === undefined) return undefined;
  // Taken apart roughly, quotes or not: better refuse a harmless `echo "a; b"` than miss the second command.
  const pieces = command.split(/[;&|\n\r(){}`<>]+/).map((piece) => spaced(piece).replace(/^(?:\w+=\S* )+/, ''));
  const denied = deny.find(
    ({ within }) =>
      within === undefined || [spaced(command), ...pieces].some((piece) => fits(folded(piece), folded(within))),
  );
  if (denied) return `${shown(command)} is denied by ${denied.text}.`;
  if (!allow || allow.some(({ within }) => within === undefined)) return undefined;
  const more = whyNotPlain(command);
  if (more) return `bash takes one plain command at a time here, and ${more}.`;
  if (allow.some(({ within }) => fits(spaced(command), within ?? ''))) return undefined;
  return `${shown(command)} is none of the commands that may be run.`;
};

/**
 * Why a command line is more than one plain command: `undefined` when bash starts one program with these words and nothing else. Inside single
 * quotes everything is plain; what bash would still act on in double quotes, and everything escaped, is not, so that quotes are read here as
 * bash reads them.
 */
function whyNotPlain(command: string): string | undefined {
  if (/[^\P{Cc}\t]/u.test(command)) return 'this one has more than one line, or control characters';
  for (let at = 0; at < command.length; at += 1) {
    const character = command[at]!;
    if (character === "'" || character === '"') {
      const end = command.indexOf(character, at + 1);
      if (end < 0) return `a ${character} is never closed`;
      const acted = character === '"' && /[$`\\]/.exec(command.slice(at + 1, end))?.[0];
      if (acted) return `this one has ${acted} in double quotes; use single ones`;
      at = end;
    } else if (/[;&|<>()`$\\]/.test(character)) {
      return `this one has ${character} outside of single quotes`;
    }
  }
  return undefined;
}

const spaced = (command: string): string => command.trim().replace(/[ \t]+/g, ' ');

/** `npm test:*` is `npm test` and whatever follows it after a space: `git diff:*` is not `git difftool`. */
function fits(command: string, within: string): boolean {
  if (!within.endsWith(':*')) return command === spaced(within);
  const prefix = spaced(within.slice(0, -2));
  return command === prefix || command.startsWith(`${prefix} `);
}

function field(input: unknown, name: string): string | undefined {
  const value = typeof input === 'object' && input !== null ? (input as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

const shown = (text: string): string => JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);

const listed = (patterns: readonly Pattern[]): string => patterns.map(({ text }) => text).join(', ');
