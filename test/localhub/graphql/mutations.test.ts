import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeId } from '../../../src/localhub/world/node-ids.ts';
import { type Acme, acme, at, hide, ORCH } from './acme.ts';

let hub: Acme;
let ids: { repository: string; issue: string; pull: string; label: string };

beforeEach(async () => {
  hub = await acme();
  const label = hub.world.labels.where('repository', hub.repository.id).find(({ name }) => name === 'orch:story');
  ids = {
    repository: nodeId('Repository', hub.repository.id),
    issue: nodeId('Issue', hub.issue.id),
    pull: nodeId('PullRequest', hub.pull.pullRequest.id),
    label: nodeId('Label', label?.id ?? 0),
  };
});
afterEach(async () => {
  expect(hub.unexpected).toEqual([]);
  await hub.close();
});

describe('several mutations in one document', () => {
  const document = `mutation Act($issue: ID!, $label: ID!) {
    first: addComment(input: { subjectId: $issue, body: "one", clientMutationId: "m1" }) {
      clientMutationId
      commentEdge { node { body author { login } } }
      subject { id }
    }
    second: addComment(input: { subjectId: "nobody", body: "two" }) { clientMutationId }
    third: removeLabelsFromLabelable(input: { labelableId: $issue, labelIds: [$label] }) {
      labelable { labels(first: 5) { nodes { name } } }
    }
  }`;

  it('are done in order; the one that fails says so at its alias and does not stop the rest', async () => {
    const answer = await hub.ask(document, { issue: ids.issue, label: ids.label });
    expect(answer.data).toEqual({
      first: {
        clientMutationId: 'm1',
        commentEdge: { node: { body: 'one', author: { login: 'orch' } } },
        subject: { id: ids.issue },
      },
      second: null,
      third: { labelable: { labels: { nodes: [{ name: 'bug' }] } } },
    });
    expect(answer.errors).toEqual([
      {
        type: 'NOT_FOUND',
        path: ['second'],
        locations: [{ line: 7, column: 5 }],
        message: "Could not resolve to a node with the global id of 'nobody'.",
      },
    ]);
    expect(hub.events()).toEqual(['issue_comment.created', 'issues.unlabeled']);
  });

  it('are each refused when the token may not', async () => {
    const answer = await hub.ask(
      document,
      { issue: ids.issue, label: ids.label },
      { metadata: 'read', issues: 'read' },
    );
    expect(answer.errors).toMatchObject(
      ['first', 'second', 'third'].map((path) => ({
        path: [path],
        ...(path === 'second'
          ? { type: 'NOT_FOUND' }
          : {
              type: 'FORBIDDEN',
              message: 'Resource not accessible by integration',
              extensions: { saml_failure: false },
            }),
      })),
    );
    expect(hub.events()).toEqual([]);
  });
});

