/** Fills a template. What is not defined is told with its place; nothing is left out in silence. */
import { evaluate, isTrue, lookUp, namesIn, type Values } from './evaluate.ts';
import type { Finding, Place } from './finding.ts';
import type { Part, Template } from './template.ts';

/** The filled text, or every place that could not be filled, and what would fill them. */
export type Rendered = { ok: true; text: string } | { ok: false; findings: Finding[]; missing: Missing[] };

/** A value that a template needs. A `list` needs items with these keys, or texts where there are none. */
export interface Missing {
  name: string;
  shape: 'text' | 'list';
  keys: readonly string[];
}

/** How a template is filled. `draft`: what is not defined stays as it is written, and is no error. */
export interface RenderOptions {
  draft?: boolean;
}

/**
 * Fills a template with values. `{{#if name}}` is false where the name is not defined, because that is its question; everywhere else an undefined name is
 * an error. In `{{#each}}`, `this` is the item, `@index` its place from 0, and the keys of an item that is a mapping are names. Text is put in as it is.
 */
export function renderTemplate(template: Template, values: Values, options: RenderOptions = {}): Rendered {
  const findings = template.findings.filter(({ severity }) => severity === 'error');
  const missing = new Map<string, { shape: Missing['shape']; keys: Set<string> }>();
  const filling: Filling = {
    draft: options.draft === true,
    say(place, message) {
      if (options.draft !== true) findings.push({ severity: 'error', file: template.file, ...place, message });
    },
    lacks(name, shape, keys) {
      const known = missing.get(name) ?? { shape, keys: new Set<string>() };
      for (const key of keys) known.keys.add(key);
      missing.set(name, shape === 'list' ? { ...known, shape } : known);
    },
  };
  const text = findings.length > 0 ? '' : fill(template.parts, values, filling);
  if (findings.length === 0) return { ok: true, text };
  return {
    ok: false,
    findings,
    missing: [...missing].map(([name, { shape, keys }]) => ({ name, shape, keys: [...keys] })),
  };
}

interface Filling {
  draft: boolean;
  say(place: Place, message: string): void;
  lacks(name: string, shape: Missing['shape'], keys: Iterable<string>): void;
  /** The list whose item is being written. */
  list?: string;
}

function fill(parts: readonly Part[], values: Values, filling: Filling): string {
  return parts.map((part) => fillPart(part, values, filling)).join('');
}

function fillPart(part: Part, values: Values, filling: Filling): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'slot': {
      const value = lookUp(part.name, values);
      if (value !== undefined) return written(value);
      filling.say(part.place, `\`{{${part.name}}}\` is not defined; ${defined(values)}`);
      lack(part.name, filling);
      return filling.draft ? `{{${part.name}}}` : '';
    }
    case 'if': {
      const truth = evaluate(part.expression, values);
      if (truth === 'unknown' && !asksForName(part.expression)) {
        filling.say(
          part.place,
          `\`{{#if ${part.text}}}\` cannot be computed: a name in it is not defined; ${defined(values)}`,
        );
        for (const name of namesIn(part.expression)) if (lookUp(name, values) === undefined) lack(name, filling);
      }
      return fill(truth === true ? part.body : part.otherwise, values, filling);
    }
    case 'each': {
      const items = lookUp(part.name, values);
      if (Array.isArray(items)) {
        if (items.length === 0) return fill(part.otherwise, values, filling);
        return overItems(items, part.body, values, { ...filling, list: part.name });
      }
      const what = items === undefined ? 'is not defined' : 'is not a list';
      filling.say(part.place, `\`{{#each ${part.name}}}\`: \`${part.name}\` ${what}; ${defined(values)}`);
      filling.lacks(filling.list ?? part.name, 'list', filling.list ? [part.name] : slotsIn(part.body, values));
      return filling.draft ? `{{#each ${part.name}}} … {{/each}}` : '';
    }
    case 'section': {
      const value = lookUp(part.name, values);
      if (Array.isArray(value) && value.length > 0) {
        return overItems(value, part.body, values, { ...filling, list: part.name });
      }
      return fill(value !== undefined && isTrue(value) ? part.body : part.otherwise, values, filling);
    }
  }
}

/** A name that is missing in an item is missing in its list. */
function lack(name: string, filling: Filling): void {
  if (filling.list === undefined) filling.lacks(name, 'text', []);
  else filling.lacks(filling.list, 'list', [name]);
}

function overItems(items: readonly unknown[], body: readonly Part[], values: Values, filling: Filling): string {
  return items
    .map((item, index) => {
      const own = typeof item === 'object' && item !== null && !Array.isArray(item) ? item : {};
      return fill(body, { ...values, ...own, this: item, '@index': index }, filling);
    })
    .join('');
}

/** What the body of a list takes from each item, as far as it is not known anyway. */
function slotsIn(parts: readonly Part[], values: Values): string[] {
  const names = parts.flatMap((part): string[] => {
    if (part.kind === 'text') return [];
    if (part.kind === 'slot' || part.kind === 'each') return [part.name];
    const inner = [...slotsIn(part.body, values), ...slotsIn(part.otherwise, values)];
    return part.kind === 'if' ? [...namesIn(part.expression), ...inner] : [part.name, ...inner];
  });
  return [...new Set(names)].filter(
    (name) => name !== 'this' && !name.startsWith('@') && lookUp(name, values) === undefined,
  );
}

/** Names that a template has a place for: a slot, a list or a section. */
export function placesIn(parts: readonly Part[]): Set<string> {
  const names = new Set<string>();
  const visit = (part: Part): void => {
    if (part.kind === 'text') return;
    if (part.kind !== 'if') names.add(part.name);
    if (part.kind !== 'slot') for (const inner of [...part.body, ...part.otherwise]) visit(inner);
  };
  for (const part of parts) visit(part);
  return names;
}

/** What a template takes a name for: one text, or a list whose items have these keys. */
export function shapeIn(parts: readonly Part[], name: string, values: Values): Missing {
  const visit = (part: Part): Missing | undefined => {
    if (part.kind === 'text' || part.kind === 'slot') return undefined;
    if (part.kind === 'each' && part.name === name) return { name, shape: 'list', keys: slotsIn(part.body, values) };
    for (const inner of [...part.body, ...part.otherwise]) {
      const found = visit(inner);
      if (found) return found;
    }
    return undefined;
  };
  for (const part of parts) {
    const found = visit(part);
    if (found) return found;
  }
  return { name, shape: 'text', keys: [] };
}

/** Whether an expression only asks if names are there and true; then a missing name is an answer. */
function asksForName(expression: Parameters<typeof evaluate>[0]): boolean {
  if (expression.kind === 'and' || expression.kind === 'or') {
    return asksForName(expression.left) && asksForName(expression.right);
  }
  if (expression.kind === 'not') return asksForName(expression.of);
  return expression.kind === 'truth';
}

/** A value as text. */
export function written(value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map(written).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function defined(values: Values): string {
  const names = Object.keys(values).slice(0, 20);
  return names.length === 0 ? 'nothing is defined' : `defined are ${names.join(', ')}`;
}
