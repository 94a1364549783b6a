import { HubError, type Issue } from './types.ts';
import { timestamp, type World } from './world.ts';

/**
 * Makes an issue the sub-issue of another one, or of none with null. Throws 422 when that would make a circle, or when
 * it has another parent already. Emits nothing: the event `sub_issues` is not known here.
 */
export function setParent(world: World, args: { issue: Issue; parent: Issue | null }): Issue {
  const { issue, parent } = args;
  if (parent !== null) {
    if (issue.parentId !== null && issue.parentId !== parent.id) {
      throw new HubError(
        422,
        'An error occurred while adding the sub-issue to the parent issue. Issue may have only one parent.',
      );
    }
    for (let above: Issue | undefined = parent; above !== undefined; above = world.issues.get(above.parentId ?? 0)) {
      if (above.id === issue.id) throw new HubError(422, `Issue #${issue.number} cannot be a sub-issue of itself.`);
    }
  }
  return world.issues.update(issue, { parentId: parent?.id ?? null, updatedAt: timestamp(world) });
}

/** The sub-issues of an issue, oldest first. */
export function subIssuesOf(world: World, issue: Issue): readonly Issue[] {
  return world.issues.where('parent', issue.id);
}
