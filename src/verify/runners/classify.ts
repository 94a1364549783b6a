/**
 * Why a test failed, from what its runner wrote about it. The words are those that Node, the runners, Python and the compilers print; they were
 * taken from their real output (`test/verify/runners/outputs/`).
 */
import type { FailureKind } from '../../core/run.ts';
import type { Missing } from './report.ts';

export interface Reason {
  kind: FailureKind;
  missing?: Missing;
}

/** How a message begins when a test compared something. Looked at first: what an assertion quotes may look like anything else. */
const ASSERTION =
  /^(?:Uncaught )?(?:[\w.$]*Assert(?:ion)?\w*(?:Error|Exception|FailedError)?\b(?!:? ?fails to)|expect\(|expected .{0,300} to |assert |Failed: DID NOT|[\w.$]*ComparisonFailure|[\w.$]*ExpectationNotMet|Snapshot )/i;

const TIMEOUT =
  /^(?:thrown: ")?(?:\w*Timeout\w*Error\b|Exceeded timeout of|Error: Timeout of \d+ ?ms exceeded|Timeout of \d+ ?ms exceeded|Test timed out|test timed out|Failed: Timeout|panic: test timed out|Hook timed out)/i;

/** Where the name of a missing module or symbol stands. */
const MODULES: readonly RegExp[] = [
  /Cannot find (?:module|package) ['"]([^'"\n]{1,500})['"]/,
  /Failed to resolve import "([^"\n]{1,500})"/,
  /Failed to load url (\S{1,500})/,
  /(?:Could not|Can't) resolve ['"]([^'"\n]{1,500})['"]/,
  /No module named '?([\w.]{1,300})'?/,
  /cannot load such file -- (\S{1,500})/,
];
const SYMBOLS: readonly RegExp[] = [
  /does not provide an export named '([^'\n]{1,200})'/,
  /No matching export in "[^"\n]{1,500}" for import "([^"\n]{1,200})"/,
  /cannot import name '([^'\n]{1,200})' from/,
  /module '[^'\n]{1,200}' has no attribute '([^'\n]{1,200})'/,
];

/**
 * A syntax error stops a file before its first test. One that is thrown while a test runs (`JSON.parse`, a regular expression, `eval`) is an error of
 * the code under test, so this is asked only where no test was reached.
 */
const SYNTAX =
  /\b(?:SyntaxError|IndentationError|TabError|Parse failure|Transform failed|encountered an unexpected token)\b/;

const ERROR = /^(?:Uncaught |thrown: |panic: )?(?:[\w.$]*(?:Error|Exception|Panic|Failure)\b)|^panic: /;

/** `reached`: whether a test was running when it happened, as opposed to a file that was being loaded. */
export function classify(message: string, reached: boolean): Reason {
  if (ASSERTION.test(message)) return { kind: 'assertion' };
  if (TIMEOUT.test(message)) return { kind: 'timeout' };
  const missing = missingIn(message);
  if (missing) return { kind: 'import', missing };
  if (!reached && SYNTAX.test(message)) return { kind: 'syntax' };
  return { kind: ERROR.test(message) ? 'error' : 'unknown' };
}

/** What a message says to be missing. */
export function missingIn(message: string): Missing | undefined {
  for (const pattern of SYMBOLS) {
    const symbol = pattern.exec(message)?.[1];
    if (symbol !== undefined) return { symbol };
  }
  for (const pattern of MODULES) {
    const module = pattern.exec(message)?.[1];
    if (module !== undefined) return { module };
  }
  return undefined;
}
