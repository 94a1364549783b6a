import { afterAll, beforeAll, expect, it } from 'vitest';
import { userActor } from '../../../src/localhub/world/accounts.ts';
import { createCheckRun } from '../../../src/localhub/world/checks.ts';
import { updateComment } from '../../../src/localhub/world/comments.ts';
import { submitReview } from '../../../src/localhub/world/reviews.ts';
import { setStatus } from '../../../src/localhub/world/statuses.ts';
import { type Acme, acme, at } from './acme.ts';

/** The one query with which Orch looks at a story. */
const OBSERVE = `
  query Observe($owner: String!, $name: String!, $number: Int!, $head: String!, $login: String!) {
    repository(owner: $owner, name: $name) {
      id
      defaultBranchRef { name target { oid } }
      object(expression: "HEAD:.orch/config.yaml") { ... on Blob { oid text } }
      ref(qualifiedName: "refs/heads/orch/state") { target { oid } }
      collaborators(query: $login, first: 10) {
        edges { permission permissionSources { roleName permission source { __typename } } node { databaseId login } }
      }
      issue(number: $number) {
        id databaseId number title body state stateReason url updatedAt
        author { login __typename ... on User { databaseId } ... on Bot { databaseId } }
        labels(first: 20) { nodes { name } }
        comments(last: 1) {
          totalCount
          pageInfo { hasPreviousPage startCursor }
          nodes { id databaseId url body createdAt lastEditedAt author { login __typename ... on User { databaseId } ... on Bot { databaseId } } }
        }
        timelineItems(itemTypes: [LABELED_EVENT, UNLABELED_EVENT], last: 20) {
          filteredCount
          nodes { __typename ... on LabeledEvent { id createdAt actor { login } label { name } } }
        }
      }
      pullRequests(headRefName: $head, baseRefName: "main", states: [OPEN, CLOSED, MERGED], first: 5) {
        nodes {
          id number url state isDraft merged mergedAt mergeable mergeStateStatus mergeCommit { oid }
          headRefName headRefOid headRef { id } baseRefName body author { login __typename }
          reviews(last: 10) { nodes { databaseId state body submittedAt commit { oid } author { login } } }
          latestOpinionatedReviews(first: 10) { nodes { state author { login } } }
          commits(last: 1) {
            totalCount
            nodes { commit { oid statusCheckRollup { state contexts(first: 10) { nodes {
              __typename
              ... on CheckRun {
                databaseId name status conclusion title summary detailsUrl externalId
                checkSuite { app { slug } workflowRun { databaseId } }
              }
              ... on StatusContext { context state }
            } } } } }
          }
        }
      }
    }
    rateLimit { cost remaining resetAt }
  }`;

let hub: Acme;
let head: string;

beforeAll(async () => {
  hub = await acme();
  head = await hub.tip('story/1');
  const { world, repository, pull, people, app, orch } = hub;
  submitReview(world, userActor(people.mara), { issue: pull, event: 'REQUEST_CHANGES', body: 'A test, please.' });
  submitReview(world, userActor(people.mara), { issue: pull, event: 'APPROVE' });
  createCheckRun(world, orch, {
    repository,
    app,
    name: 'orch/tdd',
    headSha: head,
    conclusion: 'success',
    externalId: 'story-1',
    output: { title: 'Red, then green', summary: '1 new test' },
  });
  setStatus(world, userActor(people.mara), { repository, sha: head, context: 'ci/legacy', state: 'pending' });
});
afterAll(() => hub.close());

const observe = (overrides: Record<string, unknown> = {}) =>
  hub.ask(OBSERVE, { owner: 'acme', name: 'api', number: 1, head: 'story/1', login: 'mara', ...overrides });

it('answers all that Orch observes, without an error', async () => {
  const answer = await observe();
  expect(answer.errors).toBeUndefined();
  expect(hub.unexpected).toEqual([]);
  expect(at(answer, 'rateLimit')).toMatchObject({ cost: 1, remaining: 5000 });
  const repository = at(answer, 'repository') as Record<string, unknown>;
  expect(repository.defaultBranchRef).toEqual({ name: 'main', target: { oid: await hub.tip('main') } });
  expect(repository.object).toMatchObject({ text: 'version: 1\n' });
  expect(repository.ref).toBeNull();
});

