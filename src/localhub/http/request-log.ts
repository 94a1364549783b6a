/** Who made a request. */
export interface RequestPrincipal {
  readonly kind: 'app' | 'installation' | 'github_token' | 'user' | 'anonymous';
  /** The App's slug, the user's login, `github-actions` or `anonymous`. */
  readonly name: string;
}

/** One REST or GraphQL request that was answered. */
export interface LoggedRequest {
  /** ISO 8601, when the answer was sent. */
  readonly at: string;
  readonly method: string;
  /** `POST /repos/{owner}/{repo}/issues/{issue_number}/comments`, or `POST /graphql Observe` with the operation's name. */
  readonly route: string;
  /** The path that was asked for, with its values. */
  readonly path: string;
  readonly status: number;
  readonly principal: RequestPrincipal;
  /** How many content-creating acts it made: comments, pull requests, reviews, issues, commits by API. 0 for a failed REST request. */
  readonly content: number;
  /** What the hub answered, for those who follow: milliseconds from the first byte read to the last one written. */
  readonly milliseconds: number;
}

/** Every REST and GraphQL request since the hub was started, newest last. */
export interface RequestLog {
  /** Requests so far; only the newest {@link keptRequests} are kept. */
  readonly entries: readonly LoggedRequest[];
  add(request: LoggedRequest): void;
  /** Calls `listener` for every request from now on. Gives the function that stops it. */
  listen(listener: (request: LoggedRequest) => void): () => void;
}

/** How many requests a log keeps. */
export const keptRequests = 50_000;

/** An empty log. */
export function createRequestLog(): RequestLog {
  const entries: LoggedRequest[] = [];
  const listeners = new Set<(request: LoggedRequest) => void>();
  return {
    entries,
    add(request) {
      entries.push(request);
      // In steps, so that a full log does not move its whole array for every request.
      if (entries.length > keptRequests * 1.1) entries.splice(0, entries.length - keptRequests);
      for (const listener of listeners) listener(request);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
