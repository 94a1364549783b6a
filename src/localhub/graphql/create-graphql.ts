/** The GraphQL door of the local hub: documents in, GitHub's answers out. It knows nothing of HTTP. */

import { type DocumentNode, execute } from 'graphql';
import type { GitAndWorld } from '../git/announce-push.ts';
import type { Actor, Permissions, Repository, Urls } from '../world/types.ts';
import { contentOf } from './content.ts';
import type { Can, Context, RateLimitNow } from './context.ts';
import { chooseOperation, readDocument } from './document.ts';
import { faultAnswer, type GraphqlFaultAnswer } from './faults.ts';
import { resolverOf, typeOf } from './fields.ts';
import { nameWithOwner } from './nouns/lookup.ts';
import { githubSchema } from './schema.ts';
import { fieldTables } from './tables.ts';

/** What GraphQL is made of. */
export interface GraphqlParts<Rights = Permissions | null> extends GitAndWorld {
  readonly urls: Urls;
  /** Asked before every act, and before private things are shown. */
  readonly can: Can<Rights>;
  /**
   * Resolves when what git knows about pull requests (mergeable, number of commits) has reached the world. Awaited before a
   * request is executed and after each mutation, so that answers are never older than what was done. Default: at once.
   */
  readonly settled?: () => Promise<void>;
  /** Told about errors that are the hub's own fault. Default: nobody. */
  readonly onUnexpected?: (cause: unknown) => void;
}

/** One request. */
export interface GraphqlRequest<Rights = Permissions | null> {
  readonly query: unknown;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly operationName?: string | null | undefined;
  readonly actor: Actor;
  /** Handed to `can` as it is: a token's permissions, or whatever the door knows rights by. */
  readonly permissions: Rights;
  /** Where the caller stands, for `rateLimit`. Without it the caller is shown an untouched hour. */
  readonly rateLimit?: RateLimitNow;
}

/** The body of the answer; see {@link statusOf} for its status. */
export interface GraphqlAnswer {
  /** Absent when the document was refused before anything was executed. */
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphqlFaultAnswer[];
}

/**
 * The HTTP status that goes with an answer. GitHub's is always 200; the hub's own is 501 where it had to say that it does not
 * know something that GitHub knows, so that nobody takes the rest of the answer for the whole of it.
 */
export function statusOf(answer: GraphqlAnswer): 200 | 501 {
  return answer.errors?.some(({ type }) => type === 'NOT_IMPLEMENTED') ? 501 : 200;
}

/** The GraphQL API of one hub. */
export interface Graphql<Rights = Permissions | null> {
  /** Executes a request: mutations one after the other, each failure at its own path. Never throws for what a client did. */
  execute(request: GraphqlRequest<Rights>): Promise<GraphqlAnswer>;
  /** How many content-creating acts a request asks for; see `content.ts`. */
  contentOf(query: string, operationName?: string | null): number;
}

/** Documents that were read are kept, because a client sends the same few again and again. */
const KEPT_DOCUMENTS = 200;

/** Makes the GraphQL API of a hub. The schema is built at the first request, not here. */
export function createGraphql<Rights = Permissions | null>(parts: GraphqlParts<Rights>): Graphql<Rights> {
  const fieldResolver = resolverOf(fieldTables);
  const documents = new Map<string, DocumentNode>();
  const onUnexpected = parts.onUnexpected ?? (() => {});

  const read = (query: unknown): ReturnType<typeof readDocument> => {
    const kept = typeof query === 'string' ? documents.get(query) : undefined;
    if (kept) return { ok: true, document: kept };
    const result = readDocument(githubSchema(), query);
    if (result.ok) {
      if (documents.size >= KEPT_DOCUMENTS) documents.delete(documents.keys().next().value ?? '');
      documents.set(query as string, result.document);
    }
    return result;
  };

  return {
    contentOf,
    async execute(request) {
      const reading = read(request.query);
      if (!reading.ok) return { errors: reading.errors };
      const chosen = chooseOperation(reading.document, request.operationName);
      if (!chosen.ok) return { errors: chosen.errors };
      await parts.settled?.();
      const { data, errors } = await execute({
        schema: githubSchema(),
        document: reading.document,
        rootValue: {},
        contextValue: contextOf(parts, request),
        variableValues: request.variables ?? {},
        operationName: request.operationName ?? null,
        fieldResolver,
        typeResolver: typeOf,
      });
      return {
        ...(data !== undefined && { data }),
        ...(errors && { errors: errors.map((error) => faultAnswer(error, onUnexpected)) }),
      };
    },
  };
}

function contextOf<Rights>(parts: GraphqlParts<Rights>, request: GraphqlRequest<Rights>): Context {
  const { actor, permissions } = request;
  const commits = new Map<string, ReturnType<Context['commit']>>();
  const context: Context = {
    ...parts,
    settled: parts.settled ?? (() => Promise.resolve()),
    actor,
    rateLimit: request.rateLimit ?? null,
    may: (repository, permission, level) => parts.can({ actor, permissions, repository, permission, level }),
    commit(repository: Repository, oid: string) {
      const key = `${repository.id}/${oid}`;
      const known = commits.get(key) ?? readCommit(context, repository, oid);
      commits.set(key, known);
      return known;
    },
  };
  return context;
}

async function readCommit(context: Context, repository: Repository, oid: string): ReturnType<Context['commit']> {
  const name = nameWithOwner(context, repository);
  const [told] = context.world.commits.where('sha', `${repository.id}/${oid}`);
  const commit = told ?? (await context.git.readCommit(name, oid));
  if (commit === null) throw new Error(`${name} has no commit ${oid}, though something refers to it.`);
  return commit;
}
