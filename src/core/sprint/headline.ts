/** What an epic is at, in one line; and the line of phases under it. */
import { approvalsNeeded } from '../approvals-needed.ts';
import type { Config } from '../config.ts';
import type { Plan } from '../epic.ts';
import { CONFIG_PATH } from '../names.ts';
import { FLOW } from '../plan/flow.ts';
import { PHASES } from '../plan/workflow-keys.ts';
import type { Status, Story } from '../story.ts';
import { doing, theDocument, verbOf } from './document-names.ts';
import { membersOf } from './members.ts';

const stories = (count: number): string => (count === 1 ? '1 story' : `${count} stories`);

/** `Sprint 1 of epic 7: 2 of 6 merged`, without a full stop. */
export function headlineOf(epic: Story, plan: Plan, team: readonly Story[], config: Config): string {
  const pull = epic.pull_request ? `#${epic.pull_request.number}` : 'a pull request';
  switch (epic.status) {
    case 'untracked':
    case 'pending':
      return `Epic ${epic.id} is in the backlog`;
    case 'in_progress':
      if (epic.rounds > 0) return `Working on the changes asked for in ${pull}`;
      return `${doing(plan)}${epic.attempts > 1 ? `, attempt ${epic.attempts}` : ''}`;
    case 'review':
      return reviewed(epic, plan, pull, approvalsNeeded(epic, config));
    case 'underway':
      return sprintHeadline(epic.id, plan, team);
    case 'blocked':
      return held(epic, pull);
    case 'failed':
      return `${doing(plan)} failed`;
    case 'merged':
      return doneHeadline(epic, plan, team);
    case 'skipped':
      return `Epic ${epic.id} was skipped`;
    case 'abandoned':
      return `Epic ${epic.id} was abandoned`;
  }
}

function reviewed(epic: Story, plan: Plan, pull: string, required: number): string {
  const [what, verb] = [theDocument(plan), verbOf(plan.workflow)];
  const given = epic.approvals?.length ?? 0;
  if (required === 0) return `${what} ${verb} merged in ${pull} when its checks pass`;
  if (given === 0) return `${what} ${verb} ready for review in ${pull}`;
  if (given >= required) return `${what} in ${pull} ${verb} approved`;
  return `${what} in ${pull} ${verb === 'are' ? 'have' : 'has'} ${given} of ${required} approvals`;
}

function held({ id, blocked }: Story, pull: string): string {
  if (blocked?.file === CONFIG_PATH) return `Epic ${id} waits for a configuration that can be read`;
  if (blocked?.kind === 'budget') return `Epic ${id} waits for money`;
  if (blocked?.kind === 'question') return `Epic ${id} waits for an answer`;
  return blocked?.kind === 'merge' ? `${pull} could not be merged` : `Epic ${id} is on hold`;
}

/** What the cycle is at. */
export function sprintHeadline(epic: number, plan: Plan, team: readonly Story[]): string {
  const members = membersOf(plan.stories, team);
  const unopened = members.filter(({ id }) => id === undefined).length;
  if (plan.source_told !== undefined) return 'The stories cannot be opened yet: their document has to be corrected';
  if (plan.source !== undefined || unopened > 0) {
    const opened = members.length - unopened;
    return members.length === 0
      ? 'Opening the stories as issues'
      : `Opening the stories as issues: ${opened} of ${members.length}`;
  }
  const { sprint } = plan;
  const pending = members.filter(({ status }) => status === 'pending').length;
  if (!sprint || plan.cycle === 'idle' || plan.cycle === 'backlog_ready')
    return pending === 0 ? `Epic ${epic} has no story that waits for a sprint` : `${stories(pending)} to be planned`;
  const name = `Sprint ${sprint.number} of epic ${epic}`;
  if (plan.cycle === 'sprint_planned') return `${name} is planned: ${stories(sprint.stories.length)}`;
  const merged = members.filter(({ id = 0, status }) => status === 'merged' && sprint.stories.includes(id)).length;
  const share = `${merged} of ${sprint.stories.length} merged`;
  return plan.cycle === 'sprint_active' ? `${name}: ${share}` : `${name} has ended: ${share}`;
}

function doneHeadline({ id }: Story, plan: Plan, team: readonly Story[]): string {
  const merged = team.filter(({ status }) => status === 'merged').length;
  const sprints = plan.past.length;
  if (merged === 0) return `Epic ${id} is done`;
  return `Epic ${id} is done: ${stories(merged)} merged${sprints === 0 ? '' : ` in ${sprints === 1 ? '1 sprint' : `${sprints} sprints`}`}`;
}

/** Statuses in which an epic has not begun, or has been given up, so that it is in no phase. */
const NOWHERE: ReadonlySet<Status> = new Set(['untracked', 'pending', 'skipped', 'abandoned']);

/** `✓ analysis · ✓ planning · **▸ solutioning** · implementation`; empty for an epic that was given up. */
export function phaseLine(epic: Story, plan: Plan): string {
  if (epic.status === 'skipped' || epic.status === 'abandoned') return '';
  const worked = epic.status === 'underway' || epic.blocked?.resume_to === 'underway';
  const at = NOWHERE.has(epic.status) ? -1 : PHASES.indexOf(worked ? 'implementation' : FLOW[plan.workflow]);
  return PHASES.map((phase, index) => {
    if (epic.status === 'merged' || index < at) return `✓ ${phase}`;
    return index === at ? `**▸ ${phase}**` : phase;
  }).join(' · ');
}
