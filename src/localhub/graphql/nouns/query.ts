/** Where every query begins. */

import type {
  Query,
  QueryNodeArgs,
  QueryNodesArgs,
  QueryOrganizationArgs,
  QueryRateLimitArgs,
  QueryRepositoryArgs,
  QueryRepositoryOwnerArgs,
  QueryResourceArgs,
  QueryUserArgs,
} from '@octokit/graphql-schema';
import { findAccount } from '../../world/accounts.ts';
import { findIssue } from '../../world/issues.ts';
import type { Context, RateLimitNow } from '../context.ts';
import { GraphqlFault, notFound } from '../faults.ts';
import { type Fields, type Thing, takes, thing } from '../fields.ts';
import { findRepository, mayRead, repositoryNamed } from './access.ts';
import { issueThing } from './lookup.ts';
import { nodeNamed } from './nodes.ts';

/** GitHub's limit for `nodes(ids:)`. */
const NODES_LIMIT = 100;

/** An hour of an installation that nobody counts: https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
function untouched(now: Date): RateLimitNow {
  const resetAt = new Date(now.getTime() + 3_600_000).toISOString().replace(/\.\d{3}Z$/, 'Z');
  return { limit: 5000, remaining: 5000, used: 0, resetAt };
}

/** The thing at a page of the hub, by full URL or by path. */
function resourceAt(context: Context, url: string): Thing | null {
  const path = url.startsWith(context.urls.html) ? url.slice(context.urls.html.length) : url;
  const [, owner = '', name = '', kind, number] = path.replace(/[?#].*$/, '').split('/');
  if (!name) {
    const account = findAccount(context.world, owner);
    return account === null ? null : thing(account.type, account);
  }
  const repository = findRepository(context, owner, name);
  if (kind === undefined) return thing('Repository', repository);
  const issue = kind === 'issues' || kind === 'pull' ? findIssue(context.world, repository, Number(number)) : null;
  return issue !== null && mayRead(context, repository) ? issueThing(issue) : null;
}

/** The root of queries. */
export const queryFields: Fields<Query, unknown> = {
  viewer: (_root, context) => thing('User', context.actor.account),
  repository: takes<unknown, QueryRepositoryArgs>(['owner', 'name', 'followRenames'], (_root, args, context) =>
    repositoryNamed(context, args.owner, args.name),
  ),
  repositoryOwner: takes<unknown, QueryRepositoryOwnerArgs>(['login'], (_root, args, context) => {
    const account = findAccount(context.world, args.login);
    return account === null || account.type === 'Bot' ? null : thing(account.type, account);
  }),
  user: takes<unknown, QueryUserArgs>(['login'], (_root, args, context) => {
    const account = findAccount(context.world, args.login);
    if (account?.type !== 'User') throw notFound(`Could not resolve to a User with the login of '${args.login}'.`);
    return thing('User', account);
  }),
  organization: takes<unknown, QueryOrganizationArgs>(['login'], (_root, args, context) => {
    const account = findAccount(context.world, args.login);
    if (account?.type !== 'Organization') {
      throw notFound(`Could not resolve to an Organization with the login of '${args.login}'.`);
    }
    return thing('Organization', account);
  }),
  node: takes<unknown, QueryNodeArgs>(['id'], (_root, args, context) => nodeNamed(context, args.id)),
  nodes: takes<unknown, QueryNodesArgs>(['ids'], (_root, args, context) => {
    if (args.ids.length > NODES_LIMIT) {
      throw new GraphqlFault(
        'ARGUMENT_ERROR',
        `You may not provide more than ${NODES_LIMIT} node ids; you provided ${args.ids.length}.`,
      );
    }
    // Errors in place of values make graphql-js report each missing node at its own index and go on.
    return args.ids.map((id) => {
      try {
        return nodeNamed(context, id);
      } catch (error) {
        return error;
      }
    });
  }),
  resource: takes<unknown, QueryResourceArgs>(['url'], (_root, args, context) => resourceAt(context, String(args.url))),
  rateLimit: takes<unknown, QueryRateLimitArgs>(['dryRun'], (_root, _args, context) => ({
    ...(context.rateLimit ?? untouched(context.world.now())),
    // Every query of ordinary size costs one point.
    cost: 1,
    nodeCount: 0,
  })),
  relay: () => ({}),
  meta: () => ({ isPasswordAuthenticationVerifiable: false }),
};
