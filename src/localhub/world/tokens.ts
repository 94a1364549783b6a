import { installationActor } from './apps.ts';
import { installationCovers } from './installations.ts';
import { accountById } from './lookups.ts';
import {
  type Account,
  type Actor,
  HubError,
  type Installation,
  type Permissions,
  type Repository,
  type Token,
} from './types.ts';
import { ACTIONS_BOT_ID, nextId, timestamp, type World } from './world.ts';

/** How long an installation token works: one hour, as on GitHub. */
const INSTALLATION_TOKEN_MS = 3_600_000;

/** How long a GITHUB_TOKEN works at most; the runner revokes it when the job ends. GitHub's limit is 24 hours. */
const GITHUB_TOKEN_MS = 24 * 3_600_000;

const LEVELS = { read: 1, write: 2, admin: 3 } as const;

/**
 * Makes a token for an installation, narrowed to some repositories and permissions when these are given.
 * Throws 403 when the installation is suspended, 422 when it reaches less than is asked for.
 */
export function createInstallationToken(
  world: World,
  args: { installation: Installation; value: string; repositories?: readonly Repository[]; permissions?: Permissions },
): Token {
  const { installation, permissions } = args;
  if (installation.suspendedAt !== null) throw new HubError(403, 'This installation has been suspended');
  for (const repository of args.repositories ?? []) {
    if (installationCovers(installation, repository)) continue;
    throw new HubError(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  }
  for (const [name, level] of Object.entries(permissions ?? {})) {
    if (reaches(installation.permissions, name, level)) continue;
    throw new HubError(422, 'The permissions requested are not granted to this installation.');
  }
  return addToken(world, {
    value: args.value,
    kind: 'installation',
    accountId: installationActor(world, installation).account.id,
    installationId: installation.id,
    repositoryIds: args.repositories?.map((one) => one.id) ?? null,
    permissions: { ...(permissions ?? installation.permissions), metadata: 'read' },
    expiresAt: timestamp(world, INSTALLATION_TOKEN_MS),
  });
}

/** Makes a person's token, without limits and without end. */
export function createUserToken(world: World, args: { account: Account; value: string }): Token {
  return addToken(world, { value: args.value, kind: 'user', accountId: args.account.id });
}

/** Makes the GITHUB_TOKEN of a job. */
export function createGithubToken(
  world: World,
  args: { repository: Repository; value: string; permissions: Permissions; runId: number; jobId: number },
): Token {
  return addToken(world, {
    value: args.value,
    kind: 'github_token',
    accountId: ACTIONS_BOT_ID,
    repositoryIds: [args.repository.id],
    permissions: { ...args.permissions, metadata: 'read' },
    runId: args.runId,
    jobId: args.jobId,
    expiresAt: timestamp(world, GITHUB_TOKEN_MS),
  });
}

/** The token with this value, or null when there is none or it has expired. */
export function findToken(world: World, value: string): Token | null {
  const token = world.tokens.where('value', value)[0];
  if (token === undefined) return null;
  return token.expiresAt !== null && Date.parse(token.expiresAt) <= world.now().getTime() ? null : token;
}

/** Makes a token useless at once. */
export function revokeToken(world: World, args: { token: Token }): void {
  world.tokens.remove(args.token);
}

/** Who acts with a token. */
export function actorOfToken(world: World, token: Token): Actor {
  const account = accountById(world, token.accountId);
  if (token.kind === 'user') return { account, via: 'user' };
  if (token.kind === 'github_token') return { account, via: 'github_token', appSlug: 'github-actions' };
  return { account, via: 'installation', appSlug: account.login.replace(/\[bot\]$/, '') };
}

/** Whether a token is for this repository at all; what it may do there is {@link tokenAllows}'s question. */
export function tokenReaches(world: World, token: Token, repository: Repository): boolean {
  if (token.repositoryIds !== null && !token.repositoryIds.includes(repository.id)) return false;
  if (token.installationId === null) return true;
  const installation = world.installations.get(token.installationId);
  return (
    installation !== undefined && installation.suspendedAt === null && installationCovers(installation, repository)
  );
}

/** Whether a token has a permission at least at this level. A user's token has all that its user has. */
export function tokenAllows(token: Token, permission: string, level: 'read' | 'write' | 'admin'): boolean {
  return token.permissions === null || reaches(token.permissions, permission, level);
}

function reaches(permissions: Permissions, name: string, level: 'read' | 'write' | 'admin'): boolean {
  const has = permissions[name];
  return has !== undefined && LEVELS[has] >= LEVELS[level];
}

function addToken(
  world: World,
  args: Pick<Token, 'value' | 'kind' | 'accountId'> & Partial<Omit<Token, 'id' | 'createdAt'>>,
): Token {
  return world.tokens.add({
    id: nextId(world),
    installationId: null,
    repositoryIds: null,
    permissions: null,
    runId: null,
    jobId: null,
    createdAt: timestamp(world),
    expiresAt: null,
    ...args,
  });
}
