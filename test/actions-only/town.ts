/** A repository that has Orch and no server: a hub, a runner, the sample project with both workflow files. Nothing else runs. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Octokit } from '@octokit/rest';
import { type Runner, startRunner } from '../../src/localhub/actions/runner.ts';
import { type Hub, startHub } from '../../src/localhub/hub.ts';
import { commentsOf } from '../../src/localhub/world/comments.ts';
import { findIssue } from '../../src/localhub/world/issues.ts';
import { findRepository, setCollaborator, setSecret, updateRepository } from '../../src/localhub/world/repositories.ts';
import type { Repository, WorkflowRun } from '../../src/localhub/world/types.ts';
import { runsOf } from '../../src/localhub/world/workflow-runs.ts';
import { planOf } from '../../src/try/options.ts';
import { ORCH_ROOT, prepareProject } from '../../src/try/project.ts';
import { OWNER, setStage } from '../../src/try/stage.ts';
import { readStory } from '../../src/try/state.ts';

export interface Town {
  hub: Hub;
  runner: Runner;
  repository: Repository;
  /** The maintainer's client, and what names the repository in its requests. */
  maria: Octokit;
  repo: { owner: string; repo: string };
  /** Opens an issue and answers its number. */
  opens(title: string): Promise<number>;
  labels(issue: number, label: string): Promise<unknown>;
  says(issue: number, text: string): Promise<unknown>;
  /** What Orch said on an issue, oldest first. */
  heard(issue: number): string[];
  story(issue: number): ReturnType<typeof readStory>;
  /** The story's pull request, once there is one. */
  pull(issue: number): Promise<{ number: number; head: string; by: string } | undefined>;
  approves(issue: number): Promise<unknown>;
  /** Lets the runs start that wait for a person. */
  allowsRuns(): Promise<number>;
  /** All runs so far, as `workflow: event conclusion`. */
  runs(): string[];
  close(): Promise<void>;
}

/** `mayOpen`: the repository's setting that lets Actions open pull requests. `machine`: an account whose token is the secret ORCH_TOKEN. */
export async function openTown(options: { mayOpen?: boolean; machine?: string } = {}): Promise<Town> {
  const scratch = await mkdtemp(join(tmpdir(), 'orch-town-'));
  const project = await prepareProject(planOf({ actionsOnly: true }, {}), join(scratch, 'project'));
  const hub = await startHub({ dir: join(scratch, 'hub') });
  const session = await setStage(hub, project, { actionsOnly: true, env: {} });
  const repository = findRepository(hub.world, OWNER, session.repository)!;
  if (options.mayOpen === false)
    updateRepository(hub.world, { repository, settings: { actionsMayCreateAndApprovePullRequests: false } });
  if (options.machine !== undefined) {
    const { account, token } = hub.seed.user({ login: options.machine });
    setCollaborator(hub.world, { repository, account, roleName: 'write' });
    setSecret(hub.world, { repository, name: 'ORCH_TOKEN', value: token });
  }
  const runner = await startRunner(hub, { actions: { 'orch-dev/orch': ORCH_ROOT }, concurrency: 3 });
  const silent = () => {};
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const maria = new Octokit({ auth: session.maintainerToken, baseUrl: hub.urls.api, log });
  const repo = { owner: OWNER, repo: session.repository };
  const town: Town = {
    hub,
    runner,
    repository,
    maria,
    repo,
    opens: async (title) => (await maria.rest.issues.create({ ...repo, title })).data.number,
    labels: (issue, label) => maria.rest.issues.addLabels({ ...repo, issue_number: issue, labels: [label] }),
    says: (issue, body) => maria.rest.issues.createComment({ ...repo, issue_number: issue, body }),
    heard: (issue) =>
      commentsOf(hub.world, findIssue(hub.world, repository, issue)!)
        .filter(({ body }) => body.startsWith('<!-- orch:'))
        .map(({ body }) => body),
    story: (issue) => readStory(hub, session.repository, issue),
    pull: async (issue) => {
      const { data } = await maria.rest.pulls.list({ ...repo, head: `${OWNER}:story/${issue}`, state: 'all' });
      const [pull] = data;
      return pull && { number: pull.number, head: pull.head.sha, by: pull.user?.login ?? '' };
    },
    approves: async (issue) => {
      const pull = await town.pull(issue);
      if (!pull) throw new Error(`story ${issue} has no pull request to approve`);
      const { number, head } = pull;
      await maria.rest.pulls.createReview({ ...repo, pull_number: number, event: 'APPROVE', commit_id: head });
    },
    allowsRuns: async () => {
      const { data } = await maria.rest.actions.listWorkflowRunsForRepo({ ...repo, status: 'action_required' });
      for (const run of data.workflow_runs) await maria.rest.actions.approveWorkflowRun({ ...repo, run_id: run.id });
      return data.workflow_runs.length;
    },
    runs: () => runsOf(hub.world, repository).map((run: WorkflowRun) => `${run.name}: ${run.event} ${run.conclusion}`),
    close: async () => {
      await runner.close();
      await hub.close();
      await rm(scratch, { recursive: true, force: true });
    },
  };
  return town;
}
