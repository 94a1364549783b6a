import { expect, it } from 'vitest';
import { contentOf } from '../../../src/localhub/graphql/content.ts';

it.each<[string, number, string]>([
  ['a query', 0, '{ viewer { login } }'],
  [
    'two comments and a label',
    2,
    `mutation($a: AddCommentInput!, $l: AddLabelsToLabelableInput!) {
      one: addComment(input: $a) { clientMutationId }
      label: addLabelsToLabelable(input: $l) { clientMutationId }
      two: addComment(input: $a) { clientMutationId }
    }`,
  ],
  [
    'a commit, a pull request, an issue, a review',
    4,
    `mutation {
      createCommitOnBranch(input: {}) { clientMutationId }
      createPullRequest(input: {}) { clientMutationId }
      createIssue(input: {}) { clientMutationId }
      addPullRequestReview(input: {}) { clientMutationId }
    }`,
  ],
  [
    'edits, merges and refs',
    0,
    `mutation {
      updateIssueComment(input: {}) { clientMutationId }
      mergePullRequest(input: {}) { clientMutationId }
      createRef(input: {}) { clientMutationId }
    }`,
  ],
  [
    'a comment in a fragment in a fragment',
    1,
    `mutation { ...outer }
     fragment outer on Mutation { ... on Mutation { ...inner } }
     fragment inner on Mutation { addComment(input: {}) { clientMutationId } }`,
  ],
  ['fragments that go round in circles', 0, 'mutation { ...a } fragment a on Mutation { ...a }'],
  ['a field that is only called like a mutation', 0, 'query { addComment: viewer { login } }'],
  ['no GraphQL at all', 0, 'mutation {'],
])('%s: %d', (_name, count, query) => expect(contentOf(query)).toBe(count));

it('counts the operation that is named, and no other', () => {
  const query = `
    mutation Speak { addComment(input: {}) { clientMutationId } }
    mutation Act { closeIssue(input: {}) { clientMutationId } }`;
  expect(contentOf(query, 'Speak')).toBe(1);
  expect(contentOf(query, 'Act')).toBe(0);
  expect(contentOf(query)).toBe(0);
});
