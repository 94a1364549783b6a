/** The chapter of workflows and their runs, and of secrets and variables. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { artifactFolder } from '../../../src/localhub/actions/artifact-store.ts';
import { jobLogPath } from '../../../src/localhub/actions/job-log.ts';
import { systemActor } from '../../../src/localhub/world/accounts.ts';
import { addArtifact } from '../../../src/localhub/world/artifacts.ts';
import { completeJob, createJob, startJob } from '../../../src/localhub/world/jobs.ts';
import { findRepository, protectBranch, setSecret, setVariable } from '../../../src/localhub/world/repositories.ts';
import { completeWorkflowRun, findRun } from '../../../src/localhub/world/workflow-runs.ts';
import type { TestHub } from '../http/test-hub.ts';
import { type Life, repo } from './conformance-life.ts';

/** Starts runs and looks at them; leaves main protected. */
export function testActions(life: () => Life): void {
  it('dispatches workflows and shows runs', async () => {
    const { orch, world } = life();
    const workflows = await orch(`GET ${repo}/actions/workflows`);
    expect(workflows.body.workflows).toMatchObject([{ path: '.github/workflows/ci.yml' }]);
    expect((await orch(`GET ${repo}/actions/workflows/ci.yml`)).body.name).toBe('CI');
    const dispatches = `POST ${repo}/actions/workflows/ci.yml/dispatches` as const;
    expect((await orch(dispatches, { ref: 'main' })).status).toBe(422);
    expect((await orch(dispatches, { ref: 'main', inputs: { who: 'me' } })).status).toBe(204);
    const started = await orch(dispatches, { ref: 'main', inputs: { who: 'you' }, return_run_details: true });
    expect(started.status).toBe(200);
    const runId = started.body.workflow_run_id;
    expect(
      (await orch(`GET ${repo}/actions/runs?event=workflow_dispatch&branch=main&created=>=2020-01-01`)).body
        .total_count,
    ).toBe(2);
    expect((await orch(`GET ${repo}/actions/workflows/ci.yml/runs?status=queued`)).body.total_count).toBe(2);
    expect((await orch(`GET ${repo}/actions/runs/${runId}`)).body.head_branch).toBe('main');
    const made = runSomething(world, runId);
    expect((await orch(`GET ${repo}/actions/runs/${runId}/jobs`)).body.jobs.at(-1).id).toBe(made.jobId);
    expect((await orch(`GET ${repo}/actions/jobs/${made.jobId}`)).body.conclusion).toBe('success');
    const log = await orch(`GET ${repo}/actions/jobs/${made.jobId}/logs`, undefined, { checked: false });
    expect(log.body).toBe('hello\n');
    expect((await orch(`GET ${repo}/actions/runs/${runId}/artifacts`)).body.total_count).toBe(1);
    expect((await orch(`GET ${repo}/actions/artifacts?name=result`)).body.total_count).toBe(1);
    expect((await orch(`GET ${repo}/actions/artifacts/${made.artifactId}`)).body.name).toBe('result');
    const archive = await orch(`GET ${repo}/actions/artifacts/${made.artifactId}/zip`, undefined, { checked: false });
    expect(archive.headers.get('content-type')).toBe('application/zip');
    expect((await orch(`DELETE ${repo}/actions/artifacts/${made.artifactId}`)).status).toBe(204);
    expect((await orch(`POST ${repo}/actions/runs/${runId}/cancel`)).status).toBe(202);
    const run = findRun(world.hub.world, runId);
    if (!run) throw new Error(`no run ${runId}`);
    expect((await orch(`POST ${repo}/actions/runs/${runId}/approve`)).status).toBe(403);
    completeWorkflowRun(world.hub.world, systemActor(world.hub.world), { run, conclusion: 'action_required' });
    expect((await orch(`POST ${repo}/actions/runs/${runId}/approve`)).status).toBe(201);
    expect((await orch(`GET ${repo}/actions/runs/${runId}`)).body).toMatchObject({
      status: 'queued',
      conclusion: null,
    });
    expect((await orch(`POST ${repo}/dispatches`, { event_type: 'wake', client_payload: { a: 1 } })).status).toBe(204);
  });

  it('lists secrets by name only, and variables', async () => {
    const { orch, world } = life();
    const repository = findRepository(world.hub.world, 'mona', 'sample');
    if (!repository) throw new Error('the sample is gone');
    setSecret(world.hub.world, { repository, name: 'key', value: 'hush' });
    setVariable(world.hub.world, { repository, name: 'colour', value: 'blue' });
    const secrets = await orch(`GET ${repo}/actions/secrets`);
    expect(secrets.body.secrets).toMatchObject([{ name: 'KEY' }]);
    expect(JSON.stringify(secrets.body)).not.toContain('hush');
    expect((await orch(`GET ${repo}/actions/variables`)).body.variables).toMatchObject([
      { name: 'COLOUR', value: 'blue' },
    ]);
    protectBranch(world.hub.world, {
      repository,
      branch: 'main',
      requiredApprovingReviewCount: 1,
      requiredStatusChecks: ['ci'],
    });
    expect((await orch(`GET ${repo}/branches/main`)).body.protected).toBe(true);
  });
}

/** What a runner would have left behind. */
function runSomething(world: TestHub, runId: number): { jobId: number; artifactId: number } {
  const { world: state, dir } = world.hub;
  const run = findRun(state, runId);
  if (!run) throw new Error(`no run ${runId}`);
  const actor = systemActor(state);
  const job = createJob(state, actor, { run, key: 'extra' });
  startJob(state, actor, { job, steps: ['one'] });
  completeJob(state, actor, { job, conclusion: 'success' });
  const artifact = addArtifact(state, { run, name: 'result', sizeInBytes: 3, digest: null });
  mkdirSync(artifactFolder(dir, artifact), { recursive: true });
  writeFileSync(join(artifactFolder(dir, artifact), 'a.txt'), 'abc');
  const log = jobLogPath(dir, job);
  mkdirSync(join(log, '..'), { recursive: true });
  writeFileSync(log, 'hello\n');
  return { jobId: job.id, artifactId: artifact.id };
}
