/** A bare remote behind smart HTTP that wants a token, as GitHub's is. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { parseGitRequest, serveGit } from '../../../src/localhub/git/smart-http.ts';
import type { GitStoreOptions } from '../../../src/state/git-store.ts';
import type { StateStore } from '../../../src/state/store.ts';
import { type BareRemote, createBareRemote } from './bare-remote.ts';

export const TOKEN = 'ghs_0123456789abcdefghijABCDEFGHIJ';

/** What a test does with a request instead of serving it; true when it has been dealt with. */
export type Intervention = (
  request: { service: string; advertisement: boolean },
  response: ServerResponse,
  serve: () => Promise<void>,
) => Promise<boolean>;

export interface HttpRemote extends Omit<BareRemote, 'url'> {
  /** Address for git. */
  url: string;
  /** The bare repository behind it, as a path. */
  path: string;
  /** Requests so far: `GET git-receive-pack`, and the bytes of their bodies. */
  requests: { what: string; bytes: number }[];
  /** Called for each request that has the right token. */
  intervene(intervention: Intervention | undefined): void;
}

/** A remote without any branch, listening on a port of its own. */
export async function createHttpRemote(): Promise<HttpRemote> {
  const bare = await createBareRemote({ blobless: true });
  const requests: HttpRemote['requests'] = [];
  let intervention: Intervention | undefined;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = parseGitRequest(request.method ?? '', new URL(request.url ?? '', 'http://localhost'));
    const password = Buffer.from(request.headers.authorization?.slice('Basic '.length) ?? '', 'base64').toString();
    if (password !== `x-access-token:${TOKEN}`) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="GitHub"' }).end('Bad credentials');
      return;
    }
    if (!asked) {
      response.writeHead(404).end();
      return;
    }
    const noted = { what: `${request.method} ${asked.service}`, bytes: 0 };
    requests.push(noted);
    const serve = async () => {
      request.on('data', (chunk: Buffer) => {
        noted.bytes += chunk.length;
      });
      await serveGit(request, response, asked, { folder: bare.url });
    };
    if (!(await intervention?.(asked, response, serve))) await serve();
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const url = `http://127.0.0.1:${port}/octocat/hello.git`;
  return {
    ...bare,
    url,
    path: bare.url,
    requests,
    store: (options: Partial<GitStoreOptions> = {}): StateStore =>
      bare.store({ url, credentials: async () => TOKEN, ...options }),
    intervene(next) {
      intervention = next;
    },
    async end() {
      await bare.end();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
