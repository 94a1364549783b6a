/**
 * The lines of a Markdown plan, each with what it is and where it stands. A plan is shaped by its lines (headings, items, checkboxes), so that no
 * tree is needed; and only places in the text itself let a checkbox be ticked with nothing else changed. Costs time in proportion to the text.
 */

/** A checkbox: where the character between its brackets stands in the text, and whether it is an `x`. */
export interface Box {
  at: number;
  checked: boolean;
}

/** `code` is what nobody says in the plan's own voice: fenced code, and HTML comments. */
export type LineKind = 'blank' | 'heading' | 'item' | 'quote' | 'text' | 'code';

export interface PlanLine {
  /** From 1. */
  number: number;
  kind: LineKind;
  /** Columns before its first sign; a tab goes to the next multiple of four. */
  indent: number;
  /** Of a heading, from 1 to 6; 0 elsewhere. */
  level: number;
  box: Box | undefined;
  /** What is said: without the marks of heading, item, quote and checkbox, trimmed, at most `MOST_OF_A_LINE` characters. */
  text: string;
  /** Where the line ends in the text, before its line end. */
  end: number;
}

/** Characters of a line that are read. More is no title and no field. */
export const MOST_OF_A_LINE = 4_000;

const FENCE = /^(`{3,}|~{3,})([^`]*)$/;
const ITEM = /^(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)/;
const BOX = /^\[([ xX~/!>?✓✔-])\]\*?(?=\s|$)/;
const BOX_AT_END = /\[([ xX~/!>?✓✔-])\]$/;

/** All lines of a text. Line ends may be of any kind. */
export function planLines(text: string): PlanLine[] {
  const lines: PlanLine[] = [];
  let fence: string | undefined;
  let comment = false;
  let offset = 0;
  for (const [index, match] of [...text.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)].entries()) {
    const [whole, raw = '', ending = ''] = match;
    // The expression also finds the nothing behind the last line.
    if (whole === '' && index > 0) break;
    const line = lineOf(raw.slice(0, MOST_OF_A_LINE), index + 1, offset);
    line.end = offset + raw.length;
    const bare = raw.slice(0, MOST_OF_A_LINE).trim();
    if (fence !== undefined) {
      if (bare.startsWith(fence) && bare.replaceAll(fence[0]!, '') === '') fence = undefined;
      lines.push(silent(line));
    } else if (comment) {
      comment = !bare.includes('-->');
      lines.push(silent(line));
    } else if (FENCE.test(itemText(bare))) {
      fence = FENCE.exec(itemText(bare))![1]!;
      lines.push(silent(line));
    } else if (bare.startsWith('<!--')) {
      comment = !bare.includes('-->');
      lines.push(silent(line));
    } else {
      lines.push({ ...line, text: line.text.replaceAll(/\s{2,}/g, ' ') });
    }
    offset += raw.length + ending.length;
  }
  return lines;
}

const silent = (line: PlanLine): PlanLine => ({ ...line, kind: 'code', level: 0, box: undefined });

/** A fence may begin in an item. */
const itemText = (bare: string): string => bare.replace(ITEM, '');

function lineOf(raw: string, number: number, offset: number): PlanLine {
  const rest = raw.trimStart();
  const before = raw.length - rest.length;
  const line: PlanLine = {
    number,
    kind: 'text',
    indent: columns(raw.slice(0, before)),
    level: 0,
    box: undefined,
    text: rest.trimEnd(),
    end: offset,
  };
  if (rest === '') return { ...line, kind: 'blank' };
  if (rest.startsWith('>')) return { ...line, kind: 'quote', text: rest.replace(/^[>\s]+/, '').trimEnd() };
  const heading = line.indent < 4 ? /^(#{1,6})[ \t]+/.exec(rest) : null;
  if (heading) {
    const text = rest
      .slice(heading[0].length)
      .trimEnd()
      .replace(/[ \t]#+$/, '')
      .trimEnd();
    return withBox({ ...line, kind: 'heading', level: heading[1]!.length, text }, offset + before + heading[0].length);
  }
  const item = ITEM.exec(rest);
  // Three stars with spaces between are a rule, not an item.
  if (!item || /^([-*])[ \t]*(?:\1[ \t]*){2,}$/.test(rest)) return line;
  return withBox(
    { ...line, kind: 'item', text: rest.slice(item[0].length).trimEnd() },
    offset + before + item[0].length,
  );
}

/** Finds the checkbox of an item or heading, of which a heading may have it at its end. `start`: where its text begins. */
function withBox(line: PlanLine, start: number): PlanLine {
  const first = BOX.exec(line.text);
  const last = first || line.kind !== 'heading' ? null : BOX_AT_END.exec(line.text);
  const found = first ?? last;
  if (!found) return line;
  const at = start + found.index + 1;
  const text = first ? line.text.slice(first[0].length) : line.text.slice(0, last!.index);
  return { ...line, box: { at, checked: /[xX✓✔]/.test(found[1]!) }, text: text.trim() };
}

function columns(white: string): number {
  let column = 0;
  for (const sign of white) column += sign === '\t' ? 4 - (column % 4) : 1;
  return column;
}
