/** Makes operations of instructions. */
import { createHash } from 'node:crypto';
import { type Condition, parseCondition } from '../condition.ts';
import { wishOf } from '../goto.ts';
import type { Instructions } from '../instructions.ts';
import { everyStep, type Step } from '../steps.ts';
import type { TagName } from '../tags.ts';
import { everyTag, type Node, type TagNode, textOf } from '../tree.ts';
import { calledPath, cleaned, isIdle, paramsOf, partNamed, sectionsOf } from './meaning.ts';
import { overOfEach, overOfLoop, overOfRepeat } from './over.ts';
import type { Act, Operation, Over, Program, StepInfo } from './program.ts';

/** Tags that the agent gets as text; all others are for the interpreter. */
const FOR_THE_AGENT: ReadonlySet<TagName> = new Set(['action', 'critical', 'note', 'example', 'param']);

/** Compiles instructions that have no errors. `parts` are the names of further instructions of the workflow. */
export function compile(instructions: Instructions, parts: readonly string[] = []): Program {
  const compiler = new Compiler(instructions, parts);
  compiler.nodes(instructions.nodes, '', true);
  if (instructions.form === 'headings') compiler.headings(instructions.steps, 'h');
  return compiler.program();
}

class Compiler {
  readonly #instructions: Instructions;
  readonly #parts: readonly string[];
  readonly #operations: Operation[] = [];
  readonly #steps: StepInfo[] = [];
  readonly #anchors = new Map<string, number>();
  readonly #rules: string[] = [];
  readonly #stepOf: ReadonlyMap<unknown, Step>;
  #step = -1;

  constructor(instructions: Instructions, parts: readonly string[]) {
    this.#instructions = instructions;
    this.#parts = parts;
    // A step and its node share their place, which no other node has.
    this.#stepOf = new Map(everyStep(instructions.steps).map((step) => [step.place, step]));
  }

  program(): Program {
    this.#emit('end', { op: 'end' }, this.#operations.at(-1)?.line ?? 1);
    const operations = this.#operations;
    return {
      file: this.#instructions.file,
      operations,
      steps: this.#steps,
      places: new Map(operations.map(({ key }, index) => [key, index])),
      anchors: this.#anchors,
      rules: this.#rules,
      fingerprint: createHash('sha256').update(JSON.stringify(operations)).digest('hex').slice(0, 16),
    };
  }

