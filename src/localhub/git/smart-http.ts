import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { gitEnvironment } from './run-git.ts';

/** The two services of git's smart HTTP protocol: reading and writing. */
export type GitService = 'git-upload-pack' | 'git-receive-pack';

/** What a request to `/<owner>/<repo>.git/…` asks for. */
export interface GitRequest {
  /** `owner/name` as in the address. */
  readonly repository: string;
  readonly service: GitService;
  /** True for `GET info/refs`, which lists the refs; false for the exchange itself. */
  readonly advertisement: boolean;
}

/**
 * Reads a request of git's smart HTTP protocol, https://git-scm.com/docs/http-protocol. The `.git` may be left out, as on GitHub.
 * Null for every other request, the old dumb protocol included.
 */
export function parseGitRequest(method: string, url: URL): GitRequest | null {
  const found = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(url.pathname);
  if (!found) return null;
  const [, owner = '', name = '', what = ''] = found;
  const advertisement = what === 'info/refs';
  const service = advertisement ? url.searchParams.get('service') : what;
  if (service !== 'git-upload-pack' && service !== 'git-receive-pack') return null;
  if (method !== (advertisement ? 'GET' : 'POST')) return null;
  return { repository: `${decodeURIComponent(owner)}/${decodeURIComponent(name)}`, service, advertisement };
}

/** What serving needs to know. */
export interface GitServing {
  /** The bare git directory. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Awaited when git is done and before it is answered, so that what a client is told of is known everywhere. */
  readonly beforeEnd?: () => Promise<void>;
}

/**
 * Answers a request by running the service in stateless mode. A client that goes away ends the service. The answer is
 * streamed, or held until `beforeEnd` when there is one: the answer to a push is a few lines.
 */
export async function serveGit(
  request: IncomingMessage,
  response: ServerResponse,
  asked: GitRequest,
  serving: GitServing,
): Promise<void> {
  const kind = asked.advertisement ? 'advertisement' : 'result';
  response.writeHead(200, { 'content-type': `application/x-${asked.service}-${kind}`, 'cache-control': 'no-cache' });
  if (asked.advertisement) response.write(`${packetLine(`# service=${asked.service}\n`)}0000`);
  const protocol = request.headers['git-protocol'];
  const child = spawn(
    'git',
    [
      asked.service.slice('git-'.length),
      '--stateless-rpc',
      ...(asked.advertisement ? ['--http-backend-info-refs'] : []),
      serving.folder,
    ],
    {
      env: gitEnvironment({ ...serving.env, ...(typeof protocol === 'string' ? { GIT_PROTOCOL: protocol } : {}) }),
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  const closed = new Promise<void>((resolve, reject) => child.on('close', () => resolve()).on('error', reject));
  const givenUp = () => child.kill();
  response.on('close', givenUp);
  child.stdin.on('error', () => {});
  if (asked.advertisement) child.stdin.end();
  else {
    const gzipped = request.headers['content-encoding'] === 'gzip';
    const sent = gzipped ? pipeline(request, createGunzip(), child.stdin) : pipeline(request, child.stdin);
    // A client that breaks off leaves git without the rest of its input: git then fails, and says so to nobody.
    sent.catch(givenUp);
  }
  const held: Buffer[] = [];
  if (serving.beforeEnd) child.stdout.on('data', (chunk: Buffer) => held.push(chunk));
  else child.stdout.pipe(response, { end: false });
  await closed;
  response.off('close', givenUp);
  await serving.beforeEnd?.();
  response.end(Buffer.concat(held));
}

/** A line of git's wire format: its length in four hex digits, itself included, then the text. */
function packetLine(text: string): string {
  return (Buffer.byteLength(text) + 4).toString(16).padStart(4, '0') + text;
}
