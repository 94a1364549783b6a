/** Whether a condition holds: computed where it can be, else judged by the agent. */
import type { Condition, Expression, Operand } from '../condition.ts';
import { evaluate, lookUp, type Values } from '../evaluate.ts';
import type { Machine } from './machine.ts';
import type { Request } from './request.ts';
import { fillText } from './values.ts';

/** An answer, or the request whose answer it will be. */
export type Held = boolean | Request;

/** Whether a condition holds here. `chain` names the conditions that an `else` belongs to. */
export function holdsHere(machine: Machine, condition: Condition, chain?: string): Held {
  const verdict = machine.verdict();
  if (verdict !== undefined) return verdict;
  if (condition.kind === 'else' && chain !== undefined) return machine.frame.held[chain] !== true;
  const scope = machine.scope();
  if (condition.kind === 'formal') {
    const truth = evaluate(condition.expression, scope.values);
    if (truth !== 'unknown') return truth;
    const replied = byReply(condition.expression, scope.values, machine.frame.reply);
    if (replied !== undefined) return replied;
  }
  if (condition.kind === 'else') {
    return machine.judge(
      'The workflow says `else` here, and no condition stands right before it. Is the other case given?',
    );
  }
  const question = fillText(condition.text, scope);
  const [asked] = question.asked;
  return asked === undefined ? machine.judge(`Does this hold: ${question.text}`) : machine.needConfig(asked, scope);
}

/** Names that workflows use for what was just answered. */
const REPLY = /^(?:answer|choice|response|reply|selection|user_(?:choice|answer|response|selection))$/i;

/**
 * `<check if="n">` behind a question that offers (y/n), and `choice == 2` behind one that offers numbers. Only an answer in the very words counts; what a person wrote
 * in others is for the agent to judge.
 */
function byReply(
  expression: Expression,
  values: Values,
  reply: { answer: string; options: readonly string[] } | null,
): boolean | undefined {
  if (!reply) return undefined;
  if (expression.kind === 'or' || expression.kind === 'and') {
    const left = byReply(expression.left, values, reply);
    const right = byReply(expression.right, values, reply);
    const decisive = expression.kind === 'or';
    if (left === decisive || right === decisive) return decisive;
    return left === undefined || right === undefined ? undefined : !decisive;
  }
  const word = wordOf(expression, values);
  if (word === undefined) return undefined;
  const answer = meant(reply.answer);
  if (answer === meant(word)) return true;
  const offered = reply.options.map(meant);
  return offered.includes(answer) && offered.includes(meant(word)) ? false : undefined;
}

function meant(answer: string): string {
  const word = answer.trim().toLowerCase();
  return YES_NO[word] ?? word;
}

const YES_NO: Readonly<Record<string, string>> = { y: 'yes', n: 'no' };

/** The word that an answer is compared with. */
function wordOf(expression: Expression, values: Values): string | undefined {
  const unset = (operand: Operand) => operand.kind === 'name' && lookUp(operand.name, values) === undefined;
  if (expression.kind === 'truth' && expression.of.kind === 'name' && expression.of.bare && unset(expression.of)) {
    return expression.of.name;
  }
  if (expression.kind !== 'compare' || expression.by !== '==') return undefined;
  const { left, right } = expression;
  if (left.kind !== 'name' || !unset(left) || !REPLY.test(left.name)) return undefined;
  return right.kind === 'literal' ? String(right.value) : unset(right) && right.bare ? right.name : undefined;
}

/** Yes, no, or neither. */
export function yesOrNo(answer: string): boolean | undefined {
  const word = /^\s*\[?([a-z]+)/i.exec(answer)?.[1]?.toLowerCase() ?? '';
  if (['y', 'yes', 'ok', 'okay', 'true', 'sure', 'please', 'include'].includes(word)) return true;
  if (['n', 'no', 'not', 'none', 'false', 'skip', 'nope'].includes(word)) return false;
  return undefined;
}

/** The answers that a question offers, as in `(y/n)`, and the one it takes where there is none, as in `(default: n)`. */
export function offeredBy(question: string): { options: string[]; default?: string } {
  const list = /[([]([\w -]{1,20}(?:\/[\w -]{1,20}){1,7})[)\]]/.exec(question)?.[1];
  const usual = /[([]\s*default(?:s to|:|=|\s)\s*["'`]?([^"'`)\]]{1,80}?)["'`]?\s*[)\]]/i.exec(question)?.[1];
  return {
    options: list === undefined ? [] : list.split('/').map((option) => option.trim()),
    ...(usual !== undefined && { default: usual.trim() }),
  };
}
