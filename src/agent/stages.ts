/**
 * The order of test-first work. Each commit of a run is of one stage; this file says which may come next. It is a table, read by the
 * commit tool, by the loop (for the stage that a run is in) and by the tests.
 */
import type { Stage } from '../core/intent.ts';

/** The stages that a model may choose; `wip` is what the loop makes of leftovers. */
export const WORK_STAGES = ['red', 'green', 'refactor'] as const satisfies readonly Stage[];
export type WorkStage = (typeof WORK_STAGES)[number];

/** What the last commit was: nothing yet, work of an earlier run on this story, or a stage of this run. */
export type Standing = 'nothing' | 'earlier work' | WorkStage;

/**
 * Last commit -> stages that may follow. Work begins with tests that fail; what is red must become green before its shape is improved;
 * after that the next slice may begin. After work of an earlier run anything may follow: its stage is not known here.
 */
const NEXT: Readonly<Record<Standing, readonly WorkStage[]>> = {
  nothing: ['red'],
  'earlier work': ['red', 'green', 'refactor'],
  red: ['green', 'red'],
  green: ['refactor', 'red', 'green'],
  refactor: ['refactor', 'red', 'green'],
};

/** The stage that a run is in: the first that may follow. */
export function currentStage(standing: Standing): WorkStage {
  return NEXT[standing][0]!;
}

/** Why a stage may not follow, for the model; undefined when it may. */
export function stageRefusal(standing: Standing, stage: WorkStage): string | undefined {
  if (NEXT[standing].includes(stage)) return undefined;
  if (standing === 'nothing') {
    return `A ${stage} commit cannot come first. Begin with stage red: only the tests that show what is missing, failing for the right reason.`;
  }
  return `A ${stage} commit cannot follow ${standing}. Possible now: ${NEXT[standing].join(', ')}.`;
}
