import { rateKey } from '../auth/principal.ts';
import { json } from '../http/answer.ts';
import { publicUser } from '../representations/users.ts';
import { findAccount } from '../world/accounts.ts';
import { found, parameter, type RestContext, type Route, route } from './context.ts';

/** How the caller stands, for all resources. Asking costs nothing. */
function rateLimit({ rateLimiter, principal }: RestContext) {
  const show = (resource: 'core' | 'graphql') => {
    const { limit, remaining, used, reset } = rateLimiter.standing(rateKey(principal), resource);
    return { limit, used, remaining, reset };
  };
  const core = show('core');
  return json({ resources: { core, search: core, graphql: show('graphql') }, rate: core });
}

/** Accounts, and the caller's standing. */
export const userRoutes: readonly Route[] = [
  route('GET /user', 'user', ({ world, urls, actor }) => json(publicUser(world, urls, actor.account))),
  route('GET /users/{username}', 'anyone', (context) => {
    const account = found(findAccount(context.world, parameter(context, 'username')));
    return json(publicUser(context.world, context.urls, account));
  }),
  route('GET /rate_limit', 'anyone', rateLimit),
];
