import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { authenticate } from '../auth/principal.ts';
import { parseGitRequest } from '../git/smart-http.ts';
import type { Seed } from '../seed.ts';
import { HubError } from '../world/types.ts';
import { type ApiDoor, findRestRoute, serveApi } from './api-door.ts';
import { fieldsOf } from './body-fields.ts';
import { type Exchange, errorAnswer, header, send } from './exchange.ts';
import { serveGitRequest } from './git-door.ts';
import { answerHub } from './hub-door.ts';
import { readJsonBody } from './json-body.ts';
import { pageRoutes, showPage } from './pages.ts';
import { createRouter } from './router.ts';

/** Everything that the server hands requests to. */
export interface HubDoors extends ApiDoor {
  readonly seed: Seed;
  /** The key of the hub's own routes. */
  readonly key: string;
}

const findPage = createRouter(pageRoutes);

/**
 * The hub's HTTP server, not listening yet. Requests wait until `doors` resolves, so that it can listen before the hub knows
 * its own address.
 */
export function createHubServer(doors: Promise<HubDoors>): Server {
  const server = createServer((request, response) => {
    const startedAt = performance.now();
    // Undefined when the hub failed to start: then its starter has been told already.
    doors.then((ready) => serve(ready, request, response, startedAt)).catch(() => response.destroy());
  });
  // A push of a large repository may take longer than Node's usual five minutes for a request.
  server.requestTimeout = 0;
  return server;
}

async function serve(
  doors: HubDoors,
  request: IncomingMessage,
  response: ServerResponse,
  startedAt: number,
): Promise<void> {
  const requestId = randomBytes(8).toString('hex').toUpperCase();
  const origin = doors.hub.urls.html;
  const url = URL.canParse(request.url ?? '', origin) ? new URL(request.url ?? '', origin) : new URL(origin);
  const exchange: Exchange = { request, response, url, startedAt };
  try {
    await dispatch(doors, exchange, requestId);
  } catch (error) {
    if (response.headersSent) {
      doors.onUnexpected(error);
      response.destroy();
      return;
    }
    send(exchange, errorAnswer(error, requestId, doors.onUnexpected));
  }
}

async function dispatch(doors: HubDoors, exchange: Exchange, requestId: string): Promise<void> {
  const { request, url } = exchange;
  const method = request.method ?? '';
  const asked = parseGitRequest(method, url);
  if (asked !== null) return git(doors, exchange, asked);
  const { pathname } = url;
  if (pathname.startsWith('/_hub/')) return own(doors, exchange);
  if (method === 'POST' && (pathname === '/api/graphql' || pathname === '/graphql')) {
    return serveApi(doors, exchange, '/graphql', requestId);
  }
  if (pathname.startsWith('/api/v3/')) return serveApi(doors, exchange, pathname.slice('/api/v3'.length), requestId);
  // Without the prefix, an address of the API wins over a page: nobody has to call an account `repos`.
  const page = findRestRoute(method === 'HEAD' ? 'GET' : method, pathname) === null ? findPage(method, pathname) : null;
  if (page === null) return serveApi(doors, exchange, pathname, requestId);
  const principal = authenticate(doors.hub.world, header(exchange, 'authorization'));
  await doors.hub.settled();
  send(exchange, await showPage(page.entry, { hub: doors.hub, principal, parameters: page.parameters }));
}

async function git(
  doors: HubDoors,
  exchange: Exchange,
  asked: NonNullable<ReturnType<typeof parseGitRequest>>,
): Promise<void> {
  try {
    await serveGitRequest({ hub: doors.hub, flush: doors.flush }, exchange, asked);
  } catch (error) {
    if (!(error instanceof HubError) || exchange.response.headersSent) throw error;
    // git shows plain text to the person, and asks for a password only when it is challenged.
    const challenge = error.status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {};
    send(
      exchange,
      { status: error.status, raw: { type: 'text/plain; charset=utf-8', content: `${error.message}\n` } },
      challenge,
    );
  }
}

async function own(doors: HubDoors, exchange: Exchange): Promise<void> {
  const body = exchange.request.method === 'GET' ? {} : await readJsonBody(exchange.request);
  const { hub, seed, requests } = doors;
  const answer = await answerHub(exchange, doors.key, { hub, seed, requests, body, fields: fieldsOf(body) });
  await hub.settled();
  await doors.flush();
  send(exchange, answer);
}
