/** The output of a test command as text that can be read by line. Pure. */

/** ESC [ … letter: colours and cursor movements. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for.
const ANSI = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** The output without terminal colours, with plain line ends. */
export const withoutAnsi = (output: string): string => output.replace(ANSI, '').replace(/\r\n?/g, '\n');

/**
 * Longest line that is looked at, in characters. The output is written by code that nobody has looked at: what is searched by patterns has a
 * bound.
 */
const MAX_LINE = 2_000;

/** The lines of a text, each cut to what is looked at. */
export const linesOf = (text: string): string[] =>
  text.split('\n').map((line) => (line.length > MAX_LINE ? line.slice(0, MAX_LINE) : line));
