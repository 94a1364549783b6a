import { createBot } from './accounts.ts';
import { accountById, appById } from './lookups.ts';
import { type Account, type Actor, type App, HubError, type Installation, type Permissions } from './types.ts';
import { nextId, timestamp, type World } from './world.ts';

/** What an App is registered with. `metadata: read` is added, since no App can be without it. */
export interface NewApp {
  slug: string;
  name?: string;
  description?: string | null;
  owner: Account;
  permissions: Permissions;
  events: readonly string[];
  webhook?: { url: string; secret: string } | null;
  publicKey?: string;
  privateKey?: string | null;
}

/** Registers an App and creates its bot account `<slug>[bot]`. Throws 422 when the slug is taken. */
export function createApp(world: World, args: NewApp): App {
  if (findApp(world, args.slug) !== null) {
    throw new HubError(422, `The name ${args.slug} is already taken by another App; choose another one.`);
  }
  const now = timestamp(world);
  const id = nextId(world);
  const bot = createBot(world, { login: `${args.slug}[bot]`, appId: id });
  return world.apps.add({
    id,
    slug: args.slug,
    name: args.name ?? args.slug,
    description: args.description ?? null,
    ownerId: args.owner.id,
    botId: bot.id,
    clientId: `Iv23li${id}`,
    permissions: { ...args.permissions, metadata: 'read' },
    events: [...args.events],
    webhook: args.webhook == null ? null : { ...args.webhook, active: true },
    publicKey: args.publicKey ?? '',
    privateKey: args.privateKey ?? null,
    createdAt: now,
    updatedAt: now,
  });
}

/** The App with this slug, or null. */
export function findApp(world: World, slug: string): App | null {
  return world.apps.where('slug', slug)[0] ?? null;
}

/** Points an App's webhook elsewhere, or takes it away. */
export function setWebhook(world: World, args: { app: App; webhook: App['webhook'] }): void {
  world.apps.update(args.app, { webhook: args.webhook, updatedAt: timestamp(world) });
}

/** The actor of everything that is done with an installation's token. */
export function installationActor(world: World, installation: Installation): Actor {
  const app = appById(world, installation.appId);
  return { account: accountById(world, app.botId), via: 'installation', appSlug: app.slug };
}
