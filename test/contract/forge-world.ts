/**
 * The world in which the forge's contract is tried: one repository, people of every role, Orch's App, and the verbs by which the tests change
 * it. Both adapters get the same one; only where git is and how the forge asks differs.
 */
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import type { Forge } from '../../src/github/forge.ts';
import { createOrganization, createUser, findAccount, userActor } from '../../src/localhub/world/accounts.ts';
import { createApp, installationActor } from '../../src/localhub/world/apps.ts';
import { createComment } from '../../src/localhub/world/comments.ts';
import { installApp } from '../../src/localhub/world/installations.ts';
import { openIssue } from '../../src/localhub/world/issues.ts';
import { addLabels } from '../../src/localhub/world/labels.ts';
import { setCollaborator } from '../../src/localhub/world/repositories.ts';
import type { Actor, Installation, Issue, Permissions, Repository, RoleName } from '../../src/localhub/world/types.ts';
import type { World } from '../../src/localhub/world/world.ts';

export const SLUG = 'orch';
export const PEOPLE = {
  maria: 'admin',
  mona: 'maintain',
  wes: 'write',
  tess: 'triage',
  rita: 'read',
  otto: null,
} as const;
export type Name = keyof typeof PEOPLE;

/** Everything in it that a run of Orch's workflow needs, and nothing else. */
export const WORKFLOW = `name: Orch
run-name: 'Orch story #\${{ inputs.story }} (\${{ inputs.run }})'
on:
  workflow_dispatch:
    inputs:
      brief: { required: true, type: string }
      story: { required: true, type: string }
      run: { required: true, type: string }
permissions: {}
jobs:
  agent:
    runs-on: ubuntu-latest
    steps:
      - run: 'true'
`;
export const FILES = { 'README.md': '# durations\n', '.github/workflows/orch.yml': WORKFLOW };

/** The App's manifest, which is what the installation may do. */
const MANIFEST = load(readFileSync(new URL('../../app.yml', import.meta.url), 'utf8')) as {
  default_permissions: Permissions;
  default_events: string[];
};

/** How the next acts go wrong: GitHub is not there, its answer is lost, or it asks for a minute of silence. */
export type Mishap = 'unreachable' | 'answer lost' | 'quiet';

/** What an adapter's test has to bring. */
export interface ForgeGround {
  world: World;
  forge: Forge;
  repository: Repository;
  installation: Installation;
  /** Commits to a branch and tells the world; the commit. A new branch grows from the default branch, or from `onto`. */
  push(who: Actor, branch: string, changes: Record<string, string | null>, onto?: string): Promise<string>;
  deleteBranch(who: Actor, branch: string): Promise<void>;
  /** Resolves when GitHub has computed what it computes in the background. */
  settled(): Promise<void>;
  /** From now on acts go wrong, until it is called with undefined. Looking at things still works. */
  mishap(kind: Mishap | undefined): void;
  /** The time that the forge's clock shows. */
  now: Date;
  end(): Promise<void>;
}

/** The ground with verbs. */
export interface ForgeStage extends ForgeGround {
  orch: Actor;
  person(name: Name): Actor;
  bot: Actor;
  opens(name: Name, title?: string, body?: string): Issue;
  says(who: Name | 'orch' | 'bot', issue: Issue, body: string): number;
  labels(who: Name | 'bot', issue: Issue, label: string): void;
}

/** People, their roles' keepers and the two Apps. Call it before the repository is made. */
export function populate(world: World): { orch: Actor; bot: Actor; installation: Installation } {
  const owner = createOrganization(world, { login: 'acme' });
  for (const login of Object.keys(PEOPLE)) createUser(world, { login });
  const install = (slug: string): Installation => {
    const { default_permissions: permissions, default_events: events } = MANIFEST;
    const app = createApp(world, { slug, owner, permissions, events });
    return installApp(world, userActor(findAccount(world, 'maria')!), { appId: app.id, account: owner });
  };
  const installation = install(SLUG);
  return {
    orch: installationActor(world, installation),
    bot: installationActor(world, install('renovate')),
    installation,
  };
}

/** Gives the people their roles. */
export function appoint(world: World, repository: Repository): void {
  for (const [login, roleName] of Object.entries(PEOPLE) as [Name, RoleName | null][]) {
    if (roleName) setCollaborator(world, { repository, account: findAccount(world, login)!, roleName });
  }
}

/** Puts the verbs on a ground. */
export function stageOf(ground: ForgeGround, orch: Actor, bot: Actor): ForgeStage {
  const { world, repository } = ground;
  const person = (name: Name): Actor => userActor(findAccount(world, name)!);
  const actor = (who: Name | 'orch' | 'bot'): Actor => (who === 'orch' ? orch : who === 'bot' ? bot : person(who));
  return {
    ...ground,
    orch,
    bot,
    person,
    opens: (name, title = 'Parse "1h 30m"', body) =>
      openIssue(world, person(name), { repository, title, ...(body === undefined ? {} : { body }) }),
    says: (who, issue, body) => createComment(world, actor(who), { issue, body }).id,
    labels: (who, issue, label) => {
      addLabels(world, actor(who), { issue, names: [label] });
    },
  };
}
