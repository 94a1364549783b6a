/** What a caller may see. GitHub says the same about what is not there and what is hidden. */

import { findRepository as repositoryByName } from '../../world/repositories.ts';
import type { Repository } from '../../world/types.ts';
import type { Context } from '../context.ts';
import { forbidden, notFound } from '../faults.ts';
import { type Thing, thing } from '../fields.ts';

/** Public repositories are everybody's to read; private ones need the right to see that they exist. */
export function mayRead(context: Context, repository: Repository): boolean {
  return !repository.private || context.may(repository, 'metadata', 'read');
}

/**
 * The repository `owner/name`, names compared without regard to case.
 *
 * @throws GraphqlFault `NOT_FOUND` in GitHub's words when there is none that the caller may see
 */
export function findRepository(context: Context, owner: string, name: string): Repository {
  const found = repositoryByName(context.world, owner, name);
  if (!found || !mayRead(context, found)) {
    throw notFound(`Could not resolve to a Repository with the name '${owner}/${name}'.`);
  }
  return found;
}

/** {@link findRepository} as a GraphQL object. */
export function repositoryNamed(context: Context, owner: string, name: string): Thing<'Repository', Repository> {
  return thing('Repository', findRepository(context, owner, name));
}

/**
 * Refuses what a token may not read of a private repository; public ones are open to every valid token.
 *
 * @throws GraphqlFault `FORBIDDEN`
 */
export function checkRead(context: Context, repository: Repository, permission: string): void {
  if (repository.private && !context.may(repository, permission, 'read')) throw forbidden();
}
