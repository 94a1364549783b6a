/** Trying a model call again, the same way for every provider. */
import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait before each further try, in milliseconds. As many tries follow the first as there are delays. */
export const RETRY_DELAYS: readonly number[] = [1_000, 2_000, 4_000];

/** The longest wait that a server may ask for, in milliseconds; a longer wish counts as none. */
const LONGEST_WAIT = 60_000;

/** A call that failed, in words that no provider's SDK is needed for. */
export interface CallFailure {
  /** The HTTP status, or undefined when the connection was lost or the error came inside an answer. */
  status?: number | undefined;
  /** The provider's own word for the kind of error. */
  code?: string | undefined;
  headers?: Headers | undefined;
  /** What the server or the network said. */
  message: string;
  /** Whether no whole answer arrived. */
  lost: boolean;
}

export interface Retrying {
  signal: AbortSignal;
  /** Default RETRY_DELAYS. */
  delays?: readonly number[] | undefined;
  /** Contract: resolves after so many milliseconds, or rejects when the signal is aborted. The default is a timer. */
  wait?: ((ms: number, signal: AbortSignal) => Promise<unknown>) | undefined;
  /** Says what kind of failure an error is; undefined when it is none of the API's, and nothing is tried again. */
  judge: (error: unknown) => CallFailure | undefined;
}

/** What came of a call: its value, or its last error and how often it was tried. */
export type Tried<T> = { ok: true; value: T } | { ok: false; error: unknown; tries: number };

/** Makes a call, and makes it again while that is worth it. Rejects only when the signal is aborted. */
export async function tryCall<T>(call: () => Promise<T>, options: Retrying): Promise<Tried<T>> {
  const { signal, delays = RETRY_DELAYS, wait = (ms) => sleep(ms, undefined, { signal }), judge } = options;
  for (let tries = 1; ; tries++) {
    try {
      return { ok: true, value: await call() };
    } catch (error) {
      if (signal.aborted) throw error;
      const failure = judge(error);
      const delay = delays[tries - 1];
      if (!failure || !worthRetrying(failure) || delay === undefined) return { ok: false, error, tries };
      await wait(wishOf(failure.headers) ?? delay, signal);
    }
  }
}

/**
 * Timeouts, conflicts, too many requests, trouble of the server's own, lost connections, and errors that came without a status. The server's
 * word on it comes first.
 */
export function worthRetrying({ status, code, headers }: CallFailure): boolean {
  const word = headers?.get('x-should-retry');
  if (word === 'true' || word === 'false') return word === 'true';
  // An account without credit answers 429 too, and will not have more in four seconds.
  if (code === 'insufficient_quota') return false;
  if (status === undefined) return true;
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

/** The wait that the server asks for, in milliseconds: exactly, in seconds, or until a date. */
function wishOf(headers: Headers | undefined): number | undefined {
  const exact = headers?.get('retry-after-ms');
  const after = headers?.get('retry-after');
  let ms = Number.NaN;
  if (exact) ms = Number(exact);
  else if (after) ms = /^[\d.]+$/.test(after) ? Number(after) * 1_000 : Date.parse(after) - Date.now();
  return ms >= 0 && ms <= LONGEST_WAIT ? ms : undefined;
}
