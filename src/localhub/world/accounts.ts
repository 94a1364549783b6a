import { accountById } from './lookups.ts';
import { type Account, type Actor, HubError } from './types.ts';
import { GHOST_ID, nextId, timestamp, type World } from './world.ts';

/** What a new account can be given; GitHub's id is taken from the world unless one is chosen. */
export interface NewAccount {
  login: string;
  name?: string | null;
  email?: string | null;
  id?: number;
}

/** Creates a person's account. Throws 422 when the login is taken (compared without case). */
export function createUser(world: World, args: NewAccount): Account {
  return createAccount(world, args, 'User', null);
}

/** Creates an organization. Throws 422 when the login is taken. */
export function createOrganization(world: World, args: NewAccount): Account {
  return createAccount(world, args, 'Organization', null);
}

/** Creates the bot account of an App; `createApp` calls it. */
export function createBot(world: World, args: NewAccount & { appId: number }): Account {
  return createAccount(world, args, 'Bot', args.appId);
}

/** The account with this login (compared without case), or null. */
export function findAccount(world: World, login: string): Account | null {
  return world.accounts.where('login', login.toLowerCase())[0] ?? null;
}

/** A person acting with their own token or in the browser. */
export function userActor(account: Account): Actor {
  return { account, via: 'user' };
}

/** The hub itself acting, for consequences that nobody in particular caused. */
export function systemActor(world: World): Actor {
  return { account: accountById(world, GHOST_ID), via: 'system' };
}

function createAccount(world: World, args: NewAccount, type: Account['type'], appId: number | null): Account {
  if (findAccount(world, args.login) !== null) {
    throw new HubError(422, `The login ${args.login} is taken already; choose another one.`);
  }
  return world.accounts.add({
    id: args.id ?? nextId(world),
    login: args.login,
    type,
    name: args.name ?? null,
    email: args.email ?? null,
    appId,
    createdAt: timestamp(world),
  });
}

/** The account with this e-mail address, or null. `<id>+<login>@users.noreply.…` and `<login>@users.noreply.…` name one too. */
export function findAccountByEmail(world: World, email: string): Account | null {
  const noreply = /^(?:(\d+)\+)?(.+)@users\.noreply\./.exec(email);
  if (noreply?.[2] !== undefined) return findAccount(world, noreply[2]);
  for (const account of world.accounts.all()) if (account.email === email) return account;
  return null;
}
