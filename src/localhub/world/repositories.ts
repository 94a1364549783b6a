import { findAccount } from './accounts.ts';
import { roleOf } from './lookups.ts';
import {
  type Account,
  type Actor,
  type BranchProtection,
  HubError,
  type Repository,
  type RepositorySettings,
  type RoleName,
} from './types.ts';
import { emit, nextId, timestamp, type World } from './world.ts';

/** The labels every new repository has on GitHub: name, color, description. */
const DEFAULT_LABELS = [
  ['bug', 'd73a4a', "Something isn't working"],
  ['documentation', '0075ca', 'Improvements or additions to documentation'],
  ['duplicate', 'cfd3d7', 'This issue or pull request already exists'],
  ['enhancement', 'a2eeef', 'New feature or request'],
  ['good first issue', '7057ff', 'Good for newcomers'],
  ['help wanted', '008672', 'Extra attention is needed'],
  ['invalid', 'e4e669', "This doesn't seem right"],
  ['question', 'd876e3', 'Further information is requested'],
  ['wontfix', 'ffffff', 'This will not be worked on'],
] as const;

/** What a new repository can be given. */
export interface NewRepository {
  owner: Account;
  name: string;
  description?: string | null;
  private?: boolean;
  /** Default `main`. */
  defaultBranch?: string;
  settings?: Partial<RepositorySettings>;
}

/**
 * Creates a repository with GitHub's nine default labels and without any ref.
 * Throws 422 when the owner has one of that name. Emits `repository.created`, and `installation_repositories.added`
 * for every App that is installed on all of the owner's repositories.
 */
export function createRepository(world: World, actor: Actor, args: NewRepository): Repository {
  if (findRepository(world, args.owner.login, args.name) !== null) {
    throw new HubError(422, 'Repository creation failed.', [
      { resource: 'Repository', code: 'custom', field: 'name', message: 'name already exists on this account' },
    ]);
  }
  const now = timestamp(world);
  const repository = world.repositories.add({
    id: nextId(world),
    ownerId: args.owner.id,
    name: args.name,
    description: args.description ?? null,
    private: args.private ?? false,
    archived: false,
    defaultBranch: args.defaultBranch ?? 'main',
    nextNumber: 1,
    nextRunNumber: {},
    settings: {
      allowMergeCommit: true,
      allowSquashMerge: true,
      allowRebaseMerge: true,
      deleteBranchOnMerge: false,
      defaultWorkflowPermissions: 'read',
      actionsMayCreateAndApprovePullRequests: false,
      ...args.settings,
    },
    collaborators: [],
    secrets: {},
    variables: {},
    branchProtections: [],
    createdAt: now,
    updatedAt: now,
    pushedAt: now,
  });
  for (const [name, color, description] of DEFAULT_LABELS) {
    world.labels.add({ id: nextId(world), repositoryId: repository.id, name, color, description, isDefault: true });
  }
  emit(world, actor, { name: 'repository', action: 'created', repository, subject: {} });
  for (const installation of world.installations.where('account', args.owner.id)) {
    if (installation.repositorySelection !== 'all') continue;
    emit(world, actor, {
      name: 'installation_repositories',
      action: 'added',
      repository: null,
      subject: { installation, repositories: [repository] },
      onlyAppId: installation.appId,
    });
  }
  return repository;
}

/** The repository with this owner and name (both compared without case), or null. */
export function findRepository(world: World, owner: string, name: string): Repository | null {
  const account = findAccount(world, owner);
  if (account === null) return null;
  const wanted = name.toLowerCase();
  return world.repositories.where('owner', account.id).find((one) => one.name.toLowerCase() === wanted) ?? null;
}

/** Changes description, default branch, visibility or switches. Emits nothing. */
export function updateRepository(
  world: World,
  args: {
    repository: Repository;
    description?: string | null;
    private?: boolean;
    archived?: boolean;
    defaultBranch?: string;
    settings?: Partial<RepositorySettings>;
  },
): Repository {
  const { repository, settings, ...patch } = args;
  return world.repositories.update(repository, {
    ...patch,
    settings: { ...repository.settings, ...settings },
    updatedAt: timestamp(world),
  });
}

/** Gives someone a role, or changes it. */
export function setCollaborator(
  world: World,
  args: { repository: Repository; account: Account; roleName: RoleName },
): void {
  const others = args.repository.collaborators.filter((one) => one.accountId !== args.account.id);
  world.repositories.update(args.repository, {
    collaborators: [...others, { accountId: args.account.id, roleName: args.roleName }],
  });
}

/** Takes someone's role away. Does nothing when they have none. */
export function removeCollaborator(world: World, args: { repository: Repository; account: Account }): void {
  world.repositories.update(args.repository, {
    collaborators: args.repository.collaborators.filter((one) => one.accountId !== args.account.id),
  });
}

/** Everyone with a role, the owner (when a person) first. */
export function collaboratorsOf(world: World, repository: Repository): { account: Account; roleName: RoleName }[] {
  const owner = world.accounts.get(repository.ownerId);
  const first = owner?.type === 'User' ? [{ account: owner, roleName: 'admin' as const }] : [];
  const rest = repository.collaborators.flatMap(({ accountId, roleName }) => {
    const account = world.accounts.get(accountId);
    return account === undefined || account.id === repository.ownerId ? [] : [{ account, roleName }];
  });
  return [...first, ...rest];
}

/**
 * What `GET /repos/{owner}/{repo}/collaborators/{username}/permission` says: the legacy `permission`
 * (triage counts as read, maintain as write) and the exact `roleName`. Everyone can read a public repository.
 */
export function permissionOf(
  world: World,
  repository: Repository,
  account: Account,
): { permission: 'admin' | 'write' | 'read' | 'none'; roleName: RoleName | 'none' } {
  const role = roleOf(world, repository, account);
  if (role === null) {
    return repository.private ? { permission: 'none', roleName: 'none' } : { permission: 'read', roleName: 'read' };
  }
  const legacy = { read: 'read', triage: 'read', write: 'write', maintain: 'write', admin: 'admin' } as const;
  return { permission: legacy[role], roleName: role };
}

/** Sets an Actions secret; the name is stored in upper case. Null removes it. */
export function setSecret(world: World, args: { repository: Repository; name: string; value: string | null }): void {
  world.repositories.update(args.repository, { secrets: withEntry(args.repository.secrets, args.name, args.value) });
}

/** Sets an Actions variable; the name is stored in upper case. Null removes it. */
export function setVariable(world: World, args: { repository: Repository; name: string; value: string | null }): void {
  world.repositories.update(args.repository, {
    variables: withEntry(args.repository.variables, args.name, args.value),
  });
}

/** Protects a branch, replacing the protection it had. */
export function protectBranch(world: World, args: { repository: Repository } & BranchProtection): void {
  const { repository, ...protection } = args;
  world.repositories.update(repository, {
    branchProtections: [...repository.branchProtections.filter((one) => one.branch !== args.branch), protection],
  });
}

function withEntry(entries: Record<string, string>, name: string, value: string | null): Record<string, string> {
  const { [name.toUpperCase()]: _old, ...rest } = entries;
  return value === null ? rest : { ...rest, [name.toUpperCase()]: value };
}
