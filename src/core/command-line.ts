/**
 * From a comment to commands. A comment is Markdown first: what stands in a quote, a code block, a list, a link or an HTML comment is
 * not said to Orch. What is left is read line by line; a line that begins with `/orch` is a command.
 */
import { closest, distance } from 'fastest-levenshtein';
import type { Nodes, Paragraph } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { COMMANDS, type CommandSpec } from './commands.ts';
import { isTooNested } from './markdown.ts';

/** A command as it was said, or why it is none. */
export type Said =
  | { kind: 'command'; spec: CommandSpec; argument: string }
  | { kind: 'unknown'; word: string; nearest: CommandSpec | undefined }
  | { kind: 'argument_missing'; spec: CommandSpec };

/** Commands read from one comment; the rest is ignored. More is not a conversation. */
export const MAX_COMMANDS = 5;
/** Characters kept of an argument. A longer text belongs into a review. */
export const MAX_ARGUMENT = 2_000;
/** Comments longer than this are not read for commands: GitHub's own limit for a comment. */
const MAX_BODY = 65_536;
/** A misspelling is at most this many letters away from what was meant. */
const MAX_TYPO = 2;

/** The commands in a comment, in order. Most comments have none. */
export function parseCommands(body: string): Said[] {
  // Parsing Markdown costs a thousand times more than this look, and nearly every comment ends here.
  if (!/^\s{0,3}\/orch\b/im.test(body) || body.length > MAX_BODY) return [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL and its kin are exactly what is removed.
  const text = body.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '').replaceAll('\r\n', '\n');
  return proseLines(text)
    .map(parseLine)
    .filter((said) => said !== undefined)
    .slice(0, MAX_COMMANDS);
}

/**
 * Nothing in it can mean anything to Markdown: no character that could open or underline something, no line that is indented as code or
 * numbered as a list. Most commands are said like that, and need no parser.
 */
const PLAIN = /^(?!(?:[^\n]*\n)*(?: {4}| {0,3}\d+[.)]))[^\t\r>`~<[\]*_#\-+=&\\]*$/;

/**
 * What stands inside a line is of no interest here, except for HTML. Without it the parser's time grows with the length of a text and not with
 * its square, so that nobody can keep Orch busy by a comment.
 */
const BLOCKS_ONLY = {
  extensions: [
    {
      disable: {
        null: [
          'attention',
          'labelStartImage',
          'labelStartLink',
          'labelEnd',
          'autolink',
          'characterReference',
          'characterEscape',
        ],
      },
    },
  ],
};

/** The lines of a text that are said: its paragraphs, as they were typed. */
function proseLines(text: string): string[] {
  if (PLAIN.test(text)) return text.split('\n');
  if (isTooNested(text)) return [];
  return fromMarkdown(text, BLOCKS_ONLY)
    .children.filter((node): node is Paragraph => node.type === 'paragraph')
    .flatMap((paragraph) => proseOf(paragraph, text).split('\n'));
}

/** A paragraph as it was typed, without the HTML in it. */
function proseOf(paragraph: Paragraph, text: string): string {
  const slice = (node: Nodes) => text.slice(node.position?.start.offset, node.position?.end.offset);
  return paragraph.children.map((child) => (child.type === 'html' ? '' : slice(child))).join('');
}

/** `/orch <command> [argument to the end of the line]`; the command's case does not matter. `/orch` alone asks for help. */
function parseLine(line: string): Said | undefined {
  const match = /^\s{0,3}\/orch(?:\s+(\S+)(?:\s+(.*))?)?\s*$/i.exec(line);
  if (!match) return undefined;
  const word = (match[1] ?? 'help').toLowerCase();
  const argument = (match[2] ?? '').trim().slice(0, MAX_ARGUMENT);
  const spec = findCommand(word);
  if (!spec) return { kind: 'unknown', word: word.slice(0, 40), nearest: nearestTo(word) };
  if (spec.argument === 'required' && argument === '') return { kind: 'argument_missing', spec };
  return { kind: 'command', spec, argument };
}

/** The command of that name or alias. */
export function findCommand(word: string): CommandSpec | undefined {
  return (COMMANDS as readonly CommandSpec[]).find((spec) => spec.name === word || spec.aliases.includes(word));
}

function nearestTo(word: string): CommandSpec | undefined {
  if (word.length > 40) return undefined;
  const known = (COMMANDS as readonly CommandSpec[]).flatMap((spec) => [spec.name, ...spec.aliases]);
  const best = closest(word, known);
  return distance(word, best) <= MAX_TYPO ? findCommand(best) : undefined;
}
