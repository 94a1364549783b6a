/**
 * What GitHub's GraphQL says when it refuses: a `type` beside the message, at a path of the answer, with status 200.
 */

import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { githubWords } from './words.ts';

/**
 * The `type` of a refusal. `NOT_IMPLEMENTED` is the hub's own: GitHub would answer, the hub does not know how.
 */
export type FaultType =
  | 'NOT_FOUND'
  | 'FORBIDDEN'
  | 'UNPROCESSABLE'
  | 'STALE_DATA'
  | 'INSUFFICIENT_SCOPES'
  | 'SERVICE_UNAVAILABLE'
  | 'MISSING_PAGINATION_BOUNDARIES'
  | 'EXCESSIVE_PAGINATION'
  | 'INVALID_CURSOR_ARGUMENTS'
  | 'ARGUMENT_ERROR'
  | 'INTERNAL'
  | 'NOT_IMPLEMENTED';

/** One entry of the `errors` list of an answer, in GitHub's shape. */
export interface GraphqlFaultAnswer {
  readonly type?: FaultType;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** A refusal thrown by a resolver; the executor puts path and locations beside it. */
export class GraphqlFault extends Error {
  readonly type: FaultType;
  readonly extensions: Readonly<Record<string, unknown>> | undefined;

  constructor(type: FaultType, message: string, extensions?: Readonly<Record<string, unknown>>) {
    super(message);
    this.name = 'GraphqlFault';
    this.type = type;
    this.extensions = extensions;
  }
}

/** A thing named by the query that is not there, or that the caller may not see. */
export const notFound = (message: string): GraphqlFault => new GraphqlFault('NOT_FOUND', message);

/** An input that GitHub understands and refuses. */
export const unprocessable = (message: string): GraphqlFault => new GraphqlFault('UNPROCESSABLE', message);

/**
 * An act that the token does not allow. GitHub adds `saml_failure` to every one of these.
 *
 * @param message GitHub's words for an installation by default
 */
export const forbidden = (message = 'Resource not accessible by integration'): GraphqlFault =>
  new GraphqlFault('FORBIDDEN', message, { saml_failure: false });

/**
 * Something of GitHub's schema that this hub does not know.
 *
 * @param what the field as `Type.field`, or an argument of it as `Type.field(argument: value)`
 */
export const notImplemented = (what: string): GraphqlFault =>
  new GraphqlFault(
    'NOT_IMPLEMENTED',
    `The local hub does not implement ${what}. GitHub does; ask for other fields here.`,
  );

/** The shape shared by the world's refusals: an HTTP status and GitHub's sentence, with details for a 422. */
export interface RestRefusal {
  readonly status: number;
  readonly message: string;
  readonly errors?: readonly (
    | string
    | { readonly message?: string; readonly field?: string; readonly code?: string }
  )[];
}

/**
 * Turns an error of graphql-js into the entry that GitHub would put into `errors`.
 *
 * @param error as collected by validation or execution
 * @param onUnexpected told about an error that is a fault of the hub itself, so that it can be logged
 */
export function faultAnswer(error: GraphQLError, onUnexpected: (cause: unknown) => void): GraphqlFaultAnswer {
  const { locations, path } = error.toJSON() as GraphQLFormattedError;
  const place = { ...(path && { path }), ...(locations && { locations }) };
  const cause = error.originalError;
  if (cause instanceof GraphqlFault) {
    return {
      type: cause.type,
      ...place,
      ...(cause.extensions && { extensions: cause.extensions }),
      message: cause.message,
    };
  }
  if (cause && isRestRefusal(cause)) {
    const fault = faultOfRefusal(cause);
    return {
      type: fault.type,
      ...place,
      ...(fault.extensions && { extensions: fault.extensions }),
      message: fault.message,
    };
  }
  if (cause && !(cause instanceof GraphQLError)) {
    onUnexpected(cause);
    return { type: 'INTERNAL', ...place, message: `The local hub failed here: ${cause.message}` };
  }
  // What is left is graphql-js's own: variables that do not fit, a null where the schema promises a value.
  return { ...githubWords(error.message), ...place };
}

/** The world refuses in the shape of REST; the same refusal in the shape of GraphQL. */
function faultOfRefusal(refusal: RestRefusal): GraphqlFault {
  if (refusal.status === 404) return notFound(refusal.message);
  if (refusal.status === 403) return forbidden(refusal.message);
  return unprocessable(refusalWords(refusal));
}

/** What REST's codes become in the sentences of GraphQL. */
const BLAMES: Readonly<Record<string, string>> = {
  missing_field: "can't be blank",
  missing: 'does not exist',
  already_exists: 'has already been taken',
  invalid: 'is invalid',
};

/**
 * The sentence that GraphQL makes of a refusal in the shape of REST, which says "Validation Failed" and lists what.
 *
 * @param refusal a `HubError`, or anything of its shape
 */
export function refusalWords(refusal: RestRefusal): string {
  const details = (refusal.errors ?? [])
    .map((detail) => {
      if (typeof detail === 'string') return detail;
      if (detail.message !== undefined) return detail.message;
      const field = detail.field ?? 'Input';
      return `${field.charAt(0).toUpperCase()}${field.slice(1)} ${BLAMES[detail.code ?? 'invalid'] ?? 'is invalid'}`;
    })
    .join(', ');
  return details || refusal.message;
}

function isRestRefusal(cause: Error): cause is Error & RestRefusal {
  return 'status' in cause && typeof cause.status === 'number';
}
