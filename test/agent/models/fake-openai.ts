/** Answers as OpenAI-compatible servers send them, for the small server that stands in for an API. */
import type { Answer } from './fake-anthropic.ts';

export { type Answer, type Asked, fakeAnthropic as fakeServer } from './fake-anthropic.ts';

/** A call as it stands in a message. */
export function toolCall(name: string, input: unknown, id = `call_${name}`): Record<string, unknown> {
  const written = typeof input === 'string' ? input : JSON.stringify(input);
  return { id, type: 'function', function: { name, arguments: written } };
}

export const USAGE = {
  prompt_tokens: 1_000,
  completion_tokens: 20,
  total_tokens: 1_020,
  prompt_tokens_details: { cached_tokens: 600 },
};

/** A completion in one piece. */
export function completion(
  message: Record<string, unknown>,
  more: { finish_reason?: unknown; usage?: unknown; [key: string]: unknown } = {},
): Answer {
  const { finish_reason = message.tool_calls ? 'tool_calls' : 'stop', usage = USAGE, ...rest } = more;
  const choices = [{ index: 0, message: { role: 'assistant', content: null, ...message }, finish_reason }];
  return { body: { id: 'chatcmpl-1', object: 'chat.completion', choices, usage, ...rest } };
}

/** A stream of pieces: objects become JSON, texts are sent as they are. */
export function stream(...pieces: unknown[]): Answer {
  const body = pieces.map((piece) => `data: ${typeof piece === 'string' ? piece : JSON.stringify(piece)}\n\n`).join('');
  return { headers: { 'content-type': 'text/event-stream' }, body };
}

/** One piece of a stream. */
export function piece(delta: Record<string, unknown>, finish_reason: string | null = null): Record<string, unknown> {
  return { object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }] };
}

/** An error as OpenAI sends it. `retry-after-ms` keeps the test fast. */
export function refused(status: number, message: string, more: Record<string, unknown> = {}): Answer {
  return {
    status,
    headers: { 'retry-after-ms': '1' },
    body: { error: { message, type: 'invalid_request_error', param: null, code: null, ...more } },
  };
}
