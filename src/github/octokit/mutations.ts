/** Acts that GitHub takes as GraphQL mutations. Several of them go in one document, one alias each: one request, whatever their number. */
import type { Act } from '../../core/act.ts';
import type { ActFacts } from '../forge.ts';

/** One act as a field of the mutation document. */
export interface Mutation {
  /** Name of the mutation and of its input type, which GitHub derives from it. */
  field: string;
  input: Record<string, unknown>;
  selection: string;
  facts: (payload: Record<string, never>) => ActFacts;
}

/** The mutations for an act, mostly one; undefined when the act is a REST request. */
export function mutationsOf(act: Act, repositoryId: string): Mutation[] | undefined {
  if (act.kind === 'labels') return labelMutations(act);
  const mutation = mutationOf(act, repositoryId);
  return mutation && [mutation];
}

/** Adding comes first: an issue without any status is worse than one with two for a moment. */
function labelMutations({ issue, add, remove }: Extract<Act, { kind: 'labels' }>): Mutation[] {
  const change = (field: string, labels: typeof add): Mutation => ({
    field,
    input: { labelableId: issue.nodeId, labelIds: labels.map((label) => label.nodeId) },
    selection: 'clientMutationId',
    facts: () => ({}),
  });
  return [
    ...(add.length > 0 ? [change('addLabelsToLabelable', add)] : []),
    ...(remove.length > 0 ? [change('removeLabelsFromLabelable', remove)] : []),
  ];
}

function mutationOf(act: Act, repositoryId: string): Mutation | undefined {
  switch (act.kind) {
    case 'comment':
      return {
        field: 'addComment',
        input: { subjectId: act.issue.nodeId, body: act.body },
        selection: 'commentEdge { node { id fullDatabaseId url } }',
        facts: (payload: { commentEdge?: { node: { id: string; fullDatabaseId: string; url: string } } }) => {
          const node = payload.commentEdge?.node;
          return node ? { comment: { id: Number(node.fullDatabaseId), nodeId: node.id, url: node.url } } : {};
        },
      };
    case 'edit_comment':
      return {
        field: 'updateIssueComment',
        input: { id: act.comment.nodeId, body: act.body },
        selection: 'issueComment { id }',
        facts: () => ({}),
      };
    case 'delete_comment':
      return {
        field: 'deleteIssueComment',
        input: { id: act.comment.nodeId },
        selection: 'clientMutationId',
        facts: () => ({}),
      };
    case 'open_issue':
      return {
        field: 'createIssue',
        input: {
          repositoryId,
          title: act.title,
          body: act.body,
          ...(act.labels && { labelIds: act.labels.map((label) => label.nodeId) }),
          ...(act.milestone !== undefined && { milestoneId: act.milestone }),
          ...(act.parent && { parentIssueId: act.parent.nodeId }),
        },
        selection: 'issue { number id url }',
        facts: ({ issue }: { issue?: { number: number; id: string; url: string } }) =>
          issue ? { issue: { number: issue.number, nodeId: issue.id, url: issue.url } } : {},
      };
    case 'edit_issue_body':
      return {
        field: 'updateIssue',
        input: { id: act.issue.nodeId, body: act.body },
        selection: 'issue { number }',
        facts: () => ({}),
      };
    case 'set_milestone':
      return {
        field: 'updateIssue',
        input: { id: act.issue.nodeId, milestoneId: act.milestone },
        selection: 'issue { number }',
        facts: () => ({}),
      };
    case 'add_sub_issue':
      return {
        field: 'addSubIssue',
        input: { issueId: act.parent.nodeId, subIssueId: act.child.nodeId },
        selection: 'subIssue { number }',
        facts: () => ({}),
      };
    case 'add_blocked_by':
      return {
        field: 'addBlockedBy',
        input: { issueId: act.issue.nodeId, blockingIssueId: act.blocker.nodeId },
        selection: 'issue { number }',
        facts: () => ({}),
      };
    case 'pin_issue':
      return {
        field: 'pinIssue',
        input: { issueId: act.issue.nodeId },
        selection: 'issue { number }',
        facts: () => ({}),
      };
    case 'create_label':
      return {
        field: 'createLabel',
        input: { repositoryId, name: act.name, color: act.color, description: act.description },
        selection: 'label { id }',
        facts: () => ({}),
      };
    case 'react':
      return {
        field: 'addReaction',
        input: { subjectId: act.comment, content: 'THUMBS_UP' },
        selection: 'reaction { id }',
        facts: () => ({}),
      };
    case 'open_pull_request':
      return {
        field: 'createPullRequest',
        input: { repositoryId, baseRefName: act.base, headRefName: act.head, title: act.title, body: act.body },
        selection: 'pullRequest { number url }',
        facts: (payload: { pullRequest?: { number: number; url: string } }) =>
          payload.pullRequest ? { pullRequest: payload.pullRequest } : {},
      };
    case 'close_pull_request':
      return {
        field: 'closePullRequest',
        input: { pullRequestId: act.pullRequest.nodeId },
        selection: 'pullRequest { number }',
        facts: () => ({}),
      };
    case 'check':
      return {
        field: 'createCheckRun',
        input: {
          repositoryId,
          headSha: act.commit,
          name: act.name,
          externalId: act.externalId,
          status: 'COMPLETED',
          conclusion: act.conclusion.toUpperCase(),
          output: { title: act.title, summary: act.summary },
        },
        selection: 'checkRun { id }',
        facts: () => ({}),
      };
    case 'close_issue':
      return {
        field: 'closeIssue',
        input: { issueId: act.issue.nodeId, stateReason: 'COMPLETED' },
        selection: 'issue { number }',
        facts: () => ({}),
      };
    case 'delete_branch':
      return { field: 'deleteRef', input: { refId: act.refId }, selection: 'clientMutationId', facts: () => ({}) };
    default:
      return undefined;
  }
}

/** The document for several mutations, and its variables. The aliases are `m0`, `m1`… */
export function documentOf(mutations: readonly Mutation[]): { document: string; variables: Record<string, unknown> } {
  const inputType = (field: string) => `${field[0]!.toUpperCase()}${field.slice(1)}Input!`;
  const variables = mutations.map((mutation, index) => `$i${index}: ${inputType(mutation.field)}`).join(', ');
  const fields = mutations.map(
    (mutation, index) => `m${index}: ${mutation.field}(input: $i${index}) { ${mutation.selection} }`,
  );
  return {
    document: `mutation Perform(${variables}) {\n  ${fields.join('\n  ')}\n}`,
    variables: Object.fromEntries(mutations.map((mutation, index) => [`i${index}`, mutation.input])),
  };
}
