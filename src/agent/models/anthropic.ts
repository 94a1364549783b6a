/**
 * Claude through Anthropic's API. Every request carries the full history (no threads kept by the server), so that gateways, recordings
 * and transcripts see what the model saw. Answers are streamed, because a connection on which nothing comes for minutes is cut by
 * whatever stands between; one that breaks off is asked for again, and nothing of it is used. Gateways that answer in one piece all the
 * same are understood too.
 *
 * `temperature` is left out: the version of the API that the SDK speaks (2026-10-21) refuses it for every model.
 */
import { APIConnectionError, APIError, BaseAnthropic } from '@anthropic-ai/sdk';
import { Messages } from '@anthropic-ai/sdk/resources/messages';
import { NO_USAGE } from '../../core/run.ts';
import { messagesBody, messageUsage, understandMessage } from './anthropic-messages.ts';
import { type Heard, hear, isWhole, messageHeard, nothingHeard } from './anthropic-stream.ts';
import { causeOf, explain } from './explain.ts';
import { type Model, ModelFailed, type ModelRequest, type Reply } from './model.ts';
import type { Price } from './prices.ts';
import { isRecord } from './record.ts';
import { type CallFailure, tryCall } from './retry.ts';
import { estimateRequest } from './tokens.ts';
import { addUsage, asOneCall } from './usage.ts';

/**
 * The longest answer asked for, in tokens: a dollar's worth at the dearest price listed. A run may pass its limit by one answer, and by
 * what was read for it.
 */
export const MAX_OUTPUT_TOKENS = 20_000;

export interface AnthropicOptions {
  /** Model id: `claude-…`. */
  model: string;
  apiKey: string;
  /** Undefined means Anthropic's own address. */
  baseURL?: string | undefined;
  price: Price;
  /** For tests and gateways with limits of their own; defaults MAX_OUTPUT_TOKENS and RETRY_DELAYS. */
  maxOutputTokens?: number;
  retryDelays?: readonly number[];
}

/** A model behind Anthropic's Messages API. Rejects with ModelFailed when there is no answer after the retries. */
export function anthropicModel(options: AnthropicOptions): Model {
  const { model, price } = options;
  // Messages alone: the client with everything that the API has is a megabyte of code that each run would load.
  const client = new BaseAnthropic({
    apiKey: options.apiKey,
    // Trying again is done here, so that all providers do it alike.
    maxRetries: 0,
    // The SDK logs to the console on its own; the loop has its events for that.
    logLevel: 'off',
    ...(options.baseURL ? { baseURL: options.baseURL } : {}),
  });
  const messages = new Messages(client);
  return {
    name: model,
    async reply(request) {
      const { signal } = request;
      /** Of tries that broke off: nothing of them is used, and yet they are paid for. */
      let wasted = NO_USAGE;
      const call = async () => {
        const heard = nothingHeard();
        try {
          return await ask(messages, options, request, heard);
        } catch (error) {
          wasted = addUsage(wasted, messageUsage(price, heard.usage));
          throw error;
        }
      };
      const answer = await tryCall(call, { signal, delays: options.retryDelays, judge });
      if (!answer.ok) throw new ModelFailed(sentence(options, answer.error, answer.tries), asOneCall(wasted));
      const reply = understand(price, answer.value);
      return { ...reply, usage: asOneCall(addUsage(wasted, reply.usage)) };
    },
    async countTokens(request) {
      const { signal } = request;
      try {
        const { input_tokens } = await messages.countTokens(messagesBody(model, request), { signal });
        if (Number.isSafeInteger(input_tokens) && input_tokens >= 0) return { tokens: input_tokens, estimated: false };
      } catch (error) {
        // Not every gateway counts, and an estimate is better than a second try.
        if (signal.aborted) throw error;
      }
      return { tokens: estimateRequest(request), estimated: true };
    },
  };
}

/** What came with status 200: data in the form of a message if all is well, or a phrase about what came instead. */
type Answer = { message: unknown } | { strange: string; usage: unknown };

/** Makes one call and reads its answer to the end. Rejects with an error of the SDK, or with Broken. */
async function ask(
  messages: Messages,
  { model, maxOutputTokens = MAX_OUTPUT_TOKENS }: AnthropicOptions,
  request: ModelRequest,
  heard: Heard,
): Promise<Answer> {
  const { model: _, ...rest } = messagesBody(model, request);
  const body = { model, max_tokens: maxOutputTokens, stream: true as const, ...rest };
  const { data, response } = await messages.create(body, { signal: request.signal }).withResponse();
  try {
    // Like the SDK, take anything for a stream that does not say it is something else.
    if (/json|html/i.test(response.headers.get('content-type') ?? '')) {
      return { message: JSON.parse(await response.text()) };
    }
    for await (const event of data) hear(heard, event);
  } catch (error) {
    if (error instanceof APIError) throw error;
    if (error instanceof SyntaxError) return { strange: 'a piece of it was not JSON', usage: heard.usage };
    // Whatever else happens while an answer is read is the connection's doing.
    throw new Broken({ message: error instanceof Error ? causeOf(error) : String(error), lost: true });
  }
  if (!isWhole(heard)) throw new Broken({ message: 'its stream ended before the answer did', lost: false });
  return { message: messageHeard(heard) };
}

/** An answer that began and did not end. */
class Broken extends Error {
  override readonly name = 'Broken';
  readonly failure: CallFailure;
  constructor(failure: CallFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

function understand(price: Price, answer: Answer): Reply {
  const usage = messageUsage(price, 'message' in answer ? usageIn(answer.message) : answer.usage);
  const said = 'message' in answer ? understandMessage(answer.message) : answer;
  if (!('strange' in said)) return { ...said, usage };
  const note = `The model's answer could not be understood: ${said.strange}.`;
  return { content: [], usage, stop: 'unusable', note };
}

function usageIn(message: unknown): unknown {
  return isRecord(message) ? message.usage : undefined;
}

/** The status that each kind of error has outside of a stream. Inside one there is only the kind. */
const STATUSES: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

function judge(error: unknown): CallFailure | undefined {
  if (error instanceof Broken) return error.failure;
  if (error instanceof APIConnectionError) return { message: causeOf(error), lost: true };
  if (!(error instanceof APIError)) return undefined;
  const status: number | undefined = error.status ?? STATUSES[String(error.type)];
  return { status, headers: error.headers, message: apiMessage(error), lost: false };
}

function sentence(options: AnthropicOptions, error: unknown, tries: number): string {
  const failure = judge(error) ?? { message: error instanceof Error ? error.message : String(error), lost: true };
  return explain(failure, {
    api: 'The Anthropic API',
    baseURL: options.baseURL,
    settings: { key: 'ANTHROPIC_API_KEY', baseURL: 'ANTHROPIC_BASE_URL' },
    model: options.model,
    tries,
    secret: options.apiKey,
  });
}

function apiMessage(error: InstanceType<typeof APIError>): string {
  const inner = isRecord(error.error) && isRecord(error.error.error) ? error.error.error.message : undefined;
  return typeof inner === 'string' && inner !== '' ? inner : error.message;
}
