/** Every GraphQL type that the hub knows, with its table of fields. */

import type { FieldTables } from './fields.ts';
import { mutationFields } from './mutations/mutation.ts';
import { appFields, botFields, organizationFields, userFields } from './nouns/accounts.ts';
import { checkRunFields, checkSuiteFields, rollupFields, statusContextFields, statusFields } from './nouns/checks.ts';
import { permissionSourceFields } from './nouns/collaborators.ts';
import { commentFields } from './nouns/comments.ts';
import {
  blobFields,
  commitFields,
  gitActorFields,
  refFields,
  treeEntryFields,
  treeFields,
} from './nouns/git-objects.ts';
import { issueFields } from './nouns/issues.ts';
import { labelFields, milestoneFields } from './nouns/labels.ts';
import { changedFileFields, pullCommitFields, pullFields } from './nouns/pulls.ts';
import { queryFields } from './nouns/query.ts';
import { reactionFields, reactionGroupFields } from './nouns/reactions.ts';
import { repositoryFields } from './nouns/repositories.ts';
import { reviewFields } from './nouns/reviews.ts';
import { timelineTables } from './nouns/timeline.ts';
import { workflowFields, workflowRunFields } from './nouns/workflows.ts';

/** By GraphQL type name. A test holds every key against GitHub's schema. */
export const fieldTables: FieldTables = {
  ...timelineTables,
  App: appFields,
  Blob: blobFields,
  Bot: botFields,
  CheckRun: checkRunFields,
  CheckSuite: checkSuiteFields,
  Commit: commitFields,
  GitActor: gitActorFields,
  Issue: issueFields,
  IssueComment: commentFields,
  Label: labelFields,
  Milestone: milestoneFields,
  Mutation: mutationFields,
  Organization: organizationFields,
  PermissionSource: permissionSourceFields,
  PullRequest: pullFields,
  PullRequestChangedFile: changedFileFields,
  PullRequestCommit: pullCommitFields,
  PullRequestReview: reviewFields,
  Query: queryFields,
  Reaction: reactionFields,
  ReactionGroup: reactionGroupFields,
  Ref: refFields,
  Repository: repositoryFields,
  Status: statusFields,
  StatusCheckRollup: rollupFields,
  StatusContext: statusContextFields,
  Tree: treeFields,
  TreeEntry: treeEntryFields,
  User: userFields,
  Workflow: workflowFields,
  WorkflowRun: workflowRunFields,
};
