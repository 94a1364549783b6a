/**
 * Tokens to a tree in document order. Tags that are not closed, or closed across each other, are errors. Four slips have one reading only; they are repaired
 * and told as warnings:
 *
 * 1. A text tag of several paragraphs that is not closed before the tag around it, but whose text ended with a blank line, ends there. In a shorter one
 *    the end tag is easily put back, so that is an error.
 * 2. The late end tag of a tag that ended so is dropped.
 * 3. A second `</step>` at the end of the file: what stands between the two belongs to the last step.
 * 4. A tag in `critical`, `note` or `example` is a mention, not a tag (that is how they are read, and no warning).
 */
import { decode } from './attributes.ts';
import { type Condition, parseCondition } from './condition.ts';
import { excerpt, type Finding, type Place, type PlaceOf, placesOf } from './finding.ts';
import { leavesStep, ruleOf, type TagName } from './tags.ts';
import { scanner, type Token } from './tokens.ts';

/** Text between tags, as it stands in the file. */
export interface TextNode {
  kind: 'text';
  text: string;
  place: Place;
}

/** A known tag with what it holds, in document order. */
export interface TagNode {
  kind: 'tag';
  name: TagName;
  attributes: Readonly<Record<string, string>>;
  /** What its `if` says. */
  condition?: Condition;
  children: Node[];
  place: Place;
}

/** A piece of instructions. */
export type Node = TextNode | TagNode;

/** A text read as instructions. */
export interface Tree {
  nodes: Node[];
  /** How often each tag was opened, known and unknown, by name. */
  tags: Record<string, number>;
  findings: Finding[];
}

interface Open {
  node: TagNode;
  tag: string;
}

/** Reads a text into a tree. Never throws; `file` is for the findings, and `firstLine` is the line there that the text begins in. */
export function readTree(text: string, file: string, firstLine = 1): Tree {
  const source = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const placeOf = placesOf(source);
  const shifted: PlaceOf = (offset) => {
    const { line, column } = placeOf(offset);
    return { line: line + firstLine - 1, column };
  };
  return new Reading(source, file, shifted).all();
}

class Reading {
  readonly #text: string;
  readonly #file: string;
  readonly #placeOf: PlaceOf;
  readonly #nodes: Node[] = [];
  readonly #open: Open[] = [];
  readonly #counts = new Map<string, number>();
  readonly #findings: Finding[] = [];
  /** Tags that were ended before their end tag came, by name. */
  readonly #ended = new Map<string, 'repaired' | 'error'>();
  #stepEnd: number | undefined;

  constructor(text: string, file: string, placeOf: PlaceOf) {
    this.#text = text;
    this.#file = file;
    this.#placeOf = placeOf;
  }

