/** What an error of GitHub's means for an act: never again, not like this, or later. */
import { GraphqlResponseError } from '@octokit/graphql';
import { RequestError } from '@octokit/request-error';
import type { Answer } from '../forge.ts';

/** Silence after a secondary limit that names no time (ms). GitHub asks for at least a minute. */
const SILENCE = 60_000;

/** GraphQL's words for a rate limit, which it tells with status 200. */
const LIMIT = /rate limit|submitted too quickly/i;

/** How long GitHub wants to be left alone, or undefined when this is no rate limit. */
export function quietUntil(error: unknown, now: Date): Date | undefined {
  if (error instanceof GraphqlResponseError) {
    const limited = error.errors?.some(({ type, message }) => type === 'RATE_LIMITED' || LIMIT.test(message));
    return limited ? (namedIn(error.headers, now) ?? new Date(now.getTime() + SILENCE)) : undefined;
  }
  if (!(error instanceof RequestError) || (error.status !== 403 && error.status !== 429)) return undefined;
  const named = namedIn(error.response?.headers ?? {}, now);
  if (named) return named;
  const limited = error.status === 429 || /rate limit|abuse/i.test(error.message);
  return limited ? new Date(now.getTime() + SILENCE) : undefined;
}

/** The time that the headers name, if they do. */
function namedIn(headers: Readonly<Record<string, unknown>>, now: Date): Date | undefined {
  const seconds = Number(headers['retry-after']);
  if (Number.isFinite(seconds) && seconds > 0) return new Date(now.getTime() + seconds * 1_000);
  const reset = Number(headers['x-ratelimit-reset']);
  return headers['x-ratelimit-remaining'] === '0' && reset > 0 ? new Date(reset * 1_000) : undefined;
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
  // Two sub-issues came to one parent at the same moment and GitHub counted wrongly: the next time it does not.
  if (/Priority has already been taken/i.test(error.message)) return { kind: 'later', reason: wordsOf(error) };
  switch (error.type) {
    case 'NOT_FOUND':
    case 'UNPROCESSABLE':
    case 'VALIDATION':
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