it('knows issues, comments and labels', async () => {
  const answer = await observe();
  const issue = at(answer, 'repository', 'issue') as Record<string, unknown>;
  expect(issue).toMatchObject({
    databaseId: hub.issue.id,
    number: 1,
    title: 'Add a ping',
    state: 'OPEN',
    stateReason: null,
    url: 'http://hub.test/acme/api/issues/1',
    author: { login: 'rita', __typename: 'User', databaseId: hub.people.rita.id },
    labels: { nodes: [{ name: 'orch:story' }, { name: 'bug' }] },
    comments: {
      totalCount: 2,
      pageInfo: { hasPreviousPage: true },
      nodes: [{ body: '/orch status', lastEditedAt: null, author: { login: 'mara' } }],
    },
  });
  expect(issue.timelineItems).toMatchObject({
    filteredCount: 2,
    nodes: [
      { __typename: 'LabeledEvent', actor: { login: 'tim' }, label: { name: 'orch:story' } },
      { __typename: 'LabeledEvent', actor: { login: 'tim' }, label: { name: 'bug' } },
    ],
  });
});

it('knows the pull request with reviews and checks', async () => {
  const answer = await observe();
  const [pull] = at(answer, 'repository', 'pullRequests', 'nodes') as Record<string, unknown>[];
  expect(pull).toMatchObject({
    number: 2,
    state: 'OPEN',
    isDraft: false,
    merged: false,
    mergedAt: null,
    mergeable: 'MERGEABLE',
    mergeStateStatus: 'UNSTABLE',
    mergeCommit: null,
    headRefName: 'story/1',
    headRefOid: head,
    baseRefName: 'main',
    // GraphQL names bots without the "[bot]" that REST adds.
    author: { login: 'orch', __typename: 'Bot' },
    latestOpinionatedReviews: { nodes: [{ state: 'APPROVED', author: { login: 'mara' } }] },
  });
  expect(at(answer, 'repository', 'pullRequests', 'nodes', 0, 'reviews', 'nodes')).toMatchObject([
    { state: 'CHANGES_REQUESTED', body: 'A test, please.', commit: { oid: head } },
    { state: 'APPROVED', body: '' },
  ]);
  expect(pull?.commits).toMatchObject({
    totalCount: 1,
    nodes: [
      {
        commit: {
          oid: head,
          statusCheckRollup: {
            state: 'PENDING',
            contexts: {
              nodes: [
                {
                  __typename: 'CheckRun',
                  name: 'orch/tdd',
                  status: 'COMPLETED',
                  conclusion: 'SUCCESS',
                  title: 'Red, then green',
                  externalId: 'story-1',
                  checkSuite: { app: { slug: 'orch' }, workflowRun: null },
                },
                { __typename: 'StatusContext', context: 'ci/legacy', state: 'PENDING' },
              ],
            },
          },
        },
      },
    ],
  });
});

it('says the exact role of a collaborator, and the coarse one beside it', async () => {
  const roles = async (login: string) => at(await observe({ login }), 'repository', 'collaborators', 'edges');
  expect(await roles('mara')).toMatchObject([
    {
      permission: 'MAINTAIN',
      permissionSources: [{ roleName: 'maintain', permission: 'WRITE', source: { __typename: 'Repository' } }],
      node: { login: 'mara', databaseId: hub.people.mara.id },
    },
  ]);
  expect(await roles('tim')).toMatchObject([
    { permission: 'TRIAGE', permissionSources: [{ roleName: 'triage', permission: 'READ' }] },
  ]);
  expect(await roles('rita')).toEqual([]);
});

it('says when a comment was edited', async () => {
  const [comment] = hub.world.comments.where('issue', hub.issue.id);
  updateComment(hub.world, hub.orch, { comment: comment!, body: 'Done.' });
  const answer = await hub.ask(
    '{ repository(owner: "acme", name: "api") { issue(number: 1) { comments(first: 1) { nodes { body lastEditedAt includesCreatedEdit viewerDidAuthor } } } } }',
  );
  expect(at(answer, 'repository', 'issue', 'comments', 'nodes', 0)).toEqual({
    body: 'Done.',
    lastEditedAt: comment?.updatedAt,
    includesCreatedEdit: true,
    viewerDidAuthor: true,
  });
});

it('answers NOT_FOUND at its path and the rest beside it', async () => {
  const answer = await observe({ number: 99 });
  expect(answer.errors).toMatchObject([
    {
      type: 'NOT_FOUND',
      path: ['repository', 'issue'],
      message: 'Could not resolve to an Issue with the number of 99.',
    },
  ]);
  expect(at(answer, 'repository', 'issue')).toBeNull();
  expect(at(answer, 'repository', 'defaultBranchRef', 'name')).toBe('main');
});
