import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dispatchRun } from '../../../../src/localhub/actions/dispatch.ts';
import { jobLogPath } from '../../../../src/localhub/actions/job-log.ts';
import { type Runner, type RunnerOptions, startRunner } from '../../../../src/localhub/actions/runner.ts';
import type { RunnerEvent } from '../../../../src/localhub/actions/runner-event.ts';
import { announcePush } from '../../../../src/localhub/git/announce-push.ts';
import { changeTree, commitTree } from '../../../../src/localhub/git/write.ts';
import { type Hub, startHub } from '../../../../src/localhub/hub.ts';
import { findAccount, userActor } from '../../../../src/localhub/world/accounts.ts';
import { jobsOf } from '../../../../src/localhub/world/jobs.ts';
import { ZERO_SHA } from '../../../../src/localhub/world/refs.ts';
import { findRepository } from '../../../../src/localhub/world/repositories.ts';
import type { Actor, Job, Repository, WorkflowRun } from '../../../../src/localhub/world/types.ts';
import { runsOf } from '../../../../src/localhub/world/workflow-runs.ts';

/** A real hub with one person, `ada`, one repository, `ada/ship`, and whatever runners a test starts on it. */
export interface TestHub extends Hub {
  readonly ada: Actor;
  readonly repository: Repository;
  /** Events of all runners so far. */
  readonly events: RunnerEvent[];
  /** Commits files on top of a branch and tells the world. Gives the commit. */
  push(files: Readonly<Record<string, string>>, branch?: string, message?: string, by?: Actor): Promise<string>;
  start(options?: RunnerOptions): Promise<Runner>;
  /** Resolves with the first event of a runner, past or to come, that matches. */
  seen(matches: (event: RunnerEvent) => boolean): Promise<RunnerEvent>;
  /** Dispatches a workflow by file name. */
  dispatch(workflow: string, inputs?: Readonly<Record<string, unknown>>): Promise<WorkflowRun>;
  runs(): WorkflowRun[];
  job(run: WorkflowRun, key: string): Job;
  log(run: WorkflowRun, key: string): Promise<string>;
  /** Closes the runners, the hub and removes the folder. */
  close(): Promise<void>;
}

/** Makes a {@link TestHub}; everything is gone after `close`. */
export async function createTestHub(): Promise<TestHub> {
  const hub = await startHub({ dir: await mkdtemp(join(tmpdir(), 'actions-test-')) });
  hub.seed.user({ login: 'ada' });
  await hub.seed.repository({ owner: 'ada', name: 'ship' });
  return extend(hub);
}

/** Opens the folder of a hub that another process left. */
export async function openTestHub(dir: string): Promise<TestHub> {
  return extend(await startHub({ dir }));
}

function extend(hub: Hub): TestHub {
  const { world, git, dir } = hub;
  const account = findAccount(world, 'ada');
  const repository = findRepository(world, 'ada', 'ship');
  if (!account || !repository) throw new Error('the world of the test hub lost its people');
  const ada = userActor(account);
  const events: RunnerEvent[] = [];
  const runners: Runner[] = [];
  const watchers = new Set<(event: RunnerEvent) => void>();
  const extended: TestHub = {
    ...hub,
    ada,
    repository,
    events,
    async push(files, branch = 'main', message = 'Change files', by = ada) {
      const name = 'ada/ship';
      const ref = `refs/heads/${branch}`;
      const before = await git.readRef(name, ref);
      const parent = before ?? (await git.readRef(name, 'refs/heads/main'));
      const identity = { name: 'Ada', email: 'ada@example.com', date: new Date().toISOString() };
      const additions = Object.entries(files).map(([path, text]) => ({ path, contents: Buffer.from(text) }));
      const folder = git.folderOf(name);
      const sha = await commitTree(folder, {
        tree: await changeTree(folder, parent, { additions, deletions: [] }, 'test'),
        parents: parent === null ? [] : [parent],
        message,
        author: identity,
        committer: identity,
      });
      await git.moveRef(name, { ref, before: before ?? ZERO_SHA, after: sha });
      await announcePush(hub, by, repository, { ref, before: before ?? ZERO_SHA, after: sha });
      return sha;
    },
    async start(options = {}) {
      const runner = await startRunner(extended, {
        grace: { interruptMs: 500, terminateMs: 200 },
        ...options,
        onEvent: (event) => {
          events.push(event);
          for (const watcher of watchers) watcher(event);
          options.onEvent?.(event);
        },
      });
      runners.push(runner);
      return runner;
    },
    seen: (matches) =>
      new Promise((resolve) => {
        const past = events.find(matches);
        if (past) return resolve(past);
        const watcher = (event: RunnerEvent): void => {
          if (!matches(event)) return;
          watchers.delete(watcher);
          resolve(event);
        };
        watchers.add(watcher);
      }),
    dispatch: (workflow, inputs = {}) => dispatchRun(hub, ada, { repository, workflow, ref: 'main', inputs }),
    runs: () => [...runsOf(world, repository)],
    job(run, key) {
      const job = jobsOf(world, run).find((one) => one.key === key);
      if (!job) throw new Error(`run ${run.id} has no job '${key}'`);
      return job;
    },
    log: (run, key) => readFile(jobLogPath(dir, extended.job(run, key)), 'utf8'),
    async close() {
      for (const runner of runners) await runner.close();
      await hub.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
  return extended;
}
