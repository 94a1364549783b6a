/**
 * What the loop needs from a language model, in the loop's own words. Each adapter translates to and from its provider; the loop never
 * sees a provider's types, except as `opaque` blocks that it hands back untouched.
 */
import type { Usage } from '../../core/run.ts';

/** Something the model said. */
export interface TextBlock {
  type: 'text';
  text: string;
}

/** The model asks for a tool. `input` is whatever it wrote: unchecked. */
export interface ToolUseBlock {
  type: 'tool_use';
  id: string;
  name: string;
  input: unknown;
}

/**
 * A block that only the provider understands (a signed thought, for instance). It must go back in the history byte for byte, so the
 * loop keeps it and looks no further.
 */
export interface OpaqueBlock {
  type: 'opaque';
  data: unknown;
}

/** The answer to one `tool_use`, matched by its id. */
export interface ToolResultBlock {
  type: 'tool_result';
  id: string;
  text: string;
  error: boolean;
}

export type ReplyBlock = TextBlock | ToolUseBlock | OpaqueBlock;
export type Message =
  | { role: 'user'; content: (TextBlock | ToolResultBlock)[] }
  | { role: 'assistant'; content: ReplyBlock[] };

/** How a tool is described to the model. `input_schema` is a JSON Schema of type object. */
export interface ToolDescription {
  name: string;
  description: string;
  input_schema: { type: 'object'; [key: string]: unknown };
}

export interface ModelRequest {
  system: string;
  /** None for a request that is answered in words alone; its history then has no calls either. */
  tools: readonly ToolDescription[];
  /**
   * The whole history. It grows at the end, so that the provider's cache of its beginning stays good; where an earlier message was shortened
   * to make room, the cache is good up to there, and up to the end of the first message at least. Messages are never taken out of it.
   */
  messages: readonly Message[];
  /** From 0, always the likeliest word, to 1. Models that take none are not sent it, and answer as they always do. */
  temperature?: number;
  signal: AbortSignal;
}

/** How long a request is, in tokens. `estimated` is true when its provider was not asked, or did not say. */
export interface TokenCount {
  tokens: number;
  estimated: boolean;
}

/**
 * Why the model stopped. `length`: cut off, its last block may be incomplete. `unusable`: an answer came, and nothing in it could be
 * understood. `refusal`: the model declined.
 */
export type ReplyStop = 'end' | 'tool_use' | 'length' | 'refusal' | 'unusable';

export interface Reply {
  content: ReplyBlock[];
  /** What this one call consumed, tries that came to nothing included; `model_calls` is 1. */
  usage: Usage;
  stop: ReplyStop;
  /** A sentence for the log: why an answer is `unusable`, or what people should know about this model, said once. */
  note?: string;
  /** The name of the model that answered, where a Model stands for several. */
  by?: string;
  /** Models that were given up during this call, each with the one that went on. */
  changes?: readonly ModelChange[];
}

/** One model took over from another. `reason` is a sentence about what failed. */
export interface ModelChange {
  from: string;
  to: string;
  reason: string;
}

/**
 * Contract: `reply` makes one model call, retrying inside what is worth retrying. It resolves with an answer, however poor; it rejects
 * with ModelFailed when no answer can be had, and with anything at all once `signal` is aborted. It keeps no history of its own that the
 * request does not carry, and never changes the request.
 */
export interface Model {
  /** As in the brief: `claude-…`, `openai:…` or `scripted:PATH`; several, where one stands in for another. */
  readonly name: string;
  reply(request: ModelRequest): Promise<Reply>;
  /**
   * Contract: says how many tokens the request would be, without making it and at no cost. Rejects only once `signal` is aborted: where the
   * provider does not say, the count is an estimate.
   */
  countTokens?(request: ModelRequest): Promise<TokenCount>;
}

/** No answer can be had from the model. The message is a sentence for people: what happened, and what to do about it. */
export class ModelFailed extends Error {
  override readonly name = 'ModelFailed';
  /** What the tries have consumed all the same, as one call; undefined when nothing of it is known. */
  readonly usage: Usage | undefined;
  constructor(message: string, usage?: Usage) {
    super(message);
    this.usage = usage;
  }
}
