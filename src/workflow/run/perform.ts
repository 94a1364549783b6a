/** What each operation does: it goes on, or makes a request and is performed again when the answer is there. */
import { destination } from '../goto.ts';
import { BOUNDS } from './bounds.ts';
import { callPart, callWorkflow } from './call.ts';
import { holdsHere, offeredBy } from './conditions.ts';
import { finish } from './finish.ts';
import { beginLoop, endRound, leave } from './loops.ts';
import type { Machine } from './machine.ts';
import type { Operation } from './program.ts';
import type { Request } from './request.ts';
import { section } from './section.ts';
import type { Json } from './state.ts';
import { fillText, literalOr, renderText } from './values.ts';
import { workFrom } from './work.ts';

/** Performs the operation that the run stands at. Answers with a request when somebody has to do something first. */
export function perform(machine: Machine): Request | undefined {
  const { operation } = machine;
  switch (operation.op) {
    case 'step':
      return machine.next();
    case 'prose':
      return workFrom(machine);
    case 'if':
      return branch(machine, operation);
    case 'optional':
      return optional(machine, operation);
    case 'loop':
      return beginLoop(machine, operation);
    case 'again':
      return endRound(machine, operation.begin);
    case 'leave':
      return leave(machine, operation.way);
    case 'ask':
      return question(machine, operation);
    case 'say': {
      const text = forPeople(machine, operation.text);
      return typeof text === 'string' ? machine.ask({ kind: 'say', text }) : text;
    }
    case 'section':
      return section(machine, operation);
    case 'assign':
      return assign(machine, operation);
    case 'goto':
      return jump(machine, operation);
    case 'call':
      return callWorkflow(machine, operation);
    case 'part':
      return callPart(machine, operation.part);
    case 'task':
      return task(machine, operation);
    case 'elicit':
      return elicit(machine);
    case 'end':
      return finish(machine);
  }
}

function branch(
  machine: Machine,
  { condition, chain, starts, otherwise }: Operation & { op: 'if' },
): Request | undefined {
  const { held } = machine.frame;
  if (chain !== undefined && starts) held[chain] = false;
  const holds = holdsHere(machine, condition, chain);
  if (typeof holds !== 'boolean') return holds;
  if (!holds) return machine.to(otherwise);
  if (chain !== undefined) held[chain] = true;
  return machine.next();
}

function optional(machine: Machine, { otherwise }: Operation & { op: 'optional' }): Request | undefined {
  const verdict = machine.verdict();
  if (verdict === false) return machine.to(otherwise);
  if (verdict) return machine.next();
  const { step, goal } = machine.place();
  const name = [step && `Step ${step}`, goal && `"${goal}"`].filter(Boolean).join(', ') || 'This step';
  if (machine.state.mode === 'autonomous') return machine.judge(`${name}, is optional. Is it of use here?`);
  return machine.question(`${name}, is optional. Should it be done?`, { options: ['yes', 'no'] }, 'verdict');
}

function question(machine: Machine, operation: Operation & { op: 'ask' }): Request | undefined {
  const text = forPeople(machine, operation.text);
  if (typeof text !== 'string') return text;
  const offered = offeredBy(text);
  if (machine.state.mode === 'autonomous' && offered.default !== undefined) {
    reply(machine, text, offered.default, 'default');
    return undefined;
  }
  const about = operation.variable === undefined ? offered : { ...offered, variable: operation.variable };
  return machine.question(text, about, 'operation');
}

/** Takes the answer to the `<ask>` that the run stands at, and goes on. */
export function reply(machine: Machine, question: string, answer: string, by: string): undefined {
  const { operation, frame } = machine;
  machine.remember(question, answer, by);
  if (operation.op === 'ask' && operation.variable !== undefined) frame.variables[operation.variable] = answer;
  frame.variables.answer = answer;
  frame.reply = { answer, options: offeredBy(question).options };
  return machine.next();
}

