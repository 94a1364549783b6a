import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userActor } from '../../../src/localhub/world/accounts.ts';
import { closeIssue, openIssue } from '../../../src/localhub/world/issues.ts';
import { addLabels } from '../../../src/localhub/world/labels.ts';
import { nodeId } from '../../../src/localhub/world/node-ids.ts';
import { type Acme, acme, at } from './acme.ts';

let hub: Acme;
beforeAll(async () => {
  hub = await acme();
  const { world, repository, people } = hub;
  for (let number = 3; number <= 7; number += 1) {
    const issue = openIssue(world, userActor(people.tim), { repository, title: `Issue ${number}` });
    if (number % 2 === 1) addLabels(world, userActor(people.tim), { issue, names: ['bug'] });
    if (number > 5) closeIssue(world, userActor(people.tim), { issue });
  }
});
afterAll(() => hub.close());

const inRepository = async (selection: string) =>
  at(await hub.ask(`{ repository(owner: "ACME", name: "Api") { ${selection} } }`), 'repository') as Record<
    string,
    unknown
  >;

describe('who asks', () => {
  it("is the App's bot by its full login, or the person", async () => {
    const query = '{ viewer { login isViewer databaseId } }';
    expect(at(await hub.ask(query), 'viewer', 'login')).toBe('orch[bot]');
    expect(at(await hub.askAs(hub.people.mara, query), 'viewer')).toEqual({
      login: 'mara',
      isViewer: true,
      databaseId: hub.people.mara.id,
    });
  });

  it('has a permission', async () => {
    const query = '{ repository(owner: "acme", name: "api") { viewerPermission viewerCanAdminister } }';
    const permission = async (login: 'olga' | 'mara' | 'rita') =>
      at(await hub.askAs(hub.people[login], query), 'repository');
    expect(await permission('olga')).toEqual({ viewerPermission: 'ADMIN', viewerCanAdminister: true });
    expect(await permission('mara')).toEqual({ viewerPermission: 'MAINTAIN', viewerCanAdminister: false });
    expect(await permission('rita')).toEqual({ viewerPermission: 'READ', viewerCanAdminister: false });
  });

  it('may not list collaborators without the right to push', async () => {
    const query = '{ repository(owner: "acme", name: "api") { collaborators(first: 5) { totalCount } } }';
    expect((await hub.askAs(hub.people.rita, query)).errors).toMatchObject([{ type: 'FORBIDDEN' }]);
    expect(at(await hub.askAs(hub.people.mara, query), 'repository', 'collaborators')).toEqual({ totalCount: 3 });
  });

  it('is told its rate limit by whoever counts', async () => {
    const { graphql, orch } = hub;
    const rateLimit = { limit: 5000, remaining: 4990, used: 10, resetAt: '2026-11-21T10:00:00Z' };
    const query = '{ rateLimit { limit cost remaining used resetAt } }';
    const answer = await graphql.execute({ query, actor: orch, permissions: {}, rateLimit });
    expect(answer.data).toEqual({ rateLimit: { ...rateLimit, cost: 1 } });
  });
});

