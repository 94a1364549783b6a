/** Short forms for tests of how instructions are read. */
import { type Instructions, readInstructions } from '../../src/workflow/instructions.ts';
import { everyTag, type Node, type TagNode } from '../../src/workflow/tree.ts';

/** The text as instructions. */
export const read = (text: string): Instructions => readInstructions(text, 'instructions.md');

/** What is found about the text, each as one line: how bad, where, and what. */
export const told = (text: string): string[] =>
  read(text).findings.map(({ severity, line, column, message }) => `${severity} ${line}:${column} ${message}`);

/** All tags among the nodes and in them, in their order. */
export function tagsIn(nodes: readonly Node[]): TagNode[] {
  const found: TagNode[] = [];
  everyTag(nodes, (tag) => found.push(tag));
  return found;
}

/** One step with this in it. */
export const inStep = (text: string): string => `<step n="1" goal="g">\n${text}\n</step>\n`;
