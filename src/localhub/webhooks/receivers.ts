import { installationCovers } from '../world/installations.ts';
import type { App, Installation, WorldEvent } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** Someone who gets an event: an App with a hook, through one of its installations. */
export interface Receiver {
  app: App & { webhook: NonNullable<App['webhook']> };
  installation: Installation;
}

/**
 * Who GitHub sends an event to: every App with an active hook whose installation covers the repository, is not suspended and
 * subscribes to the event. Events about an App's own installation, and requested suites, go to that App without subscription.
 */
export function receiversOf(world: World, event: WorldEvent): Receiver[] {
  const receivers: Receiver[] = [];
  for (const installation of candidates(world, event)) {
    const app = world.apps.get(installation.appId);
    if (app?.webhook?.active !== true) continue;
    if (event.onlyAppId === undefined ? installation.events.includes(event.name) : event.onlyAppId === app.id) {
      receivers.push({ app: { ...app, webhook: app.webhook }, installation });
    }
  }
  return receivers;
}

function candidates(world: World, event: WorldEvent): Installation[] {
  const { repository } = event;
  // An installation that was just deleted or suspended is told so, though it gets nothing else any more.
  if (repository === null) return event.subject.installation === undefined ? [] : [event.subject.installation];
  return [...world.installations.where('account', repository.ownerId)].filter(
    (one) => one.suspendedAt === null && installationCovers(one, repository),
  );
}
