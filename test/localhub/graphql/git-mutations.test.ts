import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeId } from '../../../src/localhub/world/node-ids.ts';
import { updateRepository } from '../../../src/localhub/world/repositories.ts';
import { type Acme, acme, at, ORCH } from './acme.ts';

let hub: Acme;
let repository: string;
let pull: string;

beforeEach(async () => {
  hub = await acme();
  repository = nodeId('Repository', hub.repository.id);
  pull = nodeId('PullRequest', hub.pull.pullRequest.id);
});
afterEach(async () => {
  expect(hub.unexpected).toEqual([]);
  await hub.close();
});

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('createCommitOnBranch', () => {
  const COMMIT = `mutation($branch: String!, $head: GitObjectID!, $changes: FileChanges!) {
    createCommitOnBranch(input: {
      branch: { repositoryNameWithOwner: "acme/api", branchName: $branch }
      expectedHeadOid: $head
      message: { headline: "story 1: ready", body: "Why." }
      fileChanges: $changes
    }) {
      commit { oid message author { name email user { login } } parents(first: 2) { nodes { oid } } }
      ref { name target { oid } }
    }
  }`;

  it('writes and removes files in one commit, and the world hears of it', async () => {
    const head = await hub.tip('main');
    const changes = {
      additions: [{ path: 'stories/1.yaml', contents: base64('status: ready\n') }],
      deletions: [{ path: 'README.md' }],
    };
    const answer = await hub.ask(COMMIT, { branch: 'main', head, changes });
    expect(answer.errors).toBeUndefined();
    const oid = await hub.tip('main');
    expect(at(answer, 'createCommitOnBranch')).toMatchObject({
      commit: {
        oid,
        message: 'story 1: ready\n\nWhy.',
        author: { name: 'orch[bot]', email: expect.stringMatching(/^\d+\+orch\[bot\]@users\.noreply\.github\.com$/) },
        parents: { nodes: [{ oid: head }] },
      },
      ref: { name: 'main', target: { oid } },
    });
    expect((await hub.git.readFile('acme/api', 'main', 'stories/1.yaml'))?.toString()).toBe('status: ready\n');
    expect(await hub.git.readFile('acme/api', 'main', 'README.md')).toBeNull();
    expect(hub.events()).toEqual(['push', 'check_suite.requested']);
  });

  it("refuses with STALE_DATA when the branch is elsewhere, in GitHub's words", async () => {
    const old = await hub.tip('main');
    await hub.push('main', { 'other.txt': 'first' });
    const answer = await hub.ask(COMMIT, { branch: 'main', head: old, changes: { additions: [] } });
    expect(answer).toEqual({
      data: { createCommitOnBranch: null },
      errors: [
        {
          type: 'STALE_DATA',
          path: ['createCommitOnBranch'],
          locations: [{ line: 2, column: 5 }],
          message: `Expected branch to point to "${old}" but it did not.  Pull and try again.`,
        },
      ],
    });
  });

  it('lets one of several win', async () => {
    const head = await hub.tip('main');
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        hub.ask(COMMIT, { branch: 'main', head, changes: { additions: [{ path: name, contents: base64(name) }] } }),
      ),
    );
    const types = answers.map(({ errors }) => errors?.[0]?.type ?? 'committed').sort();
    expect(types).toEqual(['STALE_DATA', 'STALE_DATA', 'committed']);
  });

  it('refuses what cannot be committed', async () => {
    const head = await hub.tip('main');
    const refusal = async (changes: object, permissions = ORCH) =>
      (await hub.ask(COMMIT, { branch: 'main', head, changes }, permissions)).errors?.[0];
    expect(await refusal({ deletions: [{ path: 'none.txt' }] })).toMatchObject({
      type: 'UNPROCESSABLE',
      message: `A path was requested for deletion which does not exist as of commit oid \`${head}\``,
    });
    expect(await refusal({ additions: [{ path: '../x', contents: '' }] })).toMatchObject({
      message: 'Path "../x" is not a path inside a repository.',
    });
    expect(await refusal({ additions: [{ path: 'a', contents: '%%%' }] })).toMatchObject({
      message: 'The contents of "a" are not base64.',
    });
    const workflow = { additions: [{ path: '.github/workflows/ci.yml', contents: '' }] };
    expect(await refusal(workflow)).toMatchObject({ type: 'FORBIDDEN' });
    expect(await refusal({}, { ...ORCH, contents: 'read' })).toMatchObject({ type: 'FORBIDDEN' });
    expect(await hub.tip('main')).toBe(head);
    expect(hub.events()).toEqual([]);
  });

  it('says which branch is not there', async () => {
    const head = await hub.tip('main');
    expect((await hub.ask(COMMIT, { branch: 'nope', head, changes: {} })).errors).toMatchObject([
      { type: 'NOT_FOUND', message: 'No branch named "nope" in acme/api.' },
    ]);
  });
});

