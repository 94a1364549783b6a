/**
 * GitHub's own published GraphQL schema, as an executable schema object.
 *
 * Reading, parsing and building the 1.2 MB document takes 120 to 200 ms on a small machine, so it happens on first use and
 * never when the hub starts.
 */

import { readFileSync } from 'node:fs';
import { buildASTSchema, type GraphQLSchema, parse } from 'graphql';
import { withNewerParts } from './newer-schema.ts';

/** Beside the package's entry, whose `exports` do not name the file itself; and the entry would load much more. */
const schemaFile = (): URL => new URL('schema.graphql', import.meta.resolve('@octokit/graphql-schema'));

/**
 * Runs `make` at the first call and answers the same value ever after.
 *
 * @param make produces the value; when it throws, the next call tries again
 */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * The schema of `@octokit/graphql-schema` with what GitHub has and the package does not have yet, built once per process.
 *
 * `assumeValid` skips the checks of the schema itself (GitHub published it; documents are still validated against it in full).
 * Resolvers are not attached to it: they are given to each execution, so that several hubs can share one schema.
 */
export const githubSchema: () => GraphQLSchema = once(() => {
  const source = readFileSync(schemaFile(), 'utf8');
  return withNewerParts(
    buildASTSchema(parse(source, { noLocation: true }), { assumeValid: true, assumeValidSDL: true }),
  );
});