describe('issues', () => {
  const numbers = async (args: string): Promise<unknown> => {
    const { issues } = await inRepository(`issues(${args}) { nodes { number } }`);
    return (issues as { nodes: { number: number }[] }).nodes.map(({ number }) => number);
  };

  it.each([
    ['first: 10', [1, 3, 4, 5, 6, 7]],
    ['last: 2', [6, 7]],
    ['first: 10, states: OPEN', [1, 3, 4, 5]],
    ['first: 10, states: [CLOSED]', [6, 7]],
    ['first: 10, labels: ["BUG"]', [1, 3, 5, 7]],
    ['first: 10, filterBy: { labels: ["bug"], states: OPEN }', [1, 3, 5]],
    ['first: 10, filterBy: { createdBy: "rita" }', [1]],
    ['first: 10, filterBy: { assignee: "*" }', []],
    ['first: 2, orderBy: { field: CREATED_AT, direction: DESC }', [7, 6]],
  ])('by %s', async (args, expected) => expect(await numbers(args)).toEqual(expected));

  it('page through with the cursors that they give', async () => {
    const seen: number[] = [];
    let after: string | null = null;
    do {
      const { issues } = await inRepository(
        `issues(first: 4, after: ${JSON.stringify(after)}) { totalCount nodes { number } pageInfo { hasNextPage endCursor } }`,
      );
      const page = issues as {
        totalCount: number;
        nodes: { number: number }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      expect(page.totalCount).toBe(6);
      seen.push(...page.nodes.map(({ number }) => number));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual([1, 3, 4, 5, 6, 7]);
  });

  it('refuse more than a hundred, and no number at all, at their own path', async () => {
    const answer = await hub.ask(`{
      many: repository(owner: "acme", name: "api") { issues(first: 101) { totalCount } }
      none: repository(owner: "acme", name: "api") { name labels { totalCount } }
    }`);
    expect(answer.errors).toMatchObject([
      { type: 'EXCESSIVE_PAGINATION', path: ['many', 'issues'] },
      { type: 'MISSING_PAGINATION_BOUNDARIES', path: ['none', 'labels'] },
    ]);
    // `labels` may be null, `issues` may not: then the repository is.
    expect(answer.data).toEqual({ many: null, none: { name: 'api', labels: null } });
  });

  it('are told from pull requests', async () => {
    const { one, two } = await inRepository(
      'one: issueOrPullRequest(number: 1) { __typename } two: issueOrPullRequest(number: 2) { __typename }',
    );
    expect([one, two]).toEqual([{ __typename: 'Issue' }, { __typename: 'PullRequest' }]);
    const answer = await hub.ask(
      '{ repository(owner: "acme", name: "api") { issue(number: 2) { id } pullRequest(number: 1) { id } } }',
    );
    expect(answer.errors?.map(({ message }) => message)).toEqual([
      'Could not resolve to an Issue with the number of 2.',
      'Could not resolve to a PullRequest with the number of 1.',
    ]);
  });
});

describe('git', () => {
  it('is read by expression', async () => {
    const head = await hub.tip('main');
    expect(
      await inRepository(`
        tree: object(expression: "main:") { __typename ... on Tree { entries { name type mode } } }
        blob: object(expression: "main:README.md") { ... on Blob { text byteSize isBinary } }
        commit: object(oid: "${head}") { ... on Commit { messageHeadline file(path: ".orch/config.yaml") { path object { ... on Blob { text } } } } }
        none: object(expression: "main:nothing") { oid }
      `),
    ).toEqual({
      tree: {
        __typename: 'Tree',
        entries: [
          { name: '.orch', type: 'tree', mode: 0o40000 },
          { name: 'README.md', type: 'blob', mode: 0o100644 },
        ],
      },
      blob: { text: '# api\n', byteSize: 6, isBinary: false },
      commit: {
        messageHeadline: 'First commit',
        file: { path: '.orch/config.yaml', object: { text: 'version: 1\n' } },
      },
      none: null,
    });
  });

  it('lists refs and history', async () => {
    const { refs, ref } = await inRepository(`
      refs(refPrefix: "refs/heads/", first: 5) { nodes { name } }
      ref(qualifiedName: "story/1") { target { ... on Commit { history(first: 1) { totalCount nodes { message author { user { login } } } pageInfo { hasNextPage } } } } associatedPullRequests(first: 1) { nodes { number } } }
    `);
    expect(refs).toEqual({ nodes: [{ name: 'main' }, { name: 'story/1' }] });
    expect(ref).toEqual({
      target: {
        history: {
          totalCount: 2,
          nodes: [{ message: 'Add ping', author: { user: { login: 'olga' } } }],
          pageInfo: { hasNextPage: true },
        },
      },
      associatedPullRequests: { nodes: [{ number: 2 }] },
    });
  });
});

describe('nodes', () => {
  it('are found by the ids that answers give', async () => {
    const { id, pullRequest } = await inRepository(
      'id pullRequest(number: 2) { id headRef { id } commits(first: 1) { nodes { commit { id } } } }',
    );
    const pull = pullRequest as {
      id: string;
      headRef: { id: string };
      commits: { nodes: { commit: { id: string } }[] };
    };
    const answer = await hub.ask('query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', {
      ids: [id, pull.id, pull.headRef.id, pull.commits.nodes[0]?.commit.id, 'nonsense'],
    });
    const nodes = at(answer, 'nodes') as ({ __typename: string } | null)[];
    expect(nodes.map((node) => node?.__typename ?? null)).toEqual(['Repository', 'PullRequest', 'Ref', 'Commit', null]);
    expect(answer.errors).toMatchObject([{ type: 'NOT_FOUND', path: ['nodes', 4] }]);
  });

  it('are not something else', async () => {
    const query = 'mutation($id: ID!) { closeIssue(input: { issueId: $id }) { clientMutationId } }';
    const id = nodeId('PullRequest', hub.pull.pullRequest.id);
    expect((await hub.ask(query, { id })).errors).toMatchObject([
      { type: 'NOT_FOUND', message: `Could not resolve to Issue node with the global id of '${id}'.` },
    ]);
  });
});

describe('people, Apps and pages', () => {
  it('are found by name and by URL', async () => {
    const answer = await hub.ask(`{
      user(login: "Mara") { login name repositories(first: 5) { totalCount } }
      organization(login: "acme") { repositories(first: 5) { nodes { nameWithOwner url } } repository(name: "api") { name } }
      issue: resource(url: "http://hub.test/acme/api/issues/1") { __typename resourcePath }
      pull: resource(url: "/acme/api/pull/2") { ... on PullRequest { number author { ... on Bot { resourcePath } } } }
    }`);
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({
      user: { login: 'mara', name: 'Mara', repositories: { totalCount: 1 } },
      organization: {
        repositories: { nodes: [{ nameWithOwner: 'acme/api', url: 'http://hub.test/acme/api' }] },
        repository: { name: 'api' },
      },
      issue: { __typename: 'Issue', resourcePath: '/acme/api/issues/1' },
      pull: { number: 2, author: { resourcePath: '/apps/orch' } },
    });
    expect((await hub.ask('{ user(login: "nobody") { id } }')).errors).toMatchObject([
      { type: 'NOT_FOUND', message: "Could not resolve to a User with the login of 'nobody'." },
    ]);
  });
});
