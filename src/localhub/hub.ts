import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { newTokenValue, type RandomInteger, secureRandom } from './auth/token-values.ts';
import { createGit, type Git } from './git/git.ts';
import { keepPulls } from './git/pull-keeper.ts';
import { reconcile } from './git/reconcile.ts';
import { graphqlOf } from './http/graphql-door.ts';
import { createRateLimiter, usualLimit } from './http/rate-limit.ts';
import { createRequestLog, type RequestLog } from './http/request-log.ts';
import { createHubServer, type HubDoors } from './http/server.ts';
import type { HubParts } from './rest/context.ts';
import { createSeed, type Seed } from './seed.ts';
import { startWebhooks, type Webhooks } from './webhooks/deliver.ts';
import { createGithubToken, revokeToken } from './world/tokens.ts';
import type { Permissions, Repository, Urls } from './world/types.ts';
import { listen, type World } from './world/world.ts';
import { keepWorld, readWorld } from './world-file.ts';

/** How a hub is started. */
export interface HubOptions {
  /** Where everything that the hub knows is kept; made when it is not there. A hub started on the folder of another goes on with its world. */
  readonly dir: string;
  /** Default: the port that the last hub on this folder had, if it is free, else any free one. */
  readonly port?: number;
  /** Default `127.0.0.1`: nobody but this machine. */
  readonly host?: string;
  readonly now?: () => Date;
  readonly random?: RandomInteger;
  /** Points in an hour for each caller. Default GitHub's figures: 5000, and 1000 for the GITHUB_TOKENs of one repository. */
  readonly rateLimit?: number;
  /** Told of what went wrong inside; default: written to standard error. */
  readonly log?: (message: string, cause?: unknown) => void;
}

/** A running hub. */
export interface Hub {
  readonly urls: Urls;
  readonly world: World;
  readonly git: Git;
  readonly dir: string;
  /** Every REST and GraphQL request since the start. */
  readonly requests: RequestLog;
  /** Accounts, repositories, Apps and installations. */
  readonly seed: Seed;
  readonly webhooks: Webhooks;
  /** The key of the routes below `/_hub`, also in `hub.json` in the folder. */
  readonly key: string;
  /** Makes the GITHUB_TOKEN of one job. It stops working when the job is completed. */
  mintJobToken(job: JobTokenRequest): string;
  /** Resolves when what has happened so far is known to the world and on disk. */
  settled(): Promise<void>;
  /** Stops listening, ends what is under way and writes the world a last time. */
  close(): Promise<void>;
}

/** For which job a GITHUB_TOKEN is, and what it may do. */
export interface JobTokenRequest {
  readonly repository: Repository;
  readonly runId: number;
  readonly jobId: number;
  readonly permissions: Permissions;
}

