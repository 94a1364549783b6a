import { repositoryById } from './lookups.ts';
import { type Actor, HubError, type Issue } from './types.ts';
import { emit, timestamp, type World } from './world.ts';

/** What GitHub allows (https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/adding-sub-issues). */
export const MAX_SUB_ISSUES = 100;
/** Levels of sub-issues below the issue at the top. */
export const MAX_LEVELS = 8;

const refused = (why: string): HubError =>
  new HubError(422, `An error occurred while adding the sub-issue to the parent issue. ${why}`);

/** The issue that an issue is a sub-issue of, or null. */
export const parentOf = (world: World, issue: Issue): Issue | null =>
  issue.parentId === null ? null : (world.issues.get(issue.parentId) ?? null);

/** The sub-issues of an issue, in the order in which people put them. */
export function subIssuesOf(world: World, issue: Issue): readonly Issue[] {
  const children = world.issues.where('parent', issue.id);
  if (children.length < 2) return children;
  return children.toSorted((one, other) => rankOf(one) - rankOf(other) || one.number - other.number);
}

const rankOf = ({ subIssueRank }: Issue): number => subIssueRank ?? 0;

/**
 * Throws 422 where GitHub would not take an issue under a parent: a pull request on either side, a second parent, the same one again, a circle, too
 * many, too deep. `issue` is null for one that is about to be opened.
 */
export function checkSubIssue(
  world: World,
  { parent, issue, replaceParent = false }: { parent: Issue; issue: Issue | null; replaceParent?: boolean },
): void {
  if (parent.pullRequest !== null) throw refused('Parent may only be an issue');
  if (issue?.pullRequest) throw refused('Sub issue may only be an issue');
  if (issue?.parentId === parent.id)
    throw refused('Issue may not contain duplicate sub-issues and Sub issue may only have one parent');
  if (issue && issue.parentId !== null && !replaceParent) throw refused('Sub issue may only have one parent');
  const above = lineOf(world, parent);
  if (issue && above.some(({ id }) => id === issue.id)) throw refused('Sub issue may not create a circular dependency');
  if (world.issues.where('parent', parent.id).length >= MAX_SUB_ISSUES)
    throw refused(`Parent cannot have more than ${MAX_SUB_ISSUES} sub-issues`);
  if (above.length + (issue ? heightOf(world, issue) : 0) > MAX_LEVELS)
    throw refused(`Sub-issues may be nested at most ${MAX_LEVELS} levels deep`);
}

/** An issue and all above it, the topmost last. */
function lineOf(world: World, issue: Issue): Issue[] {
  const line: Issue[] = [];
  for (let one: Issue | null = issue; one !== null; one = parentOf(world, one)) line.push(one);
  return line;
}

/** How many levels of sub-issues are below an issue. */
function heightOf(world: World, issue: Issue): number {
  const heights = world.issues.where('parent', issue.id).map((child) => 1 + heightOf(world, child));
  return Math.max(0, ...heights);
}

/**
 * Makes an issue the last sub-issue of another one. Throws as {@link checkSubIssue} does.
 * Emits `sub_issues.parent_issue_added` and `sub_issues.sub_issue_added`, after `…_removed` where it had another parent.
 */
export function addSubIssue(
  world: World,
  actor: Actor,
  args: { parent: Issue; issue: Issue; replaceParent?: boolean },
): Issue {
  const { parent, issue } = args;
  checkSubIssue(world, args);
  if (issue.parentId !== null) removeSubIssue(world, actor, { issue });
  const last = subIssuesOf(world, parent).at(-1);
  world.issues.update(issue, {
    parentId: parent.id,
    subIssueRank: last ? rankOf(last) + 1 : 0,
    updatedAt: timestamp(world),
  });
  world.issues.update(parent, { updatedAt: timestamp(world) });
  announce(world, actor, parent, issue, 'added');
  return issue;
}

/** Takes an issue from under its parent. Throws 404 when it has none. Emits the two `sub_issues.…_removed`. */
export function removeSubIssue(world: World, actor: Actor, args: { issue: Issue }): Issue {
  const { issue } = args;
  const parent = parentOf(world, issue);
  if (parent === null) throw new HubError(404, 'Not Found');
  world.issues.update(issue, { parentId: null, updatedAt: timestamp(world) });
  announce(world, actor, parent, issue, 'removed');
  return issue;
}

/** Moves a sub-issue to the place after, or before, another one of the same parent. Throws 422 when they are not of one parent. */
export function moveSubIssue(
  world: World,
  args: { parent: Issue; issue: Issue; after?: Issue | null; before?: Issue | null },
): Issue {
  const { parent, issue, after = null, before = null } = args;
  const next = after ?? before;
  const others = subIssuesOf(world, parent).filter(({ id }) => id !== issue.id);
  if (issue.parentId !== parent.id || next === null || !others.includes(next))
    throw new HubError(422, 'The sub-issue and the issue beside it have to be sub-issues of the parent.');
  others.splice(others.indexOf(next) + (after ? 1 : 0), 0, issue);
  for (const [rank, one] of others.entries()) world.issues.update(one, { subIssueRank: rank });
  return issue;
}

/** GitHub tells both repositories: the sub-issue's of its parent, and the parent's of its sub-issue. */
function announce(world: World, actor: Actor, issue: Issue, subIssue: Issue, what: 'added' | 'removed'): void {
  const subject = { issue, subIssue };
  const of = ({ repositoryId }: Issue) => repositoryById(world, repositoryId);
  emit(world, actor, { name: 'sub_issues', action: `parent_issue_${what}`, repository: of(subIssue), subject });
  emit(world, actor, { name: 'sub_issues', action: `sub_issue_${what}`, repository: of(issue), subject });
}
