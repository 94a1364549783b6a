import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Where the log of a job is kept: one text file for each job, a timestamp before each line, as GitHub serves it. */
export function jobLogPath(
  hubDir: string,
  job: { readonly id: number; readonly runId: number; readonly runAttempt: number },
): string {
  return join(hubDir, 'actions', String(job.runId), String(job.runAttempt), `${job.id}.log`);
}

/** Where the step summaries of a job are kept, joined in the order of the steps. */
export function jobSummaryPath(
  hubDir: string,
  job: { readonly id: number; readonly runId: number; readonly runAttempt: number },
): string {
  return jobLogPath(hubDir, job).replace(/\.log$/, '.summary.md');
}

/** A log that is being written. */
export interface JobLog {
  /** Writes one line; line ends inside it start further lines. Secrets must be masked before. */
  line(text: string): void;
  /** Resolves when everything is on disk. */
  close(): Promise<void>;
}

/** Opens the log file of a job for appending; folders are made. `onLine` gets each line without its timestamp. */
export async function openJobLog(path: string, now: () => Date, onLine: (line: string) => void): Promise<JobLog> {
  await mkdir(dirname(path), { recursive: true });
  const stream = createWriteStream(path, { flags: 'a' });
  const failed = new Promise<never>((_, reject) => stream.on('error', reject));
  failed.catch(() => {});
  return {
    line(text) {
      for (const line of text.split('\n')) {
        // GitHub's timestamps have seven digits after the point.
        stream.write(`${now().toISOString().replace('Z', '0000Z')} ${line}\n`);
        onLine(line);
      }
    },
    close: () => Promise.race([failed, new Promise<void>((resolve) => stream.end(resolve))]),
  };
}
