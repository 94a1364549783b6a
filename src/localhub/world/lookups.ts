import { notFound } from './hub-error.ts';
import type { Account, Actor, App, Commit, Issue, Label, PullIssue, Repository, RoleName } from './types.ts';
import type { World } from './world.ts';

/** The roles from weakest to strongest. */
export const ROLES: readonly RoleName[] = ['read', 'triage', 'write', 'maintain', 'admin'];

/** The sha that stands for "no commit" in pushes. */
export const ZERO_SHA = '0'.repeat(40);

/** The account with this id. Throws 404 when there is none. */
export function accountById(world: World, id: number): Account {
  const account = world.accounts.get(id);
  if (account === undefined) throw notFound();
  return account;
}

/** The repository with this id. Throws 404 when there is none. */
export function repositoryById(world: World, id: number): Repository {
  const repository = world.repositories.get(id);
  if (repository === undefined) throw notFound();
  return repository;
}

/** The issue or pull request with this id. Throws 404 when there is none. */
export function issueById(world: World, id: number): Issue {
  const issue = world.issues.get(id);
  if (issue === undefined) throw notFound();
  return issue;
}

/** The App with this id. Throws 404 when there is none. */
export function appById(world: World, id: number): App {
  const app = world.apps.get(id);
  if (app === undefined) throw notFound();
  return app;
}

/** `owner/name`. */
export function fullName(world: World, repository: Repository): string {
  return `${accountById(world, repository.ownerId).login}/${repository.name}`;
}

/** The App that the actor acts as, or null for people and the system. */
export function appOf(world: World, actor: Actor): App | null {
  return actor.appSlug === undefined ? null : (world.apps.where('slug', actor.appSlug)[0] ?? null);
}

/** The labels of an issue, in the order in which they were added. */
export function labelsOf(world: World, issue: Issue): Label[] {
  return issue.labelIds.flatMap((id) => world.labels.get(id) ?? []);
}

/** Narrows an issue to a pull request. */
export const isPull = (issue: Issue): issue is PullIssue => issue.pullRequest !== null;

/** The role someone has in a repository: the owner is `admin`; null for everyone who is not a collaborator. */
export function roleOf(world: World, repository: Repository, account: Account): RoleName | null {
  if (account.id === repository.ownerId) return 'admin';
  return (
    world.repositories.get(repository.id)?.collaborators.find((one) => one.accountId === account.id)?.roleName ?? null
  );
}

/** Whether someone has at least this role. */
export function hasRole(world: World, repository: Repository, account: Account, atLeast: RoleName): boolean {
  const role = roleOf(world, repository, account);
  return role !== null && ROLES.indexOf(role) >= ROLES.indexOf(atLeast);
}

/** GitHub's `author_association` of someone in a repository. */
export function associationOf(
  world: World,
  repository: Repository,
  account: Account,
): 'OWNER' | 'COLLABORATOR' | 'CONTRIBUTOR' | 'NONE' {
  if (account.id === repository.ownerId) return 'OWNER';
  if (roleOf(world, repository, account) !== null) return 'COLLABORATOR';
  // Someone with no role, an App's bot for example, becomes a contributor with their first merged pull request.
  const theirs = world.issues.where('author', `${repository.id}/${account.id}`);
  return theirs.some((issue) => issue.pullRequest?.merged) ? 'CONTRIBUTOR' : 'NONE';
}

/**
 * What the world was told about a commit. For one that it was never told about, a commit with the same sha
 * and empty details, so that payloads that show a head commit keep their shape.
 */
export function commitOf(world: World, repositoryId: number, sha: string): Omit<Commit, 'id'> {
  const known = world.commits.where('sha', `${repositoryId}/${sha}`)[0];
  if (known !== undefined) return known;
  const nobody = { name: 'unknown', email: 'unknown@users.noreply.local', date: '1970-01-01T00:00:00Z' };
  return {
    repositoryId,
    sha,
    treeSha: ZERO_SHA,
    message: '',
    author: nobody,
    committer: nobody,
    parents: [],
    added: [],
    removed: [],
    modified: [],
  };
}

/** The sha that a ref points to (full name, `refs/heads/main`), or null when there is no such ref. */
export function refSha(world: World, repository: Repository, name: string): string | null {
  return world.refs.where('name', `${repository.id}/${name}`)[0]?.sha ?? null;
}
