/**
 * Old results of tools, left out of what the model reads. Most of a long history is files and logs that were looked at once; without them it
 * stays affordable, and the model can look again. Every change of the history's beginning costs the provider's cache of it, so results are
 * left out rarely and many at once: between two such points a request begins with the bytes of the one before. Pure.
 */
import type { Message, ToolResultBlock } from './models/model.ts';
import { estimateTokens } from './models/tokens.ts';

/**
 * Tokens of history from which old results are left out. Less than two thirds of the smallest context window of the models in use (128,000),
 * because the estimate may be a quarter off and the answer needs room too.
 */
export const MASK_TOKENS = 80_000;

/** The newest results stay whatever they cost: what the model is working with right now. */
export const KEPT_RESULTS = 10;

/** A point that frees less than this part of the budget is not worth a broken prefix. */
const WORTH = 1 / 8;

/** Shorter results stay, in characters: the line in their place would not be much shorter. */
const SHORT = 300;

/**
 * Up to which message old results are left out of the next request: an index into `messages`, never below `through`, the one before. It moves
 * only when the history as the model reads it is above `budget` tokens, and then so far that it is half of that, where the newest results
 * allow it.
 */
export function maskThrough(messages: readonly Message[], through: number, budget: number): number {
  const now = sizes(messages, through);
  const total = sum(now);
  if (total <= budget) return through;
  const masked = sizes(messages, messages.length);
  const end = firstKept(messages);
  let left = total;
  let index = through;
  while (index < end && left > budget / 2) {
    left -= now[index]! - masked[index]!;
    index += 1;
  }
  return total - left >= budget * WORTH ? index : through;
}

/** The history as the model reads it: old results in messages before `through` are one line each. Everything else is the same object. */
export function masked(messages: readonly Message[], through: number): readonly Message[] {
  if (through === 0) return messages;
  const calls = new Map<string, string>();
  return messages.map((message, index): Message => {
    if (message.role === 'assistant') {
      for (const block of message.content) {
        if (block.type === 'tool_use') calls.set(block.id, `${block.name} ${inputShown(block.input)}`);
      }
      return message;
    }
    if (index >= through || !message.content.some(isLong)) return message;
    return {
      role: 'user',
      content: message.content.map((block) =>
        isLong(block) ? { ...block, text: lineFor(calls.get(block.id) ?? 'a tool', block.text) } : block,
      ),
    };
  });
}

function isLong(block: Message['content'][number]): block is ToolResultBlock {
  return block.type === 'tool_result' && block.text.length > SHORT;
}

function lineFor(call: string, text: string): string {
  return `[left out: the old result of ${call}, ${text.length} characters. Make the call again if you need it.]`;
}

function inputShown(input: unknown): string {
  const text = JSON.stringify(input) ?? '';
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

/** Index of the message with the oldest of the results that are kept. */
function firstKept(messages: readonly Message[]): number {
  let results = 0;
  for (let index = messages.length - 1; index > 0; index -= 1) {
    results += messages[index]!.content.filter((block) => block.type === 'tool_result').length;
    if (results >= KEPT_RESULTS) return index;
  }
  return 0;
}

/** Estimated tokens of each message, as it reads when results before `through` are left out. */
function sizes(messages: readonly Message[], through: number): number[] {
  return masked(messages, through).map((message) => estimateTokens(JSON.stringify(message.content)));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);
