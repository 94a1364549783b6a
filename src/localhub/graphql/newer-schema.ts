/**
 * What GitHub's schema has, and the package that publishes it (`@octokit/graphql-schema` 15.26.1) does not have yet: issue dependencies, in the words
 * of GitHub's own reference (https://docs.github.com/graphql/reference/objects#issue, there since 2025-07-30). To be deleted when the package has them.
 */
import { extendSchema, type GraphQLSchema, parse } from 'graphql';

const ISSUE_DEPENDENCIES = `
  enum IssueDependencyOrderField { CREATED_AT DEPENDENCY_ADDED_AT }
  input IssueDependencyOrder { direction: OrderDirection! field: IssueDependencyOrderField! }
  type IssueDependenciesSummary { blockedBy: Int! blocking: Int! totalBlockedBy: Int! totalBlocking: Int! }
  extend type Issue {
    blockedBy(after: String before: String first: Int last: Int orderBy: IssueDependencyOrder): IssueConnection!
    blocking(after: String before: String first: Int last: Int orderBy: IssueDependencyOrder): IssueConnection!
    issueDependenciesSummary: IssueDependenciesSummary!
  }
  input AddBlockedByInput { blockingIssueId: ID! clientMutationId: String issueId: ID! }
  type AddBlockedByPayload { blockingIssue: Issue clientMutationId: String issue: Issue }
  input RemoveBlockedByInput { blockingIssueId: ID! clientMutationId: String issueId: ID! }
  type RemoveBlockedByPayload { blockingIssue: Issue clientMutationId: String issue: Issue }
  extend type Mutation {
    addBlockedBy(input: AddBlockedByInput!): AddBlockedByPayload
    removeBlockedBy(input: RemoveBlockedByInput!): RemoveBlockedByPayload
  }
`;

/** The published schema with what it lacks; as it is once it lacks nothing. */
export function withNewerParts(published: GraphQLSchema): GraphQLSchema {
  if (published.getMutationType()?.getFields().addBlockedBy) return published;
  return extendSchema(published, parse(ISSUE_DEPENDENCIES, { noLocation: true }), { assumeValid: true });
}

interface Input {
  readonly issueId: string;
  readonly clientMutationId?: string | null;
}

/** The input of `addBlockedBy` and `removeBlockedBy`. */
export interface BlockedByInput extends Input {
  readonly blockingIssueId: string;
}

/** The inputs around sub-issues, which the package's schema has and its types have not. */
export interface SubIssueInput extends Input {
  readonly subIssueId?: string | null;
  readonly replaceParent?: boolean | null;
}
/** The input of `reprioritizeSubIssue`. */
export interface MoveSubIssueInput extends Input {
  readonly subIssueId: string;
  readonly afterId?: string | null;
  readonly beforeId?: string | null;
}
/** What `createIssue` takes besides. */
export interface WithParent {
  readonly parentIssueId?: string | null;
}

/** The mutations that the package's types have not. */
export interface NewerMutations {
  readonly addBlockedBy?: unknown;
  readonly addSubIssue?: unknown;
  readonly removeBlockedBy?: unknown;
  readonly removeSubIssue?: unknown;
  readonly reprioritizeSubIssue?: unknown;
}
