/**
 * Templates: text with `{{name}}`, `{{#if …}} … {{else}} … {{/if}}`, `{{#unless …}}`, `{{#each names}} … {{/each}}` and sections `{{#name}} … {{/name}}`.
 * There is no code in them, and what is put in is not read again.
 */
import { type Condition, type Expression, parseCondition } from './condition.ts';
import { excerpt, type Finding, type Place, type PlaceOf, placesOf } from './finding.ts';

/** A piece of a template. */
export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'slot'; name: string; place: Place }
  | { kind: 'if'; expression: Expression; text: string; body: Part[]; otherwise: Part[]; place: Place }
  | { kind: 'each'; name: string; body: Part[]; otherwise: Part[]; place: Place }
  | { kind: 'section'; name: string; body: Part[]; otherwise: Part[]; place: Place };

/** A template that was read. It can be rendered when none of the findings is an error. */
export interface Template {
  file: string;
  parts: Part[];
  findings: Finding[];
}

interface Frame {
  /** What closes it: `if`, `unless`, `each`, or the name of a section. */
  closedBy: string;
  tag: string;
  place: Place;
  parts: Part[];
  part: Exclude<Part, { kind: 'text' | 'slot' }>;
}

const MUSTACHE = /\{\{\{?([^{}]*)\}\}\}?/g;

/** Reads a template. Never throws; `file` is for the findings. */
export function readTemplate(text: string, file: string): Template {
  const reading: Reading = { file, placeOf: placesOf(text), root: [], frames: [], findings: [] };
  let behind = 0;
  for (const found of text.matchAll(MUSTACHE)) {
    const end = found.index + found[0].length;
    const inside = (found[1] as string).trim();
    const line = /^(?:[#/^!]|else\b)/.test(inside) ? ownLine(text, found.index, end) : undefined;
    put(reading, { kind: 'text', text: text.slice(behind, line?.start ?? found.index) });
    behind = line?.end ?? end;
    take(reading, found[0], inside, reading.placeOf(found.index));
  }
  put(reading, { kind: 'text', text: text.slice(behind) });
  for (const frame of reading.frames) {
    say(reading, frame.place, `\`${frame.tag}\` is never closed; it needs \`{{/${frame.closedBy}}}\``);
  }
  return { file, parts: reading.root, findings: reading.findings };
}

/** The line of a tag that stands alone on it, with its end: it is not in the text, so that a list stays one list. */
function ownLine(text: string, start: number, end: number): { start: number; end: number } | undefined {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const lineEnd = newline === -1 ? text.length : newline;
  if (text.slice(lineStart, start).trim() !== '' || text.slice(end, lineEnd).trim() !== '') return undefined;
  return { start: lineStart, end: newline === -1 ? lineEnd : lineEnd + 1 };
}

interface Reading {
  file: string;
  placeOf: PlaceOf;
  root: Part[];
  frames: Frame[];
  findings: Finding[];
}

function take(reading: Reading, tag: string, inside: string, place: Place): void {
  const [, sign = '', word = '', rest = ''] = /^([#/^!>&]?)\s*(\S*)\s*([\s\S]*)$/.exec(inside) ?? [];
  const name = rest === '' ? word : `${word} ${rest}`;
  if (sign === '!') return;
  if (sign === '/') close(reading, tag, word, place);
  else if (sign === '#' || sign === '^') open(reading, tag, sign, word, rest, place);
  else if (sign === '>') say(reading, place, `\`${tag}\`: a template cannot bring in another file`);
  else if (word === 'else') otherwise(reading, tag, rest, place);
  else if (name === '') say(reading, place, `\`${tag}\` is empty; write a name, as in {{project_name}}`);
  else put(reading, { kind: 'slot', name, place });
}

function open(reading: Reading, tag: string, sign: string, word: string, rest: string, place: Place): void {
  if (word === 'if' || word === 'unless') {
    const expression = formal(reading, tag, rest, place);
    const turned: Expression = word === 'unless' ? { kind: 'not', of: expression } : expression;
    push(reading, tag, word, { kind: 'if', expression: turned, text: rest, body: [], otherwise: [], place });
  } else if (word === 'each') {
    const name = rest.split(/\s/, 1)[0] ?? '';
    if (name === '') say(reading, place, `\`${tag}\` names nothing; write {{#each names}}`);
    push(reading, tag, word, { kind: 'each', name, body: [], otherwise: [], place });
  } else {
    const name = rest === '' ? word : `${word} ${rest}`;
    const frame = push(reading, tag, word, { kind: 'section', name, body: [], otherwise: [], place });
    if (sign === '^' && frame.part.kind === 'section') frame.parts = frame.part.otherwise;
  }
}

function push(reading: Reading, tag: string, closedBy: string, part: Frame['part']): Frame {
  put(reading, part);
  const frame: Frame = { closedBy, tag, place: part.place, parts: part.body, part };
  reading.frames.push(frame);
  return frame;
}

function otherwise(reading: Reading, tag: string, rest: string, place: Place): void {
  const frame = reading.frames.at(-1);
  if (!frame || frame.parts === frame.part.otherwise) {
    say(reading, place, `\`${tag}\` has no {{#if}}, {{#each}} or section that it belongs to`);
    return;
  }
  frame.parts = frame.part.otherwise;
  if (!/^if\b/.test(rest)) return;
  const text = rest.slice(2).trim();
  const next: Part = {
    kind: 'if',
    expression: formal(reading, tag, text, place),
    text,
    body: [],
    otherwise: [],
    place,
  };
  frame.parts.push(next);
  frame.part = next;
  frame.parts = next.body;
}

function close(reading: Reading, tag: string, word: string, place: Place): void {
  const frame = reading.frames.at(-1);
  if (frame?.closedBy === word) {
    reading.frames.pop();
    return;
  }
  const open = frame ? `\`${frame.tag}\` from line ${frame.place.line} is open` : 'nothing is open';
  say(reading, place, `\`${tag}\` does not fit: ${open} here`);
  const depth = reading.frames.findLastIndex(({ closedBy }) => closedBy === word);
  if (depth !== -1) reading.frames.length = depth;
}

function formal(reading: Reading, tag: string, text: string, place: Place): Expression {
  const condition: Condition = parseCondition(text);
  if (condition.kind === 'formal') return condition.expression;
  say(
    reading,
    place,
    `\`${excerpt(tag)}\` cannot be computed; write a name, or a comparison such as {{#if level == 2 and track != 'quick'}}`,
  );
  return { kind: 'truth', of: { kind: 'literal', value: false } };
}

function put(reading: Reading, part: Part): void {
  if (part.kind === 'text' && part.text === '') return;
  (reading.frames.at(-1)?.parts ?? reading.root).push(part);
}

function say(reading: Reading, place: Place, message: string): void {
  reading.findings.push({ severity: 'error', file: reading.file, ...place, message });
}
