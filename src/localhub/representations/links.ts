import { fullName, repositoryById } from '../world/lookups.ts';
import type { Issue, Repository, Urls } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** REST's address of a repository, `…/repos/owner/name`. */
export function apiOf(world: World, urls: Urls, repository: Repository): string {
  return `${urls.api}/repos/${fullName(world, repository)}`;
}

/** The page of a repository, `…/owner/name`. */
export function pageOf(world: World, urls: Urls, repository: Repository): string {
  return `${urls.html}/${fullName(world, repository)}`;
}

/** The page of an issue or pull request. */
export function issuePage(world: World, urls: Urls, issue: Issue): string {
  const page = pageOf(world, urls, repositoryById(world, issue.repositoryId));
  return `${page}/${issue.pullRequest === null ? 'issues' : 'pull'}/${issue.number}`;
}
