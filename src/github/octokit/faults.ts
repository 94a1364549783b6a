/** What an error of GitHub's means for an act: never again, not like this, or later. */
import { GraphqlResponseError } from '@octokit/graphql';
import { RequestError } from '@octokit/request-error';
import type { Answer } from '../forge.ts';

/** Silence after a secondary limit that names no time (ms). GitHub asks for at least a minute. */
const SILENCE = 60_000;

/** How long GitHub wants to be left alone, or undefined when this is no rate limit. */
export function quietUntil(error: unknown, now: Date): Date | undefined {
  if (!(error instanceof RequestError) || (error.status !== 403 && error.status !== 429)) return undefined;
  const headers = error.response?.headers ?? {};
  const seconds = Number(headers['retry-after']);
  if (Number.isFinite(seconds) && seconds > 0) return new Date(now.getTime() + seconds * 1_000);
  const reset = Number(headers['x-ratelimit-reset']);
  if (headers['x-ratelimit-remaining'] === '0' && Number.isFinite(reset)) return new Date(reset * 1_000);
  const limited = error.status === 429 || /rate limit|abuse/i.test(error.message);
  return limited ? new Date(now.getTime() + SILENCE) : undefined;
}

/** The first sentence of GitHub's message, without the link to its documentation. */
export const wordsOf = (error: unknown): string =>
  String(typeof error === 'object' && error !== null && 'message' in error ? error.message : error)
    .replace(/\s*-?\s*https:\/\/docs\.github\.com\S*/g, '')
    .slice(0, 300);

/**
 * The answer for an act whose request failed. An answer of 5xx, a time-out, or none at all leaves open whether it was done, so it is
 * `later`, and the next try looks first.
 */
export function answerOf(error: unknown, now: Date): Answer {
  const at = quietUntil(error, now);
  if (at) return { kind: 'later', reason: 'GitHub asks for silence', at };
  if (error instanceof GraphqlResponseError) {
    const first = error.errors?.[0];
    return first ? answerOfGraphql(first) : { kind: 'later', reason: wordsOf(error) };
  }
  if (!(error instanceof RequestError) || error.status >= 500 || error.status === 401 || error.status === 408) {
    return { kind: 'later', reason: wordsOf(error) };
  }
  return { kind: 'refused', reason: wordsOf(error) };
}

/** GraphQL says what kind of error it is beside the message; what it does not name may pass. */
export function answerOfGraphql(error: { type?: string; message: string }): Answer {
  switch (error.type) {
    case 'NOT_FOUND':
    case 'UNPROCESSABLE':
    case 'FORBIDDEN':
    case 'INSUFFICIENT_SCOPES':
    case 'NOT_IMPLEMENTED':
      return { kind: 'refused', reason: wordsOf(error) };
    case 'STALE_DATA':
      return { kind: 'stale', reason: wordsOf(error) };
    default:
      return { kind: 'later', reason: wordsOf(error) };
  }
}
