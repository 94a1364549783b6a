/** The way of an epic through its documents: which workflow follows which, and what its acceptance means. */
import { documentPath, type EpicWorkflow, NEW_PLAN, type Plan, type PlanDocument } from '../epic.ts';
import type { EventType } from '../machine.ts';
import { type Ended, type WayOn, wayOn } from '../plan/flow.ts';
import { researchSchema, spikeSchema } from '../plan/research.ts';
import { verdictSchema } from '../plan/verdict.ts';
import type { RunResult } from '../run.ts';
import { documentFor, questionOf } from './document.ts';
import { type Draft, owe } from './draft.ts';
import { closeSprint, isAnyLeft } from './sprints.ts';

/** Makes the story of a draft an epic, unless it is one. What was begun as a story cannot become one. */
export function makeEpic({ story }: Draft): 'epic' | 'begun' {
  if (!story.plan && story.runs.length > 0) return 'begun';
  story.plan ??= structuredClone(NEW_PLAN);
  return 'epic';
}

/** What a run that delivered means for its story: a document that people accept, or the next one. */
export function delivered(draft: Draft, result: RunResult): EventType {
  const { story, now } = draft;
  const { plan } = story;
  if (!plan) return 'run.succeeded';
  const { workflow, sprint } = plan;
  const path = documentFor(story.id, plan);
  const before = plan.documents.filter((one) => one.path !== path);
  const way = wayAfter(plan, result.workflow?.outcome);
  const outcome = KEPT.has(workflow) ? result.workflow?.outcome : undefined;
  const document: PlanDocument = {
    workflow,
    path,
    ...(outcome !== undefined && { outcome }),
    ...(workflow === 'retrospective' && sprint && { sprint: sprint.number }),
  };
  plan.documents = [...before, document];
  draft.notes.push(`${workflow} is written`);
  if (way.kind !== 'run') return 'run.succeeded';
  plan.workflow = way.workflow as EpicWorkflow;
  if (way.question === undefined) delete plan.question;
  else plan.question = way.question;
  // What is tried anew is another piece of work.
  story.attempts = 0;
  story.started_at ??= now;
  return 'run.continued';
}

/** Workflows whose outcome the way on, the board or later runs rest on. The stories are read from the document that people accepted. */
const KEPT: ReadonlySet<EpicWorkflow> = new Set(['why', 'research', 'spike', 'retrospective']);

/** The way on. Where the outcome cannot be read, a workflow of the repository's own wrote it, and the flow goes its usual way. */
function wayAfter({ workflow, documents }: Plan, outcome: unknown): WayOn {
  const ended = endedOf(workflow, documents, outcome);
  if (ended) {
    const way = wayOn(ended);
    // People are asked before the run ends; here it has delivered, so it goes on.
    if (way.kind === 'run' || way.kind === 'gate') return way;
  }
  if (workflow === 'why') return { kind: 'run', workflow: 'research' };
  return workflow === 'research' || workflow === 'spike'
    ? { kind: 'run', workflow: 'prd' }
    : { kind: 'gate', workflow: 'stories' };
}

function endedOf(workflow: EpicWorkflow, documents: readonly PlanDocument[], outcome: unknown): Ended | undefined {
  const spiked = documents.flatMap((one) => questionOf(one) ?? []);
  switch (workflow) {
    case 'why': {
      const verdict = verdictSchema.safeParse(outcome).data;
      return verdict && { workflow, verdict };
    }
    case 'research': {
      const research = researchSchema.safeParse(outcome).data;
      return research && { workflow, research, spiked };
    }
    case 'spike': {
      const spike = spikeSchema.safeParse(outcome).data;
      const research = researchSchema.safeParse(documents.find((one) => one.workflow === 'research')?.outcome).data;
      return spike && research && { workflow, spike, research, spiked };
    }
    default:
      return { workflow };
  }
}

/** What the merge of a pull request is for its story: the end, or the acceptance of a document. */
export function mergedAs({ story: { plan }, team }: Draft): EventType {
  if (!plan) return 'merged';
  if (plan.workflow === 'stories') return 'planned';
  if (plan.workflow !== 'retrospective') return 'accepted';
  return isAnyLeft(plan, team) ? 'planned' : 'merged';
}

/** Writes down that a document was accepted, and clears the way for the next, which grows from the merge. */
export function accept(draft: Draft, mergeCommit: string | undefined): void {
  const { story, observation, now } = draft;
  const { plan } = story;
  const number = story.pull_request?.number;
  if (!plan || number === undefined) return;
  plan.documents = plan.documents.map((one) =>
    one.accepted_at === undefined ? { ...one, pull_request: number, accepted_at: now } : one,
  );
  story.former_pull_request = number;
  delete story.pull_request;
  delete story.approvals;
  delete story.spent;
  delete story.hindrance;
  delete story.checks;
  delete story.feedback;
  delete story.last_failure;
  delete story.failure;
  delete story.blocked;
  story.attempts = 0;
  story.rounds = 0;
  owe(draft, { kind: 'delete_branch' });
  const head = mergeCommit ?? observation.repository.head;
  draft.observation = { ...observation, branch: null, repository: { ...observation.repository, head } };
}

/** After the stories were accepted they are taken over; after a retrospective its sprint is closed. */
export function endPlanning(draft: Draft): void {
  const { story } = draft;
  const { plan } = story;
  if (!plan) return;
  if (plan.workflow === 'stories') {
    // What people accept goes before a plan that somebody named earlier.
    plan.source = documentPath(story.id, 'stories');
    delete plan.source_told;
  } else closeSprint(draft, plan, 'close');
}

/** What is left to do for an epic that has ended: its last document was accepted with it, and its last sprint is closed. */
export function endEpic(draft: Draft, plan: Plan): void {
  plan.documents = plan.documents.map((one) =>
    one.accepted_at === undefined && draft.story.pull_request
      ? { ...one, pull_request: draft.story.pull_request.number, accepted_at: draft.now }
      : one,
  );
  closeSprint(draft, plan, 'close');
}

/** The workflow after an accepted one. */
export const FOLLOWING: Partial<Record<EpicWorkflow, EpicWorkflow>> = { prd: 'architecture', architecture: 'stories' };
