/**
 * The Chat Completions dialect: a history into a request, a completion into a Reply. The request's bytes never change but at their end, so
 * that servers which keep the beginnings of prompts (all the large ones do, without being asked) find each one again.
 */
import type OpenAI from 'openai';
import type { Usage } from '../../core/run.ts';
import type { Message, ModelRequest, Reply, ReplyBlock } from './model.ts';
import { textOf } from './openai-stream.ts';
import { isRecord } from './record.ts';
import { takesTemperature } from './temperature.ts';

type ChatMessage = OpenAI.ChatCompletionMessageParam;

/** What a server was found to take, apart from what all of them do. */
export interface Dialect {
  /** Under which name the longest answer is asked for; undefined: it is left to the server. */
  limit: 'max_completion_tokens' | 'max_tokens' | undefined;
  stream: boolean;
  /** Whether a stream may be asked to end with its usage. */
  streamUsage: boolean;
  /** Some of OpenAI's models take tools through this API only when they do not reason. */
  effort: 'none' | undefined;
  /** False after a temperature was refused. */
  temperature: boolean;
}

/** The dialect that OpenAI documents; tried first. */
export const NEWEST_DIALECT: Dialect = {
  limit: 'max_completion_tokens',
  stream: true,
  streamUsage: true,
  effort: undefined,
  temperature: true,
};

/** The dialect to try next after a refusal in these words, or undefined when they are about something else. It never goes in circles. */
export function humbler(dialect: Dialect, refusal: string): Dialect | undefined {
  if (dialect.limit && /max_(completion_)?tokens|completion tokens|output tokens|in the completion/i.test(refusal)) {
    return { ...dialect, limit: dialect.limit === 'max_tokens' ? undefined : 'max_tokens' };
  }
  if (dialect.temperature && /\btemperature\b/i.test(refusal)) return { ...dialect, temperature: false };
  if (dialect.streamUsage && /stream_options|include_usage/i.test(refusal)) return { ...dialect, streamUsage: false };
  if (dialect.effort === undefined && /reasoning_effort\b.*\bnone\b/i.test(refusal)) {
    return { ...dialect, effort: 'none' };
  }
  if (dialect.stream && /\bstream(ing)?\b/i.test(refusal)) return { ...dialect, stream: false, streamUsage: false };
  return undefined;
}

/** The request. The order of keys is fixed, with the history last. */
export function chatBody(
  model: string,
  maxTokens: number,
  dialect: Dialect,
  { system, tools, messages, temperature }: ModelRequest,
): OpenAI.ChatCompletionCreateParams {
  // Without tools nothing is in the way of its reasoning.
  const effort = tools.length > 0 ? dialect.effort : undefined;
  const warm = temperature !== undefined && dialect.temperature && (effort === 'none' || takesTemperature(model));
  return {
    model,
    ...(dialect.limit ? { [dialect.limit]: maxTokens } : {}),
    ...(effort ? { reasoning_effort: effort } : {}),
    ...(warm ? { temperature } : {}),
    stream: dialect.stream,
    ...(dialect.stream && dialect.streamUsage ? { stream_options: { include_usage: true } } : {}),
    // An empty list is refused.
    ...(tools.length > 0 ? { tools: tools.map(toTool) } : {}),
    messages: [{ role: 'system', content: system }, ...messages.flatMap(toChat)],
  };
}

function toTool({ name, description, input_schema }: ModelRequest['tools'][number]): OpenAI.ChatCompletionTool {
  return { type: 'function', function: { name, description, parameters: input_schema } };
}

/** What a server wants back with its own message. Kept as an opaque block: DeepSeek refuses a history without its thoughts. */
interface Echo {
  reasoning_content?: string;
  reasoning_details?: unknown[];
  /** By the id of a call: Google's signatures of thoughts. */
  extra_content?: Record<string, unknown>;
}

const ECHO = 'openai_echo';

function toChat(message: Message): ChatMessage[] {
  if (message.role === 'assistant') return assistantToChat(message);
  const results = message.content.flatMap((block): ChatMessage[] =>
    block.type === 'tool_result'
      ? [{ role: 'tool', tool_call_id: block.id, content: block.error ? `Error: ${block.text}` : block.text }]
      : [],
  );
  const said = message.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n\n');
  // Results come first: the API wants them right after the calls.
  return said === '' ? results : [...results, { role: 'user', content: said }];
}

function assistantToChat(message: Message & { role: 'assistant' }): ChatMessage[] {
  const said = message.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n\n');
  const echo = message.content.flatMap((block) => (block.type === 'opaque' ? echoIn(block.data) : []))[0];
  const calls = message.content.flatMap((block) => {
    if (block.type !== 'tool_use') return [];
    // Servers read the arguments of a history again, and some refuse those that are no object.
    const written = JSON.stringify(isRecord(block.input) ? block.input : {});
    const extra = echo?.extra_content?.[block.id];
    return [
      {
        id: block.id,
        type: 'function' as const,
        function: { name: block.name, arguments: written },
        ...(extra === undefined ? {} : { extra_content: extra }),
      },
    ];
  });
  if (said === '' && calls.length === 0) return [];
  const { reasoning_content, reasoning_details } = echo ?? {};
  const thoughts = {
    ...(reasoning_content === undefined ? {} : { reasoning_content }),
    ...(reasoning_details === undefined ? {} : { reasoning_details }),
  };
  return [
    {
      role: 'assistant',
      content: said === '' ? null : said,
      ...thoughts,
      ...(calls.length > 0 ? { tool_calls: calls } : {}),
    },
  ];
}

