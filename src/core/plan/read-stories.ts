/** From the document that `stories` writes to a plan that can be carried out. */
import type { Problem } from '../config.ts';
import { adviceOn } from './advice.ts';
import { checkStories, type Wanted } from './check-stories.ts';
import { readOutcome, type Yaml } from './outcome.ts';
import { type StoriesPlan, storiesSchema } from './stories.ts';

/** A plan with advice on it, or everything that is wrong with it. */
export type ReadStories = { ok: true; plan: StoriesPlan; advice: string[] } | { ok: false; problems: Problem[] };

/** Reads and checks the document. `wanted` are the requirements of its PRD, where there is one. Never throws on bad input. */
export function readStories(
  document: string,
  file: string,
  yaml: Yaml,
  wanted?: readonly Wanted[] | undefined,
): ReadStories {
  const read = readOutcome(storiesSchema, document, file, yaml);
  if (!read.ok) return read;
  const problems = checkStories(read.value, { wanted, file, lineOf: read.lineOf });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, plan: read.value, advice: adviceOn(read.value) };
}
