import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type App, HubError, type JsonObject } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** GitHub takes no App token that lives longer than ten minutes. */
const longestLife = 600;
/** How far the clocks of client and server may be apart, in seconds. */
const clockSkew = 60;

/**
 * The App that signed this JSON web token, checked as GitHub checks it: RS256 with the App's key, `iat` in the past, `exp` in
 * the future and at most ten minutes away, `iss` the App's id or client id.
 *
 * @throws {HubError} 401 in GitHub's words, 404 when there is no such App
 */
export function verifyAppJwt(world: World, token: string): App {
  const undecodable = () => new HubError(401, 'A JSON web token could not be decoded');
  const [head = '', body = '', signature = '', ...rest] = token.split('.');
  const header = decodePart(head);
  const claims = decodePart(body);
  if (rest.length > 0 || signature === '' || header?.alg !== 'RS256' || claims === null) throw undecodable();

  const now = world.now().getTime() / 1000;
  const { exp, iat, iss } = claims;
  if (typeof exp !== 'number' || exp <= now - clockSkew) {
    throw new HubError(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > now + longestLife + clockSkew) {
    throw new HubError(401, "'Expiration time' claim ('exp') is too far in the future");
  }
  if (typeof iat !== 'number' || !Number.isInteger(iat) || iat > now + clockSkew) {
    throw new HubError(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (typeof iss !== 'number' && typeof iss !== 'string') {
    throw new HubError(401, "Missing 'issuer' claim ('iss') in assertion");
  }
  const app = [...world.apps.all()].find((one) => String(one.id) === String(iss) || one.clientId === iss);
  if (!app) throw new HubError(404, 'Integration not found');
  const key = readKey(app.publicKey);
  if (key === null || !verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))) {
    throw undecodable();
  }
  return app;
}

function decodePart(part: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}

/** An App without a key never signs in, which is true of the App that Actions acts as. */
function readKey(pem: string): KeyObject | null {
  return pem === '' ? null : createPublicKey(pem);
}