describe('refs', () => {
  const create = (name: string, oid: string) =>
    hub.ask(
      'mutation($r: ID!, $name: String!, $oid: GitObjectID!) { createRef(input: { repositoryId: $r, name: $name, oid: $oid }) { ref { id name prefix target { oid } } } }',
      { r: repository, name, oid },
    );

  it('are created, moved and deleted', async () => {
    const oid = await hub.tip('main');
    const created = await create('refs/heads/story/7', oid);
    expect(at(created, 'createRef', 'ref')).toMatchObject({ name: 'story/7', prefix: 'refs/heads/', target: { oid } });
    const ahead = await hub.tip('story/1');
    const moved = await hub.ask(
      `mutation($id: ID!, $oid: GitObjectID!) {
        updateRef(input: { refId: $id, oid: $oid }) { ref { target { oid } } }
        deleteRef(input: { refId: $id, clientMutationId: "gone" }) { clientMutationId }
      }`,
      { id: at(created, 'createRef', 'ref', 'id') as string, oid: ahead },
    );
    expect(moved.errors).toBeUndefined();
    expect(at(moved, 'updateRef', 'ref', 'target', 'oid')).toBe(ahead);
    expect(await hub.git.readRef('acme/api', 'refs/heads/story/7')).toBeNull();
    expect(hub.events()).toEqual(['create', 'push', 'push', 'delete', 'push']);
  });

  it('are not created twice, nor from nothing, nor with a name that git refuses', async () => {
    const oid = await hub.tip('main');
    const message = async (name: string, from = oid) => (await create(name, from)).errors?.[0]?.message;
    expect(await message('refs/heads/main')).toBe('A ref named "refs/heads/main" already exists in the repository.');
    expect(await message('refs/heads/x', 'b'.repeat(40))).toBe(`Object does not exist: ${'b'.repeat(40)}`);
    expect(await message('refs/heads/a..b')).toContain('is not a valid ref name');
    expect(await message('main')).toContain('is not a valid ref name');
  });

  it('do not go backwards unless forced', async () => {
    const [oid, id] = [await hub.tip('main'), nodeId('Ref', `${hub.repository.id}:refs/heads/story/1`)];
    const update = (force: boolean) =>
      hub.ask(
        'mutation($id: ID!, $oid: GitObjectID!, $force: Boolean) { updateRef(input: { refId: $id, oid: $oid, force: $force }) { ref { name } } }',
        { id, oid, force },
      );
    expect((await update(false)).errors).toMatchObject([
      { type: 'UNPROCESSABLE', message: 'Update is not a fast forward' },
    ]);
    expect((await update(true)).errors).toBeUndefined();
    expect(hub.events()).toContain('pull_request.synchronize');
  });
});

describe('pull requests', () => {
  const open = (head: string, base = 'main') =>
    hub.ask(
      `mutation($r: ID!, $head: String!, $base: String!) {
        createPullRequest(input: { repositoryId: $r, headRefName: $head, baseRefName: $base, title: "Story", body: "Closes #1", draft: true }) {
          pullRequest {
            number isDraft mergeable mergeStateStatus additions changedFiles
            commits(first: 5) { nodes { commit { messageHeadline } } }
            files(first: 5) { nodes { path changeType additions } }
            closingIssuesReferences(first: 5) { nodes { number } }
          }
        }
      }`,
      { r: repository, head, base },
    );

  it('are opened with what git knows about them', async () => {
    await hub.push('story/2', { 'pong.js': 'one\ntwo\n' }, 'Add pong\n\nBecause.');
    hub.events();
    const answer = await open('acme:story/2');
    expect(answer.errors).toBeUndefined();
    expect(at(answer, 'createPullRequest', 'pullRequest')).toEqual({
      number: 3,
      isDraft: true,
      mergeable: 'MERGEABLE',
      mergeStateStatus: 'DRAFT',
      additions: 2,
      changedFiles: 1,
      commits: { nodes: [{ commit: { messageHeadline: 'Add pong' } }] },
      files: { nodes: [{ path: 'pong.js', changeType: 'ADDED', additions: 2 }] },
      closingIssuesReferences: { nodes: [{ number: 1 }] },
    });
    expect(hub.events()).toEqual(['pull_request.opened']);
  });

  it.each([
    ['story/1', 'main', 'A pull request already exists for acme:story/1.'],
    [
      'none',
      'main',
      "Head sha can't be blank, Base sha can't be blank, No commits between main and none, Head ref must be a branch",
    ],
    ['main', 'main', 'No commits between main and main'],
    ['story/1', 'none', "Base sha can't be blank, No commits between none and story/1, Base ref must be a branch"],
  ])('are refused from %s to %s', async (head, base, message) => {
    expect((await open(head, base)).errors).toMatchObject([{ type: 'UNPROCESSABLE', message }]);
  });

  it('are closed, reopened and made ready', async () => {
    const answer = await hub.ask(
      `mutation($p: ID!) {
        convertPullRequestToDraft(input: { pullRequestId: $p }) { pullRequest { isDraft } }
        markPullRequestReadyForReview(input: { pullRequestId: $p }) { pullRequest { isDraft } }
        closePullRequest(input: { pullRequestId: $p }) { pullRequest { state merged } }
        reopenPullRequest(input: { pullRequestId: $p }) { pullRequest { state } }
      }`,
      { p: pull },
    );
    expect(answer.data).toEqual({
      convertPullRequestToDraft: { pullRequest: { isDraft: true } },
      markPullRequestReadyForReview: { pullRequest: { isDraft: false } },
      closePullRequest: { pullRequest: { state: 'CLOSED', merged: false } },
      reopenPullRequest: { pullRequest: { state: 'OPEN' } },
    });
  });
});

