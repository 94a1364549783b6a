import { appById } from './lookups.ts';
import { type Account, type Actor, HubError, type Installation, type Permissions, type Repository } from './types.ts';
import { emit, nextId, timestamp, type World } from './world.ts';

/**
 * Installs an App on an account, for all repositories or for the given ones, with the App's permissions and events.
 * Throws 422 when it is installed there already. Emits `installation.created`, to that App alone.
 */
export function installApp(
  world: World,
  actor: Actor,
  args: { appId: number; account: Account; repositories?: 'all' | readonly Repository[]; permissions?: Permissions },
): Installation {
  const app = appById(world, args.appId);
  if (world.installations.where('app', app.id).some((one) => one.accountId === args.account.id)) {
    throw new HubError(422, `${app.slug} is installed on ${args.account.login} already.`);
  }
  const { repositories = 'all' } = args;
  const now = timestamp(world);
  const installation = world.installations.add({
    id: nextId(world),
    appId: app.id,
    accountId: args.account.id,
    repositorySelection: repositories === 'all' ? 'all' : 'selected',
    repositoryIds: repositories === 'all' ? [] : repositories.map((one) => one.id),
    permissions: { ...(args.permissions ?? app.permissions) },
    events: [...app.events],
    suspendedAt: null,
    createdAt: now,
    updatedAt: now,
  });
  announce(world, actor, installation, 'created');
  return installation;
}

/** Removes an installation and revokes its tokens. Emits `installation.deleted`. */
export function uninstallApp(world: World, actor: Actor, args: { installation: Installation }): void {
  const { installation } = args;
  const repositories = installationRepositories(world, installation);
  world.installations.remove(installation);
  for (const token of [...world.tokens.all()]) {
    if (token.installationId === installation.id) world.tokens.remove(token);
  }
  emit(world, actor, {
    name: 'installation',
    action: 'deleted',
    repository: null,
    subject: { installation, repositories },
    onlyAppId: installation.appId,
  });
}

/** Suspends an installation or takes it back. A suspended one gets no webhooks and no tokens. */
export function setSuspended(
  world: World,
  actor: Actor,
  args: { installation: Installation; suspended: boolean },
): void {
  const { installation, suspended } = args;
  if ((installation.suspendedAt !== null) === suspended) return;
  const now = timestamp(world);
  world.installations.update(installation, { suspendedAt: suspended ? now : null, updatedAt: now });
  announce(world, actor, installation, suspended ? 'suspend' : 'unsuspend');
}

/** Adds repositories to a `selected` installation. Emits `installation_repositories.added`. */
export function addInstallationRepositories(
  world: World,
  actor: Actor,
  args: { installation: Installation; repositories: readonly Repository[] },
): void {
  const { installation } = args;
  const added = args.repositories.filter((one) => !installationCovers(installation, one));
  if (added.length === 0) return;
  world.installations.update(installation, {
    repositoryIds: [...installation.repositoryIds, ...added.map((one) => one.id)],
    updatedAt: timestamp(world),
  });
  emit(world, actor, {
    name: 'installation_repositories',
    action: 'added',
    repository: null,
    subject: { installation, repositories: added },
    onlyAppId: installation.appId,
  });
}

/** Whether an installation reaches a repository. */
export function installationCovers(installation: Installation, repository: Repository): boolean {
  if (installation.accountId !== repository.ownerId) return false;
  return installation.repositorySelection === 'all' || installation.repositoryIds.includes(repository.id);
}

/** The repositories that an installation reaches, oldest first. */
export function installationRepositories(world: World, installation: Installation): Repository[] {
  return [...world.repositories.where('owner', installation.accountId)].filter((one) =>
    installationCovers(installation, one),
  );
}

/** The installation of an App that reaches a repository, or null. */
export function installationFor(world: World, appId: number, repository: Repository): Installation | null {
  return world.installations.where('app', appId).find((one) => installationCovers(one, repository)) ?? null;
}

function announce(world: World, actor: Actor, installation: Installation, action: string): void {
  emit(world, actor, {
    name: 'installation',
    action,
    repository: null,
    subject: { installation, repositories: installationRepositories(world, installation) },
    onlyAppId: installation.appId,
  });
}
