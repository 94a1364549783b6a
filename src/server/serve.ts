/** Orch's server: the door for webhooks, the queue behind it, and the sweep at the start. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { Probot, ProbotOctokit } from 'probot';
import { orch } from '../index.ts';
import { advance } from '../loop.ts';
import type { StoreChoice } from '../state/choose-store.ts';
import { findRestless } from '../sweep.ts';
import { type AppClient, type Installations, openInstallations } from './installations.ts';
import { createPlaces, type Places } from './places.ts';
import { createQueue, type Queue } from './queue.ts';
import { answerWebhook } from './webhook-door.ts';

export interface ServeOptions {
  appId: number;
  /** The App's private key, PEM. */
  privateKey: string;
  webhookSecret: string;
  /** `https://api.github.com`, or a GitHub Enterprise server's `…/api/v3`. */
  apiUrl: string;
  /** `https://github.com`. */
  gitUrl: string;
  dataDir: string;
  /** Which store keeps the state; `auto` when not given. */
  store?: StoreChoice;
  host: string;
  port: number;
  /** Names this process among others; the same after a restart. */
  holder: string;
  log: Logger;
  clock: () => Date;
  randomId: () => string;
  /** Subjects worked on at once. */
  concurrency: number;
}

export interface OrchServer {
  url: string;
  /** Resolves when nothing waits and nothing is worked on. */
  idle(): Promise<void>;
  /** Takes nothing new, finishes what is under way, closes. */
  close(): Promise<void>;
}

/** Where GitHub sends webhooks to. */
export const WEBHOOK_PATH = '/api/github/webhooks';

/** Starts the server. Throws with one sentence when it cannot: no webhook secret, a key that GitHub does not take, a port in use. */
export async function serve(options: ServeOptions): Promise<OrchServer> {
  if (options.webhookSecret === '') {
    throw new Error(
      'There is no webhook secret, so anyone could send webhooks. Set WEBHOOK_SECRET to the secret in the App’s settings.',
    );
  }
  const { log: logger, clock } = options;
  const log = (message: string, details?: Record<string, unknown>): void => logger.info(details ?? {}, message);
  // What GitHub refused or did not answer is decided on by the loop; a client that repeats or waits by itself would do it twice.
  const Octokit = ProbotOctokit.defaults((defaults: Record<string, unknown>) => ({
    ...defaults,
    throttle: { enabled: false },
    retry: { enabled: false },
  }));
  const probot = new Probot({
    appId: options.appId,
    privateKey: options.privateKey,
    secret: options.webhookSecret,
    baseUrl: options.apiUrl,
    log: logger.child({ name: 'probot' }),
    Octokit,
  });
  await probot.ready();
  const installations = await openInstallations((await probot.auth()) as AppClient, options.apiUrl, clock);
  const places = createPlaces({ ...options, installations, log });
  const queue = createQueue({
    clock,
    log,
    concurrency: options.concurrency,
    work: async (address, wake) => (await advance(await places.of(address), wake)).wakeAt,
  });
  let sweeping: Promise<void> = Promise.resolve();
  const sweep = (): void => {
    sweeping = sweeping
      .then(() => sweepAll(installations, places, queue))
      .catch((error: unknown) => {
        logger.error({ err: error }, 'a sweep failed; webhooks are heard all the same');
      });
  };
  await probot.load(orch({ queue, slug: installations.slug, sweep }));

  const receive = ({ id, name, payload }: { id: string; name: string; payload: unknown }): void => {
    // Probot types what GitHub documents; a payload from outside is only claimed to be that, and nobody here believes it.
    const event = { id, name, payload } as Parameters<typeof probot.receive>[0];
    probot
      .receive(event)
      .catch((error: unknown) => logger.error({ err: error, delivery: id }, 'a webhook could not be handled'));
  };
  const http = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (request.method === 'GET' && path === '/healthz') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}\n');
    } else if (request.method === 'POST' && path === WEBHOOK_PATH) {
      answerWebhook(request, response, { secret: options.webhookSecret, receive, log }).catch(() => response.destroy());
    } else {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
    }
  });
  await new Promise<void>((resolve, reject) => http.once('error', reject).listen(options.port, options.host, resolve));
  const { port } = http.address() as AddressInfo;

  sweep();

  return {
    url: `http://${options.host}:${port}`,
    idle: async () => {
      await sweeping;
      await queue.idle();
    },
    close: async () => {
      const closed = new Promise((resolve) => http.close(resolve));
      http.closeIdleConnections();
      await closed;
      await sweeping;
      await queue.close();
      await places.close();
    },
  };
}

/** Queues every subject of every repository that is not at rest. */
async function sweepAll(installations: Installations, places: Places, queue: Queue): Promise<void> {
  for (const address of await installations.repositories()) {
    const place = await places.of(address);
    for (const wake of await findRestless(place)) queue.push(address, wake);
  }
}