describe('what people may do without a role', () => {
  it('is to comment and react', async () => {
    const answer = await hub.askAs(
      hub.people.rita,
      `mutation($id: ID!) {
        addComment(input: { subjectId: $id, body: "thanks" }) { clientMutationId commentEdge { node { id } } }
        addReaction(input: { subjectId: $id, content: HEART }) { reaction { content user { login } } subject { __typename } }
      }`,
      { id: ids.issue },
    );
    expect(answer.errors).toBeUndefined();
    expect(at(answer, 'addReaction')).toEqual({
      reaction: { content: 'HEART', user: { login: 'rita' } },
      subject: { __typename: 'Issue' },
    });
  });

  it('is to close what is theirs', async () => {
    const close =
      'mutation($id: ID!) { closeIssue(input: { issueId: $id, stateReason: NOT_PLANNED }) { issue { state stateReason } } }';
    const answer = await hub.askAs(hub.people.rita, close, { id: ids.issue });
    expect(at(answer, 'closeIssue', 'issue')).toEqual({ state: 'CLOSED', stateReason: 'NOT_PLANNED' });
  });

  it('is to change their own words, and not to sort by them', async () => {
    const update = (extra: string) =>
      hub.askAs(
        hub.people.rita,
        `mutation($id: ID!) { updateIssue(input: { id: $id, title: "Ping!" ${extra} }) { issue { title } } }`,
        { id: ids.issue },
      );
    expect(at(await update(''), 'updateIssue', 'issue')).toEqual({ title: 'Ping!' });
    expect((await update(', labelIds: []')).errors).toMatchObject([{ type: 'FORBIDDEN' }]);
    expect(hub.issue.labelIds).toHaveLength(2);
  });

  it('is not to open a pull request', async () => {
    const query =
      'mutation($r: ID!) { createPullRequest(input: { repositoryId: $r, headRefName: "story/1", baseRefName: "main", title: "x" }) { clientMutationId } }';
    expect((await hub.askAs(hub.people.rita, query, { r: ids.repository })).errors).toMatchObject([
      { type: 'FORBIDDEN', message: 'rita does not have the correct permissions to execute `CreatePullRequest`' },
    ]);
  });

  it('is not to label', async () => {
    const answer = await hub.askAs(
      hub.people.rita,
      'mutation($id: ID!, $label: ID!) { addLabelsToLabelable(input: { labelableId: $id, labelIds: [$label] }) { clientMutationId } }',
      { id: ids.issue, label: ids.label },
    );
    expect(answer.errors).toMatchObject([
      {
        type: 'FORBIDDEN',
        message: 'rita does not have the correct permissions to execute `AddLabelsToLabelable`',
      },
    ]);
  });

  it('is nothing at all in a repository that they cannot see', async () => {
    hide(hub);
    const query = 'mutation($id: ID!) { addComment(input: { subjectId: $id, body: "hello?" }) { clientMutationId } }';
    expect((await hub.askAs(hub.people.rita, query, { id: ids.issue })).errors).toMatchObject([{ type: 'NOT_FOUND' }]);
    const read = '{ repository(owner: "acme", name: "api") { id } }';
    expect((await hub.askAs(hub.people.rita, read)).errors).toMatchObject([
      { type: 'NOT_FOUND', message: "Could not resolve to a Repository with the name 'acme/api'." },
    ]);
    expect((await hub.askAs(hub.people.tim, read)).errors).toBeUndefined();
  });
});

describe('comments', () => {
  it('are edited, and deleted', async () => {
    const [comment] = hub.world.comments.where('issue', hub.issue.id);
    const id = nodeId('IssueComment', comment?.id ?? 0);
    const answer = await hub.ask(
      `mutation($id: ID!) {
        updateIssueComment(input: { id: $id, body: "Done." }) { issueComment { body lastEditedAt } }
        deleteIssueComment(input: { id: $id, clientMutationId: "d" }) { clientMutationId }
      }`,
      { id },
    );
    expect(answer.errors).toBeUndefined();
    expect(at(answer, 'deleteIssueComment')).toEqual({ clientMutationId: 'd' });
    expect(hub.world.comments.where('issue', hub.issue.id).map(({ body }) => body)).toEqual(['/orch status']);
    expect(hub.events()).toEqual(['issue_comment.edited', 'issue_comment.deleted']);
  });

  it('need a body', async () => {
    const query = 'mutation($id: ID!) { addComment(input: { subjectId: $id, body: " " }) { clientMutationId } }';
    expect((await hub.ask(query, { id: ids.issue })).errors).toMatchObject([
      { type: 'UNPROCESSABLE', message: "Body can't be blank", path: ['addComment'] },
    ]);
  });
});

