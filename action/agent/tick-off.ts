/** What a retrospective writes into the Markdown plan that its epic came from: which tasks are done, and what was found out on the way. */
import type { Brief } from '../../src/core/brief.ts';
import { writeProgress } from '../../src/core/plan/markdown-progress.ts';
import { retrospectiveSchema } from '../../src/core/plan/retrospective.ts';
import { fileRefusal, readDocument, writeDocument } from './epic-documents.ts';

type Ticks = NonNullable<NonNullable<Brief['workflow']>['ticks']>;

/**
 * Ticks the tasks of merged stories off, and writes the lessons of the retrospective beneath the tasks that they come from. Answers the path of the plan where
 * that changed it; undefined where it is gone, where nothing is new, or where a run may not write it.
 */
export async function tickOff(root: string, { file, tasks }: Ticks, outcome: unknown): Promise<string | undefined> {
  if (fileRefusal(file) !== undefined) return undefined;
  const before = await readDocument(root, file);
  if (before === undefined) return undefined;
  const after = writeProgress(
    before,
    new Set(tasks.flatMap(({ key, done }) => (done ? [key] : []))),
    notesOf(tasks, outcome),
  );
  if (after === before) return undefined;
  await writeDocument(root, file, after);
  return file;
}

function notesOf(tasks: Ticks['tasks'], outcome: unknown): Map<string, string> {
  const failures = retrospectiveSchema.safeParse(outcome).data?.failures ?? [];
  return new Map(
    tasks.flatMap(({ key, story }) => {
      const lessons = failures.filter((one) => one.story === story).map(({ lesson }) => lesson);
      return lessons.length === 0 ? [] : [[key, lessons.join(' ')] as const];
    }),
  );
}
