import { nodeId } from '../world/node-ids.ts';
import type { Urls, WorldEvent } from '../world/types.ts';
import { listen, timestamp, type World } from '../world/world.ts';
import type { Delivery } from './delivery.ts';
import { type Receiver, receiversOf } from './receivers.ts';
import { signature1, signature256 } from './signature.ts';

/** GitHub waits ten seconds for a receiver's answer. */
const TIMEOUT_MS = 10_000;

/** GitHub keeps deliveries for three days; here it is the last so many. */
const KEPT = 1000;

/** So many deliveries to one hook run at once; the others wait, so that a burst does not exhaust sockets. */
const AT_ONCE = 16;

/** No more of an answer's body than this is kept in the log, in characters. */
const LONGEST_ANSWER = 4096;

/** What the sender of webhooks needs from outside. */
export interface WebhookOptions {
  urls: Urls;
  /** Makes `X-GitHub-Delivery`: a new GUID at each call. */
  guid: () => string;
  /** Milliseconds for measuring durations; default `performance.now`. */
  clock?: () => number;
  fetch?: typeof fetch;
  timeoutMs?: number;
}

/** Sends webhooks and remembers what became of them. */
export interface Webhooks {
  /** The deliveries to an App's hook, newest first. */
  deliveries(appId: number): Delivery[];
  find(appId: number, deliveryId: number): Delivery | null;
  /** Sends the same bytes with the same GUID again, as another attempt. Null when there is no such delivery. */
  redeliver(appId: number, deliveryId: number): Delivery | null;
  /** Calls `listener` whenever an attempt has ended. Returns the function that stops it. */
  onDelivery(listener: (delivery: Delivery) => void): () => void;
  /** Resolves when nothing waits and nothing runs. */
  idle(): Promise<void>;
  /** Stops listening, drops what waits and cuts off what runs; resolves when all of it has ended. */
  stop(): Promise<void>;
}

/**
 * Sends every event of the world to the Apps that are to get it, signed, each once. Like GitHub it never tries again by itself
 * and promises no order. The log lives in memory: what was under way when a process died is lost, as it can be on GitHub.
 */
export function startWebhooks(world: World, options: WebhookOptions): Webhooks {
  const { clock = () => performance.now(), timeoutMs = TIMEOUT_MS } = options;
  const send = options.fetch ?? fetch;
  const log: Delivery[] = [];
  const waiting: Delivery[] = [];
  const running = new Map<number, Set<Promise<void>>>();
  const listeners = new Set<(delivery: Delivery) => void>();
  const stopped = new AbortController();
  let lastId = 0;
  let onIdle: (() => void)[] = [];

  const idleNow = (): boolean => waiting.length === 0 && [...running.values()].every((set) => set.size === 0);

  const pump = (): void => {
    for (let i = 0; i < waiting.length; ) {
      const delivery = waiting[i] as Delivery;
      const active = running.get(delivery.appId) ?? new Set();
      running.set(delivery.appId, active);
      if (active.size >= AT_ONCE) {
        i += 1;
        continue;
      }
      waiting.splice(i, 1);
      const attempt = post(delivery).finally(() => {
        active.delete(attempt);
        for (const listener of listeners) listener(delivery);
        pump();
      });
      active.add(attempt);
    }
    if (!idleNow()) return;
    for (const resolve of onIdle) resolve();
    onIdle = [];
  };

  const post = async (delivery: Delivery): Promise<void> => {
    const started = clock();
    delivery.deliveredAt = timestamp(world);
    try {
      const response = await send(delivery.url, {
        method: 'POST',
        headers: delivery.request.headers,
        body: delivery.request.body,
        redirect: 'manual',
        signal: AbortSignal.any([stopped.signal, AbortSignal.timeout(timeoutMs)]),
      });
      delivery.response.headers = Object.fromEntries(response.headers);
      delivery.statusCode = response.status;
      delivery.status = response.ok ? 'OK' : `Invalid HTTP Response: ${response.status}`;
      delivery.response.body = (await response.text()).slice(0, LONGEST_ANSWER);
    } catch (error) {
      delivery.status =
        error instanceof Error && error.name === 'TimeoutError' ? 'timed out' : 'failed to connect to host';
    }
    delivery.duration = Math.round(clock() - started) / 1000;
  };

  const enqueue = (unsent: Omit<Delivery, 'id' | keyof Unsent>): Delivery => {
    lastId += 1;
    const delivery: Delivery = { ...unsent, ...unsentParts(timestamp(world)), id: lastId };
    log.push(delivery);
    if (log.length > KEPT) log.shift();
    waiting.push(delivery);
    pump();
    return delivery;
  };

  const unlisten = listen(world, (event) => {
    const receivers = receiversOf(world, event);
    if (receivers.length === 0) return;
    const payload = event.payload(options.urls);
    for (const receiver of receivers) enqueue(newDelivery(options.guid(), event, receiver, payload));
  });

  const find = (appId: number, id: number): Delivery | null =>
    log.find((one) => one.appId === appId && one.id === id) ?? null;

  return {
    deliveries: (appId) => log.filter((one) => one.appId === appId).reverse(),
    find,
    redeliver(appId, deliveryId) {
      const original = find(appId, deliveryId);
      if (original === null) return null;
      return enqueue({ ...original, redelivery: true });
    },
    onDelivery(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    idle: () => (idleNow() ? Promise.resolve() : new Promise((resolve) => onIdle.push(resolve))),
    async stop() {
      unlisten();
      waiting.length = 0;
      stopped.abort();
      await Promise.allSettled([...running.values()].flatMap((set) => [...set]));
    },
  };
}

type Unsent = Pick<Delivery, 'deliveredAt' | 'duration' | 'status' | 'statusCode' | 'response'>;

/** The parts of an attempt that say how it went, before it went. */
function unsentParts(at: string): Unsent {
  return { deliveredAt: at, duration: 0, status: 'pending', statusCode: 0, response: { headers: {}, body: '' } };
}

function newDelivery(
  guid: string,
  event: WorldEvent,
  { app, installation }: Receiver,
  payload: Record<string, unknown>,
): Omit<Delivery, 'id' | keyof Unsent> {
  // Events about an installation show the whole of it; to all others GitHub adds the short form.
  const short = { id: installation.id, node_id: nodeId('Installation', installation.id) };
  const body = JSON.stringify({ ...payload, installation: payload.installation ?? short });
  return {
    appId: app.id,
    guid,
    event: event.name,
    action: event.action,
    installationId: installation.id,
    repositoryId: event.repository?.id ?? null,
    redelivery: false,
    url: app.webhook.url,
    request: {
      headers: {
        accept: '*/*',
        'content-type': 'application/json',
        'user-agent': 'GitHub-Hookshot/localhub',
        'x-github-delivery': guid,
        'x-github-event': event.name,
        'x-github-hook-id': String(app.id),
        'x-github-hook-installation-target-id': String(app.id),
        'x-github-hook-installation-target-type': 'integration',
        'x-hub-signature': signature1(app.webhook.secret, body),
        'x-hub-signature-256': signature256(app.webhook.secret, body),
      },
      body,
    },
  };
}