/** Starts a hub. Rejects when the port is taken or the folder holds something that is no hub. */
export async function startHub(options: HubOptions): Promise<Hub> {
  const { dir, host = '127.0.0.1', now = () => new Date(), random = secureRandom } = options;
  const log = options.log ?? ((message, cause) => console.error(message, cause ?? ''));
  const onUnexpected = (cause: unknown): void => log('The local hub met an error.', cause);
  await mkdir(dir, { recursive: true });
  const world = await readWorld(join(dir, 'world.json'), now);
  const doors = Promise.withResolvers<HubDoors>();
  doors.promise.catch(() => {});
  const server = createHubServer(doors.promise);
  const note = await readNote(dir);
  await refuseSecondHub(dir, note);
  await listenOn(server, host, options.port, note?.port);
  try {
    const urls = urlsOf(server, host);
    const key = note?.key ?? randomBytes(24).toString('base64url');
    await writeFile(noteFile(dir), `${JSON.stringify({ urls, port: portOf(server), key }, null, 2)}\n`, {
      mode: 0o600,
    });

    const git = createGit(join(dir, 'git'));
    const file = keepWorld(world, join(dir, 'world.json'), onUnexpected);
    const webhooks = startWebhooks(world, { urls, guid: randomUUID });
    const keeper = keepPulls({ git, world }, onUnexpected);
    const { rateLimit } = options;
    const rateLimiter = createRateLimiter({ now, limit: (caller) => rateLimit ?? usualLimit(caller) });
    const parts: HubParts = { world, git, urls, dir, random, rateLimiter, webhooks, settled: keeper.settled };
    const requests = createRequestLog();
    const seed = createSeed(parts, random);
    const revoking = revokeEndedJobs(world);
    await reconcile(parts);
    await keeper.settled();
    await file.flush();
    doors.resolve({
      hub: parts,
      seed,
      requests,
      key,
      graphql: graphqlOf(parts, onUnexpected),
      flush: file.flush,
      onUnexpected,
    });
    return {
      urls,
      world,
      git,
      dir,
      requests,
      seed,
      webhooks,
      key,
      mintJobToken: (job) => createGithubToken(world, { ...job, value: newTokenValue('github_token', random) }).value,
      async settled() {
        await keeper.settled();
        await file.flush();
      },
      async close() {
        const closed = once(server, 'close');
        server.close();
        server.closeIdleConnections();
        // What is being answered may finish; whoever keeps a connection open without asking anything is not waited for.
        const hurry = setTimeout(() => server.closeAllConnections(), 2000);
        await closed;
        clearTimeout(hurry);
        await webhooks.stop();
        await keeper.settled();
        keeper.close();
        revoking();
        await file.close();
        git.close();
      },
    };
  } catch (error) {
    doors.reject(error);
    server.close();
    server.closeAllConnections();
    throw error;
  }
}

/** A GITHUB_TOKEN ends with its job. */
function revokeEndedJobs(world: World): () => void {
  return listen(world, ({ name, action, subject }) => {
    if (name !== 'workflow_job' || action !== 'completed') return;
    for (const token of [...world.tokens.all()]) if (token.jobId === subject.job?.id) revokeToken(world, { token });
  });
}

/** `hub.json`: where the hub listens and the key of its own routes, readable only for the one who started it. */
const noteFile = (dir: string): string => join(dir, 'hub.json');

interface Note {
  readonly urls?: Urls;
  readonly port?: number;
  readonly key?: string;
}

async function readNote(dir: string): Promise<Note | null> {
  const text = await readFile(noteFile(dir), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return JSON.parse(text) as Note;
  } catch {
    // Cut off while it was written; everything in it can be made anew.
    return null;
  }
}

/** Two hubs on one folder would overwrite each other's world. The one that is there proves that it lives by knowing the key. */
async function refuseSecondHub(dir: string, note: Note | null): Promise<void> {
  if (!note?.urls || !note.key) return;
  const answer = await fetch(`${note.urls.html}/_hub/world`, {
    headers: { authorization: `hub ${note.key}` },
    signal: AbortSignal.timeout(1000),
  }).catch(() => null);
  await answer?.body?.cancel();
  if (answer?.ok)
    throw new Error(
      `A local hub is running on ${dir} already, at ${note.urls.html}. Stop it, or choose another folder.`,
    );
}

/** Listens on the port that is asked for; without one on the last one, because clones remember it, or on any. */
async function listenOn(
  server: Server,
  host: string,
  asked: number | undefined,
  last: number | undefined,
): Promise<void> {
  const attempt = async (port: number): Promise<void> => {
    server.listen(port, host);
    await once(server, 'listening');
  };
  if (asked !== undefined) return attempt(asked);
  if (last === undefined) return attempt(0);
  await attempt(last).catch(() => attempt(0));
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

function urlsOf(server: Server, host: string): Urls {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  const html = `http://${name}:${portOf(server)}`;
  return { html, git: html, api: `${html}/api/v3`, graphql: `${html}/api/graphql` };
}
