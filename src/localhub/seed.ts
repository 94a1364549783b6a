import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { newTokenValue, type RandomInteger } from './auth/token-values.ts';
import { announcePush, type GitAndWorld } from './git/announce-push.ts';
import { identityOf } from './git/merge-pull.ts';
import { NO_OID } from './graphql/git.ts';
import {
  createOrganization,
  createUser,
  findAccount,
  type NewAccount,
  systemActor,
  userActor,
} from './world/accounts.ts';
import { createApp, findApp } from './world/apps.ts';
import { addInstallationRepositories, installApp } from './world/installations.ts';
import { fullName } from './world/lookups.ts';
import { createRepository, findRepository, setCollaborator, updateRepository } from './world/repositories.ts';
import { createUserToken } from './world/tokens.ts';
import {
  type Account,
  type App,
  HubError,
  type Installation,
  type Permissions,
  type Repository,
  type RepositorySettings,
  type RoleName,
} from './world/types.ts';

/** A repository to put into a hub. */
export interface SeedRepository {
  /** Login of its owner, who exists. */
  readonly owner: string;
  readonly name: string;
  /**
   * Where its content comes from: a git repository on this machine, whose branches and tags are copied, or a folder of files,
   * which becomes the first commit. Only read. Without it the repository is empty.
   */
  readonly from?: string;
  readonly description?: string;
  readonly private?: boolean;
  /** Default: the branch that `from` has checked out, else `main`. */
  readonly defaultBranch?: string;
  readonly settings?: Partial<RepositorySettings>;
  /** Login to role. */
  readonly collaborators?: Readonly<Record<string, RoleName>>;
  /** Message of the first commit, when `from` is a folder of files. */
  readonly message?: string;
}

/** A GitHub App to register. */
export interface SeedApp {
  readonly slug: string;
  readonly name?: string;
  /** Login of its owner, who exists. */
  readonly owner: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly webhook?: { readonly url: string; readonly secret: string };
}

/** Puts things into a hub that GitHub's API has no way to make, or that nobody has a token for yet. */
export interface Seed {
  /** A person with a token. An account that exists is taken as it is and gets another token. */
  user(account: NewAccount): { account: Account; token: string };
  organization(account: NewAccount): Account;
  repository(repository: SeedRepository): Promise<Repository>;
  /** An App with a new key. One of that slug that exists keeps its key, and takes over the new permissions, events and webhook. */
  app(app: SeedApp): Promise<App & { privateKey: string }>;
  /** Installs an App on an account, for all repositories or those named (without owner). An existing installation is kept. */
  install(app: string, account: string, repositories?: 'all' | readonly string[]): Installation;
}

const generate = promisify(generateKeyPair);

/** The seeding functions of a hub. They throw a {@link HubError} 422 that names what does not exist. */
export function createSeed(hub: GitAndWorld, random: RandomInteger): Seed {
  const { world } = hub;
  const accountNamed = (login: string): Account => {
    const account = findAccount(world, login);
    if (account === null)
      throw new HubError(422, `There is no account ${JSON.stringify(login)} in this hub; create it first.`);
    return account;
  };
  return {
    user(wanted) {
      const account = findAccount(world, wanted.login) ?? createUser(world, wanted);
      const { value } = createUserToken(world, { account, value: newTokenValue('user', random) });
      return { account, token: value };
    },
    organization: (wanted) => createOrganization(world, wanted),
    async repository(wanted) {
      const owner = accountNamed(wanted.owner);
      const repository = createRepository(world, userActor(owner), {
        owner,
        name: wanted.name,
        description: wanted.description ?? null,
        private: wanted.private ?? false,
        defaultBranch: wanted.defaultBranch ?? 'main',
        ...(wanted.settings ? { settings: wanted.settings } : {}),
      });
      for (const [login, roleName] of Object.entries(wanted.collaborators ?? {})) {
        setCollaborator(world, { repository, account: accountNamed(login), roleName });
      }
      const name = fullName(world, repository);
      await hub.git.create(name, repository.defaultBranch);
      if (wanted.from !== undefined) await fill(hub, repository, owner, wanted.from, wanted);
      return repository;
    },
    async app(wanted) {
      const { owner, webhook, ...registration } = wanted;
      const existing = findApp(world, wanted.slug);
      if (existing?.privateKey) {
        const { permissions, events } = registration;
        world.apps.update(existing, {
          permissions: { ...permissions, metadata: 'read' },
          events: [...events],
          webhook: webhook ? { ...webhook, active: true } : null,
        });
        return existing as App & { privateKey: string };
      }
      const keys = await generate('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      });
      const app = createApp(world, { ...registration, owner: accountNamed(owner), webhook: webhook ?? null, ...keys });
      return app as App & { privateKey: string };
    },
    install(slug, login, repositories = 'all') {
      const app = findApp(world, slug);
      if (app === null)
        throw new HubError(422, `There is no App ${JSON.stringify(slug)} in this hub; register it first.`);
      const account = accountNamed(login);
      const chosen = repositories === 'all' ? 'all' : repositories.map((name) => repositoryNamed(login, name));
      const existing = world.installations.where('app', app.id).find((one) => one.accountId === account.id);
      if (existing === undefined)
        return installApp(world, userActor(account), { appId: app.id, account, repositories: chosen });
      world.installations.update(existing, { permissions: { ...app.permissions }, events: [...app.events] });
      if (chosen !== 'all') {
        addInstallationRepositories(world, userActor(account), { installation: existing, repositories: chosen });
      }
      return existing;
    },
  };

  function repositoryNamed(owner: string, name: string): Repository {
    const repository = findRepository(world, owner, name);
    if (repository === null)
      throw new HubError(422, `There is no repository ${owner}/${name} in this hub; create it first.`);
    return repository;
  }
}

async function fill(
  hub: GitAndWorld,
  repository: Repository,
  owner: Account,
  from: string,
  wanted: SeedRepository,
): Promise<void> {
  const { git, world } = hub;
  const name = fullName(world, repository);
  const defaultBranch = await git.import(name, from, {
    defaultBranch: repository.defaultBranch,
    message: wanted.message ?? 'Initial commit',
    author: identityOf(world, owner),
  });
  if (defaultBranch !== repository.defaultBranch) updateRepository(world, { repository, defaultBranch });
  const actor = owner.type === 'User' ? userActor(owner) : systemActor(world);
  const refs = await git.listRefs(name);
  // The default branch first: what the others bring is counted from it.
  const order = [
    `refs/heads/${defaultBranch}`,
    ...[...refs.keys()].filter((ref) => ref !== `refs/heads/${defaultBranch}`),
  ];
  for (const ref of order) {
    const after = refs.get(ref);
    if (after !== undefined) await announcePush(hub, actor, repository, { ref, before: NO_OID, after });
  }
}
