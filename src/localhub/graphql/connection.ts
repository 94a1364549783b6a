/**
 * Relay connections as GitHub serves them: one of `first` and `last` is required, at most 100, opaque cursors.
 */

import { GraphqlFault } from './faults.ts';

/** GitHub's limit for `first` and `last`: https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
export const PAGE_LIMIT = 100;

/** The four paging arguments that every connection field takes. */
export interface PagingArgs {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

/** One page of a list, with the fields of GitHub's connection types. */
export interface Connection<T> {
  readonly totalCount: number;
  /** How many items there are after `before` and `after` were applied; only timelines ask for it. */
  readonly filteredCount: number;
  /** How many items this page has; only timelines ask for it. */
  readonly pageCount: number;
  readonly nodes: readonly T[];
  readonly edges: readonly Edge<T>[];
  readonly pageInfo: PageInfo;
}

/** An item and its place in the list. */
export interface Edge<T> {
  readonly cursor: string;
  readonly node: T;
}

/** Where the page lies in the list. */
export interface PageInfo {
  readonly startCursor: string | null;
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** What a page is cut from. */
export interface ListToPage<T, N> {
  /** The name of the field, for messages. */
  readonly field: string;
  readonly items: readonly T[];
  /** A key of the item that never changes, so that a cursor stays right when items before it come or go. */
  readonly key: (item: T) => string | number;
  /** The GraphQL object of an item; called for the items of the page only. */
  readonly node: (item: T) => N;
  /** What the item's edge has beside cursor and node. */
  readonly edge?: (item: T) => object;
}

/**
 * Cuts one page out of a list that is already filtered and ordered.
 *
 * @throws GraphqlFault `MISSING_PAGINATION_BOUNDARIES`, `EXCESSIVE_PAGINATION`, `ARGUMENT_ERROR` or
 *   `INVALID_CURSOR_ARGUMENTS`, in GitHub's words
 */
export function connection<T, N>(args: PagingArgs, list: ListToPage<T, N>): Connection<N> {
  checkBounds(args, list.field);
  const { items } = list;
  const from = args.after == null ? 0 : placeOf(args.after, list) + 1;
  const to = args.before == null ? items.length : placeOf(args.before, list);
  const filteredCount = Math.max(0, to - from);
  const start = args.last == null ? from : Math.max(from, to - args.last);
  const end = args.first == null ? to : Math.min(to, from + args.first);
  const page = items.slice(start, Math.max(start, end));
  const nodes = page.map(list.node);
  const edges = page.map((item, index) => ({
    cursor: cursorOf(list.key(item)),
    node: nodes[index] as N,
    ...list.edge?.(item),
  }));
  return {
    totalCount: items.length,
    filteredCount,
    pageCount: page.length,
    nodes,
    edges,
    pageInfo: {
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
    },
  };
}

const CURSOR_MARK = 'cursor:';

/** The opaque cursor of an item, from the key that its list gives it. */
export function cursorOf(key: string | number): string {
  return Buffer.from(`${CURSOR_MARK}${key}`).toString('base64');
}

function placeOf<T, N>(cursor: string, list: ListToPage<T, N>): number {
  const text = Buffer.from(cursor, 'base64').toString('utf8');
  const key = text.startsWith(CURSOR_MARK) ? text.slice(CURSOR_MARK.length) : undefined;
  const place = key === undefined ? -1 : list.items.findIndex((item) => String(list.key(item)) === key);
  if (place < 0) {
    throw new GraphqlFault('INVALID_CURSOR_ARGUMENTS', `\`${cursor}\` does not appear to be a valid cursor.`);
  }
  return place;
}

function checkBounds(args: PagingArgs, field: string): void {
  if (args.first == null && args.last == null) {
    throw new GraphqlFault(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${field}\` connection.`,
    );
  }
  if (args.first != null && args.last != null) {
    throw new GraphqlFault(
      'ARGUMENT_ERROR',
      `Passing both \`first\` and \`last\` to paginate the \`${field}\` connection is not supported.`,
    );
  }
  for (const bound of ['first', 'last'] as const) {
    const records = args[bound];
    if (records == null) continue;
    if (records < 0) {
      throw new GraphqlFault('ARGUMENT_ERROR', `\`${bound}\` on the \`${field}\` connection cannot be less than zero.`);
    }
    if (records > PAGE_LIMIT) {
      throw new GraphqlFault(
        'EXCESSIVE_PAGINATION',
        `Requesting ${records} records on the \`${field}\` connection exceeds the \`${bound}\` limit of ${PAGE_LIMIT} records.`,
      );
    }
  }
}
