/**
 * What the repository says about itself, as it stood in the base commit: nothing that the story, its branch or the model's shell changes is
 * read here, so that an answer cannot be planted where it will be looked for.
 */
import { type BaseFile, contentsOf, type Document, filesOf } from '../context/base-commit.ts';
import type { Git } from '../git.ts';

/** Files with more bytes are no documents that anyone reads; of all together, the first so many files and bytes are read. */
const MAX_FILE_BYTES = 200_000;
const MAX_FILES = 200;
const MAX_BYTES = 2_000_000;

/**
 * Which files are searched, in the order in which they are read: the onboarding documents, the instructions for agents, what a newcomer
 * reads first, and the documentation.
 */
const PLACES: readonly RegExp[] = [
  /^\.orch\/onboarding\/.+/i,
  /^(?:AGENTS|CLAUDE)\.md$/i,
  /^(?:README|CONTRIBUTING)[^/]*$/i,
  /^docs\/.+\.(?:md|mdx|markdown|txt|rst|adoc)$/i,
];

/**
 * The documents of a commit. None when they cannot be read, because the clone does not reach back to it: then nothing can be found, and nothing
 * else is read in its place.
 */
export async function documentsAt(git: Git, commit: string): Promise<Document[]> {
  // What the shell put in the place of an object (refs/replace) is none of this commit's.
  const honest: Git = (args, input) => git(['--no-replace-objects', ...args], input);
  try {
    const files = chosen(await filesOf(honest, commit));
    const contents = await contentsOf(honest, files);
    return files.flatMap(({ path }, index) => {
      const content = contents[index]!;
      return content.includes(0) ? [] : [{ path, text: content.toString('utf8') }];
    });
  } catch {
    return [];
  }
}

function chosen(files: readonly BaseFile[]): BaseFile[] {
  const placed = files
    .map((file) => ({ file, place: PLACES.findIndex((pattern) => pattern.test(file.path)) }))
    .filter(({ file, place }) => place >= 0 && file.size <= MAX_FILE_BYTES)
    .sort((a, b) => a.place - b.place);
  let room = MAX_BYTES;
  return placed
    .slice(0, MAX_FILES)
    .map(({ file }) => file)
    .filter(({ size }) => {
      if (size > room) return false;
      room -= size;
      return true;
    });
}
