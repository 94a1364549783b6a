/** What names stand for at one point of a run, and texts with them put in. */
import { lookUp, type Values } from '../evaluate.ts';
import { type Missing, renderTemplate, written } from '../render.ts';
import { readTemplate } from '../template.ts';
import type { Loaded } from './library.ts';
import type { DocumentState, Frame, State } from './state.ts';

/** The names of one frame. */
export interface Scope {
  /** All that is known, by name: for conditions. */
  values: Values;
  /** The same without what the `workflow.yaml` leaves empty, which is to be found in the run: for texts. */
  texts: Values;
  /** Absolute path of the project; texts and paths that leave a run do not show it. */
  root: string;
  /** Names that the configuration should have given and did not: a person is asked for them. */
  asked: ReadonlyMap<string, string>;
  /** The names that somebody has to give so that this one is known: itself, or those that its value in the `workflow.yaml` waits for. */
  behind(name: string): string[];
}

/** Variables of a `workflow.yaml` that hold a path. */
const IS_PATH = /(?:^|_)(?:file|path|folder|dir|location)$/;
/** Its inside is trimmed in code: a pattern for that would take long on many blanks. */
const RUNTIME = /\{\{([^{}]+)\}\}/g;
/** `{name}`, but not `{{name}}`. */
const SINGLE = /(?<!\{)\{([A-Za-z_][\w.-]*)\}(?!\})/g;

/**
 * The names of a frame: what was set in the run goes before sections that were written, and these before the `workflow.yaml`. A value that still waits for another
 * one is not known.
 */
export function scopeOf(loaded: Loaded, frame: Frame, state: State): Scope {
  const own = loaded.workflow.values;
  const sections = sectionValues(state.documents);
  const set: Record<string, unknown> = { ...sections, ...frame.variables };
  const values: Record<string, unknown> = { installed_path: loaded.workflow.folder.path };
  const resolve = (name: string, seen: ReadonlySet<string>): unknown => {
    if (Object.hasOwn(set, name)) return set[name];
    if (!Object.hasOwn(own, name) || seen.has(name)) return lookUp(name, set);
    return resolveValue(own[name], new Set([...seen, name]), IS_PATH.test(name));
  };
  const resolveValue = (value: unknown, seen: ReadonlySet<string>, path: boolean): unknown => {
    if (typeof value !== 'string' || !value.includes('{{')) return value;
    let known = true;
    const text = replaceNames(value, (name) => {
      const found = resolve(name, seen);
      if (found === undefined) known = false;
      return path ? pathWord(written(found)) : written(found);
    });
    return known ? text : undefined;
  };
  for (const name of Object.keys(own)) {
    const value = resolve(name, new Set());
    if (value !== undefined) values[name] = value;
  }
  const asked = loaded.workflow.asked.filter(({ name, key }) => key !== undefined && values[name] === undefined);
  const known = { ...values, ...set };
  const texts = Object.fromEntries(
    Object.entries(known).filter(([name, value]) => value !== '' || Object.hasOwn(set, name)),
  );
  const behind = (name: string, seen: ReadonlySet<string> = new Set()): string[] => {
    const value = own[name];
    if (typeof value !== 'string' || seen.has(name)) return [name];
    const names = namesOf(value).filter((other) => other !== name);
    const lacking = names.filter((other) => lookUp(other, known) === undefined);
    return lacking.length === 0 ? [name] : lacking.flatMap((other) => behind(other, new Set([...seen, name])));
  };
  return {
    values: known,
    texts,
    behind,
    root: loaded.workflow.folder.projectRoot,
    asked: new Map(asked.map(({ name, key }) => [name, key ?? name])),
  };
}

/** Sections by name; those of several rounds together. */
export function sectionValues(documents: readonly DocumentState[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { sections } of documents) {
    for (const { name, value } of sections) {
      const before = values[name];
      if (Array.isArray(before) && Array.isArray(value)) values[name] = [...before, ...value];
      else values[name] = before === undefined ? value : `${written(before)}\n\n${written(value)}`;
    }
  }
  return values;
}

