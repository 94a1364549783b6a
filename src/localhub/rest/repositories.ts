import { maySee } from '../auth/access.ts';
import { type Answer, json, noContent } from '../http/answer.ts';
import {
  collaborator,
  fullRepository,
  permissions,
  repository as repositoryJson,
} from '../representations/repositories.ts';
import { publicUser } from '../representations/users.ts';
import { findAccount } from '../world/accounts.ts';
import { hasRole, roleOf } from '../world/lookups.ts';
import { collaboratorsOf, permissionOf } from '../world/repositories.ts';
import { type Account, HubError, notFound } from '../world/types.ts';
import {
  found,
  listed,
  parameter,
  query,
  type RepositoryContext,
  type RestContext,
  type Route,
  repositoryRoute,
  route,
} from './context.ts';
import { hasWrite } from './issues.ts';

const theUser = (context: RepositoryContext): Account =>
  found(findAccount(context.world, parameter(context, 'username')));

/** Who works in a repository is shown to those who may push, and to Apps. */
function demandPush(context: RepositoryContext): void {
  if (context.principal.kind === 'anonymous') throw new HubError(401, 'Requires authentication');
  if (!hasWrite(context)) throw new HubError(403, 'Must have push access to view repository collaborators.');
}

/** The permission of somebody, with `role_name`; everybody who is nobody here can read a public repository. */
function permission(context: RepositoryContext): Answer {
  const { world, urls, repository, actor } = context;
  if (context.principal.kind === 'anonymous') throw new HubError(401, 'Requires authentication');
  const account = theUser(context);
  if (!hasWrite(context) && account.id !== actor.account.id) demandPush(context);
  const { permission: legacy, roleName } = permissionOf(world, repository, account);
  return json({
    permission: legacy,
    user: {
      ...publicUser(world, urls, account),
      permissions: permissions(world, repository, account),
      role_name: roleName,
    },
    role_name: roleName,
  });
}

function viewerOf(context: RestContext): Account | undefined {
  return context.principal.kind === 'user' ? context.actor.account : undefined;
}

/** The repositories of a person: their own and those where they have a role. */
function ofViewer(context: RestContext): Answer {
  const { world, urls, actor } = context;
  const mine = [...world.repositories.all()].filter((one) => roleOf(world, one, actor.account) !== null);
  return listed(context, mine, (one) => ({
    ...repositoryJson(world, urls, one),
    permissions: permissions(world, one, actor.account),
  }));
}

/** Repositories and who may do what in them. */
export const repositoryRoutes: readonly Route[] = [
  repositoryRoute('GET /', 'metadata:read', (context) =>
    json(fullRepository(context.world, context.urls, context.repository, viewerOf(context))),
  ),
  repositoryRoute('GET /collaborators', 'metadata:read', (context) => {
    demandPush(context);
    const { world, urls, repository } = context;
    const level = query(context, 'permission');
    const role =
      level === 'push' ? 'write' : level === 'pull' ? 'read' : (level as 'triage' | 'maintain' | 'admin' | null);
    const all = collaboratorsOf(world, repository).filter(
      ({ account }) => role === null || hasRole(world, repository, account, role),
    );
    return listed(context, all, (one) => collaborator(world, urls, { repository, ...one }));
  }),
  repositoryRoute('GET /collaborators/{username}', 'metadata:read', (context) => {
    demandPush(context);
    if (roleOf(context.world, context.repository, theUser(context)) === null) throw notFound();
    return noContent;
  }),
  repositoryRoute('GET /collaborators/{username}/permission', 'metadata:read', permission),
  route('GET /user/repos', 'user', ofViewer),
  route('GET /users/{username}/repos', 'anyone', (context) => {
    const { world, urls, principal } = context;
    const owner = found(findAccount(world, parameter(context, 'username')));
    const visible = world.repositories.where('owner', owner.id).filter((one) => maySee(world, principal, one));
    return listed(context, visible, (one) => repositoryJson(world, urls, one));
  }),
];