  all(): Tree {
    const tokens = scanner(this.#text);
    for (let token = tokens.next(false); token; token = tokens.next(this.#open.length > 0)) {
      if (token.kind === 'text') this.#addText(token.start, token.end);
      else if (token.kind === 'close') this.#close(token);
      else if (token.kind === 'bad') this.#bad(token);
      else {
        const end = this.#openTag(token);
        if (end !== undefined) tokens.skipTo(end);
      }
    }
    for (const { node, tag } of this.#open) {
      this.#say('error', node.place, `\`${tag}\` is never closed; it needs \`</${node.name}>\``);
    }
    for (const [name, times] of tokens.unknown) this.#counts.set(name, times);
    return { nodes: this.#nodes, tags: Object.fromEntries(this.#counts), findings: this.#findings };
  }

  #bad({ name, problem, start }: Extract<Token, { kind: 'bad' }>): void {
    this.#tell('error', start, `\`${this.#line(start)}\`: ${problem}`);
    if (this.#text[start + 1] !== '/') this.#ended.set(name, 'error');
  }

  /** Answers with the offset to go on at, when more than the tag itself was read. */
  #openTag(token: Extract<Token, { kind: 'open' }>): number | undefined {
    const { name, attributes, start, end } = token;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    const condition = attributes.values.if;
    const node: TagNode = {
      kind: 'tag',
      name,
      attributes: attributes.values,
      ...(condition !== undefined && { condition: parseCondition(condition) }),
      children: [],
      place: this.#placeOf(start),
    };
    this.#add(node);
    const { reading } = ruleOf(name);
    if (attributes.selfClosed) return undefined;
    if (reading === 'void') return this.#void(node, end);
    if (reading === 'raw') return this.#raw(node, start, end);
    this.#open.push({ node, tag: this.#text.slice(start, end) });
    if (name === 'step') this.#ended.clear();
    return undefined;
  }

  /** `<continue>` may stand alone; `<continue>text</continue>` on one line has a text. */
  #void(node: TagNode, end: number): number | undefined {
    const closing = `</${node.name}>`;
    const next = this.#text.indexOf('<', end);
    if (next === -1 || !this.#text.startsWith(closing, next)) return undefined;
    const held = this.#text.slice(end, next);
    if (held.includes('\n\n')) return undefined;
    if (held.trim() !== '') node.children.push({ kind: 'text', text: decode(held), place: this.#placeOf(end) });
    return next + closing.length;
  }

  #raw(node: TagNode, start: number, end: number): number | undefined {
    const closing = `</${node.name}>`;
    const close = this.#text.indexOf(closing, end);
    const held = this.#text.slice(end, close === -1 ? this.#text.length : close);
    const lost = close === -1 || held.includes(`<${node.name}>`) || leavesStep(held);
    if (lost) {
      const tag = this.#text.slice(start, end);
      this.#tell('error', start, `\`${tag}\` is not closed; it needs \`${closing}\` before the step ends`);
      return undefined;
    }
    if (held !== '') node.children.push({ kind: 'text', text: decode(held), place: this.#placeOf(end) });
    return close + closing.length;
  }

  #close(token: Extract<Token, { kind: 'close' }>): void {
    const { name, start } = token;
    const depth = this.#open.findLastIndex(({ node }) => node.name === name);
    if (depth === -1) {
      this.#stray(name, start);
      return;
    }
    const closed = this.#open.splice(depth);
    for (let at = closed.length - 1; at > 0; at--) {
      const { node, tag } = closed[at] as Open;
      const repaired = ruleOf(node.name).reading === 'text' && endWithParagraph(node, (closed[at - 1] as Open).node);
      this.#ended.set(node.name, repaired ? 'repaired' : 'error');
      const before = `\`${excerpt(tag)}\` is not closed before \`</${name}>\` in line ${this.#placeOf(start).line}`;
      if (repaired) this.#say('warning', node.place, `${before}; it was taken to end with its paragraph`);
      else this.#say('error', node.place, `${before}; close it with \`</${node.name}>\` first`);
    }
    if (name === 'step' && this.#open.length === 0) this.#stepEnd = this.#nodes.length;
  }

  #stray(name: TagName, start: number): void {
    const ended = this.#ended.get(name);
    this.#ended.delete(name);
    // The tag that it belongs to has been told already.
    if (ended === 'error') return;
    if (ended === 'repaired') {
      this.#tell(
        'warning',
        start,
        `\`</${name}>\` comes too late and was dropped; its tag had ended with its paragraph`,
      );
      return;
    }
    if (name === 'step' && this.#open.length === 0 && this.#extendStep(start)) {
      this.#tell('warning', start, '`</step>` a second time; what stands before it was taken into the step above');
      return;
    }
    this.#tell('error', start, `\`</${name}>\` closes nothing; no \`<${name}>\` is open here`);
  }

  /** Moves what follows the last step into it, if there are tags in that. */
  #extendStep(start: number): boolean {
    // Anywhere else it is more likely that the start of a step was lost.
    const atEnd = /^<\/step\s*>\s*(?:<\/workflow>)?[\s`~]*$/.test(this.#text.slice(start, start + 200));
    if (this.#stepEnd === undefined || !atEnd || this.#text.length - start > 200) return false;
    const step = this.#nodes[this.#stepEnd - 1];
    const behind = this.#nodes.slice(this.#stepEnd);
    if (step?.kind !== 'tag' || !behind.some((node) => node.kind === 'tag')) return false;
    step.children.push(...behind);
    this.#nodes.length = this.#stepEnd;
    this.#stepEnd = undefined;
    return true;
  }

  #addText(start: number, end: number): void {
    const text = this.#text.slice(start, end);
    this.#add({ kind: 'text', text: decode(text), place: this.#placeOf(start) });
  }

  #add(node: Node): void {
    (this.#open.at(-1)?.node.children ?? this.#nodes).push(node);
  }

  #line(offset: number): string {
    return excerpt(this.#text.slice(offset, offset + 200));
  }

  #tell(severity: Finding['severity'], offset: number, message: string): void {
    this.#say(severity, this.#placeOf(offset), message);
  }

  #say(severity: Finding['severity'], place: Place, message: string): void {
    this.#findings.push({ severity, file: this.#file, ...place, message });
  }
}

/**
 * Ends a tag at the blank line before the first tag in it, or before its end when there is none; what follows moves to its parent. Answers with false
 * where there is no such line.
 */
function endWithParagraph(node: TagNode, parent: TagNode): boolean {
  const first = node.children.findIndex((child) => child.kind === 'tag');
  const end = first === -1 ? node.children.length : first;
  const last = node.children[end - 1];
  if (last?.kind !== 'text') return false;
  const several = /\n[ \t]*\r?\n/.test(last.text.trim());
  if (!several || !/\n[ \t]*\r?\n\s*$/.test(last.text)) return false;
  parent.children.push(...node.children.splice(end));
  return true;
}

/** The text that a node holds, without its tags. */
export function textOf(node: Node): string {
  return node.kind === 'text' ? node.text : node.children.map(textOf).join('');
}

/** Calls `visit` for every tag in document order, outer before inner. */
export function everyTag(nodes: readonly Node[], visit: (tag: TagNode, siblings: readonly Node[]) => void): void {
  for (const node of nodes) {
    if (node.kind !== 'tag') continue;
    visit(node, nodes);
    everyTag(node.children, visit);
  }
}
