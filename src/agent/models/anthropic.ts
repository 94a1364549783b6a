/**
 * Claude through Anthropic's API. Every request carries the full history (no threads kept by the server), so that gateways, recordings
 * and transcripts see what the model saw.
 *
 * Caching: a breakpoint after tools and system, which are the same for every story, and one on the last message, which moves. The one
 * of the request before stays where it was, because the API looks back at most 20 blocks from a breakpoint, and one turn with many
 * tool calls is longer than that. The rest of the request never changes, so each request begins with the bytes of the one before it.
 */
import Anthropic from '@anthropic-ai/sdk';
import type { Usage } from '../../core/run.ts';
import { causeOf, explain } from './explain.ts';
import { type Message, type Model, ModelFailed, type ModelRequest, type Reply, type ReplyBlock } from './model.ts';
import { costOf, type Price } from './prices.ts';
import { isRecord } from './record.ts';
import { type CallFailure, tryCall } from './retry.ts';

/**
 * The longest answer asked for, in tokens. Just under the length from which the SDK insists on streaming, which not every gateway
 * speaks (ten minutes at its estimate of 128,000 tokens an hour).
 */
export const MAX_OUTPUT_TOKENS = 20_000;

export interface AnthropicOptions {
  /** Model id: `claude-…`. */
  model: string;
  apiKey: string;
  /** Undefined means Anthropic's own address. */
  baseURL?: string | undefined;
  price: Price;
  /** For tests and gateways with limits of their own; defaults MAX_OUTPUT_TOKENS and RETRY_DELAYS. */
  maxOutputTokens?: number;
  retryDelays?: readonly number[];
}

/** A model behind Anthropic's Messages API. Rejects with ModelFailed when there is no answer after the retries. */
export function anthropicModel(options: AnthropicOptions): Model {
  const client = new Anthropic({
    apiKey: options.apiKey,
    maxRetries: 0,
    // The SDK logs to the console on its own; the loop has its events for that.
    logLevel: 'off',
    ...(options.baseURL ? { baseURL: options.baseURL } : {}),
  });
  return {
    name: options.model,
    async reply(request) {
      const { signal } = request;
      const call = () => client.messages.create(body(options, request), { signal });
      const answer = await tryCall<unknown>(call, { signal, delays: options.retryDelays, judge });
      if (answer.ok) return understand(options.price, answer.value);
      if (answer.error instanceof SyntaxError) return unusable('its body was not JSON');
      throw new ModelFailed(sentence(options, answer.error, answer.tries));
    },
  };
}

const EPHEMERAL = { type: 'ephemeral' } as const;

/** The request as the API wants it. The order of keys is fixed: the prefix is compared byte by byte. */
function body(options: AnthropicOptions, request: ModelRequest): Anthropic.MessageCreateParamsNonStreaming {
  const users = request.messages.flatMap((message, index) => (message.role === 'user' ? [index] : []));
  const marked = new Set(users.slice(-2));
  return {
    model: options.model,
    max_tokens: options.maxOutputTokens ?? MAX_OUTPUT_TOKENS,
    tools: request.tools.map(({ name, description, input_schema }) => ({ name, description, input_schema })),
    system: [{ type: 'text', text: request.system, cache_control: EPHEMERAL }],
    messages: request.messages.map((message, index) => toParam(message, marked.has(index))),
  };
}

function toParam(message: Message, marked: boolean): Anthropic.MessageParam {
  if (message.role === 'assistant') {
    const content = message.content.map((block): Anthropic.ContentBlockParam => {
      if (block.type === 'opaque') return block.data as Anthropic.ContentBlockParam;
      if (block.type === 'text') return { type: 'text', text: block.text };
      // The API refuses a history with an input that is no object, even where a gateway sent one.
      return { type: 'tool_use', id: block.id, name: block.name, input: isRecord(block.input) ? block.input : {} };
    });
    return { role: 'assistant', content };
  }
  const last = message.content.length - 1;
  const content = message.content.map((block, index): Anthropic.ContentBlockParam => {
    const cache = marked && index === last ? { cache_control: EPHEMERAL } : {};
    if (block.type === 'text') return { type: 'text', text: block.text, ...cache };
    return { type: 'tool_result', tool_use_id: block.id, content: block.text, is_error: block.error, ...cache };
  });
  return { role: 'user', content };
}

const STOPS: Readonly<Record<string, Reply['stop']>> = {
  end_turn: 'end',
  stop_sequence: 'end',
  pause_turn: 'end',
  tool_use: 'tool_use',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'refusal',
};

/** A Reply from whatever the server sent with status 200. Gateways send strange things; none of them may break the loop. */
function understand(price: Price, answer: unknown): Reply {
  if (!isRecord(answer) || !Array.isArray(answer.content)) return unusable('its body was not a message');
  const usage = countUsage(price, answer.usage);
  const content: ReplyBlock[] = [];
  for (const block of answer.content as unknown[]) {
    if (!isRecord(block)) continue;
    if (block.type === 'text' && typeof block.text === 'string') {
      // The API refuses empty texts in a history, though models send them.
      if (block.text.trim() !== '') content.push({ type: 'text', text: block.text });
    } else if (block.type === 'tool_use' && typeof block.id === 'string' && typeof block.name === 'string') {
      content.push({ type: 'tool_use', id: block.id, name: block.name, input: block.input });
    } else if (block.type === 'thinking' || block.type === 'redacted_thinking') {
      content.push({ type: 'opaque', data: block });
    }
  }
  const stop = STOPS[String(answer.stop_reason)] ?? (content.some((b) => b.type === 'tool_use') ? 'tool_use' : 'end');
  return { content, usage, stop };
}

function countUsage(price: Price, reported: unknown): Usage {
  const field = (name: string): number => {
    const value = isRecord(reported) ? reported[name] : undefined;
    return typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.floor(value) : 0;
  };
  const tokens = {
    input_tokens: field('input_tokens'),
    output_tokens: field('output_tokens'),
    cache_read_tokens: field('cache_read_input_tokens'),
    cache_write_tokens: field('cache_creation_input_tokens'),
  };
  return { model_calls: 1, ...tokens, cost_usd: costOf(price, tokens) };
}

function unusable(what: string): Reply {
  const usage = countUsage({ input: 0, output: 0, cache_write: 0, cache_read: 0 }, undefined);
  return { content: [], usage, stop: 'unusable', note: `The model's answer could not be understood: ${what}.` };
}

function judge(error: unknown): CallFailure | undefined {
  if (error instanceof Anthropic.APIConnectionError) return { message: causeOf(error), lost: true };
  if (error instanceof Anthropic.APIError && typeof error.status === 'number') {
    return { status: error.status, headers: error.headers, message: apiMessage(error), lost: false };
  }
  // So fetch says that the connection broke while the answer was being read.
  if (error instanceof TypeError && error.message === 'terminated') return { message: causeOf(error), lost: true };
  return undefined;
}

function sentence(options: AnthropicOptions, error: unknown, tries: number): string {
  const failure = judge(error) ?? { message: error instanceof Error ? error.message : String(error), lost: true };
  return explain(failure, {
    api: 'The Anthropic API',
    baseURL: options.baseURL,
    settings: { key: 'ANTHROPIC_API_KEY', baseURL: 'ANTHROPIC_BASE_URL' },
    model: options.model,
    tries,
    secret: options.apiKey,
  });
}

function apiMessage(error: InstanceType<typeof Anthropic.APIError>): string {
  const inner = isRecord(error.error) && isRecord(error.error.error) ? error.error.error.message : undefined;
  return typeof inner === 'string' && inner !== '' ? inner : error.message;
}
