import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Json } from './expressions.ts';
import type { InstanceResult } from './job-graph.ts';
import { jobLogPath } from './job-log.ts';
import type { Combination } from './matrix.ts';

/**
 * What the runner must know of a job to go on after its process was killed, and the world does not keep: which
 * combination of the matrix it is, and what it put out.
 */
export interface JobNote {
  readonly matrix: Combination | null;
  readonly index: number;
  readonly total: number;
  readonly result?: InstanceResult;
}

type JobPlace = Parameters<typeof jobLogPath>[1];

/** Keeps a note beside the job's log. Synchronous, so that it is there before anything that follows from it. */
export function writeJobNote(hubDir: string, job: JobPlace, note: JobNote): void {
  const path = notePath(hubDir, job);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(note)}\n`);
}

/** The note of a job; one without a matrix and result when there is none. */
export function readJobNote(hubDir: string, job: JobPlace): JobNote {
  try {
    return JSON.parse(readFileSync(notePath(hubDir, job), 'utf8')) as JobNote;
  } catch {
    return { matrix: null, index: 0, total: 1 };
  }
}

/** The `matrix` and `strategy` contexts of a job. */
export function matrixContexts(
  note: Pick<JobNote, 'matrix' | 'index' | 'total'>,
  strategy: { readonly failFast: boolean; readonly maxParallel: number | undefined },
): Record<string, Json> {
  return {
    matrix: note.matrix,
    strategy: {
      'fail-fast': strategy.failFast,
      'job-index': note.index,
      'job-total': note.total,
      'max-parallel': strategy.maxParallel ?? note.total,
    },
  };
}

function notePath(hubDir: string, job: JobPlace): string {
  return jobLogPath(hubDir, job).replace(/\.log$/, '.json');
}
