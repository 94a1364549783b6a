/** Computes formal conditions. What depends on a variable that nobody set is neither true nor false: then the agent is asked. */
import type { Comparison, Expression, Operand } from './condition.ts';

/** The variables of a run, by name. */
export type Values = Readonly<Record<string, unknown>>;

/** `unknown` where a variable is missing that the answer hangs on. */
export type Truth = boolean | 'unknown';

/** Computes an expression over the variables. Pure; runs no code of the workflow. */
export function evaluate(expression: Expression, values: Values): Truth {
  switch (expression.kind) {
    case 'and': {
      const left = evaluate(expression.left, values);
      if (left === false) return false;
      const right = evaluate(expression.right, values);
      return right === false ? false : left === 'unknown' || right === 'unknown' ? 'unknown' : true;
    }
    case 'or': {
      const left = evaluate(expression.left, values);
      if (left === true) return true;
      const right = evaluate(expression.right, values);
      return right === true ? true : left === 'unknown' || right === 'unknown' ? 'unknown' : false;
    }
    case 'not': {
      const of = evaluate(expression.of, values);
      return of === 'unknown' ? of : !of;
    }
    case 'exists':
      return operandValue(expression.of, values) !== undefined;
    case 'empty': {
      const value = operandValue(expression.of, values);
      return value === undefined ? 'unknown' : isEmpty(value);
    }
    case 'truth': {
      const value = operandValue(expression.of, values);
      return value === undefined ? 'unknown' : isTrue(value);
    }
    case 'compare': {
      const left = sideOf(expression.left, values, expression.by === 'in');
      const right = sideOf(expression.right, values, expression.by !== 'in');
      return left === undefined || right === undefined ? 'unknown' : compare(expression.by, left, right);
    }
  }
}

/** The value of a dotted name, `undefined` where it or a part of it is not there. Inherited properties are never seen. */
export function lookUp(name: string, values: Values): unknown {
  if (Object.hasOwn(values, name)) return values[name] ?? undefined;
  let at: unknown = values;
  for (const part of name.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<string, unknown>)[part];
  }
  return at ?? undefined;
}

/** The names that an expression reads, without bare words that may stand for themselves. */
export function namesIn(expression: Expression): string[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return [...namesIn(expression.left), ...namesIn(expression.right)];
    case 'not':
      return namesIn(expression.of);
    case 'compare': {
      const { left, right, by } = expression;
      const words = by === 'in' ? left : right;
      return [left, right].flatMap((side) =>
        side.kind === 'name' && !(side === words && side.bare) ? [side.name] : [],
      );
    }
    default:
      return expression.of.kind === 'name' ? [expression.of.name] : [];
  }
}

/** Whether a value counts as true: not empty, and not the word "false" or "no". */
export function isTrue(value: unknown): boolean {
  if (typeof value === 'string') return !/^\s*(?:false|no|)\s*$/i.test(value);
  return typeof value === 'object' ? !isEmpty(value) : Boolean(value);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function operandValue(operand: Operand, values: Values): unknown {
  return operand.kind === 'literal' ? operand.value : lookUp(operand.name, values);
}

/** In `answer == y` the `y` is a word, unless a variable has that name. */
function sideOf(operand: Operand, values: Values, mayBeWord: boolean): unknown {
  const value = operandValue(operand, values);
  return value === undefined && mayBeWord && operand.kind === 'name' && operand.bare ? operand.name : value;
}

function compare(by: Comparison, left: unknown, right: unknown): Truth {
  switch (by) {
    case '==':
      return same(left, right);
    case '!=':
      return !same(left, right);
    case 'contains':
      return holds(left, right);
    case 'in':
      return holds(right, left);
    default:
      return ordered(by, Number(left), Number(right));
  }
}

/** Answers of people and values of YAML come as text or number alike; `y` and `Y` are one answer. */
function same(left: unknown, right: unknown): boolean {
  return String(left).trim().toLowerCase() === String(right).trim().toLowerCase();
}

function holds(whole: unknown, part: unknown): boolean {
  if (Array.isArray(whole)) return whole.some((item) => same(item, part));
  return String(whole).toLowerCase().includes(String(part).toLowerCase());
}

function ordered(by: '<' | '<=' | '>' | '>=', left: number, right: number): Truth {
  if (Number.isNaN(left) || Number.isNaN(right)) return 'unknown';
  if (by === '<') return left < right;
  if (by === '<=') return left <= right;
  return by === '>' ? left > right : left >= right;
}
