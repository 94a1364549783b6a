/**
 * Reads what one job of a run left for the next. The job before may have been killed, or have run code that wanted to mislead: a missing or
 * strange file is an expected answer and not an exception.
 */
import { lstat, readFile } from 'node:fs/promises';
import type { ZodType } from 'zod';
import type { Brief } from '../core/brief.ts';
import { type Report, reportSchema, type Verdict, verdictSchema } from '../core/run.ts';

/** What was read, or one sentence that says why nothing could be. */
export type Artifact<T> = { ok: true; value: T } | { ok: false; problem: string };

/** Largest report in bytes. Fifty patches of two megabytes are allowed one by one; nobody means all of them at once. */
const MAX_REPORT = 64 * 1024 * 1024;

/** Largest verdict in bytes: three tails of 4,000 characters and a list of test files fit many times over. */
const MAX_VERDICT = 1024 * 1024;

/** The report of the `agent` job, when it is one of this run. */
export async function readReport(path: string, brief: Brief): Promise<Artifact<Report>> {
  const report = await readArtifact(path, reportSchema, MAX_REPORT, 'agent', 'report');
  if (!report.ok) return report;
  const { run, story, start } = report.value;
  if (run === brief.run && story === brief.story && start === brief.start) return report;
  return { ok: false, problem: 'The agent job left a report that belongs to another run.' };
}

/** The verdict of the `verify` job, when it is one of this run. */
export async function readVerdict(path: string, brief: Brief): Promise<Artifact<Verdict>> {
  const verdict = await readArtifact(path, verdictSchema, MAX_VERDICT, 'verify', 'verdict');
  if (!verdict.ok || verdict.value.run === brief.run) return verdict;
  return { ok: false, problem: 'The verify job left a verdict that belongs to another run.' };
}

async function readArtifact<T>(
  path: string,
  schema: ZodType<T>,
  most: number,
  job: string,
  what: string,
): Promise<Artifact<T>> {
  const bad = (problem: string): Artifact<T> => ({ ok: false, problem });
  try {
    const stat = await lstat(path);
    // An archive can hold symbolic links; what they point to is not this job's report.
    if (!stat.isFile()) return bad(`The ${job} job left a ${what} that is not a regular file.`);
    if (stat.size > most) return bad(`The ${job} job left a ${what} of ${stat.size} bytes; at most ${most} are read.`);
  } catch {
    return bad(`The ${job} job ended without a ${what}; its log says why.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return bad(`The ${job} job left a ${what} that is not JSON.`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issue = parsed.error.issues[0];
  return bad(
    `The ${job} job left a ${what} of another form (${issue?.path.join('.') || 'top level'}: ${issue?.message}).`,
  );
}
