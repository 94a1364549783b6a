import { describe, expect, it } from 'vitest';
import { costOf, PRICES, priceOf } from '../../../src/agent/models/prices.ts';

const million = { input_tokens: 1e6, output_tokens: 1e6, cache_read_tokens: 1e6, cache_write_tokens: 1e6 };

describe('prices', () => {
  it.each([
    // input + output + cache read + cache write (1.25 x input), per million
    ['claude-sonnet-4-5', 3 + 15 + 0.3 + 3.75],
    ['claude-opus-5-5', 4 + 20 + 0.2 + 5],
    ['claude-haiku-4-5-20251001', 1 + 5 + 0.1 + 1.25],
  ])('a million of each with %s costs $%d', (model, usd) => {
    expect(costOf(priceOf(model)!, million)).toBeCloseTo(usd, 9);
  });

  it('counts a long prompt at the long price', () => {
    const price = priceOf('claude-haiku-5-5')!;
    const prompt = (input: number) => ({
      input_tokens: input,
      output_tokens: 1_000_000,
      cache_read_tokens: 0,
      cache_write_tokens: 0,
    });
    expect(costOf(price, prompt(100_000))).toBeCloseTo(0.01 + 0.5, 9);
    expect(costOf(price, prompt(100_002))).toBeCloseTo(0.050001 + 2.5, 9);
    expect(costOf(price, { ...prompt(2), cache_read_tokens: 100_000 })).toBeCloseTo(0.000001 + 0.005 + 2.5, 9);
  });

  it('knows a model with and without its date, and no other', () => {
    expect(priceOf('claude-sonnet-4-5-20250929')).toBe(PRICES['claude-sonnet-4-5']);
    expect(priceOf('claude-sonnet-9')).toBeUndefined();
    expect(priceOf('toString')).toBeUndefined();
  });

  it('prefers prices of one’s own', () => {
    const own = { 'claude-own': { input: 1, output: 2, cache_write: 3, cache_read: 4 } };
    expect(priceOf('claude-own', own)).toBe(own['claude-own']);
  });

  it('is dearer to write than to read', () => {
    for (const price of Object.values(PRICES)) {
      expect(price.cache_write).toBeCloseTo(price.input * 1.25, 9);
      expect(price.cache_read).toBeLessThanOrEqual(price.input * 0.1 + 1e-9);
      expect(price.output).toBe(price.input * 5);
    }
  });
});
