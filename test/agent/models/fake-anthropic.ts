/** A small server in place of Anthropic's API: it answers what it is told, and keeps what it was asked. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Asked {
  path: string;
  headers: IncomingHttpHeaders;
  /** The body's text, and the same as data. */
  text: string;
  body: Record<string, unknown>;
}

export type Answer =
  | { status?: number; headers?: Record<string, string>; body: unknown }
  | ((response: ServerResponse) => void);

/** Starts it on the loopback; it ends with the test. Answers in order; the last one is repeated. */
export async function fakeAnthropic(...answers: Answer[]): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      asked.push({ path: request.url ?? '', headers: request.headers, text, body: JSON.parse(text) });
      const answer = answers[Math.min(asked.length, answers.length) - 1]!;
      if (typeof answer === 'function') return answer(response);
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** A message as the API sends it. */
export function message(content: unknown[], more: Record<string, unknown> = {}): { body: Record<string, unknown> } {
  return {
    body: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-5-5',
      content,
      stop_reason: 'tool_use',
      usage: {
        input_tokens: 100,
        output_tokens: 20,
        cache_creation_input_tokens: 1_000,
        cache_read_input_tokens: 4_000,
      },
      ...more,
    },
  };
}

/** An error as the API sends it. `retry-after-ms` keeps the test fast. */
export function apiError(status: number, type: string, text: string): Answer {
  return { status, headers: { 'retry-after-ms': '1' }, body: { type: 'error', error: { type, message: text } } };
}
