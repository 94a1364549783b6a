import { accountById, appById } from '../world/lookups.ts';
import { nodeId } from '../world/node-ids.ts';
import type { App, Installation, JsonObject, Repository, Token, Urls } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { repository } from './repositories.ts';
import { simpleUser } from './users.ts';

/** GitHub's `integration`: an App. */
export function app(world: World, urls: Urls, thing: App): JsonObject {
  return {
    id: thing.id,
    client_id: thing.clientId,
    slug: thing.slug,
    node_id: nodeId('App', thing.id),
    owner: simpleUser(urls, accountById(world, thing.ownerId)),
    name: thing.name,
    description: thing.description,
    external_url: `${urls.html}/apps/${thing.slug}`,
    html_url: `${urls.html}/apps/${thing.slug}`,
    created_at: thing.createdAt,
    updated_at: thing.updatedAt,
    permissions: thing.permissions,
    events: thing.events,
  };
}

/** The answer of `GET /app`: the App with the number of its installations. */
export function ownApp(world: World, urls: Urls, thing: App): JsonObject {
  return { ...app(world, urls, thing), installations_count: world.installations.where('app', thing.id).length };
}

/** The App that something was done with, or null. */
export function performedVia(world: World, urls: Urls, appId: number | null): JsonObject | null {
  return appId === null ? null : app(world, urls, appById(world, appId));
}

/** GitHub's `installation`. */
export function installation(world: World, urls: Urls, thing: Installation): JsonObject {
  const account = accountById(world, thing.accountId);
  const owner = appById(world, thing.appId);
  return {
    id: thing.id,
    client_id: owner.clientId,
    account: simpleUser(urls, account),
    repository_selection: thing.repositorySelection,
    access_tokens_url: `${urls.api}/app/installations/${thing.id}/access_tokens`,
    repositories_url: `${urls.api}/installation/repositories`,
    html_url:
      account.type === 'Organization'
        ? `${urls.html}/organizations/${account.login}/settings/installations/${thing.id}`
        : `${urls.html}/settings/installations/${thing.id}`,
    app_id: thing.appId,
    app_slug: owner.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: thing.permissions,
    events: thing.events,
    created_at: thing.createdAt,
    updated_at: thing.updatedAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: thing.suspendedAt === null ? null : simpleUser(urls, account),
    suspended_at: thing.suspendedAt,
  };
}

/** GitHub's `installation-token`; `repositories` when the token was narrowed to them. */
export function installationToken(
  world: World,
  urls: Urls,
  thing: Token,
  repositories: readonly Repository[] | null,
): JsonObject {
  const from = thing.installationId === null ? undefined : world.installations.get(thing.installationId);
  return {
    token: thing.value,
    expires_at: thing.expiresAt,
    permissions: thing.permissions ?? {},
    repository_selection: repositories === null ? (from?.repositorySelection ?? 'all') : 'selected',
    ...(repositories === null ? {} : { repositories: repositories.map((one) => repository(world, urls, one)) }),
  };
}

/** The short form of a repository in `installation` webhooks. */
export function installationRepository(world: World, thing: Repository): JsonObject {
  return {
    id: thing.id,
    node_id: nodeId('Repository', thing.id),
    name: thing.name,
    full_name: `${accountById(world, thing.ownerId).login}/${thing.name}`,
    private: thing.private,
  };
}
