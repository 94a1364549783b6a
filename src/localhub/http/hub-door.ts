import { timingSafeEqual } from 'node:crypto';
import { type HubRequest, hubRoutes } from '../rest/hub-routes.ts';
import { HubError } from '../world/types.ts';
import type { Answer } from './answer.ts';
import { type Exchange, header } from './exchange.ts';
import { createRouter } from './router.ts';

const findRoute = createRouter(hubRoutes);

/**
 * Answers the hub's own routes. They make accounts and tokens, so that they are for the one who runs the hub: from this
 * machine, with the key that only the hub's folder has. Jobs of the runner are on this machine too, and do not have it.
 *
 * @throws {HubError} 403 for everybody else
 */
export async function answerHub(
  exchange: Exchange,
  key: string,
  request: Omit<HubRequest, 'parameters'>,
): Promise<Answer> {
  const { remoteAddress = '' } = exchange.request.socket;
  if (!/^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(remoteAddress)) {
    throw new HubError(403, 'The routes below /_hub are open only to this machine.');
  }
  // A page in a browser of this machine can send requests here; it always says where it comes from.
  if (header(exchange, 'origin') !== undefined)
    throw new HubError(403, 'The routes below /_hub are closed to web pages.');
  if (!matches(header(exchange, 'authorization'), `hub ${key}`)) {
    throw new HubError(
      403,
      'The routes below /_hub need "Authorization: hub KEY" with the key from hub.json in the hub\'s folder.',
    );
  }
  const match = findRoute(exchange.request.method ?? '', exchange.url.pathname);
  if (match === null) {
    const known = hubRoutes.map(({ route }) => route).join(', ');
    throw new HubError(
      501,
      `The local hub has no route ${exchange.request.method} ${exchange.url.pathname}. It has: ${known}.`,
    );
  }
  return match.entry.handle({ ...request, parameters: match.parameters });
}

function matches(given: string | undefined, wanted: string): boolean {
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}
