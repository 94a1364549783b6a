/**
 * The workflows and agents of the repository as they stand in the base commit, so that an epic's own branch cannot change what is played. They are written
 * to a folder outside the checkout, because workflows are read as files.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { contentsOf, filesOf } from '../../src/agent/context/base-commit.ts';
import type { Git } from '../../src/agent/git.ts';

/** Folders with workflows, agents, and what they read of their configuration: Orch's own, and those of an installation of BMAD. */
const FOLDERS = /^(?:\.orch|bmad|\.bmad|_bmad)\//;

/** What such files are: texts and tables. */
const TEXT = /\.(?:md|xml|ya?ml|csv|txt|json)$/i;

/** The largest file, in bytes, and the most files: far more than any installation has that people wrote. */
const MAX_BYTES = 256 * 1024;
const MAX_FILES = 2_000;

/** Writes them below `folder`, which exists. Rejects with a sentence where the base commit is not in the checkout. */
export async function writeBaseWorkflows(git: Git, base: string, folder: string): Promise<void> {
  const files = await filesOf(git, base).catch((error: unknown) => {
    throw new Error(
      `The workflows of the repository could not be read: commit ${base.slice(0, 12)} is not whole in this checkout. Check out with fetch-depth: 0. (${error instanceof Error ? error.message : String(error)})`,
    );
  });
  const wanted = files.filter(({ path, size }) => FOLDERS.test(path) && TEXT.test(path) && size <= MAX_BYTES);
  if (wanted.length > MAX_FILES) {
    throw new Error(`There are ${wanted.length} files in .orch and bmad; at most ${MAX_FILES} are read.`);
  }
  const contents = await contentsOf(git, wanted);
  for (const [index, { path }] of wanted.entries()) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, contents[index]!);
  }
}
