/** What every resolver may look at, and nothing else: one request's view of the hub. */

import type { GitAndWorld } from '../git/announce-push.ts';
import type { Actor, CommitInfo, PermissionLevel, Permissions, Repository, Urls } from '../world/types.ts';

/** A question about the rights of the caller in one repository. */
export interface AccessRequest<Rights = Permissions | null> {
  readonly actor: Actor;
  /** What came with the request: the permissions of a token (null for a person's), or whatever the door knows rights by. */
  readonly permissions: Rights;
  readonly repository: Repository;
  /** GitHub's name of the permission: `issues`, `pull_requests`, `contents`, `checks`, `metadata`… */
  readonly permission: string;
  readonly level: PermissionLevel;
}

/** Answers whether the caller may; the one who serves the hub knows tokens, installations and roles. */
export type Can<Rights = Permissions | null> = (request: AccessRequest<Rights>) => boolean;

/** What the resolvers of one request share: git and the world, with what they need to agree, and who is asking. */
export interface Context extends GitAndWorld {
  /** Resolves when what git knows about pull requests has reached the world. */
  readonly settled: () => Promise<void>;
  readonly urls: Urls;
  readonly actor: Actor;
  /** Whether the caller may do this in that repository. */
  readonly may: (repository: Repository, permission: string, level: PermissionLevel) => boolean;
  /** A commit, read once for each request. Fails when the repository does not have it. */
  readonly commit: (repository: Repository, oid: string) => Promise<CommitInfo>;
  /** The primary rate limit as told by whoever counts requests; null when nobody counts. */
  readonly rateLimit: RateLimitNow | null;
}

/** Where the caller stands with GitHub's primary rate limit, in points. */
export interface RateLimitNow {
  readonly limit: number;
  readonly remaining: number;
  readonly used: number;
  /** ISO 8601. */
  readonly resetAt: string;
}
