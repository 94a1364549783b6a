/** The client under both ways of running: the server's, one an installation, and a job's, with the job's own token. */
import { Octokit } from '@octokit/rest';

/** The longest that one request may take (ms). Well below the lease, so that nothing lands after it. */
export const REQUEST_TIMEOUT = 10_000;

/** A client that never repeats a request by itself, gives one up in time, and writes no log. Without `auth` whoever makes it adds a hook. */
export function createClient(baseUrl: string, auth?: string): Octokit {
  return new Octokit({ ...(auth !== undefined && { auth }), baseUrl, request: { fetch: fetchInTime }, log: SILENT });
}

const silent = (): void => {};
const SILENT = { debug: silent, info: silent, warn: silent, error: silent };

const fetchInTime: typeof fetch = (input, init) => {
  const limit = AbortSignal.timeout(REQUEST_TIMEOUT);
  return fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, limit]) : limit });
};
