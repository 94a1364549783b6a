/** Loops: steps with `for-each` or `repeat`, and `<loop>`. */
import { lookUp } from '../evaluate.ts';
import { BOUNDS } from './bounds.ts';
import { holdsHere } from './conditions.ts';
import type { Machine } from './machine.ts';
import type { Operation } from './program.ts';
import type { Request } from './request.ts';
import type { Json, LoopFrame } from './state.ts';

type LoopOperation = Operation & { op: 'loop' };

/** Begins a loop: the first round, or none. */
export function beginLoop(machine: Machine, loop: LoopOperation): Request | undefined {
  const { over } = loop;
  if (over.kind === 'while') {
    const held = holdsHere(machine, over.condition);
    if (typeof held !== 'boolean') return held;
    if (!held) return machine.to(loop.end + 1);
  }
  let items: Json[] | null = null;
  if (over.kind === 'each') {
    const list = lookUp(over.list, machine.scope().values);
    if (!Array.isArray(list)) {
      return machine.need(
        [{ name: over.list, shape: 'list', keys: [] }],
        `${where(machine, loop)} goes over \`${over.list}\`. Give that as a list, in the order in which it should be gone through.`,
      );
    }
    items = list as Json[];
  }
  const rounds = over.kind === 'times' ? over.times : (items?.length ?? 1);
  if (rounds > BOUNDS.rounds && loop.max === undefined)
    return machine.fail(tooMany(machine, loop, `has ${rounds} rounds to go`));
  if (rounds === 0) return machine.to(loop.end + 1);
  machine.to(machine.index + 1);
  const frame = { key: loop.key, round: 0, items };
  machine.frame.loops.push(frame);
  setItem(machine, loop, frame);
  return undefined;
}

/** At the end of a round: the next one, or out. */
export function endRound(machine: Machine, begin: number): Request | undefined {
  const loop = machine.program.operations[begin] as LoopOperation;
  const frame = machine.frame.loops.find(({ key }) => key === loop.key);
  // A goto led into the loop: what stands in it was done, once.
  if (!frame) return machine.next();
  const over = isOver(machine, loop, frame);
  if (typeof over !== 'boolean') return over;
  if (over || frame.round + 1 === loop.max) return machine.to(loop.end + 1);
  if (frame.round + 1 >= BOUNDS.rounds)
    return machine.fail(tooMany(machine, loop, `has gone ${frame.round + 1} rounds`));
  frame.round++;
  const { operations, places } = machine.program;
  for (const key of Object.keys(machine.frame.jumps)) {
    const at = places.get(key) ?? -1;
    if (at > begin && at < loop.end) delete machine.frame.jumps[key];
  }
  // `to` leaves the loops inside this one, and stays in this one.
  machine.to(begin + 1);
  setItem(machine, operations[begin] as LoopOperation, frame);
  return undefined;
}

/** To the next round of the innermost loop, or out of it; outside of all loops to the end of the step. */
export function leave(machine: Machine, way: 'continue' | 'break'): undefined {
  const { program, frame, operation } = machine;
  const inner = frame.loops.at(-1);
  const loop = inner && program.operations[program.places.get(inner.key) ?? -1];
  if (loop?.op === 'loop') return machine.to(way === 'continue' ? loop.end : loop.end + 1);
  return machine.to(program.steps[operation.step]?.end ?? machine.index + 1);
}

/** The rounds that a section is written in: each item has its own, and what is repeated until it is good replaces itself. */
export function roundsOf(machine: Machine): string {
  const { frame, program } = machine;
  return frame.loops
    .filter(({ key }) => {
      const loop = program.operations[program.places.get(key) ?? -1];
      return loop?.op === 'loop' && (loop.over.kind === 'each' || loop.over.kind === 'times');
    })
    .map(({ key, round }) => `${key}${round}`)
    .join('');
}

function isOver(machine: Machine, loop: LoopOperation, frame: LoopFrame): boolean | Request {
  const { over } = loop;
  switch (over.kind) {
    case 'each':
      return frame.round + 1 >= (frame.items?.length ?? 0);
    case 'times':
      return frame.round + 1 >= over.times;
    case 'endless':
      return false;
    case 'while':
    case 'until': {
      const held = holdsHere(machine, over.condition);
      return typeof held === 'boolean' ? held === (over.kind === 'until') : held;
    }
    case 'words': {
      const verdict = machine.verdict();
      if (verdict !== undefined) return verdict;
      const question = `${where(machine, loop)} is repeated: ${over.words}. Is it done, so that no further round is needed?`;
      // Who approves is a person, as far as there is one in this mode.
      const person = machine.state.mode === 'normal' && /\bapprov/i.test(over.words);
      return person ? machine.question(question, { options: ['yes', 'no'] }, 'verdict') : machine.judge(question);
    }
  }
}

function setItem(machine: Machine, loop: LoopOperation, { round, items }: LoopFrame): void {
  const { variables } = machine.frame;
  variables.index = round + 1;
  if (loop.over.kind === 'each') variables[loop.over.item] = items?.[round] ?? null;
}

function where(machine: Machine, loop: LoopOperation): string {
  const number = machine.program.steps[loop.step]?.step.number;
  return number ? `Step ${number}` : `The loop in line ${loop.line}`;
}

function tooMany(machine: Machine, loop: LoopOperation, what: string): string {
  const step = machine.program.steps[loop.step]?.step.number;
  const at = `line ${loop.line}${step ? `, step ${step}` : ''}`;
  return `the loop ${loop.written} (${at}) ${what}, and ${BOUNDS.rounds} is the most; split what it goes over, or give it an end that is reached`;
}
