/**
 * The Messages dialect: a history into a request, a message into a Reply.
 *
 * Caching: there are four breakpoints to place. One is after what is the same for every story: tools and system, and the first block of the first
 * message, where that has several (what the repository says to every agent stands there). One is at the end of the first message, with what the run is given to begin with: it stays good when a later message of the history is shortened. One is on the last
 * message, and moves; the one of the request before stays where it was, because the API looks back at most 20 blocks from a breakpoint,
 * and one turn with many tool calls is longer than that. The rest of the request never changes, so each request begins with the bytes
 * of the one before it.
 */
import type Anthropic from '@anthropic-ai/sdk';
import type { Usage } from '../../core/run.ts';
import type { Message, ModelRequest, Reply, ReplyBlock } from './model.ts';
import { costOf, type Price } from './prices.ts';
import { isRecord } from './record.ts';

const EPHEMERAL = { type: 'ephemeral' } as const;

/** What an answer is asked for with, and what its tokens are counted by. */
export type Asked = Pick<Anthropic.MessageCreateParamsStreaming, 'messages' | 'model' | 'system'> & {
  tools?: Anthropic.Tool[];
};

/** The request as the API wants it, without the longest answer. The order of keys is fixed: the prefix is compared byte by byte. */
export function messagesBody(model: string, { system, tools, messages }: ModelRequest): Asked {
  const users = messages.flatMap((message, index) => (message.role === 'user' ? [index] : []));
  const marked = new Set([...users.slice(0, 1), ...users.slice(-2)]);
  const shares = (messages[0]?.content.length ?? 0) > 1;
  return {
    model,
    ...(tools.length === 0 ? {} : { tools: tools.map(toParam) }),
    system: [{ type: 'text', text: system, ...(shares ? {} : { cache_control: EPHEMERAL }) }],
    messages: messages.map((message, index) => toMessage(message, marked.has(index), shares && index === 0)),
  };
}

function toParam({ name, description, input_schema }: ModelRequest['tools'][number]): Anthropic.Tool {
  return { name, description, input_schema };
}

/** `marked`: a breakpoint after its last block; `shares`: another after its first. */
function toMessage(message: Message, marked: boolean, shares: boolean): Anthropic.MessageParam {
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
    const cache = (marked && index === last) || (shares && index === 0) ? { cache_control: EPHEMERAL } : {};
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

/** What a message says, or a phrase about what came instead. Gateways send strange things; none of them may break the loop. */
export function understandMessage(message: unknown): Pick<Reply, 'content' | 'stop'> | { strange: string } {
  if (!isRecord(message) || !Array.isArray(message.content)) return { strange: 'its body was not a message' };
  const content: ReplyBlock[] = [];
  for (const block of message.content as unknown[]) {
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
  const stop = STOPS[String(message.stop_reason)] ?? (content.some((b) => b.type === 'tool_use') ? 'tool_use' : 'end');
  return { content: kept(content, stop), stop };
}

/**
 * What of an answer may be acted on and go into the history. A refusal ends an answer anywhere, so that only what was said of it counts.
 * A thought that was cut off has no signature yet, and the API would refuse the history with it.
 */
function kept(content: ReplyBlock[], stop: Reply['stop']): ReplyBlock[] {
  if (stop === 'refusal') return content.filter((block) => block.type === 'text');
  const last = content.at(-1);
  return stop === 'length' && last?.type === 'opaque' && !isFinished(last.data) ? content.slice(0, -1) : content;
}

function isFinished(thought: unknown): boolean {
  return isRecord(thought) && (thought.type !== 'thinking' || Boolean(thought.signature));
}

/** The tokens that were reported, with their cost. Figures that are none count as zero. */
export function messageUsage(price: Price, reported: unknown): Usage {
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
