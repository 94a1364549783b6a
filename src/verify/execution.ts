/** One execution of the tests with everything that is known of it; the verdict keeps only its `run`. */
import type { TestRun } from '../core/run.ts';
import { MAX_NAMED_FAILURES } from '../core/run.ts';
import type { Reading } from './runners/read.ts';

export interface Execution {
  run: TestRun;
  /** What its runners said; undefined when none was understood. */
  reading?: Reading;
  /** Whether it was stopped because its time was over. */
  late: boolean;
}

/** The parts of a reading that a verdict keeps. */
export function keptOf(reading: Reading | undefined): Partial<TestRun> {
  if (!reading) return {};
  const { runner, passed, failed, skipped, failures } = reading;
  return {
    runner: runner.slice(0, 200),
    ...(passed !== undefined && { passed }),
    ...(failed !== undefined && { failed }),
    ...(skipped !== undefined && { skipped }),
    ...(failures.length > 0 && {
      failures: failures.slice(0, MAX_NAMED_FAILURES).map(({ name, file, kind, message }) => ({
        name: name.slice(0, 300),
        ...(file !== undefined && { file: file.slice(0, 300) }),
        kind,
        message: message.slice(0, 300),
      })),
    }),
  };
}
