/** Adding up what models consumed. */
import type { Usage } from '../../core/run.ts';

/** The sum of two usages, field by field. The cost is rounded to a millionth of a dollar, so that sums do not grow a tail of noise. */
export function addUsage(a: Usage, b: Usage): Usage {
  return {
    model_calls: a.model_calls + b.model_calls,
    input_tokens: a.input_tokens + b.input_tokens,
    output_tokens: a.output_tokens + b.output_tokens,
    cache_read_tokens: a.cache_read_tokens + b.cache_read_tokens,
    cache_write_tokens: a.cache_write_tokens + b.cache_write_tokens,
    cost_usd: roundUsd(a.cost_usd + b.cost_usd),
  };
}

/** US dollars, rounded to a millionth. */
export function roundUsd(usd: number): number {
  return Math.round(usd * 1e6) / 1e6;
}

/** The usage as that of one call, however often and of whom it was asked. */
export function asOneCall(usage: Usage): Usage {
  return { ...usage, model_calls: 1 };
}
