/**
 * One request to an OpenAI-compatible API over fetch, and its answer as text. The SDK is here for its types only: with all its resources
 * the client would be more than a third of the agent's bundle, and it hides the bodies in which other servers say what they do not take.
 */
import { causeOf } from './explain.ts';
import { isRecord } from './record.ts';
import type { CallFailure } from './retry.ts';

/** Where OpenAI's own API is. */
export const OPENAI_ADDRESS = 'https://api.openai.com/v1';

/** Where to send requests. */
export interface Endpoint {
  /** Undefined means OpenAI's own address. */
  baseURL?: string | undefined;
  /** Undefined sends none, as servers of one's own often want it. */
  apiKey?: string | undefined;
}

/** A call that came to nothing. */
export class WireFailed extends Error {
  override readonly name = 'WireFailed';
  readonly failure: CallFailure;
  constructor(failure: CallFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Sends a JSON body and resolves with the text of a 2xx answer. Rejects with WireFailed, or with anything once the signal is aborted. */
export async function post(endpoint: Endpoint, path: string, body: unknown, signal: AbortSignal): Promise<string> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(address(endpoint.baseURL ?? OPENAI_ADDRESS, path), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream, application/json',
        'user-agent': 'orch',
        ...(endpoint.apiKey ? { authorization: `Bearer ${endpoint.apiKey}` } : {}),
      },
      body: JSON.stringify(body),
      signal,
    });
    text = await response.text();
  } catch (error) {
    if (signal.aborted) throw error;
    throw new WireFailed({ message: error instanceof Error ? causeOf(error) : String(error), lost: true });
  }
  if (response.ok) return text;
  const { status, headers } = response;
  throw new WireFailed({ status, headers, lost: false, ...errorIn(text) });
}

/** The address with a path put after its own. What stands after a question mark stays there, for Azure's sake. */
function address(base: string, path: string): URL {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${path}`;
  return url;
}

/** What an error's body says. Servers have their own forms: an object under `error`, a sentence there, `message`, `detail`, or a page. */
function errorIn(text: string): { message: string; code?: string } {
  const silence = 'no more than that';
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    const page = text.replace(/<(style|script)\b[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' ');
    return { message: page.trim() || silence };
  }
  return describeError(isRecord(data) && data.error ? data.error : data) ?? { message: silence };
}

/** An error as it stands in a body: message and code. Undefined for nothing. */
export function describeError(error: unknown): { message: string; code?: string } | undefined {
  if (error === undefined || error === null) return undefined;
  if (typeof error === 'string') return { message: error };
  if (!isRecord(error)) return { message: JSON.stringify(error) };
  const message = typeof error.message === 'string' && error.message !== '' ? error.message : JSON.stringify(error);
  const param = typeof error.param === 'string' && !message.includes(error.param) ? ` (${error.param})` : '';
  const code = error.code ?? error.type;
  return { message: message + param, ...(typeof code === 'string' ? { code } : {}) };
}
