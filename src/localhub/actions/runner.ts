import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { addArtifact, artifactsOf, removeArtifact } from '../world/artifacts.ts';
import type { WorkflowRun, WorldEvent } from '../world/types.ts';
import { findRun } from '../world/workflow-runs.ts';
import { listen, onChange, type World } from '../world/world.ts';
import { type ArtifactRecords, createArtifactStore } from './artifact-store.ts';
import { type Grace, githubGrace } from './child-process.ts';
import { dispatchFromEvent } from './dispatch.ts';
import { createEvaluator } from './expressions.ts';
import { loadLanguageServices } from './languageservices.ts';
import { killLeftovers } from './leftover-processes.ts';
import { registerWorkflows } from './register-workflows.ts';
import { createRunControl } from './run-control.ts';
import type { RunnerContext } from './runner-context.ts';
import type { RunnerEvent } from './runner-event.ts';
import type { RunnerHub } from './runner-hub.ts';
import { scheduleTriggers } from './schedule.ts';
import { startTriggeredRuns } from './start-triggered-runs.ts';
import { createWorkflowFiles } from './workflow-files.ts';
import { triggerOf } from './world-trigger.ts';

/** How a runner works. */
export interface RunnerOptions {
  /** `owner/repo` to the local folder that stands for it: `uses: owner/repo/sub@ref` finds `<folder>/sub/action.yml`. */
  readonly actions?: Readonly<Record<string, string>>;
  /** How many jobs run at once. Default 2. */
  readonly concurrency?: number;
  /** Called for everything that happens, as it happens. */
  readonly onEvent?: (event: RunnerEvent) => void;
  /** Variables that every process of a job gets. Nothing of the hub's own environment but PATH and LANG does. */
  readonly env?: Readonly<Record<string, string>>;
  /** The length of a minute of `timeout-minutes`, in milliseconds. Default 60 000; tests make it short. */
  readonly minuteMs?: number;
  /** How long stopped processes may take to end. Default as on GitHub: 7.5 s, then 2.5 s. */
  readonly grace?: Grace;
}

/** A runner at work. */
export interface Runner {
  /** Resolves when nothing is left to do: every event has been looked at and every run has ended. */
  idle(): Promise<void>;
  /** Cancels a run. Resolves when it has ended. A run that is not going on is left as it is. */
  cancel(runId: number): Promise<void>;
  /**
   * Fires the `schedule` triggers of a repository's default branch, which never fire by themselves here: all of them, or that with the
   * expression `cron`. Rejects when no workflow has that one, with those that there are.
   */
  fireSchedule(repositoryId: number, cron?: string): Promise<readonly WorkflowRun[]>;
  /**
   * Stops: what runs is killed and ends as failed (its runner is lost), what waits is left for the next runner on the same
   * folder. Resolves when no process of a job is left.
   */
  close(): Promise<void>;
}

/**
 * Starts the Actions side of a hub: it makes runs for the events of the world and executes their jobs.
 *
 * Whatever an earlier process left behind on the same folder is taken up first: its processes are killed, jobs that were
 * running are failed with the remark that their runner was lost, and what waited goes on.
 */
