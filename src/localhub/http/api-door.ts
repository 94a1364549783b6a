import { anonymous, authenticate, type Principal, rateKey } from '../auth/principal.ts';
import type { Graphql } from '../graphql/create-graphql.ts';
import type { HubParts } from '../rest/context.ts';
import { routes } from '../rest/routes.ts';
import { HubError, type JsonObject } from '../world/types.ts';
import type { Answer } from './answer.ts';
import { type Exchange, errorAnswer, header, send } from './exchange.ts';
import { answerGraphql, describeGraphql } from './graphql-door.ts';
import { readJsonBody } from './json-body.ts';
import { type RateResource, type RateStanding, rateHeaders } from './rate-limit.ts';
import type { RequestLog } from './request-log.ts';
import { answerRest, rateLimited } from './rest-door.ts';
import { createRouter } from './router.ts';

/** What the two APIs need beside the hub's parts. */
export interface ApiDoor {
  readonly hub: HubParts;
  readonly graphql: Graphql<Principal>;
  readonly requests: RequestLog;
  /** Resolves when what the world knows is on disk. */
  flush(): Promise<void>;
  onUnexpected(cause: unknown): void;
}

/** The route of a REST request, or null when the hub has none. */
export const findRestRoute = createRouter(routes);

/** What a request turned out to be, for its log entry. */
interface Asked {
  readonly route: string;
  readonly resource: RateResource;
  /** Content-creating acts, if the request succeeds. */
  readonly content: number;
  readonly writes: boolean;
  readonly answer: (principal: Principal, standing: RateStanding) => Promise<Answer>;
}

/** Answers a request to REST or GraphQL. `pathname` is without a prefix such as `/api/v3`. */
export async function serveApi(door: ApiDoor, exchange: Exchange, pathname: string, requestId: string): Promise<void> {
  const { hub } = door;
  let principal: Principal = anonymous;
  let asked: Asked | null = null;
  let standing = hub.rateLimiter.standing(rateKey(principal), 'core');
  let answer: Answer;
  try {
    principal = authenticate(hub.world, header(exchange, 'authorization'));
    const body = await bodyOf(exchange);
    asked = pathname === '/graphql' ? graphqlAsked(door, body) : restAsked(door, exchange, pathname, body);
    const key = rateKey(principal);
    const taken = hub.rateLimiter.take(key, asked.resource);
    standing = taken ?? hub.rateLimiter.standing(key, asked.resource);
    if (taken === null) throw rateLimited(principal);
    // What git has to say about pull requests is waited for, so that an answer is never older than what was done before.
    await hub.settled();
    answer = await asked.answer(principal, standing);
  } catch (error) {
    answer = errorAnswer(error, requestId, door.onUnexpected);
  }
  if (asked?.writes) {
    await hub.settled();
    await door.flush().catch((error: unknown) => {
      answer = errorAnswer(error, requestId, door.onUnexpected);
    });
  }
  const status = send(exchange, answer, { ...apiHeaders(requestId), ...rateHeaders(standing) });
  if (status === 304) hub.rateLimiter.giveBack(rateKey(principal), 'core');
  const method = exchange.request.method ?? '';
  door.requests.add({
    at: hub.world.now().toISOString(),
    method,
    route: asked?.route ?? `${method} ${pathname}`,
    path: pathname,
    status,
    principal: { kind: principal.kind, name: principal.name },
    content: asked && (status < 400 || asked.resource === 'graphql') ? asked.content : 0,
    milliseconds: performance.now() - exchange.startedAt,
  });
}

/** GitHub's headers that say nothing here, and that clients may yet look for. */
export const apiHeaders = (requestId: string): Record<string, string> => ({
  'x-github-request-id': requestId,
  'x-github-media-type': 'github.v3; format=json',
  'x-content-type-options': 'nosniff',
  vary: 'Accept, Authorization, Accept-Encoding',
});

async function bodyOf({ request }: Exchange): Promise<JsonObject> {
  return request.method === 'GET' || request.method === 'HEAD' ? {} : readJsonBody(request);
}

function restAsked(door: ApiDoor, exchange: Exchange, pathname: string, body: JsonObject): Asked {
  const method = exchange.request.method ?? '';
  const match = findRestRoute(method === 'HEAD' ? 'GET' : method, pathname);
  if (match === null) {
    throw new HubError(
      501,
      `The local hub does not know ${method} ${pathname}. GitHub may; this hub knows ${routes.length} operations of its REST API.`,
    );
  }
  return {
    route: match.entry.route,
    resource: 'core',
    content: match.entry.createsContent ? 1 : 0,
    writes: method !== 'GET' && method !== 'HEAD',
    answer: (principal) =>
      answerRest(door.hub, {
        match,
        method,
        url: exchange.url,
        body,
        accept: (header(exchange, 'accept') ?? '').toLowerCase(),
        principal,
      }),
  };
}

function graphqlAsked(door: ApiDoor, body: JsonObject): Asked {
  const { name, content, mutates } = describeGraphql(door.graphql, body);
  return {
    route: `POST /graphql${name === '' ? '' : ` ${name}`}`,
    resource: 'graphql',
    content,
    writes: mutates,
    answer: (principal, standing) => answerGraphql(door.hub, door.graphql, { principal, body, standing }),
  };
}
