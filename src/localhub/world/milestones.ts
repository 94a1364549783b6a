import { addTimelineItem } from './timeline.ts';
import { type Actor, type Issue, type Milestone, type Repository, validationFailed } from './types.ts';
import { nextId, timestamp, type World } from './world.ts';

/** Creates a milestone. Throws 422 when the repository has one of that title. */
export function createMilestone(
  world: World,
  actor: Actor,
  args: { repository: Repository; title: string; description?: string | null; dueOn?: string | null },
): Milestone {
  const others = milestonesOf(world, args.repository);
  if (others.some((one) => one.title === args.title)) {
    throw validationFailed({ resource: 'Milestone', code: 'already_exists', field: 'title' });
  }
  const now = timestamp(world);
  return world.milestones.add({
    id: nextId(world),
    repositoryId: args.repository.id,
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
}

/** Changes a milestone or closes it. */
export function updateMilestone(
  world: World,
  args: { milestone: Milestone } & Partial<Pick<Milestone, 'title' | 'description' | 'dueOn' | 'state'>>,
): Milestone {
  const { milestone, ...patch } = args;
  const now = timestamp(world);
  const state = patch.state ?? milestone.state;
  const closedAt = state === 'closed' ? (milestone.closedAt ?? now) : null;
  return world.milestones.update(milestone, { ...patch, closedAt, updatedAt: now });
}

/** Puts an issue into a milestone, or out of every one with null. Emits nothing; the timeline tells it. */
export function setMilestone(world: World, actor: Actor, args: { issue: Issue; milestone: Milestone | null }): Issue {
  const { issue } = args;
  const id = args.milestone?.id ?? null;
  if (issue.milestoneId === id) return issue;
  if (issue.milestoneId !== null) addTimelineItem(world, actor, issue, { event: 'demilestoned' });
  world.issues.update(issue, { milestoneId: id, updatedAt: timestamp(world) });
  if (id !== null) addTimelineItem(world, actor, issue, { event: 'milestoned' });
  return issue;
}

/** The milestones of a repository, oldest first. */
export function milestonesOf(world: World, repository: Repository): readonly Milestone[] {
  return world.milestones.where('repository', repository.id);
}
