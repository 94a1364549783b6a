/**
 * Models behind the Chat Completions API, which OpenAI, Azure OpenAI, OpenRouter, Ollama, vLLM, LM Studio and many more speak. They differ in
 * small things; what a server refuses is left out from then on, and what it sends is understood as far as it goes.
 */
import { explain } from './explain.ts';
import { type Model, ModelFailed, type ModelRequest, type Reply } from './model.ts';
import { chatBody, chatUsage, type Dialect, humbler, NEWEST_DIALECT, understandChat } from './openai-chat.ts';
import { foldAnswer } from './openai-stream.ts';
import { describeError, type Endpoint, post, WireFailed } from './openai-wire.ts';
import { costOf, type Price } from './prices.ts';
import { isRecord } from './record.ts';
import { tryCall } from './retry.ts';
import { estimateRequest } from './tokens.ts';
import { roundUsd } from './usage.ts';

/** The longest answer asked for, in tokens; as for Claude. A server that has less to give says so, and is then asked for what it has. */
const MAX_OUTPUT_TOKENS = 20_000;

export interface OpenAIOptions extends Endpoint {
  /** As in the configuration: `openai:MODEL`. */
  name: string;
  /** As the server calls it. */
  model: string;
  /** Undefined when nobody knows: what the server itself says is counted, or nothing. */
  price?: Price | undefined;
  /** For tests; default RETRY_DELAYS. */
  retryDelays?: readonly number[];
}

/** A model behind an OpenAI-compatible API. Rejects with ModelFailed when there is no answer after the retries. */
export function openaiModel(options: OpenAIOptions): Model {
  let dialect = NEWEST_DIALECT;
  const unsaid = new Set<'price' | 'effort'>(['price', 'effort']);

  /** Sends the request, in simpler words where the server does not understand it. */
  async function ask(request: ModelRequest): Promise<string> {
    for (;;) {
      try {
        const body = chatBody(options.model, MAX_OUTPUT_TOKENS, dialect, request);
        return await post(options, '/chat/completions', body, request.signal);
      } catch (error) {
        const simpler = error instanceof WireFailed ? simplerAfter(error, dialect) : undefined;
        if (!simpler) throw error;
        dialect = simpler;
      }
    }
  }

  return {
    name: options.name,
    async reply(request) {
      const { signal } = request;
      const judge = (error: unknown) => (error instanceof WireFailed ? error.failure : undefined);
      const call = async () => understand(await ask(request), request.messages.length, options.price);
      const answer = await tryCall(call, { signal, delays: options.retryDelays, judge });
      if (!answer.ok) throw new ModelFailed(sentence(options, answer.error, answer.tries));
      const { priced, ...reply } = answer.value;
      if (reply.note !== undefined) return reply;
      const notes = [
        ...(!priced && unsaid.delete('price') ? [unpriced(options.name)] : []),
        ...(dialect.effort && unsaid.delete('effort') ? [unreasoning(options.name)] : []),
      ];
      return notes.length > 0 ? { ...reply, note: notes.join(' ') } : reply;
    },
    // Of the servers that speak this API hardly one counts.
    countTokens: (request) => Promise.resolve({ tokens: estimateRequest(request), estimated: true }),
  };
}

function simplerAfter({ failure }: WireFailed, dialect: Dialect): Dialect | undefined {
  return failure.status === 400 || failure.status === 422 ? humbler(dialect, failure.message) : undefined;
}

/** A Reply from whatever came with status 200. Throws WireFailed for an error that a gateway put there. */
function understand(text: string, turn: number, price: Price | undefined): Reply & { priced: boolean } {
  const folded = foldAnswer(text);
  const completion = 'completion' in folded ? folded.completion : {};
  if (completion.error) throw inBand(completion.error);
  const { tokens, cost } = chatUsage(completion.usage);
  const priced = cost !== undefined || price !== undefined;
  const usage = { model_calls: 1, ...tokens, cost_usd: roundUsd(cost ?? (price ? costOf(price, tokens) : 0)) };
  const said = 'strange' in folded ? folded : understandChat(completion, turn);
  if ('strange' in said) {
    const note = `The model's answer could not be understood: ${said.strange}.`;
    return { content: [], usage, stop: 'unusable', note, priced };
  }
  return { ...said, usage, priced };
}

function inBand(error: unknown): WireFailed {
  const described = describeError(error) ?? { message: 'an error without a word' };
  const code = isRecord(error) ? Number(error.code) : Number.NaN;
  const status = Number.isInteger(code) && code >= 400 && code < 600 ? code : undefined;
  return new WireFailed({ ...described, status, lost: false });
}

function unpriced(name: string): string {
  return `The price of ${name} is not known, so its calls count as $0.00 and \`settings.run_usd\` cannot stop it; \`run_turns\` and \`run_minutes\` can.`;
}

function unreasoning(name: string): string {
  return `${name} takes tools through Chat Completions only without reasoning, so it works with \`reasoning_effort: none\`.`;
}

function sentence(options: OpenAIOptions, error: unknown, tries: number): string {
  const failure =
    error instanceof WireFailed
      ? error.failure
      : { message: error instanceof Error ? error.message : String(error), lost: true };
  const said = explain(failure, {
    api: 'The OpenAI API',
    baseURL: options.baseURL,
    settings: { key: 'OPENAI_API_KEY', baseURL: 'OPENAI_BASE_URL' },
    model: options.name,
    tries,
    secret: options.apiKey,
  });
  return /v1\/responses/.test(failure.message)
    ? `${said} Orch speaks Chat Completions; choose a model that takes tools there.`
    : said;
}
