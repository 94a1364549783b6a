/** Users, organizations, bots and Apps. */

import type {
  App as GhApp,
  Bot as GhBot,
  Organization as GhOrganization,
  User as GhUser,
  OrganizationRepositoriesArgs,
  OrganizationRepositoryArgs,
  UserAvatarUrlArgs,
  UserRepositoriesArgs,
  UserRepositoryArgs,
} from '@octokit/graphql-schema';
import { roleOf } from '../../world/lookups.ts';
import { nodeId } from '../../world/node-ids.ts';
import type { Account, App } from '../../world/types.ts';
import { connection } from '../connection.ts';
import type { Context } from '../context.ts';
import { type Fields, takes, thing } from '../fields.ts';
import { mayRead, repositoryNamed } from './access.ts';
import { PAGING, page } from './lookup.ts';

/** A picture that never changes and needs no server: GitHub's own for the account's id. */
const avatarUrl = takes<Account, UserAvatarUrlArgs>(
  ['size'],
  (account) => `https://avatars.githubusercontent.com/u/${account.id}?v=4`,
);

/** GraphQL names a bot by its App's slug, where REST and `viewer` say `slug[bot]`. */
function botLogin(account: Account): string {
  return account.login.replace(/\[bot\]$/, '');
}

/** The repositories of an account: its own, and for people those in which they have a role, unless asked otherwise. */
function repositoriesOf(account: Account, args: UserRepositoriesArgs, context: Context, field: string): unknown {
  const wanted = args.ownerAffiliations ?? ['OWNER', 'COLLABORATOR'];
  const items = [...context.world.repositories.all()]
    .filter((repository) => {
      if (repository.ownerId === account.id) return wanted.includes('OWNER');
      return wanted.includes('COLLABORATOR') && roleOf(context.world, repository, account) !== null;
    })
    .filter((repository) => mayRead(context, repository))
    .filter((repository) => args.privacy == null || repository.private === (args.privacy === 'PRIVATE'))
    .filter((repository) => args.isArchived == null || repository.archived === args.isArchived);
  return connection(args, { field, items, key: ({ id }) => id, node: (repository) => thing('Repository', repository) });
}

/** A person. */
export const userFields: Fields<GhUser, Account> = {
  id: (account) => nodeId('User', account.id),
  databaseId: (account) => account.id,
  login: (account) => account.login,
  name: (account) => account.name,
  email: (account) => account.email ?? '',
  avatarUrl,
  url: (account, context) => page(context, `/${account.login}`),
  resourcePath: (account) => `/${account.login}`,
  bio: () => null,
  company: () => null,
  location: () => null,
  websiteUrl: () => null,
  twitterUsername: () => null,
  isViewer: (account, context) => account.id === context.actor.account.id,
  isSiteAdmin: () => false,
  isEmployee: () => false,
  createdAt: (account) => account.createdAt,
  updatedAt: (account) => account.createdAt,
  repositories: takes([...PAGING, 'privacy', 'isArchived', 'ownerAffiliations'], repositoriesOf),
  repository: takes(['name', 'followRenames'], (account: Account, args: UserRepositoryArgs, context) =>
    repositoryNamed(context, account.login, args.name),
  ),
};

/** An organization. */
export const organizationFields: Fields<GhOrganization, Account> = {
  id: (account) => nodeId('Organization', account.id),
  databaseId: (account) => account.id,
  login: (account) => account.login,
  name: (account) => account.name,
  email: (account) => account.email,
  description: () => null,
  location: () => null,
  websiteUrl: () => null,
  avatarUrl,
  url: (account, context) => page(context, `/${account.login}`),
  resourcePath: (account) => `/${account.login}`,
  createdAt: (account) => account.createdAt,
  updatedAt: (account) => account.createdAt,
  repositories: takes<Account, OrganizationRepositoriesArgs>(
    [...PAGING, 'privacy', 'isArchived', 'ownerAffiliations'],
    repositoriesOf,
  ),
  repository: takes(['name', 'followRenames'], (account: Account, args: OrganizationRepositoryArgs, context) =>
    repositoryNamed(context, account.login, args.name),
  ),
};

/** The account that an App acts as. */
export const botFields: Fields<GhBot, Account> = {
  id: (account) => nodeId('Bot', account.id),
  databaseId: (account) => account.id,
  login: botLogin,
  avatarUrl,
  url: (account, context) => page(context, `/apps/${botLogin(account)}`),
  resourcePath: (account) => `/apps/${botLogin(account)}`,
  createdAt: (account) => account.createdAt,
  updatedAt: (account) => account.createdAt,
};

/** A GitHub App. (`clientId` is in the schema, and not yet in the types that are published beside it.) */
export const appFields: Fields<GhApp & { clientId: string }, App> = {
  id: (app) => nodeId('App', app.id),
  databaseId: (app) => app.id,
  clientId: (app) => app.clientId,
  slug: (app) => app.slug,
  name: (app) => app.name,
  description: (app) => app.description,
  url: (app, context) => page(context, `/apps/${app.slug}`),
  createdAt: (app) => app.createdAt,
  updatedAt: (app) => app.updatedAt,
};
