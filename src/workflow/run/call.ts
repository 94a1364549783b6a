/** Workflows that call others, and instructions that go on in another file. */
import { BOUNDS } from './bounds.ts';
import type { Loaded } from './library.ts';
import type { Machine } from './machine.ts';
import type { Operation, Program } from './program.ts';
import type { Request } from './request.ts';
import type { Frame, Json } from './state.ts';
import { fillPath, fillText, literalOr } from './values.ts';
import { workInWords } from './work.ts';

/** Calls another workflow. One that is not there is put to the agent, with what the caller says of it, and told at the end. */
export function callWorkflow(machine: Machine, operation: Operation & { op: 'call' }): Request | undefined {
  const { frame, library, loaded, state } = machine;
  const scope = machine.scope();
  const { path, unknown } = fillPath(operation.path, scope);
  const target = unknown.length > 0 ? undefined : library.find(path, loaded);
  if (!target) {
    machine.remark(`the workflow \`${path}\` is not there; what it is for was left to the agent`);
    const words = operation.text === operation.path ? '' : `\n\n${operation.text}`;
    return workInWords(
      machine,
      `The workflow \`${path}\` should be followed now, but it is not installed. Do what it is for.${words}`,
    );
  }
  const error = target.workflow.findings.find(({ severity }) => severity === 'error');
  const program = library.program(target, null);
  if (error || !program) {
    const why = error ? `${error.file}:${error.line}: ${error.message}` : 'it has no instructions';
    return machine.fail(`the workflow \`${path}\` cannot be followed: ${why}`);
  }
  const variables: Record<string, Json> = {};
  for (const [name, text] of Object.entries(operation.params)) {
    const { value } = literalOr(text, scope);
    variables[name] = (value ?? fillText(text, scope).text) as Json;
  }
  if (state.stack.length >= BOUNDS.depth) return tooDeep(machine, path);
  frame.reply = null;
  state.stack.push(frameOf(target, program, null, variables));
  return undefined;
}

/** Goes on in another file of the same workflow, and comes back behind it. */
export function callPart(machine: Machine, part: string): Request | undefined {
  const { frame, library, loaded, state } = machine;
  const program = library.program(loaded, part);
  if (!program) return machine.fail(`the instructions \`${part}\` are not there`);
  if (state.stack.length >= BOUNDS.depth) return tooDeep(machine, part);
  const made = frameOf(loaded, program, part, frame.variables);
  state.stack.push({ ...made, carried: frame.carried, template: templateFor(loaded, part) ?? frame.template });
  frame.carried = [];
  return undefined;
}

/** Where a run of some instructions begins. */
export function frameOf(
  loaded: Loaded,
  program: Program,
  part: string | null,
  variables: Readonly<Record<string, Json>>,
): Frame {
  return {
    workflow: loaded.id,
    part,
    fingerprint: program.fingerprint,
    at: program.operations[0]?.key ?? 'end',
    variables: structuredClone(variables) as Record<string, Json>,
    loops: [],
    jumps: {},
    held: {},
    verdict: null,
    ready: {},
    changes: null,
    revisions: 0,
    needed: null,
    carried: [],
    reply: null,
    template: null,
    checked: false,
  };
}

/** Ends the frame that the run stands in; the one that called it goes on, and knows the variables that were set. */
export function leaveFrame(machine: Machine): void {
  const { stack } = machine.state;
  const ended = stack.pop() as Frame;
  const caller = stack.at(-1);
  if (!caller) return;
  // Instructions in another file are the same workflow; another workflow adds what the caller does not have.
  caller.variables =
    ended.part === null ? { ...ended.variables, ...ownOf(caller) } : { ...caller.variables, ...ended.variables };
  if (ended.part !== null) {
    caller.template = ended.template;
    caller.checked ||= ended.checked;
  }
  machine.next();

  function ownOf(frame: Frame): Record<string, Json> {
    // What the called workflow hands over by name is its answer, also when it is called a second time.
    const handed = new Set(assignedBy(machine, ended));
    return Object.fromEntries(Object.entries(frame.variables).filter(([name]) => !handed.has(name)));
  }
}

function assignedBy(machine: Machine, frame: Frame): string[] {
  const loaded = machine.library.load(frame.workflow);
  const program = loaded && machine.library.program(loaded, frame.part);
  return (program?.operations ?? []).flatMap((operation) => (operation.op === 'assign' ? [operation.name] : []));
}

/** `instructions_market` is written into `template_market`, where there is one and no template is given for all. */
function templateFor(loaded: Loaded, part: string): string | undefined {
  const { values, template } = loaded.workflow;
  if (template) return undefined;
  const key = Object.keys(values).find(
    (name) => /^instructions_/.test(name) && String(values[name]).endsWith(`/${part}`),
  );
  const path = key === undefined ? undefined : values[key.replace(/^instructions_/, 'template_')];
  return typeof path === 'string' ? path : undefined;
}

function tooDeep(machine: Machine, name: string): Request {
  const waiting = machine.state.stack.map(({ workflow, part }) => part ?? workflow).join(' -> ');
  return machine.fail(`\`${name}\` is called by ${waiting}; ${BOUNDS.depth} is the most that may wait for one another`);
}
