import { accountById } from '../world/lookups.ts';
import { actorOfToken, findToken } from '../world/tokens.ts';
import { type Actor, type App, HubError, type Token } from '../world/types.ts';
import { GHOST_ID, type World } from '../world/world.ts';
import { verifyAppJwt } from './app-jwt.ts';

/** Who makes a request. */
export type Principal =
  | { readonly kind: 'anonymous'; readonly name: 'anonymous' }
  | { readonly kind: 'app'; readonly name: string; readonly app: App }
  | { readonly kind: Token['kind']; readonly name: string; readonly token: Token };

/** Somebody without credentials. */
export const anonymous: Principal = { kind: 'anonymous', name: 'anonymous' };

/**
 * Reads an `Authorization` header: `token …`, `Bearer …` (a token or an App's JSON web token), or `Basic …` with the token as
 * the password, which is how git sends `x-access-token:<token>`. A token as the user name works too, as on GitHub.
 *
 * @throws {HubError} 401 "Bad credentials" for a token that nobody knows or that has expired
 */
export function authenticate(world: World, header: string | undefined): Principal {
  if (header === undefined || header.trim() === '') return anonymous;
  const [scheme = '', credentials = ''] = header.trim().split(/\s+/, 2);
  switch (scheme.toLowerCase()) {
    case 'bearer':
    case 'token':
      return isJwt(credentials) ? ofApp(verifyAppJwt(world, credentials)) : ofToken(world, credentials);
    case 'basic': {
      const [user = '', password = ''] = splitOnce(Buffer.from(credentials, 'base64').toString('utf8'), ':');
      return ofToken(world, password === '' || password === 'x-oauth-basic' ? user : password);
    }
    default:
      throw badCredentials();
  }
}

/** Who acts, for the world. An App by itself and nobody at all act as the ghost: neither may do what leaves a trace. */
export function actorOf(world: World, principal: Principal): Actor {
  if ('token' in principal) return actorOfToken(world, principal.token);
  return { account: accountById(world, GHOST_ID), via: 'user' };
}

/** The key under which requests of a principal are counted. */
export function rateKey(principal: Principal): string {
  if (principal.kind === 'installation') return `installation ${principal.token.installationId}`;
  if (principal.kind === 'github_token') return `repository ${principal.token.repositoryIds?.join(',')}`;
  return `${principal.kind} ${principal.name}`;
}

function ofToken(world: World, value: string): Principal {
  const token = findToken(world, value);
  if (token === null) throw badCredentials();
  const { login } = accountById(world, token.accountId);
  return { kind: token.kind, name: login.replace(/\[bot\]$/, ''), token };
}

const ofApp = (app: App): Principal => ({ kind: 'app', name: app.slug, app });

const badCredentials = (): HubError => new HubError(401, 'Bad credentials');

/** Three parts with dots between: no other token of GitHub has dots. */
const isJwt = (credentials: string): boolean => credentials.split('.').length === 3;

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
