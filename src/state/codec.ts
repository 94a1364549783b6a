/** Between the entities of the core and the text of their files. Validated on every read; a file that cannot be read says why and where. */
import type { ZodType } from 'zod';
import type { Problem } from '../core/config.ts';
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

function decode<T>(schema: ZodType<T>, text: string, file: string): T {
  const read = readYaml(schema, text, file);
  if (read.ok) return read.value;
  throw new BrokenFile(read.problems[0]!);
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
