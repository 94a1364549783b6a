/** The issues around an issue as the world shows them, in the words of an observation. */
import { type Blocker, byPlace, type CloseReason, type Issue, type SubIssue } from '../../core/observation.ts';
import { blockedOf, blockersOf } from '../world/dependencies.ts';
import { fullName, labelsOf, repositoryById } from '../world/lookups.ts';
import { nodeId } from '../world/node-ids.ts';
import { parentOf, subIssuesOf } from '../world/sub-issues.ts';
import type { Issue as WorldIssue } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** What it waits for, what waits for it, what it is part of, what is part of it. */
export function relationsInWorld(
  world: World,
  issue: WorldIssue,
): Pick<Issue, 'blockedBy' | 'blocking' | 'parent' | 'subIssues'> {
  const here = ({ repositoryId }: WorldIssue): boolean => repositoryId === issue.repositoryId;
  const parent = parentOf(world, issue);
  const elsewhere = (one: WorldIssue) =>
    here(one) ? {} : { repository: fullName(world, repositoryById(world, one.repositoryId)) };
  return {
    blockedBy: blockersOf(world, issue)
      .map((one): Blocker => ({ ...statedOf(one), ...elsewhere(one) }))
      .toSorted(byPlace),
    blocking: blockedOf(world, issue)
      .filter(here)
      .map(({ number }) => number)
      .toSorted((a, b) => a - b),
    parent: parent && here(parent) ? parent.number : null,
    subIssues: subIssuesOf(world, issue)
      .filter(here)
      .map(
        (one): SubIssue => ({
          ...statedOf(one),
          title: one.title,
          labels: labelsOf(world, one).map(({ name }) => name),
        }),
      ),
  };
}

const statedOf = ({ id, number, state, stateReason }: WorldIssue) => ({
  number,
  nodeId: nodeId('Issue', id),
  state,
  reason: state === 'open' || stateReason === 'reopened' ? null : (stateReason satisfies CloseReason | null),
});
