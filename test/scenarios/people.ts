/** The people of the named world and their roles, and the machines beside them. */
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import {
  createOrganization,
  createUser,
  findAccount,
  systemActor,
  userActor,
} from '../../src/localhub/world/accounts.ts';
import { createApp, installationActor } from '../../src/localhub/world/apps.ts';
import { installApp } from '../../src/localhub/world/installations.ts';
import { appById } from '../../src/localhub/world/lookups.ts';
import { createRepository, setCollaborator } from '../../src/localhub/world/repositories.ts';
import type { Actor, Repository, RoleName } from '../../src/localhub/world/types.ts';
import { ACTIONS_APP_ID, type World } from '../../src/localhub/world/world.ts';

export const SLUG = 'orch';
const ROLES = {
  maria: 'admin',
  wes: 'write',
  tess: 'triage',
  rita: 'read',
  otto: null,
  mona: 'maintain',
} as const satisfies Record<string, RoleName | null>;
/** What the App hears of, from the manifest that it is registered with. */
export const HEARD = (
  load(readFileSync(new URL('../../app.yml', import.meta.url), 'utf8')) as { default_events: string[] }
).default_events;

/** A ghost is someone whose account was deleted. */
export type Name = keyof typeof ROLES | 'renovate[bot]' | 'github-actions[bot]' | 'orch[bot]' | 'ghost';

export interface People {
  repository: Repository;
  actor(who: Name): Actor;
}

/** Lets everybody in, founds the repository `acme/durations`, gives the roles and installs the Apps. */
export function populate(world: World): People {
  const owner = createOrganization(world, { login: 'acme' });
  for (const login of Object.keys(ROLES)) createUser(world, { login });
  const person = (login: string): Actor => userActor(findAccount(world, login)!);
  const repository = createRepository(world, person('maria'), { owner, name: 'durations' });
  for (const [login, roleName] of Object.entries(ROLES)) {
    if (roleName) setCollaborator(world, { repository, account: findAccount(world, login)!, roleName });
  }
  const install = (slug: string): Actor => {
    const app = createApp(world, { slug, owner, permissions: { issues: 'write', checks: 'write' }, events: HEARD });
    return installationActor(world, installApp(world, person('maria'), { appId: app.id, account: owner }));
  };
  const others: Record<string, Actor> = {
    'orch[bot]': install(SLUG),
    'renovate[bot]': install('renovate'),
    'github-actions[bot]': {
      account: world.accounts.get(appById(world, ACTIONS_APP_ID).botId)!,
      via: 'github_token',
      appSlug: 'github-actions',
    },
    ghost: systemActor(world),
  };
  return { repository, actor: (who) => others[who] ?? person(who) };
}
