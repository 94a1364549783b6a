/** Writes the documents of a run into the project, and nowhere else. */
import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Document } from './request.ts';

/** Writes a document; one without a file is left to the caller. Answers with why it was not written, if it was not. */
export function writeDocument(projectRoot: string, { file, text }: Document): string | undefined {
  if (file === null) return undefined;
  const path = join(projectRoot, file);
  let there = path;
  while (!existsSync(there)) there = dirname(there);
  // The path was checked as it is written; a symbolic link in it may still lead out.
  const way = relative(realpathSync(projectRoot), realpathSync(there));
  if (way.split(sep)[0] === '..')
    return `${file} leads out of the project through a symbolic link; the document was not written`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return undefined;
}
