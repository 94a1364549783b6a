import type { IncomingMessage, ServerResponse } from 'node:http';
import { HubError } from '../world/types.ts';
import { type Answer, encode, matchesEtag } from './answer.ts';

/** One HTTP request and the answer that is being made to it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The address that was asked for, on the hub's own origin. */
  readonly url: URL;
  /** Milliseconds of a monotonic clock at which it arrived. */
  readonly startedAt: number;
}

/** A header of the request as one string. */
export function header({ request }: Exchange, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** GitHub's answer to what went wrong. What is no {@link HubError} is the hub's own fault: the client gets the request's id. */
export function errorAnswer(error: unknown, requestId: string, onUnexpected: (cause: unknown) => void): Answer {
  if (error instanceof HubError) return { status: error.status, body: error.body() };
  onUnexpected(error);
  return {
    status: 500,
    body: { message: `The local hub failed on this request (id ${requestId}); its log says why.`, status: '500' },
  };
}

/** Sends an answer. A GET whose ETag the client has already is answered with 304. Gives the status that was sent. */
export function send(exchange: Exchange, answer: Answer, headers: Readonly<Record<string, string>> = {}): number {
  const { request, response } = exchange;
  const { content, headers: own } = encode(answer);
  const reading = request.method === 'GET' || request.method === 'HEAD';
  const known = reading && answer.status === 200 && matchesEtag(header(exchange, 'if-none-match'), own.etag);
  const status = known ? 304 : answer.status;
  // ETags of answers to writing would only mislead.
  const { etag, ...plain } = own;
  response.writeHead(status, {
    ...headers,
    ...(known ? {} : plain),
    ...(reading && etag !== undefined ? { etag, 'cache-control': 'private, max-age=60, s-maxage=60' } : {}),
    ...(content && !known ? { 'content-length': String(content.length) } : {}),
  });
  response.end(known || request.method === 'HEAD' ? undefined : (content ?? undefined));
  return status;
}
