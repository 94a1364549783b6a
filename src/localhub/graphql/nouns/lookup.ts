/** Small look-ups that many nouns share. */

import { fullName, isPull } from '../../world/lookups.ts';
import type { Account, App, Issue, Repository } from '../../world/types.ts';
import { GHOST_ID } from '../../world/world.ts';
import type { Context } from '../context.ts';
import { type Thing, thing } from '../fields.ts';

/** The four paging arguments, for the `args` of connection fields. */
export const PAGING = ['first', 'last', 'after', 'before'] as const;

/** A row that must be there because another row names it. */
export function must<Row>(row: Row | undefined, what: string): Row {
  if (row === undefined) throw new Error(`The world names ${what}, which is not in it.`);
  return row;
}

/** The repository that a row belongs to. */
export function repositoryOf(context: Context, row: { readonly repositoryId: number }): Repository {
  return must(context.world.repositories.get(row.repositoryId), `repository ${row.repositoryId}`);
}

/** The repository's owner. */
export function ownerOf(context: Context, repository: Repository): Account {
  return must(context.world.accounts.get(repository.ownerId), `account ${repository.ownerId}`);
}

/** `owner/name`. */
export function nameWithOwner(context: Context, repository: Repository): string {
  return fullName(context.world, repository);
}

/** A path below the hub's pages as an absolute URL. */
export function page(context: Context, path: string): string {
  return `${context.urls.html}${path}`;
}

/** The path of the repository's page. */
export function repositoryPath(context: Context, repository: Repository): string {
  return `/${nameWithOwner(context, repository)}`;
}

/** An account as an `Actor`; null for people who are gone, as on GitHub. */
export function actorThing(context: Context, accountId: number | null): Thing<string, Account> | null {
  if (accountId === null || accountId === GHOST_ID) return null;
  const account = context.world.accounts.get(accountId);
  return account === undefined ? null : thing(account.type, account);
}

/** An account where GitHub's type is `User`; null for bots and organizations. */
export function userThing(context: Context, accountId: number | null): Thing<'User', Account> | null {
  const account = accountId === null ? undefined : context.world.accounts.get(accountId);
  return account?.type === 'User' ? thing('User', account) : null;
}

/** The person with this address in a commit, as GitHub links commits to people. */
export function userByEmail(context: Context, email: string): Thing<'User', Account> | null {
  for (const account of context.world.accounts.all()) {
    if (account.type !== 'User') continue;
    if (account.email === email || noReplyAddress(account) === email) return thing('User', account);
  }
  return null;
}

/** The address that GitHub gives to those who keep theirs private. */
export function noReplyAddress(account: Account): string {
  return `${account.id}+${account.login}@users.noreply.github.com`;
}

/** An issue or a pull request, whichever it is. */
export function issueThing(issue: Issue): Thing<'Issue' | 'PullRequest', Issue> {
  return thing(isPull(issue) ? 'PullRequest' : 'Issue', issue);
}

/** The App behind a row. */
export function appThing(context: Context, appId: number): Thing<'App', App> | null {
  const app = context.world.apps.get(appId);
  return app === undefined ? null : thing('App', app);
}

/** The world's lower-case word as GraphQL's enum value. */
export function upper<Word extends string>(word: Word): Uppercase<Word> {
  return word.toUpperCase() as Uppercase<Word>;
}

/** Sorts a copy by GitHub's `orderBy` argument; ties keep their order. */
export function ordered<Row>(
  rows: readonly Row[],
  key: (row: Row) => string | number,
  direction: 'ASC' | 'DESC' = 'ASC',
): Row[] {
  const sign = direction === 'DESC' ? -1 : 1;
  return [...rows].sort((one, other) => {
    const left = key(one);
    const right = key(other);
    return left < right ? -sign : left > right ? sign : 0;
  });
}
