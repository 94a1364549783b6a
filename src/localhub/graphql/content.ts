/**
 * How many content-creating acts a GraphQL request asks for. GitHub counts them for its secondary rate limit (about 80 a
 * minute and 500 an hour): https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */

import { type DocumentNode, Kind, parse, type SelectionSetNode } from 'graphql';
import { chooseOperation } from './document.ts';

/**
 * The mutations that create a comment, an issue, a pull request, a review or a commit.
 * `mergePullRequest` is not one of them: like the REST route it moves a branch, and notifies through the pull request.
 */
const CONTENT_MUTATIONS: ReadonlySet<string> = new Set([
  'addComment',
  'addDiscussionComment',
  'addPullRequestReview',
  'addPullRequestReviewComment',
  'addPullRequestReviewThread',
  'addPullRequestReviewThreadReply',
  'createCommitOnBranch',
  'createDiscussion',
  'createIssue',
  'createPullRequest',
  'submitPullRequestReview',
]);

/**
 * Counts the content-creating mutation fields of the operation that the request would execute, aliases one by one.
 *
 * @returns 0 for queries, and for text that cannot be executed
 */
export function contentOf(query: string, operationName?: string | null): number {
  let document: DocumentNode;
  try {
    document = parse(query, { noLocation: true });
  } catch {
    return 0;
  }
  const chosen = chooseOperation(document, operationName);
  if (!chosen.ok || chosen.operation.operation !== 'mutation') return 0;
  return countIn(document, chosen.operation.selectionSet, new Set());
}

/** @param open the fragments being counted, so that a document with a cycle, which is refused later, does not hang here */
function countIn(document: DocumentNode, selections: SelectionSetNode, open: ReadonlySet<string>): number {
  let count = 0;
  for (const selection of selections.selections) {
    if (selection.kind === Kind.FIELD) {
      if (CONTENT_MUTATIONS.has(selection.name.value)) count += 1;
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      count += countIn(document, selection.selectionSet, open);
    } else if (!open.has(selection.name.value)) {
      const name = selection.name.value;
      const fragment = document.definitions.find(
        (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
      );
      if (fragment?.kind === Kind.FRAGMENT_DEFINITION) {
        count += countIn(document, fragment.selectionSet, new Set([...open, name]));
      }
    }
  }
  return count;
}