describe('mergePullRequest', () => {
  const merge = (head: string, method = 'MERGE', permissions = ORCH) =>
    hub.ask(
      `mutation($p: ID!, $head: GitObjectID!, $method: PullRequestMergeMethod!) {
        mergePullRequest(input: { pullRequestId: $p, expectedHeadOid: $head, mergeMethod: $method }) {
          actor { login }
          pullRequest {
            state merged mergedAt mergedBy { login } mergeCommit { oid message parents(first: 2) { totalCount } }
            timelineItems(last: 5, itemTypes: [MERGED_EVENT, CLOSED_EVENT]) { nodes { __typename } }
          }
        }
      }`,
      { p: pull, head, method },
      permissions,
    );

  it.each([
    ['MERGE', 2, 'Merge pull request #2 from acme/story/1\n\nAdd a ping'],
    ['SQUASH', 1, 'Add ping (#2)'],
    ['REBASE', 1, 'Add ping'],
  ])('%s makes a real commit, moves the base and closes the issue', async (method, parents, message) => {
    const head = await hub.tip('story/1');
    const answer = await merge(head, method);
    expect(answer.errors).toBeUndefined();
    const oid = await hub.tip('main');
    expect(at(answer, 'mergePullRequest')).toMatchObject({
      actor: { login: 'orch' },
      pullRequest: {
        state: 'MERGED',
        merged: true,
        mergedBy: { login: 'orch' },
        mergeCommit: { oid, message, parents: { totalCount: parents } },
        timelineItems: { nodes: [{ __typename: 'MergedEvent' }, { __typename: 'ClosedEvent' }] },
      },
    });
    expect((await hub.git.readFile('acme/api', 'main', 'ping.js'))?.toString()).toContain('pong');
    expect(hub.events()).toEqual(['pull_request.closed', 'push', 'check_suite.requested', 'issues.closed']);
    expect(hub.issue.state).toBe('closed');
    expect((await merge(head)).errors).toMatchObject([
      { type: 'UNPROCESSABLE', message: 'Pull request was already merged' },
    ]);
  });

  it('refuses when the head has moved', async () => {
    const old = await hub.tip('story/1');
    await hub.push('story/1', { 'more.js': '' });
    hub.events();
    expect((await merge(old)).errors).toMatchObject([
      { type: 'UNPROCESSABLE', message: 'Head branch was modified. Review and try the merge again.' },
    ]);
    expect(hub.events()).toEqual([]);
  });

  it('refuses what conflicts, and says beforehand that it does', async () => {
    await hub.push('main', { 'ping.js': 'something else\n' });
    const query =
      '{ repository(owner: "acme", name: "api") { pullRequest(number: 2) { mergeable mergeStateStatus } } }';
    expect(at(await hub.ask(query), 'repository', 'pullRequest')).toEqual({
      mergeable: 'CONFLICTING',
      mergeStateStatus: 'DIRTY',
    });
    const before = await hub.tip('main');
    expect((await merge(await hub.tip('story/1'))).errors).toMatchObject([
      { type: 'UNPROCESSABLE', message: 'Pull Request is not mergeable' },
    ]);
    expect(await hub.tip('main')).toBe(before);
  });

  it('refuses without the right to push', async () => {
    const head = await hub.tip('story/1');
    expect((await merge(head, 'MERGE', { ...ORCH, contents: 'read' })).errors).toMatchObject([{ type: 'FORBIDDEN' }]);
  });

  it('deletes the head branch where the repository wants it', async () => {
    updateRepository(hub.world, { repository: hub.repository, settings: { deleteBranchOnMerge: true } });
    expect((await merge(await hub.tip('story/1'))).errors).toBeUndefined();
    expect(await hub.git.readRef('acme/api', 'refs/heads/story/1')).toBeNull();
  });
});
