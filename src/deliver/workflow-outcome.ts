/** What a run that played a workflow came to, checked by the schema of that workflow. Pure. */
import { z } from 'zod';
import { EPIC_WORKFLOWS, type EpicWorkflow } from '../core/epic.ts';
import { OUTCOMES, type OutcomeName } from '../core/plan/outcomes.ts';
import type { Report, RunResult } from '../core/run.ts';
import { harmless } from '../patch/harmless.ts';
import { redactedDeep } from '../patch/withhold.ts';

/** The outcomes of the workflows of an epic. Those of other workflows are for people alone. */
export const OUTCOME_OF: Readonly<Record<EpicWorkflow, OutcomeName>> = {
  why: 'verdict',
  research: 'research',
  spike: 'spike',
  prd: 'requirements',
  architecture: 'architecture',
  stories: 'stories',
  retrospective: 'retrospective',
};

/** What the result says of the workflow, or the sentence that says why the run has failed. */
export type Played = { ok: true; workflow: NonNullable<RunResult['workflow']> } | { ok: false; reason: string };

/** The most problems that a sentence names. */
const MAX_PROBLEMS = 3;

/**
 * Reads what the report says of the workflow `name`, which the run was to play. An outcome counts only of a run that says it is done, a state only of any other. Texts come back harmless.
 */
export function workflowOutcome(
  name: string,
  { stop, workflow }: Pick<Report, 'stop' | 'workflow'>,
  { secrets = [], hosts = [] }: { secrets?: readonly string[]; hosts?: readonly string[] },
): Played {
  const state = stop !== 'done' && workflow?.name === name ? workflow.state : undefined;
  const kept = { name, ...(state !== undefined && { state: redactedDeep(state, secrets) }) };
  if (stop !== 'done' && stop !== 'asked') return { ok: true, workflow: kept };
  if (!workflow)
    return { ok: false, reason: `The agent job says nothing of the workflow ${name}, which it was to play.` };
  if (workflow.name !== name) {
    return { ok: false, reason: `The agent job played the workflow ${workflow.name}, and it was to play ${name}.` };
  }
  if (stop === 'asked') return { ok: true, workflow: kept };
  const { outcome } = workflow;
  if (outcome === undefined) return { ok: true, workflow: { name } };
  if (!isEpicWorkflow(name)) {
    return {
      ok: false,
      reason: `The workflow ${name} has no outcome that Orch reads; it reads those of ${EPIC_WORKFLOWS.join(', ')}.`,
    };
  }
  const read = z.json().safeParse(OUTCOMES[OUTCOME_OF[name]].safeParse(outcome).data);
  if (!read.success) return { ok: false, reason: unfit(name, outcome) };
  return { ok: true, workflow: { name, outcome: harmlessDeep(redactedDeep(read.data, secrets), hosts) } };
}

const isEpicWorkflow = (name: string): name is EpicWorkflow => (EPIC_WORKFLOWS as readonly string[]).includes(name);

function unfit(name: EpicWorkflow, outcome: unknown): string {
  const issues = OUTCOMES[OUTCOME_OF[name]].safeParse(outcome).error?.issues ?? [];
  const said = issues.slice(0, MAX_PROBLEMS).map(({ path, message }) => `${path.join('.') || 'outcome'}: ${message}`);
  return `The outcome of the workflow ${name} does not fit: ${said.join('; ')}.`;
}

type Json = z.infer<ReturnType<typeof z.json>>;

/** The value with every text in it made harmless; the keys are those of a schema. */
function harmlessDeep(value: Json, hosts: readonly string[]): Json {
  if (typeof value === 'string') return harmless(value, { hosts });
  if (Array.isArray(value)) return value.map((each) => harmlessDeep(each, hosts));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, harmlessDeep(each, hosts)]));
}