describe('labels and issues', () => {
  it('are created, and a taken name is refused', async () => {
    const create =
      'mutation($r: ID!) { createLabel(input: { repositoryId: $r, name: "orch:epic", color: "0e8a16" }) { label { name color isDefault } } }';
    expect(at(await hub.ask(create, { r: ids.repository }), 'createLabel', 'label')).toEqual({
      name: 'orch:epic',
      color: '0e8a16',
      isDefault: false,
    });
    expect((await hub.ask(create, { r: ids.repository })).errors).toMatchObject([
      { type: 'UNPROCESSABLE', message: 'Name has already been taken' },
    ]);
  });

  it('are opened with labels, closed and reopened', async () => {
    const created = await hub.ask(
      `mutation($r: ID!, $label: ID!) {
        createIssue(input: { repositoryId: $r, title: "Next", labelIds: [$label] }) { issue { id number labels(first: 5) { nodes { name } } } }
      }`,
      { r: ids.repository, label: ids.label },
    );
    expect(at(created, 'createIssue', 'issue')).toMatchObject({
      number: 3,
      labels: { nodes: [{ name: 'orch:story' }] },
    });
    const answer = await hub.ask(
      `mutation($id: ID!) {
        closeIssue(input: { issueId: $id }) { issue { state stateReason } }
        reopenIssue(input: { issueId: $id }) { issue { state stateReason } }
      }`,
      { id: at(created, 'createIssue', 'issue', 'id') as string },
    );
    expect(answer.data).toEqual({
      closeIssue: { issue: { state: 'CLOSED', stateReason: 'COMPLETED' } },
      reopenIssue: { issue: { state: 'OPEN', stateReason: 'REOPENED' } },
    });
    expect(hub.events()).toEqual(['issues.opened', 'issues.labeled', 'issues.closed', 'issues.reopened']);
  });
});

describe('check runs', () => {
  it('are created and completed by an App', async () => {
    const created = await hub.ask(
      `mutation($r: ID!, $sha: GitObjectID!) {
        createCheckRun(input: { repositoryId: $r, name: "orch/tdd", headSha: $sha, status: IN_PROGRESS, externalId: "1" }) {
          checkRun { id status conclusion checkSuite { status app { slug } } }
        }
      }`,
      { r: ids.repository, sha: await hub.tip('story/1') },
    );
    expect(at(created, 'createCheckRun', 'checkRun')).toMatchObject({ status: 'IN_PROGRESS', conclusion: null });
    const updated = await hub.ask(
      `mutation($r: ID!, $id: ID!) {
        updateCheckRun(input: { repositoryId: $r, checkRunId: $id, conclusion: SUCCESS, output: { title: "t", summary: "s" } }) {
          checkRun { status conclusion title summary completedAt externalId }
        }
      }`,
      { r: ids.repository, id: at(created, 'createCheckRun', 'checkRun', 'id') as string },
    );
    expect(at(updated, 'updateCheckRun', 'checkRun')).toMatchObject({
      status: 'COMPLETED',
      conclusion: 'SUCCESS',
      title: 't',
      summary: 's',
      externalId: '1',
      completedAt: expect.any(String),
    });
    expect(hub.events()).toEqual(['check_run.created', 'check_run.completed', 'check_suite.completed']);
  });

  it('are not made by people, nor on commits that are not there', async () => {
    const query = `mutation($r: ID!) {
      createCheckRun(input: { repositoryId: $r, name: "x", headSha: "${'a'.repeat(40)}" }) { clientMutationId }
    }`;
    expect((await hub.askAs(hub.people.olga, query, { r: ids.repository })).errors).toMatchObject([
      { type: 'FORBIDDEN', message: 'You must authenticate via a GitHub App.' },
    ]);
    expect((await hub.ask(query, { r: ids.repository })).errors).toMatchObject([
      { type: 'UNPROCESSABLE', message: `No commit found for SHA: ${'a'.repeat(40)}` },
    ]);
    const { checks: _, ...without } = ORCH;
    expect((await hub.ask(query, { r: ids.repository }, without)).errors).toMatchObject([{ type: 'FORBIDDEN' }]);
  });
});

describe('reviews', () => {
  it('are submitted by people, and not by authors of themselves', async () => {
    const query = `mutation($p: ID!) {
      addPullRequestReview(input: { pullRequestId: $p, event: APPROVE }) { pullRequestReview { state author { login } } }
    }`;
    expect(at(await hub.askAs(hub.people.mara, query, { p: ids.pull }), 'addPullRequestReview')).toEqual({
      pullRequestReview: { state: 'APPROVED', author: { login: 'mara' } },
    });
    expect((await hub.ask(query, { p: ids.pull })).errors).toMatchObject([
      { type: 'UNPROCESSABLE', message: 'Can not approve your own pull request' },
    ]);
  });
});
