/**
 * Instructions as a list of operations, one behind the other: what a run goes through. Blocks became jumps, so that where a run stands is one operation, and a
 * `goto` may lead anywhere.
 */
import type { Condition } from '../condition.ts';
import type { Wish } from '../goto.ts';
import type { Step } from '../steps.ts';

/** What a loop goes over. */
export type Over =
  | { kind: 'each'; list: string; item: string }
  | { kind: 'times'; times: number }
  /** Until what the words say is reached; somebody has to judge that after each round. */
  | { kind: 'words'; words: string }
  | { kind: 'while' | 'until'; condition: Condition }
  /** Only a `break` or a `goto` leads out. */
  | { kind: 'endless' };

/** What an operation does. Numbers lead to other operations, by their place in the list. */
export type Act =
  | { op: 'step' }
  /** Text for the agent. What is not `active` asks for nothing: it goes along with the next text that does. */
  | { op: 'prose'; text: string; active: boolean }
  /** Goes to `otherwise` where the condition does not hold. `chain` names the conditions that an `else` belongs to; the first of them `starts` it. */
  | { op: 'if'; condition: Condition; otherwise: number; chain?: string; starts?: boolean }
  | { op: 'optional'; otherwise: number }
  /** `end` is its `again`. */
  | { op: 'loop'; over: Over; max?: number; written: string; end: number }
  | { op: 'again'; begin: number }
  /** To the next round, or out of the innermost loop; outside of all loops to the end of the step. */
  | { op: 'leave'; way: 'continue' | 'break' }
  | { op: 'ask'; text: string; variable?: string }
  | { op: 'say'; text: string }
  | { op: 'section'; name: string; file?: string; note?: string }
  /** A value that the workflow hands to the one that called it. */
  | { op: 'assign'; name: string; value: string }
  | { op: 'goto'; wish: Wish }
  | { op: 'call'; path: string; params: Readonly<Record<string, string>>; text: string }
  | { op: 'part'; part: string }
  | { op: 'task'; text: string; attributes: Readonly<Record<string, string>> }
  | { op: 'elicit' }
  | { op: 'end' };

/** One operation with where it comes from. */
export type Operation = Act & {
  /** Path of its node in the instructions, and what of that node; no two are alike. */
  key: string;
  line: number;
  /** Place in `steps`, or -1 outside all steps. */
  step: number;
};

/** A step as a run sees it. */
export interface StepInfo {
  step: Step;
  /** Critical sentences that stand in it, outside of its branches. */
  rules: string[];
  /** Its first operation, and the first one behind it. */
  begin: number;
  end: number;
}

/** Instructions, ready to be run. */
export interface Program {
  /** Path of the instructions. */
  file: string;
  operations: readonly Operation[];
  steps: readonly StepInfo[];
  /** Operations by key. */
  places: ReadonlyMap<string, number>;
  /** Operations behind the anchors. */
  anchors: ReadonlyMap<string, number>;
  /** Critical sentences outside of all steps. */
  rules: readonly string[];
  /** Differs where the operations do. */
  fingerprint: string;
}
