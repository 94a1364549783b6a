/** Starts the server as `npm run orch -- serve` does: everything comes from the environment, and what is wrong there is told at once. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { parseStoreChoice, STORE_CHOICES, type StoreChoice } from '../state/choose-store.ts';
import { UserError } from '../user-error.ts';
import { serve } from './serve.ts';

/** Runs until the signal. Throws UserError for a missing or wrong variable. */
export async function serveFromEnvironment(
  env: NodeJS.ProcessEnv,
  out: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const appId = Number(need(env, 'APP_ID', 'the number in the App’s settings'));
  if (!Number.isSafeInteger(appId) || appId <= 0)
    throw new UserError(`APP_ID is ${JSON.stringify(env.APP_ID)}; it is the number in the App’s settings.`);
  const port = Number(env.PORT ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UserError(`PORT is ${JSON.stringify(env.PORT)}; a port is 0 to 65535.`);
  const server = await serve({
    appId,
    privateKey: privateKey(env),
    webhookSecret: need(
      env,
      'WEBHOOK_SECRET',
      'the secret in the App’s settings, without which anyone could send webhooks',
    ),
    apiUrl: env.GITHUB_API_URL ?? 'https://api.github.com',
    gitUrl: env.GITHUB_SERVER_URL ?? 'https://github.com',
    store: storeChoice(env),
    dataDir: env.ORCH_DATA ?? join(tmpdir(), 'orch'),
    host: env.HOST ?? '0.0.0.0',
    port,
    holder: env.ORCH_INSTANCE ?? hostname(),
    log: pino({ level: env.LOG_LEVEL ?? 'info' }),
    clock: () => new Date(),
    randomId: randomUUID,
    concurrency: 16,
    sweepEvery: minutes(env.ORCH_SWEEP_MINUTES) * 60_000,
  });
  out(`Orch listens at ${server.url}`);
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await server.close();
}

function need(env: NodeJS.ProcessEnv, name: string, what: string): string {
  const value = env[name];
  if (!value) throw new UserError(`${name} is not set: ${what}.`);
  return value;
}

/** How often the server looks by itself: ten minutes, unless ORCH_SWEEP_MINUTES says otherwise. */
function minutes(word: string | undefined): number {
  const value = Number(word || 10);
  if (value >= 1 && value <= 1_440) return value;
  throw new UserError(`ORCH_SWEEP_MINUTES is ${JSON.stringify(word)}; it is a number of minutes from 1 to 1440.`);
}

/** Where the state is kept: through git where there is one, unless ORCH_STORE says otherwise. */
function storeChoice({ ORCH_STORE: word }: NodeJS.ProcessEnv): StoreChoice {
  const choice = parseStoreChoice(word || 'auto');
  if (choice) return choice;
  throw new UserError(`ORCH_STORE is ${JSON.stringify(word)}; it is one of ${STORE_CHOICES.join(', ')}.`);
}

/** The key itself (`\n` for line breaks is understood), base64 of it, or the path of its file. */
function privateKey(env: NodeJS.ProcessEnv): string {
  if (env.PRIVATE_KEY_PATH) {
    try {
      return readFileSync(env.PRIVATE_KEY_PATH, 'utf8');
    } catch {
      throw new UserError(`PRIVATE_KEY_PATH is ${env.PRIVATE_KEY_PATH}, and that file cannot be read.`);
    }
  }
  const key = need(env, 'PRIVATE_KEY', 'the App’s private key (PEM), or PRIVATE_KEY_PATH for its file').replaceAll(
    '\\n',
    '\n',
  );
  return key.includes('BEGIN') ? key : Buffer.from(key, 'base64').toString('utf8');
}
