/** What comes next in an epic, as a paragraph. */
import type { Config } from '../config.ts';
import type { EpicWorkflow, Plan } from '../epic.ts';
import { listed } from '../messages/quoted.ts';
import type { Story } from '../story.ts';
import { theDocument } from './document-names.ts';
import { membersOf } from './members.ts';
import { type Progress, progressOf } from './progress.ts';

/** What follows on the work of a run. */
const AFTER_WORK: Record<EpicWorkflow, string> = {
  why: 'research into ways to build it, then the requirements',
  research: 'the requirements, which people review in a pull request',
  spike: 'the requirements, which people review in a pull request',
  prd: 'people review the requirements in a pull request; then comes the architecture',
  architecture: 'people review the architecture in a pull request; then come the stories',
  stories: 'people review the stories in a pull request; then each becomes an issue',
  retrospective: 'people review the retrospective in a pull request; then the sprint is closed',
};

/** What follows on the merge of a document. */
const AFTER_MERGE: Record<EpicWorkflow, string> = {
  why: 'the requirements',
  research: 'the requirements',
  spike: 'the requirements',
  prd: 'the architecture',
  architecture: 'the stories',
  stories: 'each story becomes an issue',
  retrospective: 'the sprint is closed',
};

/** The most stories that a sentence names. */
const NAMED = 8;

/** What comes next, as a paragraph; empty when nothing does. */
export function nextStep(epic: Story, plan: Plan, team: readonly Story[], config: Config): string {
  switch (epic.status) {
    case 'pending':
    case 'untracked':
      return 'Next: the question whether this is needed, and what is there already.';
    case 'in_progress':
      return `Next: ${AFTER_WORK[plan.workflow]}.`;
    case 'review': {
      const subject = theDocument(plan).toLowerCase();
      return `Next, once ${subject} ${plan.workflow === 'prd' || plan.workflow === 'stories' ? 'are' : 'is'} merged: ${AFTER_MERGE[plan.workflow]}.`;
    }
    case 'underway':
      return inCycle(plan, team, config);
    default:
      return '';
  }
}

/** What comes next in the cycle of sprints. */
export function inCycle(plan: Plan, team: readonly Story[], { sprint, settings }: Config): string {
  const alone = sprint.mode !== 'batch';
  const sessions = `${sprint.capacity} ${sprint.capacity === 1 ? 'session' : 'sessions'}`;
  const progress = progressOf(plan, team, settings.max_concurrent_agents);
  switch (plan.cycle) {
    case 'idle':
    case 'backlog_ready': {
      if (plan.source_told !== undefined)
        return 'Next: someone corrects the document on the default branch and writes `/orch stories`.';
      const members = membersOf(plan.stories, team);
      if (plan.source !== undefined || members.some(({ id }) => id === undefined))
        return `Next, once all are open: ${alone ? 'Orch plans the first sprint and starts it' : 'people plan the first sprint with `/orch sprint plan`'}.`;
      if (!members.some(({ status }) => status === 'pending'))
        return 'Next: nothing by itself. `/orch stories <path>` adds stories; a story that failed can be tried again with `/orch retry` on it.';
      return alone
        ? `Next: Orch plans a sprint of up to ${sessions} and starts it.`
        : `Next: \`/orch sprint plan\` chooses the most urgent stories, up to ${sessions}.`;
    }
    case 'sprint_planned': {
      const first = named(progress?.schedule.start ?? []);
      const go = first === '' ? '' : `; ${first} ${progress?.schedule.start.length === 1 ? 'goes' : 'go'} first`;
      return `Next: ${alone ? 'Orch starts the sprint' : '`/orch sprint start`'}${go}.`;
    }
    case 'sprint_active':
      return activeNext(progress);
    case 'sprint_review':
      return 'Next: the retrospective, then the sprint is closed.';
  }
}

function activeNext(progress: Progress | undefined): string {
  if (progress?.held)
    return 'Nothing of this sprint goes on without a person: the list above says whom it waits for. `/orch sprint review` ends it as it is.';
  const first = named(progress?.schedule.start ?? []);
  const then = 'When all stories of the sprint have ended, its retrospective is written.';
  return first === '' ? then : `Next: ${first}. ${then}`;
}

/** `#12, #13 and #14`. */
function named(ids: readonly number[]): string {
  const rest = ids.length - NAMED;
  const names = ids.slice(0, NAMED).map((id) => `#${id}`);
  return rest > 0 ? `${names.join(', ')} and ${rest} more` : listed(names, 'and');
}
