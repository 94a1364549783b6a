/**
 * The order of test-first work. Each commit of a run is of one stage; this file says which may come next and what it may hold. It is a table,
 * read by the commit tool, by the loop (for the stage that a run is in) and by the tests.
 */
import picomatch from 'picomatch';
import type { Stage } from '../core/intent.ts';

/** The stages that a model may choose; `wip` is what the loop makes of leftovers. */
export const WORK_STAGES = ['red', 'green', 'refactor'] as const satisfies readonly Stage[];
export type WorkStage = (typeof WORK_STAGES)[number];

/** What a run is doing: `design` until it changes the first file, `commit` when it has proposed its commits. */
export type RunStage = 'design' | WorkStage | 'commit';

/** What the last commit was: nothing yet, work of an earlier run on this story, or a stage of this run. */
export type Standing = 'nothing' | 'earlier work' | WorkStage;

/**
 * Last commit -> stages that may follow. Work begins with tests that fail. It may begin with green where those stand there already (the project's own
 * tests fail) or none is asked for (documentation): which it is, verification finds out. What is red must become green before its shape is improved;
 * after that the next slice may begin. After work of an earlier run anything may follow: its stage is not known here.
 */
const NEXT: Readonly<Record<Standing, readonly WorkStage[]>> = {
  nothing: ['red', 'green'],
  'earlier work': ['red', 'green', 'refactor'],
  red: ['green', 'red'],
  green: ['refactor', 'red', 'green'],
  refactor: ['refactor', 'red', 'green'],
};

/** The stage that a run is in: the first that may follow. `changed`: it has changed something already. */
export function currentStage(standing: Standing, changed: boolean): RunStage {
  const begun = changed || (standing !== 'nothing' && standing !== 'earlier work');
  return begun ? NEXT[standing][0]! : 'design';
}

/** Why a stage may not follow, for the model; undefined when it may. */
export function stageRefusal(standing: Standing, stage: WorkStage): string | undefined {
  if (NEXT[standing].includes(stage)) return undefined;
  if (standing === 'nothing') {
    return `A ${stage} commit cannot come first. Begin with stage red: only the tests that show what is missing, failing for the right reason. Stage green comes first only where a repair makes tests of the project pass, or no test is asked for.`;
  }
  return `A ${stage} commit cannot follow ${standing}. Possible now: ${NEXT[standing].join(', ')}.`;
}

/** Paths that a refusal names. */
const NAMED = 5;

/**
 * Why these changed paths may not be a red commit, for the model; undefined when all of them are tests by the glob patterns. What makes tests
 * pass must not come with them: then nobody could see them fail.
 */
export function redRefusal(paths: readonly string[], tests: readonly string[]): string | undefined {
  const isTest = testsBy(tests);
  const others = paths.filter((path) => !isTest(path));
  if (others.length === 0) return undefined;
  const more = others.length > NAMED ? ` and ${others.length - NAMED} more` : '';
  return `A red commit holds tests only, and these are none: ${others.slice(0, NAMED).join(', ')}${more}. Files that count as tests: ${tests.join(', ')}. Undo those (git checkout HEAD -- PATH, or remove a new file), commit again, and change them for stage green.`;
}

/** Whether a path counts as a test, by glob patterns of the brief; verification reads them in the same way. */
export function testsBy(tests: readonly string[]): (path: string) => boolean {
  return picomatch([...tests], { dot: true });
}