/** A text for people, or the request for what it lacks. */
function forPeople(machine: Machine, text: string): string | Request {
  const { frame } = machine;
  const written = frame.ready[frame.at];
  if (typeof written === 'string') {
    delete frame.ready[frame.at];
    return written;
  }
  const scope = machine.scope();
  const rendered = renderText(text, scope);
  if (rendered.kind === 'text') return rendered.text;
  if (rendered.kind === 'lacks') {
    return machine.need(
      rendered.missing,
      `Give the values for this text, which goes to people:\n\n${fillText(text, scope).text}`,
    );
  }
  return machine.ask({
    kind: 'work',
    rules: machine.rules(scope),
    text: `Write this text for people, with everything in braces put in or followed:\n\n${fillText(text, scope).text}`,
    outputs: [{ name: frame.at, shape: 'text', keys: [] }],
    needs: [],
    wants: [],
  });
}

function assign(machine: Machine, operation: Operation & { op: 'assign' }): Request | undefined {
  const { value, unknown } = literalOr(operation.value, machine.scope());
  if (unknown.length > 0) {
    const missing = unknown.map((name) => ({ name, shape: 'text' as const, keys: [] }));
    return machine.need(
      missing,
      `Give the values for \`${operation.name}\`, which the workflow hands on: ${operation.value}`,
    );
  }
  machine.frame.variables[operation.name] = value as Json;
  return machine.next();
}

function jump(machine: Machine, operation: Operation & { op: 'goto' }): Request | undefined {
  const { program, frame } = machine;
  const wish = { ...operation.wish, name: fillText(operation.wish.name, machine.scope()).text };
  const to = destination(
    wish,
    program.steps.map(({ step }) => step),
    new Set(program.anchors.keys()),
  );
  if (to.kind === 'none' || to.kind === 'runtime') {
    const allowed = [...program.steps.map(({ step }) => step.number).filter(Boolean), ...program.anchors.keys()];
    return machine.fail(`<goto> leads to \`${wish.name}\`, which is not there; there are ${allowed.join(', ')}`);
  }
  const times = (frame.jumps[operation.key] ?? 0) + 1;
  if (times > BOUNDS.jumps) {
    return machine.fail(
      `this <goto> to \`${wish.name}\` was followed ${BOUNDS.jumps} times, which is the most; give it a condition that ends it`,
    );
  }
  frame.jumps[operation.key] = times;
  if (to.kind === 'anchor') return machine.to(program.anchors.get(to.name) ?? machine.index + 1);
  // Of several steps with one number each has a condition; where the first does not hold, the others follow in the order of the file.
  const target = program.steps.find(({ step }) => step === to.steps[0]);
  return machine.to(target?.begin ?? machine.index + 1);
}

/** The first word that is a path. */
function pathIn(text: string): string | undefined {
  const words = text.split(/[\s"'`<>()]+/).map((word) => word.replace(/[.,;:]{1,3}$/, ''));
  return words.find((word) => /[/\\]./.test(word) || /\.(?:md|xml|ya?ml|csv|txt)$/.test(word));
}

function task(machine: Machine, { text, attributes }: Operation & { op: 'task' }): Request | undefined {
  const scope = machine.scope();
  const words = fillText(
    [attributes.path ?? attributes.file ?? attributes.name ?? '', text].filter(Boolean).join(' '),
    scope,
  );
  const [asked] = words.asked;
  if (asked !== undefined) return machine.needConfig(asked, scope);
  const path = pathIn(words.text);
  const read = path === undefined ? undefined : machine.library.read(machine.loaded, path);
  if (path !== undefined && !read) machine.remark(`\`${path}\`, which a task names, is not there`);
  return machine.ask({
    kind: 'invoke_task',
    text: words.text,
    rules: machine.rules(scope),
    ...(path !== undefined && { file: read?.file ?? path }),
    ...(read && { content: read.text }),
    checklist: read !== undefined && read.text === machine.loaded.workflow.checklist,
    attributes,
  });
}

function elicit(machine: Machine): Request | undefined {
  if (machine.state.mode === 'autonomous') return machine.next();
  const { goal } = machine.place();
  const about = goal ? ` to "${goal}"` : '';
  return machine.question(
    `Is there anything to add${about}, or to change in it?`,
    { options: ['no'], default: 'no' },
    'operation',
  );
}
