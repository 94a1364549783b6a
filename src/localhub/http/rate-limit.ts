/** GitHub counts these apart. */
export type RateResource = 'core' | 'graphql';

/** Where a caller stands in the current hour. */
export interface RateStanding {
  readonly resource: RateResource;
  readonly limit: number;
  readonly remaining: number;
  readonly used: number;
  /** Seconds since 1970 at which the count starts again. */
  readonly reset: number;
}

/** Counts requests per caller, in windows of an hour that start at the caller's first request, as GitHub's primary limit does. */
export interface RateLimiter {
  /** Counts `cost` points and tells the standing after it, or null when the caller has fewer left. */
  take(caller: string, resource: RateResource, cost?: number): RateStanding | null;
  /** The standing without counting. */
  standing(caller: string, resource: RateResource): RateStanding;
  /** Gives points back: GitHub does not charge a conditional request that is answered with 304. */
  giveBack(caller: string, resource: RateResource): void;
}

const hour = 3600;

/** GitHub's figures, by the key of the caller (`rateKey` in auth/principal.ts). */
export const usualLimit = (caller: string): number => (caller.startsWith('repository ') ? 1000 : 5000);

/**
 * Makes a limiter.
 *
 * @param options.limit points in an hour for a caller; GitHub's figures are 5000 for an installation and for a person, 1000 for the
 *   GITHUB_TOKENs of a repository together
 */
export function createRateLimiter(options: {
  readonly now: () => Date;
  readonly limit: (caller: string) => number;
}): RateLimiter {
  const windows = new Map<string, { start: number; used: number }>();
  const seconds = (): number => Math.floor(options.now().getTime() / 1000);
  const windowOf = (caller: string, resource: RateResource): { start: number; used: number } => {
    const key = `${resource} ${caller}`;
    const current = windows.get(key);
    if (current && seconds() < current.start + hour) return current;
    const fresh = { start: seconds(), used: 0 };
    windows.set(key, fresh);
    return fresh;
  };
  const standing: RateLimiter['standing'] = (caller, resource) => {
    const { start, used } = windowOf(caller, resource);
    const limit = options.limit(caller);
    return { resource, limit, remaining: limit - used, used, reset: start + hour };
  };
  return {
    standing,
    take(caller, resource, cost = 1) {
      const current = windowOf(caller, resource);
      if (current.used + cost > options.limit(caller)) return null;
      current.used += cost;
      return standing(caller, resource);
    },
    giveBack(caller, resource) {
      const current = windowOf(caller, resource);
      current.used = Math.max(0, current.used - 1);
    },
  };
}

/** The headers that every answer carries. */
export function rateHeaders(standing: RateStanding): Record<string, string> {
  return {
    'x-ratelimit-limit': String(standing.limit),
    'x-ratelimit-remaining': String(standing.remaining),
    'x-ratelimit-used': String(standing.used),
    'x-ratelimit-reset': String(standing.reset),
    'x-ratelimit-resource': standing.resource,
  };
}
