import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statusOf } from '../../../src/localhub/graphql/create-graphql.ts';
import { type Acme, acme, at } from './acme.ts';

let hub: Acme;
beforeAll(async () => {
  hub = await acme();
});
afterAll(() => hub.close());

describe('documents that GitHub refuses are refused here in its words', () => {
  it.each<[string, string, object]>([
    [
      'a field that does not exist',
      'query Who { viewer { logn } }',
      {
        message: "Field 'logn' doesn't exist on type 'User'",
        path: ['query Who', 'viewer', 'logn'],
        extensions: { code: 'undefinedField', typeName: 'User', fieldName: 'logn' },
        locations: [{ line: 1, column: 22 }],
      },
    ],
    [
      'an argument that does not exist',
      '{ viewer { avatarUrl(width: 3) } }',
      {
        message: "Field 'avatarUrl' doesn't accept argument 'width'",
        path: ['query', 'viewer', 'avatarUrl', 'width'],
        extensions: {
          code: 'argumentNotAccepted',
          name: 'avatarUrl',
          typeName: 'Field',
          argumentName: 'width',
        },
      },
    ],
    [
      'an argument that is missing',
      '{ repository(owner: "acme") { id } }',
      {
        message: "Field 'repository' is missing required arguments: name",
        path: ['query', 'repository'],
        extensions: { code: 'missingRequiredArguments' },
      },
    ],
    [
      'an object without a selection',
      '{ viewer }',
      {
        message:
          "Field must have selections (field 'viewer' returns User but has no selections. Did you mean 'viewer { ... }'?)",
        extensions: { code: 'selectionMismatch', typeName: 'User' },
      },
    ],
    [
      'a scalar with one',
      '{ viewer { login { length } } }',
      { message: "Selections can't be made on scalars (field 'login' returns String but has selections)" },
    ],
    [
      'a variable that is not declared',
      'query Q { user(login: $who) { id } }',
      { message: 'Variable $who is used by Q but not declared', extensions: { code: 'variableNotDefined' } },
    ],
    [
      'a variable that is not used',
      'query($who: String!) { viewer { id } }',
      { message: 'Variable $who is declared by anonymous query but not used' },
    ],
    [
      'a fragment that is not there',
      '{ viewer { ...nobody } }',
      { message: 'Fragment nobody was used, but not defined' },
    ],
    [
      'a syntax error',
      '{ viewer { login }',
      { message: 'Unexpected end of document', locations: [{ line: 1, column: 19 }] },
    ],
    [
      'a brace too many',
      '{ viewer { login } } }',
      { message: 'Parse error on "}" (RCURLY) at [1, 22]', locations: [{ line: 1, column: 22 }] },
    ],
    ['nothing', '  ', { message: 'A query attribute must be specified and must be a string.' }],
    [
      'a mutation without a name among several',
      'query A { viewer { id } } query B { viewer { id } }',
      { message: 'An operation name is required' },
    ],
  ])('%s', async (_name, query, error) => {
    const answer = await hub.ask(query);
    expect(answer.data).toBeUndefined();
    expect(answer.errors).toMatchObject([error]);
  });

  it('a name that no operation has', async () => {
    const { orch, graphql } = hub;
    const request = { query: 'query A { viewer { id } }', operationName: 'B', actor: orch, permissions: null };
    expect((await graphql.execute(request)).errors).toEqual([{ message: 'No operation named "B"' }]);
  });

  it('a variable of the wrong kind, and one that is missing', async () => {
    const query = 'query($n: Int!) { repository(owner: "acme", name: "api") { issue(number: $n) { id } } }';
    expect((await hub.ask(query, { n: 'one' })).errors).toMatchObject([
      {
        message: 'Variable $n was provided invalid value',
        extensions: {
          value: 'one',
          problems: [{ path: [], explanation: 'Int cannot represent non-integer value: "one"' }],
        },
      },
    ]);
    expect((await hub.ask(query)).errors).toMatchObject([
      {
        message: 'Variable $n of type Int! was provided invalid value',
        extensions: { value: null, problems: [{ explanation: 'Expected value to not be null' }] },
      },
    ]);
  });
});

describe('what GitHub knows and the hub does not', () => {
  const inRepository = (selection: string) =>
    hub.ask(`{ repository(owner: "acme", name: "api") { name ${selection} } }`);

  it('is refused by the name of the field, beside what is known', async () => {
    const answer = await inRepository('latestRelease { tagName }');
    expect(answer.errors).toMatchObject([
      {
        type: 'NOT_IMPLEMENTED',
        path: ['repository', 'latestRelease'],
        message: 'The local hub does not implement Repository.latestRelease. GitHub does; ask for other fields here.',
      },
    ]);
    expect(at(answer, 'repository')).toEqual({ name: 'api', latestRelease: null });
    expect([statusOf(answer), statusOf(await inRepository('id'))]).toEqual([501, 200]);
  });

  it('is refused by the name of the argument, which is never ignored', async () => {
    expect((await inRepository('issues(first: 1, filterBy: { mentioned: "x" }) { totalCount }')).errors).toMatchObject([
      { type: 'NOT_IMPLEMENTED', message: expect.stringContaining('issues(filterBy: {mentioned: …})') },
    ]);
    expect(
      (await inRepository('labels(first: 1, orderBy: { field: NAME, direction: ASC }) { totalCount }')).errors,
    ).toBeUndefined();
    expect((await inRepository('defaultBranchRef { compare(headRef: "x") { aheadBy } }')).errors).toMatchObject([
      { type: 'NOT_IMPLEMENTED', message: expect.stringContaining('Ref.compare') },
    ]);
  });

  it('is refused by the type of timeline item', async () => {
    const answer = await inRepository(
      'issue(number: 1) { timelineItems(first: 1, itemTypes: PINNED_EVENT) { totalCount } }',
    );
    expect(answer.errors).toMatchObject([
      { type: 'NOT_IMPLEMENTED', message: expect.stringContaining('timelineItems(itemTypes: PINNED_EVENT)') },
    ]);
  });

  it('is refused by the key of a mutation input, before anything is done', async () => {
    const answer = await hub.ask(
      `mutation($r: ID!) { createIssue(input: { repositoryId: $r, title: "x", issueTemplate: "bug" }) { issue { id } } }`,
      { r: at(await inRepository('id'), 'repository', 'id') as string },
    );
    expect(answer.errors).toMatchObject([
      { type: 'NOT_IMPLEMENTED', message: expect.stringContaining('Mutation.createIssue(input: {issueTemplate: …})') },
    ]);
    expect(hub.events()).toEqual([]);
  });
});
