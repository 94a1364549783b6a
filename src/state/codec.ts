/** Between the entities of the core and the text of their files. Validated on every read; a file that cannot be read says why and where. */
import type { ZodType } from 'zod';
import type { Problem } from '../core/config.ts';
import { copyOf } from '../core/copy.ts';
import { type Project, projectSchema } from '../core/project.ts';
import { type Run, runSchema } from '../core/run.ts';
import { type Story, storySchema } from '../core/story.ts';
import { readYaml, writeYaml } from '../yaml/read.ts';

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
 * What the last texts meant. One look reads the same files three times (when it begins, when GitHub has told the newest head, when its change is
 * committed), and reading is a hundred times dearer than copying. A text means the same whenever it is read, so this is not state.
 */
const lastRead = new Map<ZodType, Map<string, unknown>>();
/** So many texts of each kind: a few kilobytes each, and more than the subjects that are worked on at once. */
const REMEMBERED = 64;

function decode<T>(schema: ZodType<T>, text: string, file: string): T {
  const known = lastRead.get(schema)?.get(text);
  if (known !== undefined) return copyOf(known as T);
  const read = readYaml(schema, text, file);
  if (!read.ok) throw new BrokenFile(read.problems[0]!);
  remember(schema, text, copyOf(read.value));
  return read.value;
}

function remember(schema: ZodType, text: string, value: unknown): void {
  const texts = lastRead.get(schema) ?? new Map<string, unknown>();
  lastRead.set(schema, texts);
  texts.set(text, value);
  if (texts.size > REMEMBERED) texts.delete(texts.keys().next().value ?? '');
}

/** Throws BrokenFile. */
export const decodeStory = (text: string, file: string): Story => decode(storySchema, text, file);
/** Throws BrokenFile. */
export const decodeRun = (text: string, file: string): Run => decode(runSchema, text, file);
/** Throws BrokenFile. */
export const decodeProject = (text: string, file: string): Project => decode(projectSchema, text, file);

/** The texts of the files. What would not be readable is not written: throws when an entity does not fit its schema, which is our fault. */
export const encodeStory = (story: Story): string => writeYaml(storySchema.parse(story));
export const encodeRun = (run: Run): string => writeYaml(runSchema.parse(run));
export const encodeProject = (project: Project): string => writeYaml(projectSchema.parse(project));
