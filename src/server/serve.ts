/** Orch's server: the door for webhooks, the queue behind it, and the sweep at the start. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { Probot, ProbotOctokit } from 'probot';
import { orch } from '../index.ts';
import { advance } from '../loop.ts';
import { orTellOfLoss } from '../notices.ts';
import type { StoreChoice } from '../state/choose-store.ts';
import { type AppClient, openInstallations } from './installations.ts';
import { createPlaces } from './places.ts';
import { createQueue } from './queue.ts';
import { createSweeper } from './sweeper.ts';
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
  /** Milliseconds between two sweeps; ten minutes when not given. */
  sweepEvery?: number;
}

export interface OrchServer {
  url: string;
  /** Resolves when nothing waits and nothing is worked on. */
  idle(): Promise<void>;
  /** Takes nothing new, finishes what is under way, closes. */
  close(): Promise<void>;
}

/** Between two sweeps (ms). A lost webhook is found within it, and a quiet repository costs two requests each time. */
const SWEEP_EVERY = 10 * 60_000;

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
  const app = (await probot.auth()) as AppClient;
  const installations = await openInstallations(app, options.apiUrl, clock);
  const places = createPlaces({ ...options, installations, log });
  const queue = createQueue({
    clock,
    log,
    concurrency: options.concurrency,
    work: async (address, wake) => {
      const place = await places.of(address);
      const rest = await orTellOfLoss(place, () => advance(place, wake));
      for (const next of rest.wakes ?? []) queue.push(address, next);
      return rest.wakeAt;
    },
  });
  const receive = ({ id, name, payload }: { id: string; name: string; payload: unknown }): void => {
    // Probot types what GitHub documents; a payload from outside is only claimed to be that, and nobody here believes it.
    const event = { id, name, payload } as Parameters<typeof probot.receive>[0];
    probot
      .receive(event)
      .catch((error: unknown) => logger.error({ err: error, delivery: id }, 'a webhook could not be handled'));
  };
  const sweeper = createSweeper({
    app,
    repositories: installations.repositories,
    places,
    push: queue.push,
    receive,
    clock,
    log,
    every: options.sweepEvery ?? SWEEP_EVERY,
  });
  await probot.load(orch({ queue, slug: installations.slug, sweep: sweeper.sweep }));

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

  sweeper.sweep();

  return {
    url: `http://${options.host}:${port}`,
    idle: async () => {
      await sweeper.idle();
      await queue.idle();
    },
    close: async () => {
      const closed = new Promise((resolve) => http.close(resolve));
      http.closeIdleConnections();
      await closed;
      await sweeper.close();
      await queue.close();
      await places.close();
    },
  };
}
