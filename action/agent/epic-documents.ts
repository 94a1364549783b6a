/** The documents of an epic in the checkout: which there are, what one says, and writing them. Nothing else is ever written for a workflow. */
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { insideWorkspace, shownPath } from '../../src/agent/paths.ts';
import { refusalOf } from '../../src/workflow/safe-path.ts';

/** Where a workflow may write. */
const FOLDER = 'docs/';

/** The largest document that is read, in bytes. */
const MAX_BYTES = 512 * 1024;

/** Why a workflow may not write a file; undefined when it may. */
export function fileRefusal(file: string): string | undefined {
  const why = refusalOf(file) ?? (file.startsWith(FOLDER) ? undefined : `a workflow writes only below ${FOLDER}`);
  return why && `The document cannot be \`${file}\`: ${why}. Name another one in the \`workflow.yaml\`.`;
}

/** The paths of the Markdown files in a folder of the checkout, sorted; none where there is no such folder. */
export async function documentsIn(root: string, folder: string): Promise<string[]> {
  try {
    const names = await readdir(await insideWorkspace(root, folder));
    // Names that are no plain ones could say something to whoever reads the list.
    return names
      .filter((name) => /^[\w][\w.-]{0,79}\.md$/.test(name))
      .sort()
      .map((name) => `${folder}/${name}`);
  } catch {
    return [];
  }
}

/** A document of the checkout; undefined where there is none, or none that can be read. */
export async function readDocument(root: string, file: string): Promise<string | undefined> {
  try {
    const path = await insideWorkspace(root, file);
    const { size } = await stat(path);
    return size <= MAX_BYTES ? await readFile(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

/** Writes a document. Rejects with PathRefused, or a sentence, where its path leads elsewhere through a link. */
export async function writeDocument(root: string, file: string, text: string): Promise<void> {
  const path = await insideWorkspace(root, file);
  if (!shownPath(root, path).startsWith(FOLDER)) {
    throw new Error(`${file} leads out of ${FOLDER} through a symbolic link; the document was not written.`);
  }
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
