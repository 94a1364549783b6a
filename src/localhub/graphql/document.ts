/**
 * From the text of a query to a document that may be executed, or to the reasons why not, in GitHub's shape.
 */

import {
  type ASTNode,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
  visit,
} from 'graphql';
import type { GraphqlFaultAnswer } from './faults.ts';
import { githubWords, parseErrorWords } from './words.ts';

/** A document that GitHub would accept, or what it would say. */
export type ReadDocument =
  | { readonly ok: true; readonly document: DocumentNode }
  | { readonly ok: false; readonly errors: readonly GraphqlFaultAnswer[] };

/** The operation to execute, or why there is none. */
export type ChosenOperation =
  | { readonly ok: true; readonly operation: OperationDefinitionNode }
  | { readonly ok: false; readonly errors: readonly GraphqlFaultAnswer[] };

/**
 * Parses a query and validates it against the schema with every rule of the GraphQL specification.
 *
 * @param schema GitHub's schema
 * @param query the text; anything that is not text is refused
 */
export function readDocument(schema: GraphQLSchema, query: unknown): ReadDocument {
  if (typeof query !== 'string' || query.trim() === '') {
    return refused({ message: 'A query attribute must be specified and must be a string.' });
  }
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const place = error.locations?.[0] ?? { line: 1, column: 1 };
    return refused({ locations: [place], message: parseErrorWords(error.message, place) });
  }
  const problems = validate(schema, document);
  if (problems.length === 0) return { ok: true, document };
  return { ok: false, errors: problems.map((problem) => describeProblem(document, problem)) };
}

/**
 * Picks the operation that a request names.
 *
 * @param operationName may be missing when the document has one operation only
 */
export function chooseOperation(document: DocumentNode, operationName?: string | null): ChosenOperation {
  const operations = operationsOf(document);
  const named = operationName ? operations.filter(({ name }) => name?.value === operationName) : operations;
  const [operation] = named;
  if (named.length === 1 && operation) return { ok: true, operation };
  return refused({
    message: operationName ? `No operation named ${JSON.stringify(operationName)}` : 'An operation name is required',
  });
}

/** The operations of a document, in order. */
export function operationsOf(document: DocumentNode): readonly OperationDefinitionNode[] {
  return document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
}

function refused(error: GraphqlFaultAnswer): { readonly ok: false; readonly errors: readonly GraphqlFaultAnswer[] } {
  return { ok: false, errors: [error] };
}

function describeProblem(document: DocumentNode, problem: GraphQLError): GraphqlFaultAnswer {
  const node = problem.nodes?.[0];
  const path = node && pathTo(document, node);
  const { message, extensions } = githubWords(problem.message);
  return {
    ...(path && { path }),
    ...(extensions && { extensions }),
    ...(problem.locations && { locations: problem.locations }),
    message,
  };
}

/** GitHub says where in the document a problem is: `["query Observe", "repository", "foo"]`. */
function pathTo(document: DocumentNode, wanted: ASTNode): string[] | undefined {
  const names: string[] = [];
  let path: string[] | undefined;
  visit(document, {
    enter(node) {
      const name = pathName(node);
      if (name !== undefined) names.push(name);
      if (node === wanted) path ??= [...names];
    },
    leave(node) {
      if (pathName(node) !== undefined) names.pop();
    },
  });
  return path;
}

function pathName(node: ASTNode): string | undefined {
  switch (node.kind) {
    case Kind.OPERATION_DEFINITION:
      return node.name ? `${node.operation} ${node.name.value}` : node.operation;
    case Kind.FRAGMENT_DEFINITION:
      return `fragment ${node.name.value}`;
    case Kind.INLINE_FRAGMENT:
      return node.typeCondition ? `... on ${node.typeCondition.name.value}` : '...';
    case Kind.FIELD:
      return node.alias?.value ?? node.name.value;
    case Kind.ARGUMENT:
      return node.name.value;
    default:
      return undefined;
  }
}
