import { describe, expect, it } from 'vitest';
import { connection, type PagingArgs } from '../../../src/localhub/graphql/connection.ts';
import { GraphqlFault } from '../../../src/localhub/graphql/faults.ts';

const letters = [...'abcdefg'];
const page = (args: PagingArgs, items: readonly string[] = letters) =>
  connection(args, { field: 'letters', items, key: (item) => item, node: (item) => item });

function refusal(args: PagingArgs): string {
  try {
    page(args);
  } catch (error) {
    if (error instanceof GraphqlFault) return `${error.type}: ${error.message}`;
    throw error;
  }
  return 'answered';
}

describe('a page of a list', () => {
  it('goes forward page by page until there is no next one', () => {
    const seen: string[][] = [];
    let after: string | null = null;
    do {
      const { nodes, pageInfo } = page({ first: 3, after });
      seen.push([...nodes]);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual([['a', 'b', 'c'], ['d', 'e', 'f'], ['g']]);
  });

  it('goes backward page by page until there is no previous one', () => {
    const seen: string[][] = [];
    let before: string | null = null;
    do {
      const { nodes, pageInfo } = page({ last: 3, before });
      seen.push([...nodes]);
      before = pageInfo.hasPreviousPage ? pageInfo.startCursor : null;
    } while (before !== null);
    expect(seen).toEqual([['e', 'f', 'g'], ['b', 'c', 'd'], ['a']]);
  });

  it('keeps its place when items before it are gone', () => {
    const { pageInfo } = page({ first: 3 });
    expect(page({ first: 2, after: pageInfo.endCursor }, [...'bcdefg']).nodes).toEqual(['d', 'e']);
  });

  it('tells the neighbours apart in both directions', () => {
    const middle = page({ first: 2, after: page({ first: 2 }).pageInfo.endCursor });
    expect(middle.nodes).toEqual(['c', 'd']);
    expect(middle.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    expect(middle.edges.map(({ node }) => node)).toEqual(['c', 'd']);
    expect(middle.edges[0]?.cursor).toBe(middle.pageInfo.startCursor);
  });

  it('counts everything, what the cursors leave, and what is shown', () => {
    const { endCursor } = page({ first: 2 }).pageInfo;
    expect(page({ first: 3, after: endCursor })).toMatchObject({ totalCount: 7, filteredCount: 5, pageCount: 3 });
  });

  it('is empty of nothing, and of no records asked for', () => {
    const none = { startCursor: null, endCursor: null, hasNextPage: false, hasPreviousPage: false };
    expect(page({ first: 5 }, [])).toMatchObject({ totalCount: 0, nodes: [], pageInfo: none });
    expect(page({ first: 0 })).toMatchObject({ totalCount: 7, nodes: [], pageInfo: { hasNextPage: true } });
  });
});

describe('what GitHub refuses', () => {
  it.each<[string, PagingArgs, string]>([
    [
      'neither first nor last',
      {},
      'MISSING_PAGINATION_BOUNDARIES: You must provide a `first` or `last` value to properly paginate the `letters` connection.',
    ],
    [
      'more than a hundred',
      { first: 101 },
      'EXCESSIVE_PAGINATION: Requesting 101 records on the `letters` connection exceeds the `first` limit of 100 records.',
    ],
    [
      'more than a hundred from the end',
      { last: 500 },
      'EXCESSIVE_PAGINATION: Requesting 500 records on the `letters` connection exceeds the `last` limit of 100 records.',
    ],
    [
      'both',
      { first: 1, last: 1 },
      'ARGUMENT_ERROR: Passing both `first` and `last` to paginate the `letters` connection is not supported.',
    ],
    ['less than none', { first: -1 }, 'ARGUMENT_ERROR: `first` on the `letters` connection cannot be less than zero.'],
    [
      'a cursor of its own making',
      { first: 1, after: 'abc' },
      'INVALID_CURSOR_ARGUMENTS: `abc` does not appear to be a valid cursor.',
    ],
    [
      'the cursor of something that is gone',
      { first: 1, after: Buffer.from('cursor:z').toString('base64') },
      'INVALID_CURSOR_ARGUMENTS: `Y3Vyc29yOno=` does not appear to be a valid cursor.',
    ],
  ])('%s', (_name, args, message) => expect(refusal(args)).toBe(message));

  it('but a hundred is fine', () => expect(refusal({ first: 100 })).toBe('answered'));
});
