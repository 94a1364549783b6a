import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import examples from '@octokit/webhooks-examples' with { type: 'json' };
import { sign } from '@octokit/webhooks-methods';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OrchServer, serve, WEBHOOK_PATH } from '../../src/server/serve.ts';
import { MAX_PAYLOAD } from '../../src/server/webhook-door.ts';

const SECRET = 'a secret for the test';
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** As much of GitHub as a server without installations asks for. */
function startGitHub(): Promise<{ server: Server; url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    asked.push(`${request.method} ${path}`);
    const answers: Record<string, unknown> = {
      '/app': { id: 1, slug: 'orch' },
      '/app/installations': [],
      '/app/hook/deliveries': [],
    };
    const answer = answers[path];
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? { message: 'Not Found' }));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({ server, asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
    );
  });
}

let github: Awaited<ReturnType<typeof startGitHub>>;
let orch: OrchServer;
let dataDir: string;
const logged: string[] = [];

const options = (webhookSecret: string) => ({
  appId: 1,
  privateKey,
  webhookSecret,
  apiUrl: github.url,
  gitUrl: github.url,
  dataDir,
  host: '127.0.0.1',
  port: 0,
  holder: 'test',
  log: pino({ level: 'info' }, { write: (line: string) => logged.push(line) }),
  clock: () => new Date(),
  randomId: randomUUID,
  concurrency: 2,
});

beforeAll(async () => {
  github = await startGitHub();
  dataDir = await mkdtemp(join(tmpdir(), 'orch-serve-'));
  orch = await serve(options(SECRET));
});

afterAll(async () => {
  await orch.close();
  github.server.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function send(body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${orch.url}${WEBHOOK_PATH}`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'issues',
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': await sign(SECRET, body),
      ...headers,
    },
  });
}

describe('the door for webhooks', () => {
  test('answers whether it is alive', async () => {
    const response = await fetch(`${orch.url}/healthz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
  });

  test('takes a signed webhook and answers before anything is done', async () => {
    const response = await send('{"action":"opened"}');
    expect(response.status).toBe(202);
  });

  test('refuses a body that was changed by one byte', async () => {
    const signature = await sign(SECRET, '{"action":"opened"}');
    const response = await send('{"action":"openee"}', { 'x-hub-signature-256': signature });
    expect(response.status).toBe(401);
    expect(await response.text()).toMatch('the webhook secret here and in the App’s settings must be the same');
  });

  test('refuses a signature by another secret, the old sha1 kind, garbage and none', async () => {
    const body = '{"action":"opened"}';
    const wrong = [
      await sign('another secret', body),
      'sha1=1111111111111111111111111111111111111111',
      'sha256=zz',
      '',
    ];
    for (const signature of wrong) {
      expect((await send(body, { 'x-hub-signature-256': signature })).status, signature).toBe(401);
    }
  });

  test('refuses what is not JSON, by its header or by its text', async () => {
    expect((await send('a=b', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    expect((await send('{"action":')).status).toBe(400);
  });

  test('refuses a body that is larger than GitHub sends, announced or not', async () => {
    const large = 'x'.repeat(MAX_PAYLOAD + 1);
    const response = await send(large, { 'x-hub-signature-256': 'sha256=00' }).catch(() => undefined);
    // The connection may be cut while the body is still on its way; what matters is that it was not taken.
    expect([413, undefined]).toContain(response?.status);
  });

  test('has nothing else to offer', async () => {
    expect((await fetch(`${orch.url}/api/github/webhooks`)).status).toBe(404);
    expect((await fetch(`${orch.url}/`)).status).toBe(404);
  });
});

describe('every payload that GitHub published as an example', () => {
  const payloads = (examples as unknown as { name: string; examples: unknown[] }[]).flatMap(
    ({ name, examples: list }) => list.map((payload, index) => ({ name, index, payload })),
  );

  test('there are 329 of them', () => {
    expect(payloads).toHaveLength(329);
  });

  test('goes through the signed door without harm, with and without an installation', async () => {
    const before = logged.filter((line) => line.includes('"level":50')).length;
    for (const { name, payload, index } of payloads) {
      for (const body of [payload, { ...(payload as object), installation: { id: 7 } }]) {
        const response = await send(JSON.stringify(body), { 'x-github-event': name });
        expect(response.status, `${name} ${index}`).toBe(202);
      }
    }
    expect((await fetch(`${orch.url}/healthz`)).status).toBe(200);
    expect(logged.filter((line) => line.includes('"level":50')).slice(before)).toEqual([]);
  });

  test('goes through with its values replaced by nonsense', async () => {
    for (const { name, payload } of payloads) {
      for (const nonsense of [null, 7, 'text', [], {}]) {
        const body = Object.fromEntries(Object.keys(payload as object).map((key) => [key, nonsense]));
        const response = await send(JSON.stringify(body), { 'x-github-event': name });
        expect(response.status).toBe(202);
      }
    }
    expect((await fetch(`${orch.url}/healthz`)).status).toBe(200);
  });
});

describe('a server that cannot start', () => {
  test('says that there is no webhook secret', async () => {
    await expect(serve(options(''))).rejects.toThrow(/Set WEBHOOK_SECRET to the secret in the App’s settings/);
  });

  test('asked GitHub who it is, for deliveries that failed, and for its installations, and nothing else', () => {
    expect(github.asked.slice(0, 3)).toEqual(['GET /app', 'GET /app/hook/deliveries', 'GET /app/installations']);
  });
});
