/** `npm run orch -- serve` as a process: what the environment must say, and how it ends. */
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const CLI = join(import.meta.dirname, '..', '..', 'src', 'cli.ts');
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const good = { APP_ID: '1', PRIVATE_KEY: privateKey, WEBHOOK_SECRET: 'secret', LOG_LEVEL: 'silent' as const };

function start(env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, 'serve'], {
    env: { PATH: process.env.PATH ?? '', HOME: tmpdir(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  return { child, said: () => ({ out, err }) };
}

describe('serve', () => {
  test.each([
    ['no App', { ...good, APP_ID: '' }, 'APP_ID is not set: the number in the App’s settings.'],
    [
      'an App that is no number',
      { ...good, APP_ID: 'orch' },
      'APP_ID is "orch"; it is the number in the App’s settings.',
    ],
    [
      'no key',
      { ...good, PRIVATE_KEY: '' },
      'PRIVATE_KEY is not set: the App’s private key (PEM), or PRIVATE_KEY_PATH for its file.',
    ],
    [
      'no secret',
      { ...good, WEBHOOK_SECRET: '' },
      'WEBHOOK_SECRET is not set: the secret in the App’s settings, without which anyone could send webhooks.',
    ],
    ['a store that is none', { ...good, ORCH_STORE: 'sql' }, 'ORCH_STORE is "sql"; it is one of auto, git, api.'],
    ['a port that is none', { ...good, PORT: 'http' }, 'PORT is "http"; a port is 0 to 65535.'],
  ])('says in one line what is missing: %s', async (_name, env, sentence) => {
    const { child, said } = start(env);
    const [status] = await once(child, 'close');
    expect({ status, ...said() }).toEqual({ status: 2, out: '', err: `${sentence}\n` });
  });

  test('listens, tells where, and ends in good order on SIGTERM', async () => {
    const github = createServer((request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(request.url?.startsWith('/app/installations') ? '[]' : '{"slug":"orch"}');
    });
    await new Promise<void>((resolve) => github.listen(0, '127.0.0.1', resolve));
    const data = await mkdtemp(join(tmpdir(), 'orch-serve-'));
    const url = `http://127.0.0.1:${(github.address() as AddressInfo).port}`;
    const { child, said } = start({
      ...good,
      GITHUB_API_URL: url,
      GITHUB_SERVER_URL: url,
      ORCH_DATA: data,
      HOST: '127.0.0.1',
      PORT: '0',
    });
    await once(child.stdout, 'data');
    const address = /^Orch listens at (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(said().out)?.[1];
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    child.kill('SIGTERM');
    const [status, signal] = await once(child, 'close');
    github.close();
    await rm(data, { recursive: true, force: true });
    expect({ status, signal, err: said().err }).toEqual({ status: 0, signal: null, err: '' });
  });
});
