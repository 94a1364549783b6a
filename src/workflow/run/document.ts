/** The documents of a run: where they belong, their sections, and their text. A run writes no file; it says what should stand in which. */
import { posix } from 'node:path';
import { writeYaml } from '../../yaml/read.ts';
import { type Missing, placesIn, renderTemplate } from '../render.ts';
import { refusalOf } from '../safe-path.ts';
import type { Template } from '../template.ts';
import type { Loaded } from './library.ts';
import type { Document } from './request.ts';
import type { DocumentState, Frame, Json, State } from './state.ts';
import { fillPath, namesOf, type Scope, sectionValues } from './values.ts';

/** Where a section belongs: a file below the project (`null` where the workflow names none), names that are not known yet, or why the path is refused. */
export type Target =
  | { kind: 'file'; file: string | null; main: boolean }
  | { kind: 'lacks'; names: string[] }
  | { kind: 'refused'; path: string; why: string; names: string[] };

/** Finds the file of a section. One without a folder belongs beside the document of the workflow, and may be that document. */
export function targetOf(given: string | undefined, loaded: Loaded, scope: Scope): Target {
  const usual = loaded.workflow.values.default_output_file;
  const main = typeof usual === 'string' && usual !== '' ? usual : undefined;
  if (given === undefined)
    return main === undefined ? { kind: 'file', file: null, main: true } : resolved(main, true, scope);
  const folder = main?.includes('/') && !/[/{]/.test(given) ? posix.dirname(main) : undefined;
  const named = resolved(folder === undefined ? given : posix.join(folder, given), false, scope);
  if (named.kind !== 'file' || main === undefined) return named;
  const own = resolved(main, true, scope);
  return own.kind === 'file' && own.file === named.file ? own : named;
}

function resolved(raw: string, main: boolean, scope: Scope): Target {
  const { path, unknown } = fillPath(raw, scope);
  if (unknown.length > 0) return { kind: 'lacks', names: unknown };
  const why = refusalOf(path) ?? (path === '' || path.endsWith('/') ? 'it names no file' : undefined);
  if (why === undefined) return { kind: 'file', file: posix.normalize(path), main };
  return { kind: 'refused', path, why, names: namesOf(raw) };
}

/** Takes a section into its document. One that was there, from the same rounds of the loops around it, is replaced. */
export function putSection(
  state: State,
  frame: Frame,
  target: Target & { kind: 'file' },
  section: { name: string; value: Json; rounds: string },
): DocumentState {
  const { file, main } = target;
  let document = state.documents.find(
    (other) => other.workflow === frame.workflow && other.file === file && other.main === main,
  );
  if (!document) {
    document = { file, workflow: frame.workflow, main, template: null, sections: [], final: null };
    state.documents.push(document);
  }
  document.final = null;
  document.template = main ? frame.template : null;
  const twin = document.sections.find(({ name, rounds }) => name === section.name && rounds === section.rounds);
  if (twin) twin.value = section.value;
  else document.sections.push(section);
  return document;
}

/** The text of a document, or what its template still lacks. With `draft` the places that are not filled stay as the template has them. */
export function documentText(
  document: DocumentState,
  template: Template | undefined,
  scope: Scope | undefined,
  draft: boolean,
): { ok: true; text: string } | { ok: false; missing: Missing[]; why: string } {
  const values = { ...scope?.texts, ...sectionValues([document]) };
  if (!document.main || !template || template.findings.length > 0)
    return { ok: true, text: listed(document, new Set()) };
  const places = placesIn(template.parts);
  const rendered = renderTemplate(template, textual(values, template), { draft });
  if (!rendered.ok) {
    const [first] = rendered.findings;
    return {
      ok: false,
      missing: rendered.missing,
      why: first ? `line ${first.line} of its template: ${first.message}` : '',
    };
  }
  const rest = listed(document, places);
  return { ok: true, text: rest === '' ? rendered.text : `${rendered.text.trimEnd()}\n\n${rest}` };
}

/** A document as it is now, for people. */
export function asDocument(
  document: DocumentState,
  template: Template | undefined,
  scope: Scope | undefined,
): Document {
  if (document.final !== null) return { file: document.file, text: document.final };
  const text = documentText(document, template, scope, true);
  return { file: document.file, text: text.ok ? text.text : listed(document, new Set()) };
}

/** Lists and mappings of sections in a place for one text are written as YAML, as people read it. */
function textual(values: Record<string, unknown>, template: Template): Record<string, unknown> {
  const lists = new Set<string>();
  const visit = (parts: Template['parts']): void => {
    for (const part of parts) {
      if (part.kind === 'text' || part.kind === 'slot') continue;
      if (part.kind !== 'if') lists.add(part.name);
      visit(part.body);
      visit(part.otherwise);
    }
  };
  visit(template.parts);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Array.isArray(value) && !lists.has(name) ? sectionText(value as Json) : value,
    ]),
  );
}

/** A section as text. */
export function sectionText(value: Json): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    return value.map((item) => `- ${item}`).join('\n');
  }
  return typeof value === 'object' && value !== null ? writeYaml(value).trimEnd() : String(value);
}

/** The sections that have no place elsewhere, each under its name. */
function listed(document: DocumentState, places: ReadonlySet<string>): string {
  const texts = document.sections
    .filter(({ name }) => !places.has(name))
    .map(({ name, value }) => {
      const text = sectionText(value).trim();
      return /^#{1,6}\s/.test(text) ? text : `## ${titleOf(name)}\n\n${text}`;
    });
  return texts.length === 0 ? '' : `${texts.join('\n\n')}\n`;
}

function titleOf(name: string): string {
  const words = name.replace(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
