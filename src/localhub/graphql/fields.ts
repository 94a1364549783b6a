/**
 * How a field of GitHub's schema gets its value here: one table of functions for each GraphQL type.
 *
 * What is not in the tables is not known to the hub, and is refused by name. So nothing is ever answered with a null that
 * nobody decided on, and no argument is ever ignored in silence.
 */

import type { FieldNode, GraphQLFieldResolver, GraphQLTypeResolver } from 'graphql';
import type { Context } from './context.ts';
import { notImplemented } from './faults.ts';

/** A value of a GraphQL object type: the type's name and the record of the world that it shows. */
export interface Thing<Type extends string = string, Row = unknown> {
  readonly __typename: Type;
  readonly row: Row;
}

/** Shows `row` as an object of the GraphQL type `type`. */
export function thing<Type extends string, Row>(type: Type, row: Row): Thing<Type, Row> {
  return { __typename: type, row };
}

/** The value of a field without arguments. */
export type Plain<Row> = (row: Row, context: Context) => unknown;

/** The value of a field that takes arguments. */
export interface WithArgs<Row> {
  /** The arguments that are honoured; any other one that a query writes is refused. */
  readonly args: readonly string[];
  readonly resolve: (row: Row, args: never, context: Context, field: string) => unknown;
}

/**
 * The fields of the GraphQL type `Type` (as published by `@octokit/graphql-schema`) for rows of type `Row`. A key that
 * GitHub's type does not have is a type error.
 */
export type Fields<Type, Row> = { readonly [Name in Exclude<keyof Type, '__typename'>]?: Plain<Row> | WithArgs<Row> };

/** The tables of all types by GraphQL type name. */
export type FieldTables = Readonly<Record<string, Readonly<Record<string, Plain<never> | WithArgs<never>>>>>;

/**
 * A field with arguments.
 *
 * @param args the names that are honoured
 * @param resolve gets the arguments (with the schema's defaults filled in) and the name of the field
 */
export function takes<Row, Args>(
  args: readonly (keyof Args & string)[],
  resolve: (row: Row, args: Args, context: Context, field: string) => unknown,
): WithArgs<Row> {
  return { args, resolve: resolve as WithArgs<Row>['resolve'] };
}

/**
 * Looks a field up in the tables, then in the object itself (payloads and pages are plain objects).
 *
 * @throws GraphqlFault `NOT_IMPLEMENTED` naming `Type.field` or `Type.field(argument)`
 */
export function resolverOf(tables: FieldTables): GraphQLFieldResolver<unknown, Context> {
  return (source, args, context, info) => {
    const type = info.parentType.name;
    const field = info.fieldName;
    const table = tables[type];
    const entry = table && Object.hasOwn(table, field) ? table[field] : undefined;
    if (entry === undefined) {
      if (isObject(source) && Object.hasOwn(source, field)) return source[field];
      throw notImplemented(`${type}.${field}`);
    }
    const row = isObject(source) && Object.hasOwn(source, 'row') ? source.row : source;
    const known = typeof entry === 'function' ? [] : entry.args;
    refuseUnknownArguments(`${type}.${field}`, known, args, info.fieldNodes[0]);
    return typeof entry === 'function'
      ? entry(row as never, context)
      : entry.resolve(row as never, args as never, context, field);
  };
}

/** The concrete type of an object behind an interface or a union: every one of them carries its name. */
export const typeOf: GraphQLTypeResolver<unknown, Context> = (value, _context, info, abstractType) => {
  if (isObject(value) && typeof value.__typename === 'string') return value.__typename;
  throw new Error(
    `${info.parentType.name}.${info.fieldName} answered a ${abstractType.name} that does not say its type.`,
  );
};

function refuseUnknownArguments(
  where: string,
  known: readonly string[],
  args: Readonly<Record<string, unknown>>,
  node: FieldNode | undefined,
): void {
  for (const { name } of node?.arguments ?? []) {
    // A null asks for nothing, so nothing is ignored by passing over it.
    if (!known.includes(name.value) && args[name.value] != null) throw notImplemented(`${where}(${name.value}: …)`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
