/** Work for the agent: as much of a step as can be done without an answer of anybody else. */
import { namesIn } from '../evaluate.ts';
import { shapeIn } from '../render.ts';
import type { Machine } from './machine.ts';
import type { Operation } from './program.ts';
import type { Expected, Request } from './request.ts';
import { fillText, type Scope } from './values.ts';

/** Notes that wait for work are kept up to here; more would bury it. */
const MOST_CARRIED = 20;
/** Names that are announced to the agent at most. */
const MOST_WANTED = 30;

/**
 * Text from here on, and the sections right behind it, as one request. Text that asks for nothing only waits for the next that does. Answers with nothing where there
 * is no request to make, and has gone on then.
 */
export function workFrom(machine: Machine): Request | undefined {
  const { operations } = machine.program;
  const start = machine.index;
  let end = start;
  while (operations[end]?.op === 'prose' && operations[end]?.step === operations[start]?.step) end++;
  const prose = operations.slice(start, end).filter((operation) => operation.op === 'prose');
  const { carried } = machine.frame;
  if (!prose.some(({ active }) => active)) {
    carried.push(...prose.map(({ text }) => text));
    carried.splice(0, carried.length - MOST_CARRIED);
    return machine.to(end);
  }
  const outputs = sectionsFrom(machine, end);
  return request(
    machine,
    prose.map(({ text }) => text),
    outputs,
    end,
    { end: end + outputs.length },
  );
}

/** The sections from here on as one request; `problem` and the like of a section that is written anew are in `revise`. */
export function workOnSections(machine: Machine, note: string | undefined): Request {
  const names = sectionsFrom(machine, machine.index);
  const list = names.map((name) => `\`${name}\``).join(', ');
  const text = `${note ? `${note}\n\n` : ''}Write ${names.length === 1 ? 'the section' : 'the sections'} ${list} of the document.`;
  return request(machine, [text], names, machine.index, { end: machine.index + names.length });
}

/** A section that a person sent back. */
export function workOnRevision(machine: Machine, name: string, text: string, changes: string): Request {
  const words = `Write the section \`${name}\` anew, with the changes that were asked for.`;
  return request(machine, [words], [name], machine.index, { end: machine.index, revise: { name, text, changes } });
}

/** Work in words that are not those of the workflow, then on with the next operation. */
export function workInWords(machine: Machine, text: string): Request {
  return request(machine, [text], [], machine.index + 1, { end: machine.index + 1 });
}

function request(
  machine: Machine,
  texts: readonly string[],
  outputs: readonly string[],
  onward: number,
  more: { end: number; revise?: { name: string; text: string; changes: string } },
): Request {
  const scope = machine.scope();
  const { frame } = machine;
  const filled = fillText([...frame.carried, ...texts].join('\n\n'), scope);
  const rules = machine.ruleTexts().map((rule) => fillText(rule, scope));
  // What the configuration should have said is asked for at its first use: then nobody is asked for what is never used.
  const [asked] = [...filled.asked, ...rules.flatMap((rule) => rule.asked)];
  if (asked !== undefined) return machine.needConfig(asked, scope);
  frame.carried = [];
  const { operations } = machine.program;
  return machine.ask(
    {
      kind: 'work',
      rules: rules.map(({ text }) => text),
      text: filled.text,
      outputs: outputs.map((name) => expectation(machine, name, scope)),
      needs: [],
      wants: wanted(machine, more.end, filled.unknown, outputs, scope),
      ...(more.revise && { revise: more.revise }),
    },
    'operation',
    (operations[onward] as Operation).key,
  );
}

/** Names of sections that follow one another here and are not there yet. */
function sectionsFrom(machine: Machine, start: number): string[] {
  const { operations } = machine.program;
  const scope = machine.scope();
  const names: string[] = [];
  for (let at = start; ; at++) {
    const operation = operations[at];
    if (operation?.op !== 'section' || operation.step !== operations[start]?.step) return names;
    // What a section is called, or should hold, may hang on the ones before.
    const { text, unknown, asked } = fillText(operation.name, scope);
    if (at > start && (operation.note !== undefined || unknown.length + asked.length > 0 || names.includes(text)))
      return names;
    names.push(text);
  }
}

/** What the template of the document takes a section for. */
export function expectation(machine: Machine, name: string, scope: Scope): Expected {
  const template = machine.templateOf(machine.loaded, machine.frame.template);
  if (!template) return { name, shape: 'text', keys: [] };
  const shape = shapeIn(template.parts, name, scope.values);
  return { ...shape, keys: [...shape.keys] };
}

/** Variables that the text mentions or that the rest of the step reads, and nobody set yet. */
function wanted(
  machine: Machine,
  from: number,
  mentioned: readonly string[],
  outputs: readonly string[],
  scope: Scope,
): string[] {
  const names = new Set(mentioned);
  const { operations } = machine.program;
  const step = operations[machine.index]?.step;
  for (const operation of operations.slice(from)) {
    if (operation.op === 'step' || operation.op === 'end' || operation.step !== step) break;
    for (const name of readBy(operation, scope)) names.add(name);
  }
  for (const name of outputs) names.delete(name);
  return [...names].slice(0, MOST_WANTED);
}

function readBy(operation: Operation, scope: Scope): string[] {
  switch (operation.op) {
    case 'if':
      if (operation.condition.kind !== 'formal') return [];
      return namesIn(operation.condition.expression).filter((name) => scope.values[name] === undefined);
    case 'say':
    case 'ask':
      return fillText(operation.text, scope).unknown;
    case 'assign':
      return fillText(operation.value, scope).unknown;
    default:
      return [];
  }
}
