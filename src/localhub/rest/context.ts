import { demand, type Need } from '../auth/access.ts';
import type { Principal } from '../auth/principal.ts';
import type { RandomInteger } from '../auth/token-values.ts';
import type { GitAndWorld } from '../git/announce-push.ts';
import type { Answer } from '../http/answer.ts';
import { json } from '../http/answer.ts';
import type { Fields } from '../http/body-fields.ts';
import { paginate } from '../http/pagination.ts';
import type { RateLimiter } from '../http/rate-limit.ts';
import type { Webhooks } from '../webhooks/deliver.ts';
import { type Actor, HubError, type JsonObject, notFound, type Repository, type Urls } from '../world/types.ts';

/** What the doors of one hub share. */
export interface HubParts extends GitAndWorld {
  readonly urls: Urls;
  /** The hub's folder. */
  readonly dir: string;
  readonly random: RandomInteger;
  readonly rateLimiter: RateLimiter;
  readonly webhooks: Webhooks;
  /** Resolves when everything that git was asked to find out about pull requests is known to the world. */
  settled(): Promise<void>;
}

/** One REST request, read. */
export interface RestRequest {
  readonly method: string;
  /** The template's parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The address as it was asked for, query included. */
  readonly url: URL;
  readonly body: JsonObject;
  /** The `Accept` header, lower case; empty when there is none. */
  readonly accept: string;
}

/** What a handler may look at. */
export interface RestContext extends HubParts {
  readonly request: RestRequest;
  readonly fields: Fields;
  readonly principal: Principal;
  readonly actor: Actor;
}

/** What a handler of a route below `/repos/{owner}/{repo}` may look at besides. */
export interface RepositoryContext extends RestContext {
  readonly repository: Repository;
  /** `owner/name`, spelt as the world spells it. */
  readonly name: string;
}

/** Who may ask. `anyone` needs no credentials, the others need those of their kind. */
export type Caller = 'anyone' | 'app' | 'installation' | 'user';

/** One operation of the REST API. */
export interface Route {
  /** `GET /repos/{owner}/{repo}`, in GitHub's own notation. */
  readonly route: string;
  /** Whether GitHub counts it as creating content. */
  readonly createsContent?: boolean;
  readonly access: { readonly caller: Caller } | { readonly need: Need };
  /** Given a context that has a repository exactly when `access` names a need. */
  readonly handle: (context: RepositoryContext) => Answer | Promise<Answer>;
}

/** A route that is about no repository in particular. */
export function route(path: string, caller: Caller, handle: (context: RestContext) => Answer | Promise<Answer>): Route {
  return { route: path, access: { caller }, handle };
}

/** What {@link repositoryRoute} can be told besides. */
export interface RouteOptions {
  /** The role that a person needs where it is not the usual one for the permission. */
  readonly role?: Need['role'];
  readonly createsContent?: boolean;
}

/**
 * A route about one repository.
 *
 * @param path what follows `/repos/{owner}/{repo}`, method first: `GET /issues`
 * @param permission the permission and level that it needs, `issues:write`; `issues|pull_requests:write` when either will do
 */
export function repositoryRoute(
  path: string,
  permission: `${string}:${'read' | 'write' | 'admin'}`,
  handle: Route['handle'],
  { role, createsContent }: RouteOptions = {},
): Route {
  const [method = '', rest = ''] = path.split(' ');
  const [names = '', level] = permission.split(':');
  const [name = '', or] = names.split('|');
  return {
    route: `${method} /repos/{owner}/{repo}${rest === '/' ? '' : rest}`,
    access: {
      need: { permission: name, ...(or ? { or } : {}), level: level as Need['level'], ...(role ? { role } : {}) },
    },
    ...(createsContent ? { createsContent } : {}),
    handle,
  };
}

/** The value of a template's parameter. */
export function parameter(context: RestContext, name: string): string {
  const value = context.request.parameters[name];
  if (value === undefined) throw new Error(`The template of this route has no parameter {${name}}.`);
  return value;
}

/** A numeric parameter. What is not a number names nothing, which is a 404 on GitHub. */
export function numberParameter(context: RestContext, name: string): number {
  const value = parameter(context, name);
  if (!/^\d{1,15}$/.test(value)) throw notFound();
  return Number(value);
}

/** A value of the query; null when it is absent or empty. */
export const query = (context: RestContext, name: string): string | null =>
  context.request.url.searchParams.get(name) || null;

/** The value, or 404 when there is none. */
export function found<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw notFound();
  return value;
}

/** A page of a list as JSON, with the `Link` header. */
export function listed<Item>(context: RestContext, all: readonly Item[], represent: (item: Item) => unknown): Answer {
  const page = paginate(all, context.request.url);
  return json(page.items.map(represent), 200, page.headers);
}

/** A page of a list that GitHub wraps in an object with its total: `{ total_count, workflow_runs: […] }`. */
export function counted<Item>(
  context: RestContext,
  key: string,
  all: readonly Item[],
  represent: (item: Item) => unknown,
): Answer {
  const page = paginate(all, context.request.url);
  return json({ total_count: page.total, [key]: page.items.map(represent) }, 200, page.headers);
}

/** Refuses a caller who lacks what one part of a request needs beyond its route. */
export function alsoNeeds(context: RepositoryContext, permission: string, level: Need['level']): void {
  demand(context.world, context.principal, context.repository, { permission, level });
}

/** 422 with one sentence. */
export const unprocessable = (message: string): HubError => new HubError(422, message);
