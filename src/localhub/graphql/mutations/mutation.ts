/** Every mutation that the hub knows, by the name of its field. */

import type { Mutation } from '@octokit/graphql-schema';
import type { Fields } from '../fields.ts';
import type { NewerMutations } from '../newer-schema.ts';
import { createCheckRunMutation, updateCheckRunMutation } from './checks.ts';
import {
  addCommentMutation,
  addReactionMutation,
  deleteIssueCommentMutation,
  removeReactionMutation,
  updateIssueCommentMutation,
} from './comments.ts';
import { createCommitMutation } from './commits.ts';
import {
  addBlockedByMutation,
  addSubIssueMutation,
  moveSubIssueMutation,
  pinIssueMutation,
  removeBlockedByMutation,
  removeSubIssueMutation,
  unpinIssueMutation,
} from './issue-relations.ts';
import {
  addAssigneesMutation,
  closeIssueMutation,
  createIssueMutation,
  lockMutation,
  removeAssigneesMutation,
  reopenIssueMutation,
  unlockMutation,
  updateIssueMutation,
} from './issues.ts';
import {
  addLabelsMutation,
  clearLabelsMutation,
  createLabelMutation,
  deleteLabelMutation,
  removeLabelsMutation,
  updateLabelMutation,
} from './labels.ts';
import { mergePullMutation } from './merge.ts';
import {
  closePullMutation,
  createPullMutation,
  readyMutation,
  reopenPullMutation,
  requestReviewsMutation,
  toDraftMutation,
  updatePullMutation,
} from './pulls.ts';
import { createRefMutation, deleteRefMutation, updateRefMutation } from './refs.ts';
import { addReviewMutation, dismissReviewMutation } from './reviews.ts';

/** The root of mutations. */
export const mutationFields: Fields<Mutation & NewerMutations, unknown> = {
  addAssigneesToAssignable: addAssigneesMutation,
  addBlockedBy: addBlockedByMutation,
  addComment: addCommentMutation,
  addLabelsToLabelable: addLabelsMutation,
  addPullRequestReview: addReviewMutation,
  addReaction: addReactionMutation,
  addSubIssue: addSubIssueMutation,
  clearLabelsFromLabelable: clearLabelsMutation,
  closeIssue: closeIssueMutation,
  closePullRequest: closePullMutation,
  convertPullRequestToDraft: toDraftMutation,
  createCheckRun: createCheckRunMutation,
  createCommitOnBranch: createCommitMutation,
  createIssue: createIssueMutation,
  createLabel: createLabelMutation,
  createPullRequest: createPullMutation,
  createRef: createRefMutation,
  deleteIssueComment: deleteIssueCommentMutation,
  deleteLabel: deleteLabelMutation,
  deleteRef: deleteRefMutation,
  dismissPullRequestReview: dismissReviewMutation,
  lockLockable: lockMutation,
  markPullRequestReadyForReview: readyMutation,
  mergePullRequest: mergePullMutation,
  pinIssue: pinIssueMutation,
  removeAssigneesFromAssignable: removeAssigneesMutation,
  removeBlockedBy: removeBlockedByMutation,
  removeLabelsFromLabelable: removeLabelsMutation,
  removeReaction: removeReactionMutation,
  removeSubIssue: removeSubIssueMutation,
  reopenIssue: reopenIssueMutation,
  reopenPullRequest: reopenPullMutation,
  reprioritizeSubIssue: moveSubIssueMutation,
  requestReviews: requestReviewsMutation,
  unlockLockable: unlockMutation,
  unpinIssue: unpinIssueMutation,
  updateCheckRun: updateCheckRunMutation,
  updateIssue: updateIssueMutation,
  updateIssueComment: updateIssueCommentMutation,
  updateLabel: updateLabelMutation,
  updatePullRequest: updatePullMutation,
  updateRef: updateRefMutation,
};
