/** Who may do what in a repository. */

import type { PermissionSource as GhPermissionSource, RepositoryCollaboratorsArgs } from '@octokit/graphql-schema';
import { collaboratorsOf } from '../../world/repositories.ts';
import type { Repository, RoleName } from '../../world/types.ts';
import { connection } from '../connection.ts';
import type { Context } from '../context.ts';
import { forbidden } from '../faults.ts';
import { type Fields, thing } from '../fields.ts';
import { ownerOf, upper } from './lookup.ts';

/** Where somebody's permission comes from. */
interface PermissionSourceRow {
  readonly repository: Repository;
  readonly roleName: RoleName;
}

/** The older, coarser word for each role, which is all that `PermissionSource.permission` can say. */
const COARSE: Readonly<Record<RoleName, 'READ' | 'WRITE' | 'ADMIN'>> = {
  read: 'READ',
  triage: 'READ',
  write: 'WRITE',
  maintain: 'WRITE',
  admin: 'ADMIN',
};

/**
 * A page of the people with a role in the repository, each edge with the role.
 *
 * @throws GraphqlFault `FORBIDDEN` for people who may not push there
 */
export function collaboratorConnection(
  context: Context,
  repository: Repository,
  args: RepositoryCollaboratorsArgs,
  field: string,
): object {
  const allowed =
    context.actor.via === 'user'
      ? context.may(repository, 'contents', 'write')
      : context.may(repository, 'metadata', 'read');
  if (!allowed) throw forbidden('You do not have permission to view repository collaborators.');
  const query = args.query?.toLowerCase();
  const items = collaboratorsOf(context.world, repository)
    .filter(({ account }) => args.login == null || account.login.toLowerCase() === args.login.toLowerCase())
    .filter(({ account }) => !query || `${account.login} ${account.name ?? ''}`.toLowerCase().includes(query))
    // Everybody here is named in the repository itself, so only the owner's own people are not "outside".
    .filter(({ account }) => args.affiliation !== 'OUTSIDE' || account.id !== repository.ownerId);
  return connection(args, {
    field,
    items,
    key: ({ account }) => account.id,
    node: ({ account }) => thing('User', account),
    edge: ({ roleName }) => ({
      permission: upper(roleName),
      permissionSources: [thing('PermissionSource', { repository, roleName } satisfies PermissionSourceRow)],
    }),
  });
}

/** The source of a permission: always the repository itself, since teams are unknown here. */
export const permissionSourceFields: Fields<GhPermissionSource, PermissionSourceRow> = {
  permission: ({ roleName }) => COARSE[roleName],
  roleName: ({ roleName }) => roleName,
  source: ({ repository }) => thing('Repository', repository),
  // The schema promises an organization, which a person's own repository does not have; GitHub then fails as this does.
  organization: ({ repository }, context) => {
    const owner = ownerOf(context, repository);
    return owner.type === 'Organization' ? thing('Organization', owner) : null;
  },
};
