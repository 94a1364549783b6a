/** Carries out on the world the acts by which a plan becomes issues, as the requests of the Octokit adapter would. */
import type { Act } from '../../core/act.ts';
import { mark } from '../../core/names.ts';
import type { ActFacts } from '../../github/forge.ts';
import { issuePage } from '../representations/links.ts';
import { addBlockedBy, blockersOf } from '../world/dependencies.ts';
import { editIssue, issuesOf, openIssue } from '../world/issues.ts';
import { accountById } from '../world/lookups.ts';
import { createMilestone, milestonesOf, setMilestone, updateMilestone } from '../world/milestones.ts';
import { nodeId, parseNodeId } from '../world/node-ids.ts';
import { pinIssue } from '../world/pins.ts';
import { addSubIssue, subIssuesOf } from '../world/sub-issues.ts';
import { HubError, type Issue, type Milestone } from '../world/types.ts';
import { issueOf, keyOf, unresolved } from './world-nodes.ts';
import type { WorldPlace } from './world-place.ts';

/** One of the acts that are done here. */
export type PlanAct = Extract<
  Act,
  {
    kind:
      | 'open_issue'
      | 'edit_issue_body'
      | 'set_milestone'
      | 'add_sub_issue'
      | 'add_blocked_by'
      | 'pin_issue'
      | 'create_milestone'
      | 'close_milestone';
  }
>;

/** What was made. Throws HubError. */
export function planOnWorld(place: WorldPlace, act: PlanAct): ActFacts {
  const { world, repository, actor } = place;
  switch (act.kind) {
    case 'open_issue': {
      const issue = openIssue(world, actor, {
        repository,
        title: act.title,
        body: act.body,
        labels: (act.labels ?? []).map((label) => labelNamed(place, label.nodeId)),
        milestone: act.milestone === undefined ? null : milestoneOf(place, act.milestone),
        parent: act.parent ? issueOf(place, act.parent.nodeId) : null,
      });
      return issueFacts(place, issue);
    }
    case 'edit_issue_body':
      editIssue(world, actor, { issue: issueOf(place, act.issue.nodeId), body: act.body });
      return {};
    case 'set_milestone': {
      const milestone = act.milestone === null ? null : milestoneOf(place, act.milestone);
      setMilestone(world, actor, { issue: issueOf(place, act.issue.nodeId), milestone });
      return {};
    }
    case 'add_sub_issue': {
      const [parent, issue] = [issueOf(place, act.parent.nodeId), issueOf(place, act.child.nodeId)];
      addSubIssue(world, actor, { parent, issue });
      return {};
    }
    case 'add_blocked_by': {
      const [issue, blocker] = [issueOf(place, act.issue.nodeId), issueOf(place, act.blocker.nodeId)];
      addBlockedBy(world, actor, { issue, blocker });
      return {};
    }
    case 'pin_issue':
      pinIssue(world, actor, { repository, issue: issueOf(place, act.issue.nodeId) });
      return {};
    case 'create_milestone': {
      const { title, description } = act;
      const taken = milestonesOf(world, repository).find((one) => one.title === title);
      return milestoneFacts(taken ?? createMilestone(world, actor, { repository, title, description }));
    }
    case 'close_milestone': {
      const milestone = milestonesOf(world, repository).find(({ number }) => number === act.milestone.number);
      if (milestone === undefined) throw new HubError(404, 'Not Found');
      updateMilestone(world, actor, { milestone, state: 'closed' });
      return {};
    }
  }
}

/** The issue that was opened before, by its mark: among the sub-issues of its parent, or among the open issues. */
export function findOpened(place: WorldPlace, act: Extract<Act, { kind: 'open_issue' }>): ActFacts | undefined {
  const { world, repository, appSlug } = place;
  const own = ({ authorId }: Issue): boolean => accountById(world, authorId).login === `${appSlug}[bot]`;
  const parent = act.parent && standingIssue(place, act.parent.nodeId);
  // A parent that is gone has nothing below it.
  if (act.parent && !parent) return undefined;
  const among = parent
    ? subIssuesOf(world, parent)
    : issuesOf(world, repository).filter(({ state }) => state === 'open');
  const found = among.filter(own).find(({ body }) => mark.parse(body ?? '') === act.mark);
  return found && issueFacts(place, found);
}

/** Whether an act that was refused is done already. What is gone stands nowhere. */
export function isSoAlready(place: WorldPlace, act: Act): boolean {
  const { world } = place;
  const standing = (node: string): Issue | undefined => standingIssue(place, node);
  switch (act.kind) {
    case 'add_sub_issue': {
      const [child, parent] = [standing(act.child.nodeId), standing(act.parent.nodeId)];
      return child !== undefined && parent !== undefined && child.parentId === parent.id;
    }
    case 'add_blocked_by': {
      const [issue, blocker] = [standing(act.issue.nodeId), standing(act.blocker.nodeId)];
      return issue !== undefined && blocker !== undefined && blockersOf(world, issue).includes(blocker);
    }
    case 'pin_issue':
      return standing(act.issue.nodeId)?.pinnedAt != null;
    default:
      return false;
  }
}

function standingIssue({ world }: WorldPlace, node: string): Issue | undefined {
  const parsed = parseNodeId(node);
  return parsed?.type === 'Issue' ? world.issues.get(Number(parsed.key)) : undefined;
}

/** Acts of which a refusal may mean that they are done already. */
export const MAY_STAND: ReadonlySet<Act['kind']> = new Set(['add_sub_issue', 'add_blocked_by', 'pin_issue']);

const issueFacts = ({ world, urls }: WorldPlace, issue: Issue): ActFacts => ({
  issue: { number: issue.number, nodeId: nodeId('Issue', issue.id), url: issuePage(world, urls, issue) },
});

const milestoneFacts = ({ number, id }: Milestone): ActFacts => ({
  milestone: { number, nodeId: nodeId('Milestone', id) },
});

function labelNamed({ world }: WorldPlace, node: string): string {
  const label = world.labels.get(keyOf(node, 'Label'));
  if (label === undefined) throw unresolved(node);
  return label.name;
}

function milestoneOf({ world }: WorldPlace, node: string): Milestone {
  const milestone = world.milestones.get(keyOf(node, 'Milestone'));
  if (milestone === undefined) throw unresolved(node);
  return milestone;
}
