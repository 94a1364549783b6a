/** Fills a template. What is not defined is told with its place; nothing is left out in silence. */
import { evaluate, isTrue, lookUp, type Values } from './evaluate.ts';
import type { Finding, Place } from './finding.ts';
import type { Part, Template } from './template.ts';

/** The filled text, or every place that could not be filled. */
export type Rendered = { ok: true; text: string } | { ok: false; findings: Finding[] };

/**
 * Fills a template with values. `{{#if name}}` is false where the name is not defined, because that is its question; everywhere else an undefined name is
 * an error. In `{{#each}}`, `this` is the item, `@index` its place from 0, and the keys of an item that is a mapping are names. Text is put in as it is.
 */
export function renderTemplate(template: Template, values: Values): Rendered {
  const findings = template.findings.filter(({ severity }) => severity === 'error');
  const say = (place: Place, message: string) =>
    void findings.push({ severity: 'error', file: template.file, ...place, message });
  const text = findings.length > 0 ? '' : fill(template.parts, values, say);
  return findings.length > 0 ? { ok: false, findings } : { ok: true, text };
}

type Say = (place: Place, message: string) => void;

function fill(parts: readonly Part[], values: Values, say: Say): string {
  return parts.map((part) => fillPart(part, values, say)).join('');
}

function fillPart(part: Part, values: Values, say: Say): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'slot': {
      const value = lookUp(part.name, values);
      if (value === undefined) say(part.place, `\`{{${part.name}}}\` is not defined; ${defined(values)}`);
      return written(value);
    }
    case 'if': {
      const truth = evaluate(part.expression, values);
      if (truth === 'unknown' && !asksForName(part.expression)) {
        say(part.place, `\`{{#if ${part.text}}}\` cannot be computed: a name in it is not defined; ${defined(values)}`);
      }
      return fill(truth === true ? part.body : part.otherwise, values, say);
    }
    case 'each': {
      const items = lookUp(part.name, values);
      if (!Array.isArray(items)) {
        const what = items === undefined ? 'is not defined' : 'is not a list';
        say(part.place, `\`{{#each ${part.name}}}\`: \`${part.name}\` ${what}; ${defined(values)}`);
        return '';
      }
      return items.length === 0 ? fill(part.otherwise, values, say) : overItems(items, part.body, values, say);
    }
    case 'section': {
      const value = lookUp(part.name, values);
      if (Array.isArray(value) && value.length > 0) return overItems(value, part.body, values, say);
      return fill(value !== undefined && isTrue(value) ? part.body : part.otherwise, values, say);
    }
  }
}

function overItems(items: readonly unknown[], body: readonly Part[], values: Values, say: Say): string {
  return items
    .map((item, index) => {
      const own = typeof item === 'object' && item !== null && !Array.isArray(item) ? item : {};
      return fill(body, { ...values, ...own, this: item, '@index': index }, say);
    })
    .join('');
}

/** Whether an expression only asks if names are there and true; then a missing name is an answer. */
function asksForName(expression: Parameters<typeof evaluate>[0]): boolean {
  if (expression.kind === 'not') return asksForName(expression.of);
  if (expression.kind === 'and' || expression.kind === 'or') {
    return asksForName(expression.left) && asksForName(expression.right);
  }
  return expression.kind === 'truth';
}

function written(value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map(written).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function defined(values: Values): string {
  const names = Object.keys(values).slice(0, 20);
  return names.length === 0 ? 'nothing is defined' : `defined are ${names.join(', ')}`;
}
