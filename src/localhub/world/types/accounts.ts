/** The roles a collaborator can have, weakest first, as GitHub's `role_name` spells them. */
export type RoleName = 'read' | 'triage' | 'write' | 'maintain' | 'admin';

/** A level of one App or token permission, for example `issues: 'write'`. */
export type PermissionLevel = 'read' | 'write' | 'admin';

/** Permissions of an App, an installation or a token, by GitHub's names (`issues`, `pull_requests`, `contents`…). */
export type Permissions = Record<string, PermissionLevel>;

/** A user, an organization, or the bot account of an App (login `<slug>[bot]`). */
export interface Account {
  id: number;
  login: string;
  type: 'User' | 'Organization' | 'Bot';
  name: string | null;
  email: string | null;
  /** The App whose bot this is; null for people and organizations. */
  appId: number | null;
  createdAt: string;
}

/**
 * On whose behalf an operation is done.
 * `via` decides what follows: events caused via `github_token` start no workflow run (except the two dispatch events),
 * and comments made via an App carry `performed_via_github_app`.
 */
export interface Actor {
  account: Account;
  via: 'user' | 'installation' | 'github_token' | 'system';
  /** The App's slug when `via` is `installation` (its own) or `github_token` (`github-actions`). */
  appSlug?: string;
}

/** A GitHub App as its owner registered it. */
export interface App {
  id: number;
  slug: string;
  name: string;
  description: string | null;
  ownerId: number;
  /** The account `<slug>[bot]` that its installations act as. */
  botId: number;
  clientId: string;
  permissions: Permissions;
  /** Webhook event names the App subscribes to, for example `issue_comment`. */
  events: string[];
  /** Where webhooks go; null when the App has none. */
  webhook: { url: string; secret: string; active: boolean } | null;
  /** PEM of the key that verifies the App's JWTs; empty when the App never signs in. */
  publicKey: string;
  /** PEM of the private key, kept only so that a hub started again can hand it out; null when unknown. */
  privateKey: string | null;
  createdAt: string;
  updatedAt: string;
}

/** An App installed on an account, for all of its repositories or for selected ones. */
export interface Installation {
  id: number;
  appId: number;
  accountId: number;
  repositorySelection: 'all' | 'selected';
  /** The chosen repositories; empty when the selection is `all`. */
  repositoryIds: number[];
  permissions: Permissions;
  events: string[];
  suspendedAt: string | null;
  createdAt: string;
  updatedAt: string;
}

/** A bearer token. The string itself is chosen by the caller, since the world has no randomness. */
export interface Token {
  id: number;
  value: string;
  kind: 'installation' | 'github_token' | 'user';
  /** Who acts with it: the App's bot, `github-actions[bot]`, or the user. */
  accountId: number;
  /** Set for `installation` tokens. */
  installationId: number | null;
  /** Repositories it reaches; null means every repository that the installation or the user reaches. */
  repositoryIds: number[] | null;
  /** Null means unrestricted, as a classic user token is. */
  permissions: Permissions | null;
  /** Set for `github_token`: the run and job that it belongs to. */
  runId: number | null;
  jobId: number | null;
  createdAt: string;
  /** ISO time after which it no longer works; null means never. */
  expiresAt: string | null;
}