/** Replaces every `{{name}}`; the marks of blocks stay. */
function replaceNames(text: string, put: (name: string, found: string) => string): string {
  return text.replace(RUNTIME, (found, inside: string) => {
    const name = inside.trim();
    return name === '' || /^(?:[#/^!>&]|else\b)/.test(name) ? found : put(name, found);
  });
}

/** The names that a text waits for. */
export function namesOf(text: string): string[] {
  const names: string[] = [];
  replaceNames(text, (name) => {
    names.push(name);
    return '';
  });
  return names;
}

/** A text for an agent: known names are put in, others stay for it to see. `asked` are those that a person has to give first. */
export function fillText(text: string, scope: Scope): { text: string; asked: string[]; unknown: string[] } {
  const asked = new Set<string>();
  const unknown = new Set<string>();
  const filled = replaceNames(doubled(text, scope), (name, found) => {
    const value = lookUp(name, scope.texts);
    if (value !== undefined) return written(value);
    for (const other of scope.behind(name)) (scope.asked.has(other) ? asked : unknown).add(other);
    return found;
  });
  return { text: belowProject(filled, scope), asked: [...asked], unknown: [...unknown] };
}

/** A text for people, or what it lacks. `unreadable`: it holds blocks that only an agent can follow. */
export type ForPeople = { kind: 'text'; text: string } | { kind: 'lacks'; missing: Missing[] } | { kind: 'unreadable' };

/** A text for people: strict, like a template. */
export function renderText(text: string, scope: Scope): ForPeople {
  const template = readTemplate(doubled(text, scope), '');
  if (template.findings.length > 0) return { kind: 'unreadable' };
  const rendered = renderTemplate(template, scope.texts);
  if (rendered.ok) return { kind: 'text', text: belowProject(rendered.text, scope) };
  // Lists in a text for people are told in sentences more easily than given as values.
  if (rendered.missing.length === 0 || rendered.missing.some(({ shape }) => shape === 'list'))
    return { kind: 'unreadable' };
  return { kind: 'lacks', missing: rendered.missing.flatMap(({ name }) => scope.behind(name)).map(textOfName) };
}

/** A name as a text that is missing. */
export function textOfName(name: string): Missing {
  return { name, shape: 'text', keys: [] };
}

/** The value of a parameter or an assignment: a literal, a name alone as what it stands for, or a text. */
export function literalOr(text: string, scope: Scope): { value: unknown; unknown: string[] } {
  const trimmed = text.trim();
  const name = /^(?:\{\{\s*([^{}]+?)\s*\}\}|\{([\w.-]+)\})$/.exec(trimmed);
  const alone = name?.[1] ?? name?.[2];
  if (alone !== undefined) {
    const value = lookUp(alone, scope.values);
    return { value, unknown: value === undefined ? scope.behind(alone) : [] };
  }
  if (/^(?:true|false)$/.test(trimmed)) return { value: trimmed === 'true', unknown: [] };
  if (/^-?\d{1,15}(?:\.\d+)?$/.test(trimmed)) return { value: Number(trimmed), unknown: [] };
  const bare = /^"([^"]*)"$|^'([^']*)'$/.exec(trimmed);
  const filled = fillText(bare?.[1] ?? bare?.[2] ?? trimmed, scope);
  return { value: filled.text, unknown: [...filled.unknown, ...filled.asked] };
}

/** A path in which names are put in so that they stay one word: blanks become hyphens. */
export function fillPath(text: string, scope: Scope): { path: string; unknown: string[] } {
  const unknown: string[] = [];
  const inner = text.replace(
    /\{([\w.-]*)\{([\w.-]+)\}([\w.-]*)\}/g,
    (found, before: string, name: string, after: string) => {
      const value = lookUp(name, scope.values);
      if (found.startsWith('{{') || value === undefined) return found;
      return `{${before}${pathWord(written(value))}${after}}`;
    },
  );
  const filled = replaceNames(doubled(inner, scope, true), (name, found) => {
    const value = lookUp(name, scope.texts);
    if (value !== undefined) return pathWord(written(value));
    unknown.push(...scope.behind(name));
    return found;
  });
  return { path: belowProject(filled, scope), unknown };
}

/** Known names in single braces become double ones, and the project's own folder goes. With `all`, names that are not known too. */
function doubled(text: string, scope: Scope, all = false): string {
  return text
    .replace(/\{project[-_]root\}\//g, '')
    .replace(/\{project[-_]root\}/g, '.')
    .replace(SINGLE, (found, name: string) =>
      all || scope.asked.has(name) || isKnownTo(scope, name) ? `{{${name}}}` : found,
    );
}

/** Whether a name in single braces is meant: it is known, or the `workflow.yaml` has it. */
function isKnownTo(scope: Scope, name: string): boolean {
  return lookUp(name, scope.values) !== undefined || scope.behind(name)[0] !== name;
}

/** Paths of this machine as paths of the project. */
function belowProject(text: string, scope: Scope): string {
  if (!text.includes(scope.root)) return text;
  const root = scope.root.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  // Only where the path begins: the same names may stand in the middle of another one.
  return text.replace(new RegExp(`(?<![\\w.~/-])${root}(?:/|(?![\\w-]|\\.\\w))`, 'g'), (found) =>
    found.endsWith('/') ? '' : '.',
  );
}

function pathWord(text: string): string {
  return text
    .replace(/[<>:"|?*\p{Cc}]/gu, ' ')
    .trim()
    .replace(/\s+/g, '-');
}
