import { labelsOf, repositoryById } from './lookups.ts';
import { addTimelineItem } from './timeline.ts';
import { type Actor, HubError, type Issue, type Label, type Repository, validationFailed } from './types.ts';
import { emit, nextId, timestamp, type World } from './world.ts';

export { labelsOf } from './lookups.ts';

/** The color of labels that come into being by being added, as GitHub picks it. */
const DEFAULT_COLOR = 'ededed';

/** The label of this name (compared without case), or null. */
export function findLabel(world: World, repository: Repository, name: string): Label | null {
  const wanted = name.toLowerCase();
  return world.labels.where('repository', repository.id).find((one) => one.name.toLowerCase() === wanted) ?? null;
}

/** The labels of a repository, oldest first. */
export function repositoryLabels(world: World, repository: Repository): readonly Label[] {
  return world.labels.where('repository', repository.id);
}

/** Creates a label. Throws 422 on an empty or taken name and on a color that is not six hex digits. Emits `label.created`. */
export function createLabel(
  world: World,
  actor: Actor,
  args: { repository: Repository; name: string; color?: string; description?: string | null },
): Label {
  const { repository } = args;
  const color = (args.color ?? DEFAULT_COLOR).toLowerCase();
  if (args.name.trim() === '') throw validationFailed({ resource: 'Label', code: 'missing_field', field: 'name' });
  checkColor(color);
  if (findLabel(world, repository, args.name) !== null) {
    throw validationFailed({ resource: 'Label', code: 'already_exists', field: 'name' });
  }
  const label = world.labels.add({
    id: nextId(world),
    repositoryId: repository.id,
    name: args.name,
    color,
    description: args.description ?? null,
    isDefault: false,
  });
  emit(world, actor, { name: 'label', action: 'created', repository, subject: { label } });
  return label;
}

/** Renames, recolors or describes a label. Throws 422 as {@link createLabel} does. Emits `label.edited`. */
export function updateLabel(
  world: World,
  actor: Actor,
  args: { label: Label; name?: string; color?: string; description?: string | null },
): Label {
  const repository = repositoryById(world, args.label.repositoryId);
  const { label, name = label.name, color = label.color, description = label.description } = args;
  checkColor(color);
  const taken = findLabel(world, repository, name);
  if (taken !== null && taken.id !== label.id) {
    throw validationFailed({ resource: 'Label', code: 'already_exists', field: 'name' });
  }
  const changes = {
    ...(name === label.name ? {} : { name: { from: label.name } }),
    ...(color === label.color ? {} : { color: { from: label.color } }),
    ...(description === label.description ? {} : { description: { from: label.description ?? '' } }),
  };
  world.labels.update(label, { name, color: color.toLowerCase(), description });
  emit(world, actor, { name: 'label', action: 'edited', repository, subject: { label }, changes });
  return label;
}

/** Deletes a label and takes it off every issue. Emits `label.deleted`; the issues emit nothing, as on GitHub. */
export function deleteLabel(world: World, actor: Actor, args: { label: Label }): void {
  const repository = repositoryById(world, args.label.repositoryId);
  for (const issue of world.issues.where('repository', repository.id)) {
    if (!issue.labelIds.includes(args.label.id)) continue;
    world.issues.update(issue, { labelIds: issue.labelIds.filter((id) => id !== args.label.id) });
  }
  world.labels.remove(args.label);
  emit(world, actor, { name: 'label', action: 'deleted', repository, subject: { label: args.label } });
}

/**
 * Adds labels by name to an issue or pull request; unknown ones are created on the way, as REST does.
 * Those it has already are left alone. Emits `issues.labeled` or `pull_request.labeled` for each one added.
 */
export function addLabels(world: World, actor: Actor, args: { issue: Issue; names: readonly string[] }): Label[] {
  const repository = repositoryById(world, args.issue.repositoryId);
  for (const name of args.names) {
    addLabel(
      world,
      actor,
      repository,
      args.issue,
      findLabel(world, repository, name) ?? createLabel(world, actor, { repository, name }),
    );
  }
  return labelsOf(world, args.issue);
}

/** Takes one label off. Throws 404 "Label does not exist" when the issue does not have it. Emits `unlabeled`. */
export function removeLabel(world: World, actor: Actor, args: { issue: Issue; name: string }): Label[] {
  const { issue } = args;
  const repository = repositoryById(world, issue.repositoryId);
  const label = findLabel(world, repository, args.name);
  if (label === null || !issue.labelIds.includes(label.id)) throw new HubError(404, 'Label does not exist');
  world.issues.update(issue, {
    labelIds: issue.labelIds.filter((id) => id !== label.id),
    updatedAt: timestamp(world),
  });
  addTimelineItem(world, actor, issue, { event: 'unlabeled', label: snapshot(label) });
  emit(world, actor, { name: subjectName(issue), action: 'unlabeled', repository, subject: { issue, label } });
  return labelsOf(world, issue);
}

/** Makes the labels of an issue exactly these. Emits one event for each one added or removed. */
export function setLabels(world: World, actor: Actor, args: { issue: Issue; names: readonly string[] }): Label[] {
  const wanted = new Set(args.names.map((name) => name.toLowerCase()));
  for (const label of labelsOf(world, args.issue)) {
    if (!wanted.has(label.name.toLowerCase())) removeLabel(world, actor, { issue: args.issue, name: label.name });
  }
  return addLabels(world, actor, args);
}

function addLabel(world: World, actor: Actor, repository: Repository, issue: Issue, label: Label): void {
  if (issue.labelIds.includes(label.id)) return;
  world.issues.update(issue, { labelIds: [...issue.labelIds, label.id], updatedAt: timestamp(world) });
  addTimelineItem(world, actor, issue, { event: 'labeled', label: snapshot(label) });
  emit(world, actor, { name: subjectName(issue), action: 'labeled', repository, subject: { issue, label } });
}

function checkColor(color: string): void {
  if (/^[0-9a-f]{6}$/i.test(color)) return;
  throw validationFailed({ resource: 'Label', code: 'invalid', field: 'color' });
}

const snapshot = ({ id, name, color }: Label): { id: number; name: string; color: string } => ({ id, name, color });
const subjectName = (issue: Issue): 'issues' | 'pull_request' =>
  issue.pullRequest === null ? 'issues' : 'pull_request';