/** The echo in an opaque block; none in those of other providers. */
function echoIn(data: unknown): Echo[] {
  return isRecord(data) && data.type === ECHO && isRecord(data.echo) ? [data.echo as Echo] : [];
}

const STOPS: Readonly<Record<string, Reply['stop']>> = {
  stop: 'end',
  eos: 'end',
  tool_calls: 'tool_use',
  function_call: 'tool_use',
  length: 'length',
  max_tokens: 'length',
  content_filter: 'refusal',
};

/** What a completion says, or a phrase about what came instead. `turn` makes ids unique where the server gives none. */
export function understandChat(
  completion: Record<string, unknown>,
  turn: number,
): Pick<Reply, 'content' | 'stop'> | { strange: string } {
  const choice: unknown = Array.isArray(completion.choices) ? completion.choices[0] : undefined;
  if (!isRecord(choice) || !isRecord(choice.message)) return { strange: 'its body had no message' };
  const { message } = choice;
  const calls = callsIn(message.tool_calls, turn);
  const refusal = textOf(message.refusal).trim();
  const echo = echoOf(message, calls);
  const content: ReplyBlock[] = [
    ...(echo ? [{ type: 'opaque' as const, data: { type: ECHO, echo } }] : []),
    ...[textOf(message.content), refusal]
      .filter((text) => text.trim() !== '')
      .map((text) => ({ type: 'text' as const, text })),
    ...calls.map(({ id, name, input }) => ({ type: 'tool_use' as const, id, name, input })),
  ];
  const reason = STOPS[String(choice.finish_reason)];
  if (reason === 'length' || reason === 'refusal') return { content, stop: reason };
  // Some servers say `stop` where they call.
  if (calls.length > 0) return { content, stop: 'tool_use' };
  return { content, stop: refusal === '' ? 'end' : 'refusal' };
}

interface Called {
  id: string;
  name: string;
  input: unknown;
  extra: unknown;
}

function callsIn(tool_calls: unknown, turn: number): Called[] {
  if (!Array.isArray(tool_calls)) return [];
  const taken = new Set<string>();
  return (tool_calls as unknown[]).flatMap((call, place) => {
    if (!isRecord(call) || !isRecord(call.function) || typeof call.function.name !== 'string') return [];
    const given = typeof call.id === 'string' ? call.id : '';
    const id = given === '' || taken.has(given) ? `call_${turn}_${place}` : given;
    taken.add(id);
    return [{ id, name: call.function.name, input: argumentsOf(call.function.arguments), extra: call.extra_content }];
  });
}

/** The arguments as data. Text that is no JSON stays text: the tool then says that it takes an object, and the model reads that. */
function argumentsOf(written: unknown): unknown {
  if (typeof written !== 'string') return written ?? {};
  if (written.trim() === '') return {};
  try {
    return JSON.parse(written);
  } catch {
    return written;
  }
}

function echoOf(message: Record<string, unknown>, calls: readonly Called[]): Echo | undefined {
  const { reasoning_content, reasoning_details } = message;
  const extra = calls.flatMap(({ id, extra }) => (extra === undefined ? [] : [[id, extra] as const]));
  const echo: Echo = {
    ...(typeof reasoning_content === 'string' && reasoning_content !== '' ? { reasoning_content } : {}),
    ...(Array.isArray(reasoning_details) && reasoning_details.length > 0 ? { reasoning_details } : {}),
    ...(extra.length > 0 ? { extra_content: Object.fromEntries(extra) } : {}),
  };
  return Object.keys(echo).length > 0 ? echo : undefined;
}

type Tokens = Omit<Usage, 'model_calls' | 'cost_usd'>;

/** The tokens of one call, and its cost in US dollars where the server says it. Figures that are none count as zero. */
export function chatUsage(reported: unknown): { tokens: Tokens; cost: number | undefined } {
  const usage = isRecord(reported) ? reported : {};
  const details = isRecord(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {};
  const prompt = whole(usage.prompt_tokens);
  const cache_read_tokens = Math.min(whole(details.cached_tokens), prompt);
  const cache_write_tokens = Math.min(whole(details.cache_write_tokens), prompt - cache_read_tokens);
  const tokens = {
    input_tokens: prompt - cache_read_tokens - cache_write_tokens,
    output_tokens: whole(usage.completion_tokens),
    cache_read_tokens,
    cache_write_tokens,
  };
  return { tokens, cost: costIn(usage) };
}

/** OpenRouter says what a call cost. With a provider's key of one's own, that is only its fee, and the provider's price is beside it. */
function costIn(usage: Record<string, unknown>): number | undefined {
  if (typeof usage.cost !== 'number' || !(usage.cost >= 0) || !Number.isFinite(usage.cost)) return undefined;
  const upstream = isRecord(usage.cost_details) ? usage.cost_details.upstream_inference_cost : undefined;
  const own = usage.is_byok === true && typeof upstream === 'number' && upstream > 0 ? upstream : 0;
  return usage.cost + own;
}

function whole(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.floor(value) : 0;
}
