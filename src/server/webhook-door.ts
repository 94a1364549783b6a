/**
 * The door for webhooks: size limit, signature, shape; then the answer goes out and the work begins. GitHub gives up after ten seconds and
 * never tries again by itself, so nothing is done before the answer.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { verify } from '@octokit/webhooks-methods';

/** GitHub does not send larger payloads (bytes). */
export const MAX_PAYLOAD = 25 * 1024 * 1024;

export interface Delivery {
  id: string;
  name: string;
  payload: unknown;
}

export interface DoorOptions {
  secret: string;
  /** Takes a delivery whose signature was right. Must return at once. */
  receive: (delivery: Delivery) => void;
  log: (message: string, details?: Record<string, unknown>) => void;
}

/** Answers a POST of a webhook: 202 when it was taken; 400, 401, 413 or 415 with one sentence when not. */
export async function answerWebhook(
  request: IncomingMessage,
  response: ServerResponse,
  options: DoorOptions,
): Promise<void> {
  const refuse = (status: number, sentence: string): void => {
    response
      .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
      .end(`${sentence}\n`);
  };
  const header = (name: string): string => String(request.headers[name] ?? '');
  if (!header('content-type').startsWith('application/json')) {
    return refuse(415, 'Send the webhook as application/json; the App’s settings have a choice for it.');
  }
  const body = await readBody(request);
  if (body === undefined) return refuse(413, `A payload has at most ${MAX_PAYLOAD} bytes.`);
  const signature = header('x-hub-signature-256');
  if (signature === '' || !(await verify(options.secret, body, signature).catch(() => false))) {
    options.log('a webhook with a wrong signature was refused', { delivery: header('x-github-delivery').slice(0, 64) });
    return refuse(
      401,
      'The signature does not fit; the webhook secret here and in the App’s settings must be the same.',
    );
  }
  let payload: unknown;
  try {
    payload = JSON.parse(body);
  } catch {
    return refuse(400, 'The body is not JSON.');
  }
  response.writeHead(202, { 'content-type': 'text/plain; charset=utf-8' }).end('taken\n');
  options.receive({ id: header('x-github-delivery'), name: header('x-github-event'), payload });
}

/** The body as text, or undefined when it is larger than GitHub sends. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_PAYLOAD) {
    request.resume();
    return undefined;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_PAYLOAD) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
