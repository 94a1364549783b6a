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
import { type Message, type Model, ModelFailed, type ModelRequest, type Reply, type ReplyBlock } from './model.ts';
import { costOf, type Price } from './prices.ts';

/**
 * The longest answer asked for, in tokens. Just under the length from which the SDK insists on streaming, which not every gateway
 * speaks (ten minutes at its estimate of 128,000 tokens an hour).
 */
export const MAX_OUTPUT_TOKENS = 20_000;

/** Retries of one call after 408, 409, 429, 5xx (529 "overloaded" among them) and lost connections; `retry-after` is honoured. */
export const MAX_RETRIES = 4;

export interface AnthropicOptions {
  /** Model id: `claude-…`. */
  model: string;
  apiKey: string;
  /** Undefined means Anthropic's own address. */
  baseURL?: string | undefined;
  price: Price;
  /** For tests and gateways with limits of their own; defaults MAX_OUTPUT_TOKENS and MAX_RETRIES. */
  maxOutputTokens?: number;
  maxRetries?: number;
}

/** A model behind Anthropic's Messages API. Rejects with ModelFailed when there is no answer after the retries. */
export function anthropicModel(options: AnthropicOptions): Model {
  const client = new Anthropic({
    apiKey: options.apiKey,
    maxRetries: options.maxRetries ?? MAX_RETRIES,
    // The SDK logs retries to the console on its own; the loop has its events for that.
    logLevel: 'off',
    ...(options.baseURL ? { baseURL: options.baseURL } : {}),
  });
  return {
    name: options.model,
    async reply(request) {
      let answer: unknown;
      try {
        answer = await client.messages.create(body(options, request), { signal: request.signal });
      } catch (error) {
        if (request.signal.aborted) throw error;
        if (error instanceof SyntaxError) return unusable('its body was not JSON');
        throw new ModelFailed(explain(options, error));
      }
      return understand(options.price, answer);
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

/** One sentence about a failed call, with the next step where one is known. The key never appears in it. */
function explain(options: AnthropicOptions, error: unknown): string {
  const where = options.baseURL ? `The model API at ${hostOf(options.baseURL)}` : 'The Anthropic API';
  if (error instanceof Anthropic.APIConnectionError) {
    return `${where} could not be reached: ${causeOf(error)}.`;
  }
  if (error instanceof Anthropic.APIError && typeof error.status === 'number') {
    const next =
      error.status === 401 || error.status === 403
        ? ' Check the repository secret ANTHROPIC_API_KEY.'
        : error.status === 404
          ? ` Check the model's name, ${options.model}, in .orch/config.yaml.`
          : '';
    const tries = (options.maxRetries ?? MAX_RETRIES) + 1;
    const often = error.status === 429 || error.status >= 500 ? ` ${tries} times` : '';
    return `${where} answered${often} with status ${error.status}: ${apiMessage(error)}.${next}`;
  }
  return `${where} could not be used: ${error instanceof Error ? error.message : String(error)}.`;
}

function apiMessage(error: InstanceType<typeof Anthropic.APIError>): string {
  const inner = isRecord(error.error) && isRecord(error.error.error) ? error.error.error.message : undefined;
  const text = typeof inner === 'string' && inner !== '' ? inner : error.message;
  return text.replace(/\s+/g, ' ').replace(/\.$/, '').slice(0, 300);
}

function causeOf(error: Error): string {
  let deepest: Error = error;
  while (deepest.cause instanceof Error) deepest = deepest.cause;
  return deepest.message.replace(/\.$/, '') || deepest.name;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