export async function startRunner(hub: RunnerHub, options: RunnerOptions = {}): Promise<Runner> {
  const { world } = hub;
  const kill = new AbortController();
  const emit = (event: Omit<RunnerEvent, 'at'>): void =>
    options.onEvent?.({ ...event, at: world.now() } as RunnerEvent);
  const services = await loadLanguageServices();
  const context: RunnerContext = {
    hub,
    services,
    evaluator: createEvaluator(services),
    files: createWorkflowFiles(hub, services),
    artifacts: createArtifactStore(hub.dir, artifactRecords(world)),
    actions: options.actions ?? {},
    baseEnv: { ...baseEnv(), ...options.env },
    grace: options.grace ?? githubGrace,
    minuteMs: options.minuteMs ?? 60_000,
    runnerName: 'localhub',
    workFolder: await makeWorkFolder(hub.dir),
    trackingPrefix: trackingPrefix(hub.dir),
    emit,
    kill: kill.signal,
  };
  const tasks = createTaskLine((error) => emit({ kind: 'problem', message: (error as Error).message } as RunnerEvent));
  const waiters = new Set<() => void>();
  const settled = (): void => {
    if (tasks.size > 0 || control.size > 0) return;
    for (const waiter of waiters) waiter();
    waiters.clear();
  };
  const control = createRunControl(context, options.concurrency ?? 2, settled);
  const later = (work: () => Promise<unknown>): Promise<void> =>
    tasks.add(() => (kill.signal.aborted ? Promise.resolve() : work())).finally(settled);
  const idle = (): Promise<void> =>
    tasks.size === 0 && control.size === 0 ? Promise.resolve() : new Promise((resolve) => waiters.add(resolve));

  const notice = (event: WorldEvent): void => {
    const { workflowRun } = event.subject;
    if (event.name === 'workflow_run' && event.action === 'requested' && workflowRun) {
      void later(async () => {
        const run = findRun(world, workflowRun.id);
        if (run) await control.adopt(run);
      });
    }
    if (event.name === 'workflow_dispatch' && !workflowRun) void later(() => dispatchFromEvent(hub, event));
    if (event.name === 'push' && event.repository) {
      const { repository, subject } = event;
      if (subject.push?.ref === `refs/heads/${repository.defaultBranch}`)
        void later(() => registerWorkflows(hub, repository, context.files));
    }
    const trigger = triggerOf(hub, event);
    if (trigger) void later(() => startTriggeredRuns(context, trigger));
  };
  const stopListening = listen(world, notice);
  const stopWatching = onChange(world, () => {
    // Not at once: whoever changed the world is still in the middle of it.
    if (control.hasCancelRequests) void later(async () => control.noticeCancelRequests());
  });

  await killLeftovers(context.trackingPrefix);
  for (const repository of world.repositories.all())
    void later(() => registerWorkflows(hub, repository, context.files));
  for (const run of unfinishedRuns(world)) void later(() => control.adopt(run));

  return {
    idle,
    async cancel(runId) {
      await later(async () => control.cancel(runId));
      const run = findRun(world, runId);
      if (run && run.status !== 'completed') {
        await new Promise<void>((resolve) => {
          const stop = onChange(world, () => {
            if (run.status !== 'completed') return;
            stop();
            resolve();
          });
        });
      }
    },
    async fireSchedule(repositoryId, cron) {
      const made = Promise.withResolvers<readonly WorkflowRun[]>();
      made.promise.catch(() => {});
      await later(async () => {
        try {
          const runs: WorkflowRun[] = [];
          for (const trigger of await scheduleTriggers(context, repositoryId, cron)) {
            runs.push(...(await startTriggeredRuns(context, trigger)));
          }
          made.resolve(runs);
        } catch (error) {
          made.reject(error);
        }
      });
      // A runner that closes does not come to it any more.
      made.resolve([]);
      return made.promise;
    },
    async close() {
      stopListening();
      stopWatching();
      kill.abort();
      await tasks.drained();
      await control.drained();
      await killLeftovers(context.trackingPrefix);
      await rm(context.workFolder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

interface TaskLine {
  add(work: () => Promise<unknown>): Promise<void>;
  readonly size: number;
  drained(): Promise<void>;
}

/** Does one thing after the other, so that events are answered in their order. */
function createTaskLine(onError: (error: unknown) => void): TaskLine {
  let size = 0;
  let last: Promise<void> = Promise.resolve();
  return {
    add(work) {
      size += 1;
      last = last
        .then(work)
        .then(() => {}, onError)
        .finally(() => {
          size -= 1;
        });
      return last;
    },
    get size() {
      return size;
    },
    drained: () => last,
  };
}

/** Those that held their place come before those that waited for it, so that they hold it again. */
function unfinishedRuns(world: World): WorkflowRun[] {
  const runs = [...world.workflowRuns.all()].filter(({ status }) => status !== 'completed');
  return [...runs.filter(({ status }) => status !== 'pending'), ...runs.filter(({ status }) => status === 'pending')];
}

function artifactRecords(world: World): ArtifactRecords {
  const runOf = (runId: number): WorkflowRun => {
    const run = findRun(world, runId);
    if (!run) throw new Error(`There is no workflow run ${runId}.`);
    return run;
  };
  return {
    list: (runId) => artifactsOf(world, runOf(runId)).filter(({ expired }) => !expired),
    add: (runId, artifact) => addArtifact(world, { run: runOf(runId), ...artifact }),
    remove: (artifact) => removeArtifact(world, { artifact }),
  };
}

/** The Node that runs the hub comes first in PATH, so that `node` in a step is the same one. */
function baseEnv(): Record<string, string> {
  const path = [dirname(process.execPath), process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin'].join(':');
  return { PATH: path, LANG: 'C.UTF-8' };
}

/** Jobs work outside the hub's folder: tools that look upwards for their configuration must not find that of a project. */
async function makeWorkFolder(hubDir: string): Promise<string> {
  const note = join(hubDir, 'actions', 'work-folder.txt');
  const previous = previousWorkFolder(note);
  if (previous) await rm(previous, { recursive: true, force: true, maxRetries: 3 });
  const folder = await mkdtemp(join(await realpath(tmpdir()), workFolderPrefix));
  mkdirSync(dirname(note), { recursive: true });
  writeFileSync(note, `${folder}\n`);
  return folder;
}

const workFolderPrefix = 'localhub-runner-';

/** The folder that an earlier process noted, unless the note says something that this runner would never have made. */
function previousWorkFolder(note: string): string | undefined {
  try {
    const folder = readFileSync(note, 'utf8').trim();
    return basename(folder).startsWith(workFolderPrefix) ? folder : undefined;
  } catch {
    return undefined;
  }
}

function trackingPrefix(hubDir: string): string {
  return `localhub_${createHash('sha256').update(hubDir).digest('hex').slice(0, 16)}`;
}
