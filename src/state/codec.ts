/** Between the entities of the core and the text of their files. Validated on every read; a file that cannot be read says why and where. */
import type { ZodType } from 'zod';
import type { Problem } from '../core/config.ts';
import { frozenCopy } from '../core/copy.ts';
import { epicFileSchema, type Plan } from '../core/epic.ts';
import { type Ledger, ledgerSchema } from '../core/ledger.ts';
import { type Project, projectSchema } from '../core/project.ts';
import { type Run, runSchema } from '../core/run.ts';
import { type Story, storySchema } from '../core/story.ts';
import { readYaml, writeYaml } from '../yaml/read.ts';
import { prove, writeParts } from './parts.ts';

/** A state file that a person broke. It freezes what it describes and nothing else. */
export class BrokenFile extends Error {
  override readonly name = 'BrokenFile';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problem.file} line ${problem.line}${problem.key ? `, ${problem.key}` : ''}: ${problem.expected}`);
    this.problem = problem;
  }
}

/**
 * What the last texts meant, by text. One look reads the same files three times (when it begins, when GitHub has told the newest head, when its
 * change is committed), and what was written is read next. A text means the same whenever it is read, so this is not state; and because
 * all who read it share the one value, it is frozen.
 */
const lastRead = new Map<ZodType, Map<string, unknown>>();
/** So many texts of each kind: a few kilobytes each, and more than the subjects that are worked on at once. */
const REMEMBERED = 64;

function decode<T>(schema: ZodType<T>, text: string, file: string): T {
  const known = lastRead.get(schema)?.get(text);
  if (known !== undefined) return known as T;
  const read = readYaml(schema, text, file);
  if (!read.ok) throw new BrokenFile(read.problems[0]!);
  return remember(schema, text, read.value);
}

/**
 * What would not be readable is not written: throws when an entity does not fit its schema, which is our fault. `before` is what the entity was when
 * it was read, and only saves work.
 */
function encode<T>(schema: ZodType<T>, value: T, before?: T | null): string {
  const written = writeParts(schema, value, before ?? undefined);
  if (written) {
    keep(schema, written.text, written.value);
    return written.text;
  }
  const valid = schema.parse(value);
  const text = writeYaml(valid);
  remember(schema, text, valid);
  return text;
}

function remember<T>(schema: ZodType<T>, text: string, value: T): T {
  const shared = frozenCopy(value);
  prove(schema, shared);
  return keep(schema, text, shared);
}

function keep<T>(schema: ZodType<T>, text: string, shared: T): T {
  const texts = lastRead.get(schema) ?? new Map<string, unknown>();
  lastRead.set(schema, texts);
  texts.set(text, shared);
  if (texts.size > REMEMBERED) texts.delete(texts.keys().next().value ?? '');
  return shared;
}

/** Throws BrokenFile. */
export const decodeStory = (text: string, file: string): Story => decode(storySchema, text, file);
/** Throws BrokenFile. */
export const decodeRun = (text: string, file: string): Run => decode(runSchema, text, file);
/** Throws BrokenFile. */
export const decodeProject = (text: string, file: string): Project => decode(projectSchema, text, file);

/** Throws BrokenFile. */
export const decodeLedger = (text: string, file: string): Ledger => decode(ledgerSchema, text, file);

/** The plan of an epic. Throws BrokenFile. */
export function decodePlan(text: string, file: string): Plan {
  const { version: _, id: __, ...plan } = decode(epicFileSchema, text, file);
  return plan;
}

/** Without its plan, which has a file of its own. Here and below, `before` is what it was when it was read. */
export function encodeStory({ plan: _, ...story }: Story, before?: Story | null): string {
  return encode(storySchema, story, before);
}
export const encodePlan = (id: number, plan: Plan): string => encode(epicFileSchema, { version: 1, id, ...plan });
export const encodeRun = (run: Run, before?: Run | null): string => encode(runSchema, run, before);
export const encodeProject = (project: Project, before?: Project | null): string =>
  encode(projectSchema, project, before);
export const encodeLedger = (ledger: Ledger, before?: Ledger): string => encode(ledgerSchema, ledger, before);
