/**
 * What a repository tells every agent that works in it: who it is here, how things are done. One text, byte for byte the same for all stories
 * and attempts for as long as these files do not change, so that the cached beginning of a request serves all of them.
 */
import { createHash } from 'node:crypto';
import { fence } from '../fence.ts';
import type { Git } from '../git.ts';
import { anyTaken, type Taken, takenWords, visible } from '../visible.ts';
import { type BaseFile, contentsOf, type Document } from './base-commit.ts';
import { leftOutWords, type Piece, packContext } from './pack.ts';

/** A text for the prompt, and what was taken out of which document. */
export interface Guidance {
  text: string;
  taken: (Taken & { where: string })[];
}

/**
 * All guidance together, in tokens. The longest instructions that people wrote by hand are about half of it; more is rather a manual, which the
 * agent can read where it needs it.
 */
export const GUIDANCE_TOKENS = 8_000;

/** Bytes of one document, beyond which it is only named: none of it could be shown in a way that helps. */
const MAX_DOCUMENT = 256 * 1024;

/** Documents that are read, the first by path. More are only named. */
const MAX_DOCUMENTS = 40;

const ROOT_FILES = ['AGENTS.md', 'CLAUDE.md'];

/** Where people tell a role who it is. */
const personaPath = (role: string): string => `.orch/agents/${role}.md`;

/** The documents among the files of a commit, in the order in which they are told: the persona, the root's, the onboarding ones by path. */
export function guidanceFiles(files: readonly BaseFile[], role: string): BaseFile[] {
  const named = [personaPath(role), ...ROOT_FILES].flatMap((path) => files.filter((file) => file.path === path));
  const onboarding = files
    .filter(({ path }) => path.startsWith('.orch/onboarding/') && /\.md$/i.test(path))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  return [...named, ...onboarding];
}

/** Reads the documents, and tells them as one text. Undefined when there are none. Rejects as `contentsOf`. */
export async function readGuidance(git: Git, files: readonly BaseFile[], role: string): Promise<Guidance | undefined> {
  const all = guidanceFiles(files, role);
  const read = all.filter(({ size }) => size <= MAX_DOCUMENT).slice(0, MAX_DOCUMENTS);
  const contents = await contentsOf(git, read);
  const documents = read.map(({ path }, index) => ({ path, text: contents[index]!.toString('utf8') }));
  const unread = all
    .filter((file) => !read.includes(file))
    .map(({ path, size }) => ({ path, tokens: Math.ceil(size / 4) }));
  return tellGuidance(documents, unread, role);
}

/**
 * One text from the documents. The word that fences it is made of the text itself: nobody can write a document that holds the word of the whole,
 * and it is the same in every run. `unread` are only named.
 */
export function tellGuidance(
  documents: readonly Document[],
  unread: readonly { path: string; tokens: number }[] = [],
  role = 'developer',
): Guidance | undefined {
  const taken: Guidance['taken'] = [];
  const seen = new Set<string>();
  const pieces = documents.flatMap(({ path, text }, place): Piece[] => {
    const persona = path === personaPath(role);
    const clean = visible(persona ? withoutFrontMatter(text) : text, 'markdown');
    if (anyTaken(clean.taken)) taken.push({ where: path, ...clean.taken });
    const body = clean.text.trim();
    // CLAUDE.md is often a copy of AGENTS.md.
    if (body === '' || seen.has(body)) return [];
    seen.add(body);
    const keep = persona || ROOT_FILES.includes(path);
    return [{ name: path, text: body, weight: -place, ...(keep && { keep }) }];
  });
  const packed = packContext(pieces, GUIDANCE_TOKENS);
  const leftOut = leftOutWords([...packed.leftOut, ...unread.map(({ path, tokens }) => ({ name: path, tokens }))]);
  const parts = packed.pieces.map(({ name, text }) => `=== ${name} ===\n${text}`);
  if (leftOut !== '') parts.push(`=== Left out, read them where you need them: ${leftOut} ===`);
  if (parts.length === 0) return undefined;

  const text = parts.join('\n\n');
  const word = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const notes = taken.map(({ where, ...what }) => `[taken out of ${where}: ${takenWords(what)}]`);
  return { text: [fence('guidance', text, 'source', word).text, ...notes].join('\n'), taken };
}

/** The lines between `---` at the very beginning are for programs. */
const withoutFrontMatter = (text: string): string =>
  text.replace(/^\ufeff?---[ \t]*\r?\n(?:[\s\S]*?\r?\n)?---[ \t]*(?:\r?\n|$)/, '');
