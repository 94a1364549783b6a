/**
 * The part of a planning document that code reads: a document is prose for people and ends in one fenced block of YAML, which says the same
 * in a form that can be checked.
 */

/** The YAML of a document, and the line of the document (from 1) in which it begins. */
export interface Block {
  text: string;
  line: number;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})[ \t]*([^`\s]*)[^`]*$/;

/** The last fenced block of YAML; undefined where there is none, or where it is not closed. */
export function yamlBlock(document: string): Block | undefined {
  const lines = document.split(/\r?\n/);
  let last: Block | undefined;
  let open: { fence: string; yaml: boolean; at: number } | undefined;
  for (const [index, text] of lines.entries()) {
    const found = FENCE.exec(text);
    if (!found) continue;
    const [, fence = '', info = ''] = found;
    if (!open) {
      open = { fence, yaml: /^ya?ml$/i.test(info), at: index + 1 };
    } else if (info === '' && fence.startsWith(open.fence)) {
      if (open.yaml) last = { text: lines.slice(open.at, index).join('\n'), line: open.at + 1 };
      open = undefined;
    }
  }
  return last;
}
