import { describe, expect, it } from 'vitest';
import { artifact, job, workflow, workflowRun } from '../../../src/localhub/representations/actions.ts';
import { app, installation, installationToken, ownApp } from '../../../src/localhub/representations/apps.ts';
import { checkAnnotation, checkRun, checkSuite } from '../../../src/localhub/representations/checks.ts';
import { fullIssue, issue, issueComment, label } from '../../../src/localhub/representations/issues.ts';
import { pullRequest, pullRequestSimple, review } from '../../../src/localhub/representations/pulls.ts';
import { collaborator, fullRepository, repository } from '../../../src/localhub/representations/repositories.ts';
import { publicUser, simpleUser } from '../../../src/localhub/representations/users.ts';
import { addArtifact } from '../../../src/localhub/world/artifacts.ts';
import { checkSuitesFor, createCheckRun } from '../../../src/localhub/world/checks.ts';
import { createComment } from '../../../src/localhub/world/comments.ts';
import { openIssue } from '../../../src/localhub/world/issues.ts';
import { completeJob, createJob, startJob } from '../../../src/localhub/world/jobs.ts';
import { addLabels, createLabel, labelsOf } from '../../../src/localhub/world/labels.ts';
import { createMilestone, setMilestone } from '../../../src/localhub/world/milestones.ts';
import { addReaction } from '../../../src/localhub/world/reactions.ts';
import { submitReview } from '../../../src/localhub/world/reviews.ts';
import { createInstallationToken } from '../../../src/localhub/world/tokens.ts';
import type { JsonObject } from '../../../src/localhub/world/types.ts';
import { createWorkflowRun, registerWorkflow } from '../../../src/localhub/world/workflow-runs.ts';
import { expectValidResponse } from '../../schemas/validate.ts';
import { openedPull, type SmallWorld, sha, smallWorld, urls } from '../world/small-world.ts';

/** One row for each answer: the request, its status, and the representation that answers it. */
const answers: [request: string, status: number, answer: (small: SmallWorld) => unknown][] = [
  ['GET /user', 200, (s) => publicUser(s.world, urls, s.accounts.ada)],
  ['GET /users/helper%5Bbot%5D', 200, (s) => publicUser(s.world, urls, s.helper.account)],
  ['GET /app', 200, (s) => ownApp(s.world, urls, s.app)],
  ['GET /app/installations/1', 200, (s) => installation(s.world, urls, s.installation)],
  [
    'POST /app/installations/1/access_tokens',
    201,
    (s) => {
      const token = createInstallationToken(s.world, { installation: s.installation, value: 'ghs_1' });
      return installationToken(s.world, urls, token, [s.repository]);
    },
  ],
  ['GET /repos/ada/lib', 200, (s) => fullRepository(s.world, urls, s.repository, s.accounts.ada)],
  [
    'GET /installation/repositories',
    200,
    (s) => ({ total_count: 1, repository_selection: 'all', repositories: [repository(s.world, urls, s.repository)] }),
  ],
  [
    'GET /repos/ada/lib/collaborators',
    200,
    (s) => [collaborator(s.world, urls, { repository: s.repository, account: s.accounts.tri, roleName: 'triage' })],
  ],
  [
    'GET /repos/ada/lib/labels',
    200,
    (s) => [label(s.world, urls, createLabel(s.world, s.ada, { repository: s.repository, name: 'a b' }))],
  ],
  ['GET /repos/ada/lib/issues', 200, (s) => [issue(s.world, urls, richIssue(s)), issue(s.world, urls, openedPull(s))]],
  ['GET /repos/ada/lib/issues/1', 200, (s) => fullIssue(s.world, urls, richIssue(s))],
  [
    'POST /repos/ada/lib/issues/1/comments',
    201,
    (s) => {
      const about = richIssue(s);
      return issueComment(s.world, urls, createComment(s.world, s.helper, { issue: about, body: 'hi' }), about);
    },
  ],
  ['GET /repos/ada/lib/pulls/1', 200, (s) => pullRequest(s.world, urls, openedPull(s))],
  ['GET /repos/ada/lib/pulls', 200, (s) => [pullRequestSimple(s.world, urls, openedPull(s))]],
  [
    'POST /repos/ada/lib/pulls/1/reviews',
    200,
    (s) => {
      const about = openedPull(s);
      return review(s.world, urls, submitReview(s.world, s.wes, { issue: about, event: 'APPROVE' }), about);
    },
  ],
  ['POST /repos/ada/lib/check-runs', 201, (s) => checkRun(s.world, urls, tdd(s))],
  [
    'GET /repos/ada/lib/check-suites/1',
    200,
    (s) => {
      openedPull(s);
      const [suite] = checkSuitesFor(s.world, s.repository, sha('b'));
      return suite && checkSuite(s.world, urls, suite);
    },
  ],
  ['GET /repos/ada/lib/actions/workflows/ci.yml', 200, (s) => workflow(s.world, urls, ran(s).workflow)],
  ['GET /repos/ada/lib/actions/runs/1', 200, (s) => workflowRun(s.world, urls, ran(s).run)],
  [
    'GET /repos/ada/lib/actions/runs/1/jobs',
    200,
    (s) => {
      const { waiting, done } = ran(s);
      return { total_count: 2, jobs: [waiting, done].map((one) => job(s.world, urls, one)) };
    },
  ],
  [
    'GET /repos/ada/lib/actions/runs/1/artifacts',
    200,
    (s) => ({
      total_count: 1,
      artifacts: [artifact(s.world, urls, addArtifact(s.world, { run: ran(s).run, name: 'result', sizeInBytes: 1 }))],
    }),
  ],
];