  /** Steps written as headings: what a step holds, then the steps in it. */
  headings(steps: readonly Step[], path: string): void {
    for (const [index, step] of steps.entries()) {
      const own = `${path}${index}`;
      this.#stepWith(step, own, step.place.line, () => {
        this.nodes(step.children, `${own}.`, true);
        this.headings(step.steps, `${own}h`);
      });
    }
  }

  /** Nodes in their order. `top`: directly in a step, or outside of all. */
  nodes(nodes: readonly Node[], path: string, top: boolean): void {
    const chains = chainsOf(nodes, path);
    for (const [index, node] of nodes.entries()) {
      const own = `${path}${index}`;
      if (node.kind === 'text') {
        this.#prose(own, node.text, node.place.line, this.#step !== -1 && !isIdle(node.text));
        continue;
      }
      const chain = chains.get(node);
      const { condition } = node;
      const folds = FOR_THE_AGENT.has(node.name) && condition?.kind === 'question' && !chain && !hasControl(node);
      if (!condition || folds) {
        this.#tag(node, own, top);
        continue;
      }
      if (node.name === 'step') {
        this.#stepTag(node, own, chain);
        continue;
      }
      const at = this.#if(`${own}?`, condition, chain, node.place.line);
      this.#tag(node, own, false);
      this.#patch(at);
    }
  }

  #tag(tag: TagNode, path: string, top: boolean): void {
    const line = tag.place.line;
    const text = () => cleaned(ownText(tag));
    switch (tag.name) {
      case 'step':
        this.#stepTag(tag, path);
        break;
      case 'action':
        this.#action(tag, path);
        break;
      case 'check':
        this.nodes(tag.children, `${path}.`, false);
        break;
      case 'loop':
        this.#loop(overOfLoop(tag), path, line, () => this.nodes(tag.children, `${path}.`, false));
        break;
      case 'critical':
      case 'note':
      case 'example':
      case 'param':
        this.#aside(tag, path, top);
        break;
      case 'ask': {
        const variable = tag.attributes.response?.trim();
        this.#emit(path, { op: 'ask', text: text(), ...(variable && { variable }) }, line);
        this.#inner(tag, path);
        break;
      }
      case 'output':
        this.#emit(path, { op: 'say', text: text() }, line);
        this.#inner(tag, path);
        break;
      case 'template-output':
        for (const [index, act] of sectionsOf(tag, text()).entries()) this.#emit(`${path}:${index}`, act, line);
        this.#inner(tag, path);
        break;
      case 'goto': {
        const wish = wishOf(tag);
        const when = gotoCondition(tag);
        const at = when && this.#if(`${path}?if`, when, undefined, line);
        if (wish) this.#emit(path, { op: 'goto', wish }, line);
        if (at !== undefined) this.#patch(at);
        break;
      }
      case 'anchor': {
        const id = (tag.attributes.id ?? tag.attributes.name)?.trim();
        if (id) this.#anchors.set(id, this.#operations.length);
        break;
      }
      case 'invoke-workflow':
        this.#emit(path, { op: 'call', path: calledPath(tag, text()), params: paramsOf(tag), text: text() }, line);
        break;
      case 'invoke-task':
        this.#emit(path, { op: 'task', text: text(), attributes: tag.attributes }, line);
        break;
      case 'elicit-required':
        this.#emit(path, { op: 'elicit' }, line);
        break;
      case 'continue':
      case 'break':
        this.#emit(path, { op: 'leave', way: tag.name }, line);
    }
  }

  #action(tag: TagNode, path: string): void {
    const optional = /^(?:true|yes)$/i.test(tag.attributes.optional ?? '') ? 'Optional: ' : '';
    if (hasControl(tag)) {
      for (const [index, child] of tag.children.entries()) {
        const own = `${path}.${index}`;
        if (child.kind === 'tag') this.nodes([child], `${own}.`, false);
        else this.#prose(own, `${optional}${child.text}`, child.place.line, !isIdle(child.text));
      }
      return;
    }
    const text = textOf(tag);
    const part = partNamed(text, this.#parts);
    // The steps of that file come from the interpreter, so the agent is only told that they come.
    this.#prose(path, `${optional}${folded(tag)}${text}`, tag.place.line, part === undefined);
    if (part !== undefined) this.#emit(`${path}#`, { op: 'part', part }, tag.place.line);
  }

  /** A rule, a note, an example, or a value that belongs to no workflow: it asks for nothing by itself. */
  #aside(tag: TagNode, path: string, top: boolean): void {
    const text = `${folded(tag)}${textOf(tag)}`;
    if (tag.name !== 'critical') {
      const label = tag.name === 'note' ? 'Note: ' : tag.name === 'example' ? 'Example:\n' : '';
      this.#prose(path, `${label}${text.trim()}`, tag.place.line, false);
      return;
    }
    const rule = cleaned(text);
    if (!top) this.#prose(path, `Rule: ${rule}`, tag.place.line, false);
    else if (rule !== '') (this.#steps[this.#step]?.rules ?? this.#rules).push(rule);
  }

  #stepTag(tag: TagNode, path: string, chain?: Chain): void {
    const step = this.#stepOf.get(tag.place);
    if (step) this.#stepWith(step, path, tag.place.line, () => this.nodes(tag.children, `${path}.`, true), chain);
  }

  /** The condition of a step stands in it, so that a `goto` to the step asks for it too. */
  #stepWith(step: Step, path: string, line: number, body: () => void, chain?: Chain): void {
    const outer = this.#step;
    const info: StepInfo = { step, rules: [], begin: this.#operations.length, end: -1 };
    this.#step = this.#steps.push(info) - 1;
    this.#emit(`${path}/`, { op: 'step' }, line);
    const condition = step.condition && this.#if(`${path}?`, step.condition, chain, line);
    const optional = step.optional
      ? this.#emit(`${path}/optional`, { op: 'optional', otherwise: -1 }, line)
      : undefined;
    const repeated = () => {
      if (step.repeat) this.#loop(overOfRepeat(step.repeat), `${path}/repeat`, line, body);
      else body();
    };
    if (step.forEach !== undefined) this.#loop(overOfEach(step.forEach), `${path}/each`, line, repeated);
    else repeated();
    if (optional !== undefined) this.#patch(optional);
    if (condition !== undefined) this.#patch(condition);
    info.end = this.#operations.length;
    this.#step = outer;
  }

  #loop(loop: { over: Over; max?: number; written: string }, path: string, line: number, body: () => void): void {
    const begin = this.#emit(`${path}<`, { op: 'loop', ...loop, end: -1 }, line);
    body();
    const end = this.#emit(`${path}>`, { op: 'again', begin }, line);
    (this.#operations[begin] as Operation & { op: 'loop' }).end = end;
  }

  /** What the interpreter does of that which stands in a tag that has a text of its own. */
  #inner(tag: TagNode, path: string): void {
    for (const [index, child] of tag.children.entries()) {
      if (child.kind === 'tag' && isControl(child)) this.nodes([child], `${path}.${index}.`, false);
    }
  }

  #prose(key: string, text: string, line: number, active: boolean): void {
    const clean = cleaned(text);
    if (clean !== '') this.#emit(key, { op: 'prose', text: clean, active }, line);
  }

  #emit(key: string, act: Act, line: number): number {
    return this.#operations.push({ ...act, key, line, step: this.#step }) - 1;
  }

  #if(key: string, condition: Condition, chain: Chain | undefined, line: number): number {
    const of = chain && { chain: chain.key, starts: chain.starts };
    return this.#emit(key, { op: 'if', condition, otherwise: -1, ...of }, line);
  }

  #patch(at: number): void {
    (this.#operations[at] as Operation & { op: 'if' | 'optional' }).otherwise = this.#operations.length;
  }
}

