import { demand } from '../auth/access.ts';
import { actorOf, type Principal, rateKey } from '../auth/principal.ts';
import type { HubParts, RepositoryContext, RestContext, Route } from '../rest/context.ts';
import { fullName } from '../world/lookups.ts';
import { findRepository } from '../world/repositories.ts';
import { HubError, type JsonObject, notFound } from '../world/types.ts';
import type { Answer } from './answer.ts';
import { fieldsOf } from './body-fields.ts';
import type { Match } from './router.ts';

/** A request that has a route and a caller, and has been read. */
export interface RestCall {
  readonly match: Match<Route>;
  readonly method: string;
  readonly url: URL;
  readonly body: JsonObject;
  readonly accept: string;
  readonly principal: Principal;
}

/** Checks who may, and lets the route answer. Throws a {@link HubError} for every refusal. */
export async function answerRest(hub: HubParts, call: RestCall): Promise<Answer> {
  const { match, principal } = call;
  const context: RestContext = {
    ...hub,
    principal,
    actor: actorOf(hub.world, principal),
    fields: fieldsOf(call.body),
    request: { method: call.method, parameters: match.parameters, url: call.url, body: call.body, accept: call.accept },
  };
  const { access, handle } = match.entry;
  if ('caller' in access) {
    demandCaller(access.caller, principal);
    // Routes without a need are written for a context without a repository; see `route`.
    return handle(context as RepositoryContext);
  }
  const { owner = '', repo = '' } = match.parameters;
  const repository = findRepository(hub.world, owner, repo.replace(/\.git$/, ''));
  if (repository === null) throw notFound();
  demand(hub.world, principal, repository, access.need);
  return handle({ ...context, repository, name: fullName(hub.world, repository) });
}

function demandCaller(wanted: 'anyone' | 'app' | 'installation' | 'user', principal: Principal): void {
  if (wanted === 'anyone' || wanted === principal.kind) return;
  if (wanted === 'app') {
    // A token where a JSON web token is wanted, as GitHub says it.
    throw new HubError(
      401,
      principal.kind === 'anonymous' ? 'Requires authentication' : 'A JSON web token could not be decoded',
    );
  }
  if (principal.kind === 'anonymous') throw new HubError(401, 'Requires authentication');
  throw new HubError(403, 'Resource not accessible by integration');
}

/** GitHub's refusal of a caller who has used up the hour. */
export function rateLimited(principal: Principal): HubError {
  return new HubError(
    403,
    `API rate limit exceeded for ${rateKey(principal)}.`,
    undefined,
    'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api',
  );
}
