import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openIssue } from '../../../src/localhub/world/issues.ts';
import { createMilestone } from '../../../src/localhub/world/milestones.ts';
import { nodeId } from '../../../src/localhub/world/node-ids.ts';
import type { Issue } from '../../../src/localhub/world/types.ts';
import { type Acme, acme, at } from './acme.ts';

let hub: Acme;
let [epic, one, other]: Issue[] = [];
const id = (issue: Issue | undefined): string => nodeId('Issue', issue?.id ?? 0);

beforeEach(async () => {
  hub = await acme();
  const { world, orch, repository } = hub;
  [epic, one, other] = ['Epic', 'One', 'Other'].map((title) => openIssue(world, orch, { repository, title }));
});
afterEach(async () => {
  expect(hub.unexpected).toEqual([]);
  await hub.close();
});

const tell = (issue: Issue | undefined, fields: string) =>
  hub.ask(`query($id: ID!) { node(id: $id) { ... on Issue { ${fields} } } }`, { id: id(issue) });
const SUB_ISSUES = 'subIssues(first: 5) { totalCount nodes { title } } subIssuesSummary { total completed }';

describe('sub-issues', () => {
  it('are opened below their parent, added, moved and taken away', async () => {
    const opened = await hub.ask(
      `mutation($repository: ID!, $epic: ID!) {
        createIssue(input: { repositoryId: $repository, title: "New", parentIssueId: $epic }) { issue { parent { title } } }
      }`,
      { repository: nodeId('Repository', hub.repository.id), epic: id(epic) },
    );
    expect(opened.data).toEqual({ createIssue: { issue: { parent: { title: 'Epic' } } } });
    const changed = await hub.ask(
      `mutation($epic: ID!, $one: ID!, $other: ID!) {
        a: addSubIssue(input: { issueId: $epic, subIssueId: $one }) { issue { title } subIssue { title } }
        b: addSubIssue(input: { issueId: $one, subIssueId: $other }) { clientMutationId }
        again: addSubIssue(input: { issueId: $epic, subIssueId: $other }) { clientMutationId }
        c: addSubIssue(input: { issueId: $epic, subIssueId: $other, replaceParent: true }) { clientMutationId }
        d: reprioritizeSubIssue(input: { issueId: $epic, subIssueId: $other, beforeId: $one }) { issue { title } }
      }`,
      { epic: id(epic), one: id(one), other: id(other) },
    );
    expect(changed.errors).toMatchObject([{ type: 'UNPROCESSABLE', path: ['again'] }]);
    expect(changed.data?.a).toEqual({ issue: { title: 'Epic' }, subIssue: { title: 'One' } });
    expect(at(await tell(epic, SUB_ISSUES), 'node')).toEqual({
      subIssues: { totalCount: 3, nodes: [{ title: 'New' }, { title: 'Other' }, { title: 'One' }] },
      subIssuesSummary: { total: 3, completed: 0 },
    });
    const taken = await hub.ask(
      `mutation($epic: ID!, $one: ID!) {
        a: removeSubIssue(input: { issueId: $epic, subIssueId: $one }) { subIssue { parent { id } } }
        b: removeSubIssue(input: { issueId: $epic, subIssueId: $one }) { clientMutationId }
      }`,
      { epic: id(epic), one: id(one) },
    );
    expect(taken.data).toEqual({ a: { subIssue: { parent: null } }, b: null });
    expect(taken.errors).toMatchObject([{ type: 'NOT_FOUND', path: ['b'] }]);
  });
});

describe('dependencies', () => {
  it('are added once, shown from both sides with what was added last first, and taken back', async () => {
    const wait = `mutation($one: ID!, $other: ID!, $epic: ID!) {
      a: addBlockedBy(input: { issueId: $one, blockingIssueId: $other }) { issue { title } blockingIssue { title } }
      b: addBlockedBy(input: { issueId: $one, blockingIssueId: $epic }) { clientMutationId }
      again: addBlockedBy(input: { issueId: $one, blockingIssueId: $epic }) { clientMutationId }
    }`;
    const variables = { one: id(one), other: id(other), epic: id(epic) };
    const answer = await hub.ask(wait, variables);
    expect(answer.data?.a).toEqual({ issue: { title: 'One' }, blockingIssue: { title: 'Other' } });
    expect(answer.errors).toMatchObject([
      {
        type: 'UNPROCESSABLE',
        path: ['again'],
        message: expect.stringMatching(/Target issue has already been taken$/),
      },
    ]);
    const summary = 'issueDependenciesSummary { blockedBy blocking totalBlockedBy totalBlocking }';
    expect(at(await tell(one, `blockedBy(first: 5) { nodes { title } } ${summary}`), 'node')).toEqual({
      blockedBy: { nodes: [{ title: 'Epic' }, { title: 'Other' }] },
      issueDependenciesSummary: { blockedBy: 2, blocking: 0, totalBlockedBy: 2, totalBlocking: 0 },
    });
    expect(at(await tell(epic, 'blocking(first: 5) { nodes { title } }'), 'node', 'blocking', 'nodes')).toEqual([
      { title: 'One' },
    ]);
    await hub.ask(
      'mutation($one: ID!, $epic: ID!) { removeBlockedBy(input: { issueId: $one, blockingIssueId: $epic }) { clientMutationId } }',
      { one: id(one), epic: id(epic) },
    );
    expect(at(await tell(one, 'blockedBy(first: 5) { totalCount }'), 'node', 'blockedBy')).toEqual({ totalCount: 1 });
  });
});

it('an issue is pinned and loses its pin', async () => {
  const pinned = async () => at(await tell(epic, 'isPinned'), 'node', 'isPinned');
  await hub.ask('mutation($id: ID!) { pinIssue(input: { issueId: $id }) { issue { title } } }', { id: id(epic) });
  expect(await pinned()).toBe(true);
  const answer = await hub.ask('mutation($id: ID!) { unpinIssue(input: { issueId: $id }) { id issue { title } } }', {
    id: id(epic),
  });
  expect(answer.data?.unpinIssue).toEqual({ id: id(epic), issue: { title: 'Epic' } });
  expect(await pinned()).toBe(false);
});

it('an issue comes into a milestone and leaves it, and is left where it is otherwise', async () => {
  const milestone = createMilestone(hub.world, hub.orch, { repository: hub.repository, title: 'Sprint 1' });
  const put = async (input: object) => {
    const answer = await hub.ask(
      'mutation($input: UpdateIssueInput!) { updateIssue(input: $input) { issue { milestone { title } } } }',
      { input: { id: id(one), ...input } },
    );
    return at(answer, 'updateIssue', 'issue', 'milestone');
  };
  expect(await put({ milestoneId: nodeId('Milestone', milestone.id) })).toEqual({ title: 'Sprint 1' });
  expect(await put({ title: 'One and a half' })).toEqual({ title: 'Sprint 1' });
  expect(await put({ milestoneId: null })).toBeNull();
});

it('nothing of it without the right to change issues', async () => {
  const answer = await hub.ask(
    `mutation($one: ID!, $other: ID!) {
      a: addSubIssue(input: { issueId: $one, subIssueId: $other }) { clientMutationId }
      b: addBlockedBy(input: { issueId: $one, blockingIssueId: $other }) { clientMutationId }
      c: pinIssue(input: { issueId: $one }) { clientMutationId }
    }`,
    { one: id(one), other: id(other) },
    { metadata: 'read', issues: 'read' },
  );
  expect(answer.errors).toMatchObject(['a', 'b', 'c'].map((path) => ({ type: 'FORBIDDEN', path: [path] })));
});
