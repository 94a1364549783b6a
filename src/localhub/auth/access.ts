import { accountById, hasRole } from '../world/lookups.ts';
import { tokenAllows, tokenReaches } from '../world/tokens.ts';
import { HubError, notFound, type PermissionLevel, type Repository, type RoleName } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { Principal } from './principal.ts';

/** What an act in a repository needs. */
export interface Need {
  /** The permission that an App's token needs, by GitHub's name: `issues`, `pull_requests`, `contents`… */
  readonly permission: string;
  /** Another permission that will do: comments and labels of pull requests are in `pull_requests` as much as in `issues`. */
  readonly or?: string;
  readonly level: PermissionLevel;
  /** The role that a person needs; {@link usualRole} when absent. */
  readonly role?: RoleName;
}

/**
 * The role that gives a person a permission, from GitHub's table of repository roles: everyone who reads may read, triage
 * manages issues and pull requests, administration is for admins, and everything else that writes needs write.
 */
export function usualRole(permission: string, level: PermissionLevel): RoleName {
  if (permission === 'administration' || level === 'admin') return 'admin';
  if (level === 'read' && !guarded.has(permission)) return 'read';
  return permission === 'issues' || permission === 'pull_requests' ? 'triage' : 'write';
}

/** What even a public repository shows only to those who have been given the permission. */
const guarded: ReadonlySet<string> = new Set(['administration', 'secrets', 'actions_variables']);

/** Whether a principal can see that a repository exists, and read what everybody who sees it can read. */
export function maySee(world: World, principal: Principal, repository: Repository): boolean {
  if (!repository.private) return true;
  if (!('token' in principal)) return false;
  return principal.kind === 'user'
    ? hasRole(world, repository, accountById(world, principal.token.accountId), 'read')
    : tokenReaches(world, principal.token, repository);
}

/** Whether a principal may do what needs this. Public repositories are open for reading to everybody. */
export function may(world: World, principal: Principal, repository: Repository, need: Need): boolean {
  if (need.level === 'read' && !repository.private && !guarded.has(need.permission)) return true;
  if (!('token' in principal)) return false;
  const { token } = principal;
  if (principal.kind !== 'user') {
    const allows = (permission: string): boolean => tokenAllows(token, permission, need.level);
    return (
      tokenReaches(world, token, repository) && (allows(need.permission) || (need.or !== undefined && allows(need.or)))
    );
  }
  const role = need.role ?? usualRole(need.permission, need.level);
  // Whoever can see a public repository has the role `read` in it.
  if (role === 'read') return maySee(world, principal, repository);
  return hasRole(world, repository, accountById(world, token.accountId), role);
}

/**
 * Refuses what a principal may not do, as GitHub does: 404 for what it may not see, 401 for nobody, 403 for the rest.
 *
 * @throws {HubError}
 */
export function demand(world: World, principal: Principal, repository: Repository, need: Need): void {
  if (!maySee(world, principal, repository)) throw notFound();
  if (may(world, principal, repository, need)) return;
  if (principal.kind === 'anonymous') throw new HubError(401, 'Requires authentication');
  if (principal.kind !== 'user') throw new HubError(403, 'Resource not accessible by integration');
  const role = need.role ?? usualRole(need.permission, need.level);
  throw new HubError(
    403,
    role === 'admin' ? 'Must have admin rights to Repository.' : `Must have ${role} access to Repository.`,
  );
}
