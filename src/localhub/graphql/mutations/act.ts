/** What every mutation does the same way: its input is known in full, its caller may, its client gets its mark back. */

import type { PermissionLevel, Repository } from '../../world/types.ts';
import type { Context } from '../context.ts';
import { forbidden, notImplemented } from '../faults.ts';
import { takes, type WithArgs } from '../fields.ts';
import { mayRead } from '../nouns/access.ts';

/** What a mutation may look at: the request's context, and its own name for messages. */
export interface Act extends Context {
  /** The mutation's field, `addComment`. */
  readonly name: string;
}

/**
 * A mutation.
 *
 * @param known the keys of the input that are honoured; others are refused by name when they are given and not null
 * @param perform does it and gives the payload, `clientMutationId` excepted
 */
export function mutation<Input extends { clientMutationId?: string | null }>(
  known: readonly (keyof Input & string)[],
  perform: (input: Input, act: Act) => object | Promise<object>,
): WithArgs<unknown> {
  const keys: readonly string[] = [...known, 'clientMutationId'];
  return takes<unknown, { input: Input }>(['input'], async (_root, { input }, context, name) => {
    for (const [key, value] of Object.entries(input)) {
      if (value != null && !keys.includes(key)) throw notImplemented(`Mutation.${name}(input: {${key}: …})`);
    }
    const payload = await perform(input, { ...context, name });
    await context.settled();
    return { clientMutationId: input.clientMutationId ?? null, ...payload };
  });
}

/**
 * Refuses the act unless the caller may.
 *
 * @param permissions GitHub's names of the permissions, any one of which is enough
 * @throws GraphqlFault `FORBIDDEN` in GitHub's words for Apps, or for people
 */
export function demand(
  act: Act,
  repository: Repository,
  permissions: readonly string[],
  level: PermissionLevel = 'write',
): void {
  if (permissions.some((permission) => act.may(repository, permission, level))) return;
  throw refusal(act);
}

/**
 * Like {@link demand}, for what GitHub lets everybody do who can see the repository: to open issues, to comment, to react,
 * to review.
 */
export function demandToSpeak(act: Act, repository: Repository, permissions: readonly string[]): void {
  if (act.actor.via === 'user' && mayRead(act, repository)) return;
  demand(act, repository, permissions);
}

/** Like {@link demand}, for what authors may do to their own. */
export function demandUnlessAuthor(
  act: Act,
  repository: Repository,
  row: { readonly authorId: number },
  permissions: readonly string[],
): void {
  if (row.authorId === act.actor.account.id && act.actor.via === 'user') return;
  demand(act, repository, permissions);
}

function refusal(act: Act): Error {
  if (act.actor.via !== 'user') return forbidden();
  const mutationClass = act.name.charAt(0).toUpperCase() + act.name.slice(1);
  return forbidden(`${act.actor.account.login} does not have the correct permissions to execute \`${mutationClass}\``);
}
