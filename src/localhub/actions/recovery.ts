import { jobsOf } from '../world/jobs.ts';
import type { CheckConclusion } from '../world/types.ts';
import { type ActiveRun, type JobInstance, type RunHost, recordResult, restoreInstance } from './active-run.ts';
import type { JobResult } from './job-graph.ts';
import { readJobNote } from './job-note.ts';

/**
 * Puts back the jobs of a run that an earlier process began. Completed ones count with the results that were kept,
 * queued ones will run. Those that were running are failed and given back: their runner is lost, and nobody can say how
 * far they got.
 */
export function restoreJobs(active: ActiveRun, host: RunHost): JobInstance[] {
  const lost: JobInstance[] = [];
  // Oldest first: a job was made after those it needs had ended, so their outputs are there when it is put back.
  for (const job of jobsOf(host.hub.world, active.run)) {
    const file = active.workflow.jobs.find(({ id }) => id === job.key);
    if (!file) continue;
    const note = readJobNote(host.hub.dir, job);
    const instance = restoreInstance(active, host, file, job, note);
    if (job.status === 'completed') {
      recordResult(
        active,
        instance,
        note.result ?? { conclusion: resultOf(job.conclusion), tolerated: false, outputs: {} },
      );
    } else if (job.status === 'in_progress') {
      recordResult(active, instance, { conclusion: 'failure', tolerated: false, outputs: {} });
      lost.push(instance);
    }
  }
  return lost;
}

function resultOf(conclusion: CheckConclusion | null): JobResult {
  return conclusion === 'success' || conclusion === 'skipped' || conclusion === 'cancelled' ? conclusion : 'failure';
}
