/** Labels and milestones. */

import type {
  Label as GhLabel,
  Milestone as GhMilestone,
  LabelIssuesArgs,
  LabelPullRequestsArgs,
} from '@octokit/graphql-schema';
import { nodeId } from '../../world/node-ids.ts';
import type { Issue, Label, Milestone } from '../../world/types.ts';
import type { Context } from '../context.ts';
import { type Fields, takes, thing } from '../fields.ts';
import { issueConnection, pullConnection } from './issue-lists.ts';
import { actorThing, PAGING, page, repositoryOf, repositoryPath, upper } from './lookup.ts';

function labelPath(context: Context, label: Label): string {
  return `${repositoryPath(context, repositoryOf(context, label))}/labels/${encodeURIComponent(label.name)}`;
}

function milestonePath(context: Context, milestone: Milestone): string {
  return `${repositoryPath(context, repositoryOf(context, milestone))}/milestone/${milestone.number}`;
}

function issuesWith(context: Context, label: Label): readonly Issue[] {
  return context.world.issues
    .where('repository', label.repositoryId)
    .filter((issue) => issue.labelIds.includes(label.id));
}

/** A label of a repository. */
export const labelFields: Fields<GhLabel, Label> = {
  id: (label) => nodeId('Label', label.id),
  name: (label) => label.name,
  color: (label) => label.color,
  description: (label) => label.description,
  isDefault: (label) => label.isDefault,
  url: (label, context) => page(context, labelPath(context, label)),
  resourcePath: (label, context) => labelPath(context, label),
  repository: (label, context) => thing('Repository', repositoryOf(context, label)),
  issues: takes([...PAGING, 'states', 'labels', 'orderBy'], (label: Label, args: LabelIssuesArgs, context, field) =>
    issueConnection(context, field, args, issuesWith(context, label)),
  ),
  pullRequests: takes(
    [...PAGING, 'states', 'labels', 'headRefName', 'baseRefName', 'orderBy'],
    (label: Label, args: LabelPullRequestsArgs, context, field) =>
      pullConnection(context, field, args, issuesWith(context, label)),
  ),
};

/** A milestone of a repository. */
export const milestoneFields: Fields<GhMilestone, Milestone> = {
  id: (milestone) => nodeId('Milestone', milestone.id),
  number: (milestone) => milestone.number,
  title: (milestone) => milestone.title,
  description: (milestone) => milestone.description,
  state: (milestone) => upper(milestone.state),
  closed: (milestone) => milestone.state === 'closed',
  closedAt: (milestone) => milestone.closedAt,
  createdAt: (milestone) => milestone.createdAt,
  updatedAt: (milestone) => milestone.updatedAt,
  dueOn: (milestone) => milestone.dueOn,
  creator: (milestone, context) => actorThing(context, milestone.creatorId),
  url: (milestone, context) => page(context, milestonePath(context, milestone)),
  resourcePath: (milestone, context) => milestonePath(context, milestone),
  repository: (milestone, context) => thing('Repository', repositoryOf(context, milestone)),
};
