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

/** The events of a message as the API streams them: texts and arguments in small pieces, the figures at the beginning and at the end. */
export function events(content: Record<string, unknown>[], more: Record<string, unknown> = {}): Event[] {
  const { stop_reason, usage, ...start } = { ...message([]).body, ...more };
  const { output_tokens, ...read } = usage as Record<string, unknown>;
  return [
    { type: 'message_start', message: { ...start, stop_reason: null, usage: { ...read, output_tokens: 1 } } },
    { type: 'ping' },
    ...content.flatMap(blockEvents),
    { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: { output_tokens } },
    { type: 'message_stop' },
  ];
}

/** The data of one event; its name is its type. */
export interface Event {
  type: string;
  [key: string]: unknown;
}

function blockEvents(block: Record<string, unknown>, index: number): Event[] {
  const delta = (type: string, data: Record<string, unknown>): Event => ({
    type: 'content_block_delta',
    index,
    delta: { type, ...data },
  });
  const [empty, deltas] = ((): [Record<string, unknown>, Event[]] => {
    if (block.type === 'text') {
      return [{ ...block, text: '' }, pieces(block.text).map((text) => delta('text_delta', { text }))];
    }
    if (block.type === 'thinking') {
      const thoughts = pieces(block.thinking).map((thinking) => delta('thinking_delta', { thinking }));
      const signed = [...thoughts, delta('signature_delta', { signature: block.signature })];
      return [{ ...block, thinking: '', signature: '' }, signed];
    }
    if (block.type !== 'tool_use') return [block, []];
    const written = pieces(JSON.stringify(block.input));
    return [
      { ...block, input: {} },
      ['', ...written].map((partial_json) => delta('input_json_delta', { partial_json })),
    ];
  })();
  return [
    { type: 'content_block_start', index, content_block: empty },
    ...deltas,
    { type: 'content_block_stop', index },
  ];
}

/** Three characters each, wherever that cuts. */
function pieces(text: unknown): string[] {
  return String(text).match(/.{1,3}/gsu) ?? [];
}

/** An answer of the given events, as a stream. A text among them is sent as it is. */
export function stream(sent: readonly (Event | string)[]): { headers: Record<string, string>; body: string } {
  return { headers: { 'content-type': 'text/event-stream; charset=utf-8' }, body: sent.map(wire).join('') };
}

/** One event as it goes over the wire. */
export function wire(event: Event | string): string {
  return typeof event === 'string' ? event : `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** A message as the API streams it. */
export function streamed(content: Record<string, unknown>[], more: Record<string, unknown> = {}): Answer {
  return stream(events(content, more));
}

/** An error as the API sends it. `retry-after-ms` keeps the test fast. */
export function apiError(status: number, type: string, text: string): Answer {
  return { status, headers: { 'retry-after-ms': '1' }, body: { type: 'error', error: { type, message: text } } };
}
