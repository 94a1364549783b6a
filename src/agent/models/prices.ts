/**
 * What models cost: data, with its date. Source: the model pages and the pricing page of Anthropic's public documentation
 * (platform.claude.com/docs, "Pricing"), list prices of the Claude API as read in November 2026. Batch, regional and fast-mode prices
 * are not used by Orch and not listed.
 */
import type { Usage } from '../../core/run.ts';
import { roundUsd } from './usage.ts';

/** The month in which the table below was compared with its source. */
export const PRICES_AS_OF = '2026-11';

/** US dollars per million tokens. */
export interface Rates {
  input: number;
  output: number;
  /** Input that was written to the cache for five minutes: 1.25 times the input price on every model listed. */
  cache_write: number;
  /** Input that was read from the cache: 0.1 times the input price at first, less on some newer models. */
  cache_read: number;
}

export interface Price extends Rates {
  /** Where long prompts cost more: all tokens of a request whose whole prompt is longer than `tokens` cost these rates. */
  long?: { tokens: number; rates: Rates };
}

const rates = (input: number, output: number, cacheRead: number): Rates => ({
  input,
  output,
  cache_write: input * 1.25,
  cache_read: cacheRead,
});

/** Model id without its date suffix, to its price. */
export const PRICES: Readonly<Record<string, Price>> = {
  'claude-fable-5-1': rates(10, 50, 0.25),
  'claude-fable-5': rates(10, 50, 1),
  'claude-opus-5-5': rates(4, 20, 0.2),
  'claude-opus-5': rates(5, 25, 0.5),
  'claude-opus-4-8': rates(5, 25, 0.5),
  'claude-opus-4-7': rates(5, 25, 0.5),
  'claude-opus-4-6': rates(5, 25, 0.5),
  'claude-opus-4-5': rates(5, 25, 0.5),
  'claude-sonnet-5-5': rates(2, 10, 0.1),
  'claude-sonnet-5': rates(2, 10, 0.2),
  'claude-sonnet-4-6': rates(3, 15, 0.3),
  'claude-sonnet-4-5': rates(3, 15, 0.3),
  'claude-haiku-5-5': { ...rates(0.1, 0.5, 0.01), long: { tokens: 100_000, rates: rates(0.5, 2.5, 0.05) } },
  'claude-haiku-4-5': rates(1, 5, 0.1),
};

/** OpenAI charges a whole request with a longer prompt twice for input and cache, and one and a half times for output. */
const LONG_PROMPT = 272_000;

const openaiRates = (input: number, output: number, cacheRead: number): Price => ({
  ...rates(input, output, cacheRead),
  long: { tokens: LONG_PROMPT, rates: rates(2 * input, 1.5 * output, 2 * cacheRead) },
});

/**
 * Standard prices of OpenAI's API by model id, as its model pages had them in September and October 2026, taken from notes of others who
 * read them then, at least two for each. A model whose four prices were not found so is left out: what it costs is then not known.
 */
export const OPENAI_PRICES: Readonly<Record<string, Price>> = {
  'gpt-6-astra': openaiRates(10, 50, 1),
  'gpt-6.1-sol': openaiRates(2, 10, 0.1),
  'gpt-6-sol': openaiRates(2, 10, 0.2),
  'gpt-6-luna': openaiRates(0.1, 0.5, 0.01),
};

/**
 * The price of a model, by its id with or without a date suffix (`claude-haiku-4-5-20251001`, `gpt-6-sol-2026-09-22`). Prices given in
 * `own` come first. Undefined when it is in neither: a run without a price could not keep its budget.
 */
export function priceOf(
  model: string,
  own: Readonly<Record<string, Price>> = {},
  listed: Readonly<Record<string, Price>> = PRICES,
): Price | undefined {
  const undated = model.replace(/-(\d{8}|\d{4}-\d{2}-\d{2})$/, '');
  for (const [table, id] of [
    [own, model],
    [own, undated],
    [listed, model],
    [listed, undated],
  ] as const) {
    if (Object.hasOwn(table, id)) return table[id];
  }
  return undefined;
}

/** The cost of one model call in US dollars. `tokens.input_tokens` are those that neither came from the cache nor went into it. */
export function costOf(price: Price, tokens: Omit<Usage, 'model_calls' | 'cost_usd'>): number {
  const prompt = tokens.input_tokens + tokens.cache_read_tokens + tokens.cache_write_tokens;
  const r = price.long && prompt > price.long.tokens ? price.long.rates : price;
  const millionths =
    tokens.input_tokens * r.input +
    tokens.output_tokens * r.output +
    tokens.cache_write_tokens * r.cache_write +
    tokens.cache_read_tokens * r.cache_read;
  return roundUsd(millionths / 1e6);
}
