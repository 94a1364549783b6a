/**
 * Tokens of a text, without asking anyone. An estimate: only a provider knows its own tokenizer, and what counts for the bill is the usage
 * that its API reports.
 */
import type { ModelRequest } from './model.ts';

/**
 * English prose and code come to about four bytes of UTF-8 a token. Other scripts take two to four bytes a character and about a token for
 * one or two characters, so that counting bytes instead of characters keeps the estimate from falling far short there.
 */
const BYTES_PER_TOKEN = 4;

/** How many tokens a text is, estimated from its bytes and rounded up: 0 for an empty text, never less for a longer one. */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text, 'utf8') / BYTES_PER_TOKEN);
}

/** How many tokens a request is, estimated from its JSON: tools, instructions and history. */
export function estimateRequest({ system, tools, messages }: ModelRequest): number {
  return estimateTokens(JSON.stringify({ system, tools, messages }));
}
