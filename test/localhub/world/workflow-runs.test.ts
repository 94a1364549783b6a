import { describe, expect, it } from 'vitest';
import {
  addArtifact,
  artifactsOf,
  removeArtifact,
  repositoryArtifacts,
} from '../../../src/localhub/world/artifacts.ts';
import { checkSuitesFor, rollupOf } from '../../../src/localhub/world/checks.ts';
import { completeJob, createJob, findJob, jobsOf, setStep, startJob } from '../../../src/localhub/world/jobs.ts';
import type { WorkflowRun } from '../../../src/localhub/world/types.ts';
import {
  completeWorkflowRun,
  createWorkflowRun,
  describeRun,
  findRun,
  findWorkflow,
  registerWorkflow,
  requestCancel,
  rerunWorkflow,
  runsOf,
  setRunStatus,
} from '../../../src/localhub/world/workflow-runs.ts';
import { refusal, type SmallWorld, sha, smallWorld } from './small-world.ts';

function run({ world, repository, ada }: SmallWorld, path = '.github/workflows/ci.yml'): WorkflowRun {
  const workflow = registerWorkflow(world, { repository, path, name: 'CI' });
  return createWorkflowRun(world, ada, {
    repository,
    workflow,
    event: 'push',
    ref: 'refs/heads/main',
    headSha: sha('a'),
  });
}

describe('workflows', () => {
  it('keep their id, and are found by path, file name and id', () => {
    const { world, repository } = smallWorld();
    const path = '.github/workflows/ci.yml';
    const workflow = registerWorkflow(world, { repository, path, name: 'CI' });
    expect(registerWorkflow(world, { repository, path, name: 'Tests' })).toBe(workflow);
    expect(workflow.name).toBe('Tests');
    for (const which of [path, 'ci.yml', String(workflow.id)])
      expect(findWorkflow(world, repository, which)).toBe(workflow);
    expect(findWorkflow(world, repository, 'i.yml')).toBeNull();
  });
});

describe('runs', () => {
  it('are numbered for each workflow', () => {
    const small = smallWorld();
    expect([run(small), run(small), run(small, '.github/workflows/x.yml')].map((one) => one.runNumber)).toEqual([
      1, 2, 1,
    ]);
    expect(runsOf(small.world, small.repository)).toHaveLength(3);
  });

  it('carry their suite and their jobs along to the end, each step told once', () => {
    const small = smallWorld();
    const { world, job } = small;
    const one = run(small);
    setRunStatus(world, job, { run: one, status: 'in_progress' });
    setRunStatus(world, job, { run: one, status: 'in_progress' });
    const test = createJob(world, job, { run: one, key: 'test', name: 'Tests' });
    startJob(world, job, { job: test, steps: ['npm test'] });
    expect(rollupOf(world, small.repository, sha('a'))).toMatchObject({
      state: 'PENDING',
      contexts: [{ name: 'Tests' }],
    });
    setStep(world, { job: test, number: 1, status: 'in_progress' });
    setStep(world, { job: test, number: 1, status: 'completed', conclusion: 'success' });
    completeJob(world, job, { job: test, conclusion: 'success', summary: 'fine' });
    const suite = checkSuitesFor(world, small.repository, sha('a')).find((it) => it.workflowRunId === one.id);
    expect(suite).toMatchObject({ status: 'in_progress' });
    completeWorkflowRun(world, job, { run: one, conclusion: 'success' });
    completeWorkflowRun(world, job, { run: one, conclusion: 'failure' });
    expect(suite).toMatchObject({ status: 'completed', conclusion: 'success' });
    expect(findRun(world, one.id)).toMatchObject({ status: 'completed', conclusion: 'success' });
    const [step] = findJob(world, test.id)?.steps ?? [];
    expect(step).toMatchObject({ status: 'completed', conclusion: 'success' });
    expect(step?.startedAt && step.completedAt && step.startedAt < step.completedAt).toBe(true);
    expect(small.happened()).toEqual([
      'workflow_run.requested',
      'workflow_run.in_progress',
      'check_run.created',
      'workflow_job.queued',
      'workflow_job.in_progress',
      'check_run.completed',
      'workflow_job.completed',
      'check_suite.completed',
      'workflow_run.completed',
    ]);
  });

  it('begin again as another attempt, whose jobs replace those before', () => {
    const small = smallWorld();
    const { world, job, wes } = small;
    const one = run(small);
    const failed = createJob(world, job, { run: one, key: 'test' });
    completeJob(world, job, { job: failed, conclusion: 'failure' });
    requestCancel(world, { run: one });
    completeWorkflowRun(world, job, { run: one, conclusion: 'failure' });
    rerunWorkflow(world, wes, { run: one });
    expect(one).toMatchObject({ runAttempt: 2, status: 'queued', conclusion: null, cancelRequestedAt: null });
    expect(one.triggeringActorId).toBe(small.accounts.wes.id);
    expect(one.actorId).toBe(small.accounts.ada.id);
    const again = createJob(world, job, { run: one, key: 'test' });
    completeJob(world, job, { job: again, conclusion: 'success' });
    expect(jobsOf(world, one)).toEqual([again]);
    expect(jobsOf(world, one, 'all')).toEqual([failed, again]);
    expect(rollupOf(world, small.repository, sha('a'))?.state).toBe('SUCCESS');
  });

  it('take the title and the group that become known later', () => {
    const small = smallWorld();
    const one = run(small);
    describeRun(small.world, { run: one, displayTitle: 'story 7', concurrencyGroup: 'story-7' });
    expect(one).toMatchObject({ displayTitle: 'story 7', concurrencyGroup: 'story-7', name: 'CI' });
  });
});

describe('artifacts', () => {
  it('have a name of their own in a run and expire after ninety days', () => {
    const small = smallWorld();
    const { world } = small;
    const one = run(small);
    const artifact = addArtifact(world, { run: one, name: 'result', sizeInBytes: 3 });
    expect(Date.parse(artifact.expiresAt) - Date.parse(artifact.createdAt)).toBeGreaterThanOrEqual(90 * 86_400_000);
    expect(refusal(() => addArtifact(world, { run: one, name: 'result', sizeInBytes: 3 }))).toMatch('409 An artifact');
    expect(repositoryArtifacts(world, small.repository)).toEqual([artifact]);
    removeArtifact(world, { artifact });
    expect(artifactsOf(world, one)).toEqual([]);
  });
});
