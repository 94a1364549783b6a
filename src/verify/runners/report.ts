/** What a test runner said, in words that do not depend on the runner. */
import type { FailureKind } from '../../core/run.ts';

/** Something that a failing test asked for and did not find: a module by its specifier or path, or a name that a module should have. */
export type Missing = { module: string } | { symbol: string };

export interface Failure {
  /** The test with the suites around it, joined by ` > `; the file or the package where no test was reached. */
  name: string;
  /** As the runner writes it, relative to the project where it does so. */
  file?: string;
  kind: FailureKind;
  /** The first lines of what was said about it. */
  message: string;
  missing?: Missing;
}

export interface TestReport {
  /** Absent where the runner does not count them. */
  passed?: number;
  /** Tests that failed, and files or packages that did not come as far as a test. Absent where nothing was counted. */
  failed?: number;
  skipped?: number;
  /** Not necessarily all: at most MAX_FAILURES, and only those about which the output says something. */
  failures: Failure[];
  /** Every test with a name; absent unless the output names each one that passed. */
  tests?: NamedTest[];
}

export interface NamedTest {
  name: string;
  status: 'passed' | 'failed' | 'skipped';
}

/** One runner's reader. */
export interface Reader {
  runner: string;
  /** Reads the output of a test command, without colours; undefined when this runner did not write it. Never throws. */
  read: (text: string) => TestReport | undefined;
}

/** Failures that are looked at. A broken import can fail thousands of tests for one reason. */
export const MAX_FAILURES = 200;

/** The longest message that is kept, in characters. */
const MAX_MESSAGE = 600;

/** A message that was collected line by line: without indentation, empty lines and the stack. */
export function messageOf(lines: readonly string[]): string {
  const said: string[] = [];
  for (const line of lines) {
    const text = line.trim();
    // The stack, and the code around the place.
    if (/^(?:at |❯ |stack backtrace:|Traceback |>? ?\d+ ?\|)/.test(text) && said.length > 0) break;
    if (text !== '') said.push(text);
    if (said.length === 12) break;
  }
  return said.join('\n').slice(0, MAX_MESSAGE);
}

/** A number from a match; 0 where there is none. */
export const numberOf = (text: string | undefined): number => (text === undefined ? 0 : Number(text));
