import type { data } from '@actions/expressions';
import type { FunctionDefinition } from '@actions/expressions/funcs/info';
import type { Token } from '@actions/expressions/lexer';
import type { LanguageServices } from './languageservices.ts';
import { isExpression, isMapping, type Mapping, type Template } from './template.ts';

/** Plain JSON, the currency of contexts (`github`, `needs`, …) and of evaluated templates. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What an expression can see: contexts by name, and the status of what went before for `success()` and its family. */
export interface Scope {
  readonly contexts: Readonly<Record<string, Json>>;
  readonly status: Status;
  /** Digest for `hashFiles(patterns…)`; where it is absent the function is refused by name. */
  readonly hashFiles?: (patterns: readonly string[]) => string;
}

/** The answers of the four status functions. For a job they speak of its ancestors, for a step of the steps before it. */
export interface Status {
  readonly success: boolean;
  readonly failure: boolean;
  readonly cancelled: boolean;
}

/** Contexts that GitHub names. All are known everywhere; the parser has already refused those a place may not use. */
const contextNames = [
  'github',
  'env',
  'vars',
  'job',
  'jobs',
  'steps',
  'runner',
  'secrets',
  'strategy',
  'matrix',
  'needs',
  'inputs',
];

/** The functions that only conditions have, in the notation of GitHub's schema: name(fewest, most arguments). */
const statusFunctions = ['always(0,0)', 'success(0,MAX)', 'failure(0,MAX)', 'cancelled(0,0)', 'hashFiles(1,255)'];

/** Evaluates templates and conditions against a scope. Made once per process by {@link createEvaluator}. */
export interface Evaluator {
  /** The JSON value of a template, mappings and sequences included. Throws with GitHub's wording on a bad expression. */
  value(template: Template, scope: Scope): Json;
  /** The template as a string, coerced as GitHub does (`true`, `1`, `` for null, `Object` for an object). */
  text(template: Template, scope: Scope): string;
  /** A mapping of strings (env, with, outputs), in the order of the file. */
  texts(mapping: Mapping, scope: Scope): Record<string, string>;
  /** Whether an `if` condition holds. The condition already names a status function, see {@link conditionOf}. */
  condition(expression: string, scope: Scope): boolean;
}

/** Binds GitHub's expression evaluator to plain JSON. */
export function createEvaluator(services: LanguageServices): Evaluator {
  const { expressions } = services;

  const evaluate = (expression: string, scope: Scope): data.ExpressionData => {
    const functions = functionsOf(services, scope);
    const tokens = new expressions.Lexer(expression).lex().tokens.map(withWholeString);
    const tree = new expressions.Parser(tokens, contextNames, [...functions.values()]).parse();
    const known = Object.fromEntries(contextNames.map((name) => [name, scope.contexts[name] ?? {}]));
    const contexts = JSON.parse(JSON.stringify(known), expressions.data.reviver) as data.Dictionary;
    return new expressions.Evaluator(tree, contexts, functions).evaluate();
  };

  const value = (template: Template, scope: Scope): Json => {
    if (isExpression(template)) return toJson(services, evaluate(template.expression, scope));
    if (isMapping(template)) {
      return Object.fromEntries(template.entries.map(([key, item]) => [key, value(item, scope)]));
    }
    if (Array.isArray(template)) return template.map((item: Template) => value(item, scope));
    return template as Json;
  };

  const text = (template: Template, scope: Scope): string => {
    if (isExpression(template)) return evaluate(template.expression, scope).coerceString();
    return template === null ? '' : String(template);
  };

  return {
    value,
    text,
    texts: (mapping, scope) => Object.fromEntries(mapping.entries.map(([key, item]) => [key, text(item, scope)])),
    condition: (expression, scope) => !services.results.falsy(evaluate(expression, scope)),
  };
}

/**
 * A condition that names a status function: `x` becomes `success() && (x)`, an empty one `success()`, and one that
 * calls success(), failure(), cancelled() or always() stays as it is. The rule and its parser are GitHub's own.
 */
export function conditionOf(services: LanguageServices, template: Template | undefined): string {
  const text = isExpression(template) ? template.expression : template === undefined ? '' : String(template ?? '');
  if (text.trim() === '') return 'success()';
  type Info = Parameters<LanguageServices['conditions']['ensureStatusFunction']>[1];
  const info = { allowedContext: [...contextNames, ...statusFunctions] } as unknown as Info;
  return services.conditions.ensureStatusFunction(text.trim(), info);
}

/**
 * The lexer (0.3.61) turns only the first doubled quote of a string into one, which garbles every script that has quotes
 * and an expression: `echo 'a' '${{ x }}'` is the string `'echo ''a'' ''{0}'''`. Here the value is taken anew.
 */
function withWholeString(token: Token): Token {
  if (!token.lexeme.startsWith("'")) return token;
  return { ...token, value: token.lexeme.slice(1, -1).replaceAll("''", "'") };
}

function functionsOf(services: LanguageServices, scope: Scope): Map<string, FunctionDefinition> {
  const { BooleanData, StringData } = services.expressions.data;
  const answer = (name: string, holds: boolean): FunctionDefinition => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new BooleanData(holds),
  });
  return new Map<string, FunctionDefinition>([
    ['always', answer('always', true)],
    ['success', answer('success', scope.status.success)],
    ['failure', answer('failure', scope.status.failure)],
    ['cancelled', answer('cancelled', scope.status.cancelled)],
    [
      'hashfiles',
      {
        name: 'hashFiles',
        minArgs: 1,
        maxArgs: 255,
        call: (...patterns) => {
          if (!scope.hashFiles) throw new Error('hashFiles() can only be used in a step, after the checkout');
          return new StringData(scope.hashFiles(patterns.map((pattern) => pattern.coerceString())));
        },
      },
    ],
  ]);
}

function toJson(services: LanguageServices, result: data.ExpressionData): Json {
  return JSON.parse(JSON.stringify(result, services.expressions.data.replacer) ?? 'null') as Json;
}
