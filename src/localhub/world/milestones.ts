import { repositoryById } from './lookups.ts';
import { addTimelineItem } from './timeline.ts';
import { type Actor, type Issue, type JsonObject, type Milestone, type Repository, validationFailed } from './types.ts';
import { emit, nextId, timestamp, type World } from './world.ts';

/** Creates a milestone. Throws 422 when the title is empty, or the repository has one of that title. Emits `milestone.created`. */
export function createMilestone(
  world: World,
  actor: Actor,
  args: { repository: Repository; title: string; description?: string | null; dueOn?: string | null },
): Milestone {
  const { repository } = args;
  const others = milestonesOf(world, repository);
  checkTitle(others, args.title);
  const now = timestamp(world);
  const milestone = world.milestones.add({
    id: nextId(world),
    repositoryId: repository.id,
    number: others.reduce((highest, one) => Math.max(highest, one.number), 0) + 1,
    title: args.title,
    description: args.description ?? null,
    state: 'open',
    creatorId: actor.account.id,
    dueOn: args.dueOn ?? null,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
  });
  emit(world, actor, { name: 'milestone', action: 'created', repository, subject: { milestone } });
  return milestone;
}

function checkTitle(others: readonly Milestone[], title: string): void {
  if (title.trim() === '') throw validationFailed({ resource: 'Milestone', code: 'missing_field', field: 'title' });
  if (others.some((one) => one.title === title))
    throw validationFailed({ resource: 'Milestone', code: 'already_exists', field: 'title' });
}

/**
 * Changes a milestone, closes it or opens it again. Throws 422 as {@link createMilestone} does.
 * Emits `milestone.edited` where title, description or date changed, `milestone.closed` or `milestone.opened` where the state did.
 */
export function updateMilestone(
  world: World,
  actor: Actor,
  args: { milestone: Milestone } & Partial<Pick<Milestone, 'title' | 'description' | 'dueOn' | 'state'>>,
): Milestone {
  const { milestone, ...patch } = args;
  const repository = repositoryById(world, milestone.repositoryId);
  if (patch.title !== undefined)
    checkTitle(
      milestonesOf(world, repository).filter((one) => one !== milestone),
      patch.title,
    );
  const now = timestamp(world);
  const was = { ...milestone };
  const state = patch.state ?? milestone.state;
  const closedAt = state === 'closed' ? (milestone.closedAt ?? now) : null;
  world.milestones.update(milestone, { ...patch, closedAt, updatedAt: now });
  const changes: JsonObject = {
    ...(milestone.title === was.title ? {} : { title: { from: was.title } }),
    ...(milestone.description === was.description ? {} : { description: { from: was.description ?? '' } }),
    ...(milestone.dueOn === was.dueOn ? {} : { due_on: { from: was.dueOn ?? '' } }),
  };
  const told = { name: 'milestone', repository, subject: { milestone } } as const;
  if (Object.keys(changes).length > 0) emit(world, actor, { ...told, action: 'edited', changes });
  if (state !== was.state) emit(world, actor, { ...told, action: state === 'closed' ? 'closed' : 'opened' });
  return milestone;
}

/** Deletes a milestone and takes every issue out of it. Emits `milestone.deleted`; the issues emit nothing. */
export function deleteMilestone(world: World, actor: Actor, args: { milestone: Milestone }): void {
  const { milestone } = args;
  const repository = repositoryById(world, milestone.repositoryId);
  for (const issue of world.issues.where('repository', repository.id))
    if (issue.milestoneId === milestone.id) world.issues.update(issue, { milestoneId: null });
  world.milestones.remove(milestone);
  emit(world, actor, { name: 'milestone', action: 'deleted', repository, subject: { milestone } });
}

/** Puts an issue into a milestone, or out of every one with null. Emits `demilestoned` and `milestoned`, of `issues` or `pull_request`. */
export function setMilestone(world: World, actor: Actor, args: { issue: Issue; milestone: Milestone | null }): Issue {
  const { issue, milestone } = args;
  const former = issue.milestoneId === null ? undefined : world.milestones.get(issue.milestoneId);
  if (issue.milestoneId === (milestone?.id ?? null)) return issue;
  world.issues.update(issue, { milestoneId: milestone?.id ?? null, updatedAt: timestamp(world) });
  if (former) announceMilestone(world, actor, issue, former, 'demilestoned');
  if (milestone) announceMilestone(world, actor, issue, milestone, 'milestoned');
  return issue;
}

/** Notes in the timeline that an issue came into a milestone or left it, and emits it. */
export function announceMilestone(
  world: World,
  actor: Actor,
  issue: Issue,
  milestone: Milestone,
  action: 'milestoned' | 'demilestoned',
): void {
  addTimelineItem(world, actor, issue, { event: action });
  emit(world, actor, {
    name: issue.pullRequest === null ? 'issues' : 'pull_request',
    action,
    repository: repositoryById(world, issue.repositoryId),
    subject: { issue, milestone },
  });
}

/** The milestones of a repository, oldest first. */
export function milestonesOf(world: World, repository: Repository): readonly Milestone[] {
  return world.milestones.where('repository', repository.id);
}
