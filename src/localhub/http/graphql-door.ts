import { may } from '../auth/access.ts';
import { actorOf, type Principal } from '../auth/principal.ts';
import { createGraphql, type Graphql, statusOf } from '../graphql/create-graphql.ts';
import type { HubParts } from '../rest/context.ts';
import { HubError, type JsonObject } from '../world/types.ts';
import type { Answer } from './answer.ts';
import type { RateStanding } from './rate-limit.ts';

/** The GraphQL API of a hub whose rights are those of its principals and whose pushes are told as those of git are. */
export function graphqlOf(hub: HubParts, onUnexpected: (cause: unknown) => void): Graphql<Principal> {
  return createGraphql<Principal>({
    world: hub.world,
    git: hub.git,
    urls: hub.urls,
    onUnexpected,
    can: ({ permissions: principal, repository, permission, level }) =>
      may(hub.world, principal, repository, { permission, level }),
    settled: () => hub.settled(),
  });
}

/** What a request to GraphQL says of itself, for the log. */
export interface GraphqlCall {
  /** The operation's name; empty for an unnamed one. */
  readonly name: string;
  readonly content: number;
  readonly mutates: boolean;
}

/** Reads what a request is about without executing it. */
export function describeGraphql(graphql: Graphql<Principal>, body: JsonObject): GraphqlCall {
  const query = typeof body.query === 'string' ? body.query : '';
  const chosen = typeof body.operationName === 'string' ? body.operationName : null;
  const named = /\b(?:query|mutation)\s+(\w+)/.exec(query)?.[1];
  return {
    name: chosen ?? named ?? '',
    content: graphql.contentOf(query, chosen),
    mutates: /\bmutation\b/.test(query),
  };
}

/** Executes a request. @throws {HubError} 401 without a token */
export async function answerGraphql(
  hub: HubParts,
  graphql: Graphql<Principal>,
  request: { readonly principal: Principal; readonly body: JsonObject; readonly standing: RateStanding },
): Promise<Answer> {
  const { principal, body, standing } = request;
  if (!('token' in principal)) throw new HubError(401, 'This endpoint requires you to be authenticated.');
  const { limit, remaining, used, reset } = standing;
  const answer = await graphql.execute({
    query: body.query,
    variables: (body.variables ?? null) as Record<string, unknown> | null,
    operationName: typeof body.operationName === 'string' ? body.operationName : null,
    actor: actorOf(hub.world, principal),
    permissions: principal,
    rateLimit: { limit, remaining, used, resetAt: new Date(reset * 1000).toISOString().replace(/\.\d{3}Z$/, 'Z') },
  });
  return { status: statusOf(answer), body: answer };
}
