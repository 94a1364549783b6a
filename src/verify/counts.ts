/** How many tests passed and failed, read from the summaries of node:test (its `spec` and `tap` reporters) and of TAP producers like it. */

/** ESC [ … letter: colours and cursor movements. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for.
const ANSI = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** The output without terminal colours, with plain line ends. */
export const withoutAnsi = (output: string): string => output.replace(ANSI, '').replace(/\r\n?/g, '\n');

/** `ℹ pass 3` of the spec reporter, `# pass 3` of TAP. A test's own output stands indented or without the sign. */
const PASSED = /^(?:ℹ|#) pass +(\d+)$/gm;
const FAILED = /^(?:ℹ|#) fail +(\d+)$/gm;

/**
 * Sums over all summaries in the output, because a workspace runs one after the other. Undefined when there is none: then only the exit
 * status speaks.
 */
export function readCounts(output: string): { passed: number; failed: number } | undefined {
  const plain = withoutAnsi(output);
  const passed = numbers(plain, PASSED);
  if (passed.length === 0) return undefined;
  return { passed: sum(passed), failed: sum(numbers(plain, FAILED)) };
}

const numbers = (text: string, pattern: RegExp): number[] =>
  Array.from(text.matchAll(pattern), (match) => Number(match[1]));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
