/** From three executions of the tests to a verdict. Pure. */
import type { Brief } from '../core/brief.ts';
import type { TestRun, Verdict } from '../core/run.ts';
import type { TestFiles } from './test-files.ts';

/** Exit status of a test command that was out of time, as `timeout(1)` has it. */
export const TIMED_OUT = 124;

/** What ran; absent where it made no sense to run it. */
export interface Runs {
  base?: TestRun;
  red?: TestRun;
  green?: TestRun;
}

/** The verdict without the runs: whether the work is accepted, and the first thing that is wrong with it. */
export function judge(
  brief: Pick<Brief, 'base'>,
  tests: TestFiles,
  runs: Runs,
): Pick<Verdict, 'ok' | 'reason' | 'tests'> {
  const reason = whyNot(brief, tests, runs);
  return { ok: reason === undefined, ...(reason !== undefined && { reason }), tests: tests.changed };
}

function whyNot(
  { base: { ref, sha } }: Pick<Brief, 'base'>,
  tests: TestFiles,
  { base, red, green }: Runs,
): string | undefined {
  if (!base || !green) return 'There is no commit to verify.';
  if (base.exit_code !== 0)
    return `The project's own tests do not pass on ${ref} (${sha.slice(0, 7)}), before any change: ${outcome(base)}.`;
  if (tests.changed.length === 0)
    return 'The change adds or edits no test, so nothing shows that it does what it should.';
  if (!red || red.exit_code === 0)
    return 'The tests of the change also pass without it, so they do not show that it does anything.';
  if (green.exit_code !== 0) return `The tests do not pass with the change: ${outcome(green)}.`;
  if (base.passed !== undefined && green.passed !== undefined && green.passed < base.passed)
    return `Fewer tests pass with the change (${green.passed}) than without it (${base.passed}): tests were removed or skipped.`;
  return undefined;
}

function outcome(run: TestRun): string {
  if (run.exit_code === TIMED_OUT) return `they did not end within ${Math.round(run.seconds)} seconds`;
  if (run.failed) return `${run.failed} of ${run.failed + (run.passed ?? 0)} fail`;
  return `exit status ${run.exit_code}`;
}