describe('every representation fits the schema that GitHub publishes for the answer', () => {
  it.each(answers)('%s -> %i', (request, status, answer) => {
    const [method, path] = request.split(' ') as [string, string];
    expectValidResponse(method, path, status, JSON.parse(JSON.stringify(answer(smallWorld()))));
  });
});

describe('representations', () => {
  it('show an issue and a pull request by GitHub’s addresses', () => {
    const small = smallWorld();
    const one = issue(small.world, urls, richIssue(small));
    expect(one).toMatchObject({
      html_url: 'http://127.0.0.1:4000/ada/lib/issues/1',
      url: 'http://127.0.0.1:4000/api/v3/repos/ada/lib/issues/1',
      user: { login: 'ada' },
      labels: [{ name: 'bug' }],
      reactions: { total_count: 2, eyes: 1, '+1': 1, '-1': 0 },
      milestone: { title: 'Sprint 1', open_issues: 1 },
    });
    expect(one).not.toHaveProperty('pull_request');
    expect(issue(small.world, urls, openedPull(small))).toMatchObject({
      html_url: 'http://127.0.0.1:4000/ada/lib/pull/2',
      pull_request: { url: 'http://127.0.0.1:4000/api/v3/repos/ada/lib/pulls/2', merged_at: null },
    });
  });

  it('give the bot of an App addresses without brackets', () => {
    const small = smallWorld();
    expect(simpleUser(urls, small.helper.account)).toMatchObject({
      login: 'helper[bot]',
      type: 'Bot',
      url: 'http://127.0.0.1:4000/api/v3/users/helper%5Bbot%5D',
      html_url: 'http://127.0.0.1:4000/apps/helper',
    });
    expect(app(small.world, urls, small.app)).toMatchObject({ slug: 'helper', owner: { login: 'ada' } });
  });

  it('link the check of a job to the job, and the check of an App to itself', () => {
    const small = smallWorld();
    const { run, done } = ran(small);
    const jobCheck = small.world.checkRuns.get(done.checkRunId);
    const page = (thing: JsonObject): unknown => thing.html_url;
    expect(jobCheck && page(checkRun(small.world, urls, jobCheck))).toBe(
      `http://127.0.0.1:4000/ada/lib/actions/runs/${run.id}/job/${done.id}`,
    );
    const own = tdd(small);
    expect(page(checkRun(small.world, urls, own))).toBe(`http://127.0.0.1:4000/ada/lib/runs/${own.id}`);
    expect(own.annotations.map((one) => checkAnnotation(small.world, urls, one, own))).toMatchObject([
      { path: 'src/a b.ts', annotation_level: 'warning', blob_href: expect.stringMatching(/\/src\/a%20b\.ts$/) },
    ]);
  });
});

function richIssue({ world, repository, ada, wes }: SmallWorld) {
  const one = openIssue(world, ada, { repository, title: 'Broken', labels: ['bug'], assignees: [wes.account] });
  addReaction(world, wes, { issue: one, content: 'eyes' });
  addReaction(world, ada, { issue: one, content: '+1' });
  setMilestone(world, ada, { issue: one, milestone: createMilestone(world, ada, { repository, title: 'Sprint 1' }) });
  addLabels(world, ada, { issue: one, names: labelsOf(world, one).map(({ name }) => name) });
  return one;
}

function tdd({ world, repository, helper, app: owner }: SmallWorld) {
  return createCheckRun(world, helper, {
    repository,
    app: owner,
    name: 'orch/tdd',
    headSha: sha('a'),
    conclusion: 'success',
    annotations: [
      { path: 'src/a b.ts', startLine: 1, endLine: 2, level: 'warning', message: 'm', title: null, rawDetails: null },
    ],
  });
}

function ran({ world, repository, ada, job: actor }: SmallWorld) {
  const thing = registerWorkflow(world, { repository, path: '.github/workflows/ci.yml', name: 'CI' });
  const run = createWorkflowRun(world, ada, {
    repository,
    workflow: thing,
    event: 'push',
    ref: 'refs/heads/main',
    headSha: sha('a'),
  });
  const done = createJob(world, actor, { run, key: 'test' });
  startJob(world, actor, { job: done, steps: ['npm test'] });
  completeJob(world, actor, { job: done, conclusion: 'success' });
  return { workflow: thing, run, done, waiting: createJob(world, actor, { run, key: 'later' }) };
}
