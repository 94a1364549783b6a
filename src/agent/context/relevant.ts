/**
 * Which files the words of a story point at. Two cheap looks at the base commit: the names of its files, and one search for the names of code in
 * them. It only saves the agent a few calls; what is not found here it finds itself.
 */
import type { Git } from '../git.ts';
import type { BaseFile } from './base-commit.ts';
import { type Pointer, type Pointers, pointersIn } from './words.ts';

/** A file that a story points at, with the lines that say why. */
export interface RelevantFile {
  path: string;
  /** From 1; the text cut to a line of a screen. Definitions first. */
  lines: { line: number; text: string }[];
}

/** A line of a file in which one of the names stands. */
export interface Hit {
  path: string;
  line: number;
  text: string;
}

/** Files that are named: about what a person would open before beginning. */
export const MAX_FILES = 15;

/** Lines of one file, and characters of one line. */
const MAX_LINES = 3;
const MAX_LINE = 140;

/** A name that stands in more files than this points at none of them. */
const MAX_SPREAD = 40;

/** Of one file git tells this many lines; more would not make it more relevant. */
const MAX_HITS = 20;

/** Larger repositories are not searched, only their names are: reading all of it would take longer than the first turn. */
const MAX_SEARCHED_FILES = 40_000;
const MAX_SEARCHED_BYTES = 150_000_000;

/** Files that nobody writes by hand, or that no story is about. */
const PASSED_OVER =
  /(?:^|\/)(?:node_modules|vendor|dist|build|coverage|\.git|\.yarn|__snapshots__)\/|(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|[^/]*\.lock|go\.sum)$|\.(?:min\.(?:js|css)|map|svg|png|jpe?g|gif|ico|pdf|woff2?|snap)$/i;

/** Larger files are data or generated, in bytes. */
const MAX_FILE = 500_000;

/** The files that a story points at, most relevant first. Never rejects: where nothing can be searched, names are all there is. */
export async function relevantFiles(
  git: Git,
  commit: string,
  files: readonly BaseFile[],
  story: string,
): Promise<RelevantFile[]> {
  const pointers = pointersIn(story);
  const candidates = files.filter(({ path, size }) => size <= MAX_FILE && !PASSED_OVER.test(path));
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const searchable = files.length <= MAX_SEARCHED_FILES && bytes <= MAX_SEARCHED_BYTES && pointers.names.length > 0;
  const hits = searchable ? await search(git, commit, pointers.names) : [];
  return rank(
    candidates.map(({ path }) => path),
    pointers,
    hits,
  );
}

/** One search of a commit for all names, as whole words. No name found is an error to git, and an empty answer here. */
async function search(git: Git, commit: string, names: readonly Pointer[]): Promise<Hit[]> {
  const settled = ['--no-color', '--no-column', '--no-recurse-submodules', '--full-name', '--no-textconv'];
  const terms = names.flatMap(({ word }) => ['-e', word]);
  const found = await git(['grep', ...settled, '-InzFw', `--max-count=${MAX_HITS}`, ...terms, commit]).catch(
    () => undefined,
  );
  return (found?.toString('utf8') ?? '').split('\n').flatMap((row) => {
    const [place, line, text] = row.split('\0');
    if (place === undefined || line === undefined || text === undefined) return [];
    return [{ path: place.slice(commit.length + 1), line: Number(line), text }];
  });
}

/** The files by how much points at them, at most MAX_FILES; those that nothing points at are left out. Pure. */
export function rank(paths: readonly string[], pointers: Pointers, hits: readonly Hit[]): RelevantFile[] {
  const scores = new Map<string, number>();
  const known = new Set(paths);
  /** What points at one file counts in full, what points at many little, and what points at everything not at all. */
  const point = (at: readonly string[], weight: number): void => {
    if (at.length > MAX_SPREAD) return;
    for (const path of at) scores.set(path, (scores.get(path) ?? 0) + weight / Math.sqrt(at.length));
  };

  for (const { word, sureness } of pointers.paths) point(pathsNamed(paths, word), 20 * sureness);
  const byWord = wordsOfNames(paths);
  for (const word of pointers.words) point(byWord.get(word) ?? [], 2);

  const lines = new Map<string, (Hit & { defines: boolean })[]>();
  for (const { word, sureness } of pointers.names) {
    point(byWord.get(word.toLowerCase()) ?? [], 4 * sureness);
    const standing = hits.filter(({ path, text }) => known.has(path) && text.includes(word));
    const defining = standing.filter(({ text }) => isDefinition(text, word));
    point(unique(standing), 2 * sureness);
    point(unique(defining), 5 * sureness);
    if (unique(standing).length > MAX_SPREAD) continue;
    for (const hit of standing) {
      const more = { ...hit, defines: defining.includes(hit) };
      lines.set(hit.path, [...(lines.get(hit.path) ?? []), more]);
    }
  }
  return [...scores]
    .sort(([one, more], [other, less]) => less - more || (one < other ? -1 : 1))
    .slice(0, MAX_FILES)
    .map(([path]) => ({ path, lines: tellingLines(lines.get(path) ?? []) }));
}

const unique = (hits: readonly Hit[]): string[] => [...new Set(hits.map(({ path }) => path))];

/** The files that a path in a story means: this one, or those that end so. */
function pathsNamed(paths: readonly string[], named: string): string[] {
  const exactly = paths.filter((path) => path === named);
  if (exactly.length > 0) return exactly;
  const ending = named.replace(/^(?:\.{0,2}\/)+/, '');
  const ends = paths.filter((path) => path.endsWith(`/${ending}`));
  if (ends.length > 0) return ends;
  // A folder, or a file without its ending, as it is imported.
  return paths.filter((path) => `/${path}`.includes(`/${ending}/`) || `/${path}`.includes(`/${ending}.`));
}

/** The paths by each word of their last name: `parse-hours.test.ts` by `parse`, `hours` and `test`, and by `parsehours`. */
function wordsOfNames(paths: readonly string[]): Map<string, string[]> {
  const by = new Map<string, string[]>();
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf('/') + 1).replace(/(?<=.)\.\w+$/, '');
    const parts = name.split(/[^\p{L}\d]+|(?<=[a-z\d])(?=[A-Z])/u).map((part) => part.toLowerCase());
    const whole = name
      .split('.')[0]!
      .replace(/[^\p{L}\d]/gu, '')
      .toLowerCase();
    for (const word of new Set([...parts, whole])) {
      const same = by.get(word);
      if (same) same.push(path);
      else by.set(word, [path]);
    }
  }
  return by;
}

/** Whether a line brings the name into the world: a keyword of one of many languages stands before it, or the name of a test around it. */
function isDefinition(text: string, name: string): boolean {
  const before = text.slice(0, text.indexOf(name));
  return DEFINING.test(before) || /\b(?:describe|it|test)(?:\.\w+)*\(\s*["'`][^"'`]*$/.test(before);
}

const DEFINING =
  /\b(?:function\*?|class|interface|type|enum|struct|trait|def|fn|func(?: \([^)]*\))?|const|let|var|val|module|namespace|record|object)\s+[*&]*$/;

/** The lines that tell most about a file: definitions first, each once. */
function tellingLines(hits: readonly (Hit & { defines: boolean })[]): RelevantFile['lines'] {
  const each = [...new Map(hits.map((hit) => [hit.line, hit])).values()];
  return each
    .sort((one, other) => Number(other.defines) - Number(one.defines) || one.line - other.line)
    .slice(0, MAX_LINES)
    .map(({ line, text }) => ({ line, text: text.trim().slice(0, MAX_LINE) }));
}
