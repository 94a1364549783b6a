import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import type { LanguageServices } from './languageservices.ts';

/** A value of a workflow or action file in which `${{ }}` may still stand: plain data, apart from the two kinds below. */
export type Template = null | boolean | number | string | Expression | readonly Template[] | Mapping;

/** One expression. Text around it has become `format('…{0}', …)`, as GitHub's parser writes mixed strings. */
export interface Expression {
  readonly kind: 'expression';
  readonly expression: string;
}

/** A YAML mapping in the order of the file. */
export interface Mapping {
  readonly kind: 'mapping';
  readonly entries: ReadonlyArray<readonly [key: string, value: Template]>;
}

/** The mapping without keys. */
export const emptyMapping: Mapping = { kind: 'mapping', entries: [] };

/** Whether a template is an expression that must be evaluated before its value is known. */
export function isExpression(template: Template | undefined): template is Expression {
  return typeof template === 'object' && template !== null && 'kind' in template && template.kind === 'expression';
}

/** Whether a template is a mapping. */
export function isMapping(template: Template | undefined): template is Mapping {
  return typeof template === 'object' && template !== null && 'kind' in template && template.kind === 'mapping';
}

/** The value under a key of a mapping; undefined when the template is no mapping or lacks the key. */
export function at(template: Template | undefined, key: string): Template | undefined {
  if (!isMapping(template)) return undefined;
  return template.entries.find(([name]) => name === key)?.[1];
}

/** The string items of a scalar or sequence: `a` and `[a, b]` both read as lists, as GitHub allows in `needs` or `types`. */
export function strings(template: Template | undefined): string[] {
  if (template === undefined || template === null || isExpression(template) || isMapping(template)) return [];
  const items: readonly Template[] = Array.isArray(template) ? template : [template as Template];
  return items.filter((item) => !isExpression(item) && !isMapping(item) && item !== null).map(String);
}

/**
 * The plain template behind a token of GitHub's parser.
 *
 * Throws an Error for `${{ insert }}`, which GitHub's own services do not offer to workflow authors either.
 */
export function fromToken(services: LanguageServices, token: TemplateToken): Template {
  const { isBasicExpression, isMapping: isMappingToken, isSequence, isLiteral } = services.workflows;
  if (isBasicExpression(token)) return { kind: 'expression', expression: token.expression };
  if (isSequence(token)) return [...token].map((item) => fromToken(services, item));
  if (isMappingToken(token)) {
    return {
      kind: 'mapping',
      entries: [...token].map(({ key, value }) => {
        if (key.isExpression) throw new Error(`an expression as a key (${key.toString()}) is not known here`);
        return [key.toString(), fromToken(services, value)] as const;
      }),
    };
  }
  if (isLiteral(token)) return literal(token.toJSON());
  throw new Error(`a value of the kind ${token.typeName()} is not known here`);
}

function literal(value: unknown): null | boolean | number | string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}
