/** `orch init --spec`: puts the specification of an application into a checkout. */
import { existsSync, lstatSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { MOST_OF_A_SPEC, nextSteps, readSpec, SPEC_PATH, tooLong } from '../core/plan/spec.ts';
import { UserError } from '../user-error.ts';

/** The words as they were typed. */
export interface SpecWords {
  spec: string;
  force?: boolean;
}

/**
 * Writes `docs/app_spec.md` into the checkout and answers with what to tell the person. A file that is there is left alone, unless `force` is said or it
 * says the same already. Throws UserError when it is not possible; then nothing was written.
 */
export function writeSpec(folder: string, { spec, force = false }: SpecWords): string[] {
  const root = resolve(folder);
  if (!existsSync(join(root, '.git')))
    throw new UserError(`${folder} is no checkout of a git repository: there is no .git in it.`);
  const read = readSpec(bytesOf(spec), basename(spec));
  if (!read.ok) throw new UserError(`${spec} ${read.why}.`);

  const path = join(root, SPEC_PATH);
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there && !there.isFile())
    throw new UserError(`${SPEC_PATH} is there and is no ordinary file. Move it away first.`);
  if (there && readFileSync(path, 'utf8') === read.text) return [`${SPEC_PATH} says this already`, ...nextSteps(read)];
  if (there && !force)
    throw new UserError(
      `${SPEC_PATH} is there already and says something else. Write over it with --force, or move it away.`,
    );
  const above = lstatSync(dirname(path), { throwIfNoEntry: false });
  if (above && !above.isDirectory())
    throw new UserError(`${dirname(SPEC_PATH)} is there and is no ordinary folder. Move it away first.`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, read.text, { flag: force ? 'w' : 'wx' });
  return [`wrote ${SPEC_PATH}`, ...nextSteps(read)];
}

/** The bytes of a file of any kind that a person named; a large one is not read. */
function bytesOf(path: string): Uint8Array {
  const about = statSync(path, { throwIfNoEntry: false });
  if (!about) throw new UserError(`There is no file ${path}. Name the file with the specification: --spec PATH.`);
  if (!about.isFile()) throw new UserError(`${path} is no file. Name the file with the specification: --spec PATH.`);
  if (about.size > MOST_OF_A_SPEC) throw new UserError(`${path} ${tooLong(about.size)}.`);
  return readFileSync(path);
}