/** The chain of conditions that a node belongs to. */
interface Chain {
  key: string;
  starts: boolean;
}

/** Conditions of neighbours that an `else` belongs to, by node. */
function chainsOf(nodes: readonly Node[], path: string): Map<TagNode, Chain> {
  const chains = new Map<TagNode, Chain>();
  let open: TagNode[] = [];
  for (const node of nodes) {
    if (node.kind === 'text') continue;
    if (!node.condition) {
      open = [];
      continue;
    }
    open.push(node);
    if (node.condition.kind !== 'else') continue;
    if (open.length > 1) {
      const key = `${path}${nodes.indexOf(open[0] as TagNode)}`;
      for (const [index, member] of open.entries()) chains.set(member, { key, starts: index === 0 });
    }
    open = [];
  }
  return chains;
}

/** `<goto step="3">If the scope changed</goto>` says in its text when it is followed. */
function gotoCondition(tag: TagNode): Condition | undefined {
  if (tag.condition || (tag.attributes.step ?? tag.attributes.anchor) === undefined) return undefined;
  const words = /^\s*(?:only\s+)?(?:if|when)\s+([\s\S]+)$/i.exec(textOf(tag))?.[1];
  return words === undefined ? undefined : parseCondition(words);
}

/** A condition in words, as part of what the agent is told. */
function folded(tag: TagNode): string {
  return tag.condition?.kind === 'question' ? `If ${tag.condition.text}: ` : '';
}

function isControl(tag: TagNode): boolean {
  const computed = tag.condition !== undefined && tag.condition.kind !== 'question';
  return !FOR_THE_AGENT.has(tag.name) || computed || hasControl(tag);
}

function hasControl(tag: TagNode): boolean {
  let found = false;
  everyTag(tag.children, (inner) => {
    if (!FOR_THE_AGENT.has(inner.name) || (inner.condition && inner.condition.kind !== 'question')) found = true;
  });
  return found;
}

/** The text of a tag without what the interpreter does in it. */
function ownText(tag: TagNode): string {
  return tag.children.map((child) => (child.kind === 'tag' && isControl(child) ? '' : textOf(child))).join('');
}
