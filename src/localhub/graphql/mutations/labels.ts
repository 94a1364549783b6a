/** Labels: their own life, and being put on issues and pull requests. */

import type {
  AddLabelsToLabelableInput,
  ClearLabelsFromLabelableInput,
  CreateLabelInput,
  DeleteLabelInput,
  RemoveLabelsFromLabelableInput,
  UpdateLabelInput,
} from '@octokit/graphql-schema';
import { addLabels, createLabel, deleteLabel, removeLabel, setLabels, updateLabel } from '../../world/labels.ts';
import type { Issue, Label } from '../../world/types.ts';
import { notFound } from '../faults.ts';
import { thing } from '../fields.ts';
import { issueThing, repositoryOf } from '../nouns/lookup.ts';
import { conversationByNode, labelByNode, repositoryByNode } from '../nouns/nodes.ts';
import { type Act, demand, mutation } from './act.ts';
import { conversationPermissions } from './comments.ts';

/** `createLabel`. */
export const createLabelMutation = mutation<CreateLabelInput>(
  ['repositoryId', 'name', 'color', 'description'],
  (input, act) => {
    const repository = repositoryByNode(act, input.repositoryId);
    demand(act, repository, ['issues', 'pull_requests']);
    const { name, color, description = null } = input;
    return { label: thing('Label', createLabel(act.world, act.actor, { repository, name, color, description })) };
  },
);

/** `updateLabel`. */
export const updateLabelMutation = mutation<UpdateLabelInput>(['id', 'name', 'color', 'description'], (input, act) => {
  const label = labelByNode(act, input.id);
  demand(act, repositoryOf(act, label), ['issues', 'pull_requests']);
  updateLabel(act.world, act.actor, {
    label,
    ...(input.name != null && { name: input.name }),
    ...(input.color != null && { color: input.color }),
    ...(input.description != null && { description: input.description }),
  });
  return { label: thing('Label', label) };
});

/** `deleteLabel`. */
export const deleteLabelMutation = mutation<DeleteLabelInput>(['id'], (input, act) => {
  const label = labelByNode(act, input.id);
  demand(act, repositoryOf(act, label), ['issues', 'pull_requests']);
  deleteLabel(act.world, act.actor, { label });
  return {};
});

/** The labels of these ids, all of the repository of the issue. */
function labelsFor(act: Act, issue: Issue, ids: readonly string[]): Label[] {
  return ids.map((id) => {
    const label = labelByNode(act, id);
    if (label.repositoryId === issue.repositoryId) return label;
    throw notFound(`Could not resolve to Label node with the global id of '${id}'.`);
  });
}

/** `addLabelsToLabelable`. */
export const addLabelsMutation = mutation<AddLabelsToLabelableInput>(['labelableId', 'labelIds'], (input, act) => {
  const issue = conversationByNode(act, input.labelableId);
  demand(act, repositoryOf(act, issue), conversationPermissions(issue));
  const names = labelsFor(act, issue, input.labelIds).map(({ name }) => name);
  addLabels(act.world, act.actor, { issue, names });
  return { labelable: issueThing(issue) };
});

/** `removeLabelsFromLabelable`. A label that is not on it is passed over, as on GitHub. */
export const removeLabelsMutation = mutation<RemoveLabelsFromLabelableInput>(
  ['labelableId', 'labelIds'],
  (input, act) => {
    const issue = conversationByNode(act, input.labelableId);
    demand(act, repositoryOf(act, issue), conversationPermissions(issue));
    for (const { id, name } of labelsFor(act, issue, input.labelIds)) {
      if (issue.labelIds.includes(id)) removeLabel(act.world, act.actor, { issue, name });
    }
    return { labelable: issueThing(issue) };
  },
);

/** `clearLabelsFromLabelable`. */
export const clearLabelsMutation = mutation<ClearLabelsFromLabelableInput>(['labelableId'], (input, act) => {
  const issue = conversationByNode(act, input.labelableId);
  demand(act, repositoryOf(act, issue), conversationPermissions(issue));
  setLabels(act.world, act.actor, { issue, names: [] });
  return { labelable: issueThing(issue) };
});
