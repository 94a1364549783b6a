/**
 * What the lines of a task or phase say: fields as `Depends on: 1.1` (in any emphasis, as an item, or as a heading with a list below it),
 * checkboxes, and prose.
 */
import type { Box, LineKind, PlanLine } from './markdown-lines.ts';

/** The fields that are known, and how people call them. */
const NAMES = {
  dependencies: /^(?:depends?(?: on)?|dependency|dependencies|blocked by|after)$/,
  files:
    /^(?:(?:target |key |relevant |affected )?files?(?: to (?:modify|create|change|touch))?|files? paths?|touches|targets?|create|modify|(?:new|modified|changed) files?)$/,
  priority: /^priority$/,
  estimate: /^(?:estimates?|estimated(?: (?:time|effort|duration|sessions))?|effort|size|sessions|duration)$/,
  complexity: /^complexity$/,
  acceptance: /^(?:acceptance(?: criteria| criterion)?|definition of done|done when|success criteria|exit criteria)$/,
  checks:
    /^(?:verify(?: (?:phase )?[\d.]+)?|verification|validation|tests?|testing|test (?:steps|plan|strategy)|how to test)$/,
  purpose: /^(?:description|goal|objective|purpose|value|why|user story|summary)$/,
  findings: /^(?:findings?|learned|learnings|outcome)$/,
  covers: /^(?:covers|requirements?)$/,
  order: /^(?:execution(?: (?:note|mode|order))?|mode|order)$/,
  status: /^status$/,
} as const;
export type FieldName = keyof typeof NAMES;

/** A value of a field, without emphasis. */
export interface Value {
  text: string;
  line: number;
}

export interface Field {
  name: FieldName;
  line: number;
  values: Value[];
}

export interface Said {
  fields: Field[];
  /** Checkboxes that stand in no field but that of acceptance criteria: what must hold. */
  criteria: Value[];
  prose: Value[];
  /** All checkboxes but those of findings. */
  boxes: Box[];
}

const SHAPE = /^[*_~]{0,3}(\p{L}[\p{L}\d ./&()-]{0,40}?)[*_~]{0,3}\s*[:：]\s*(.*)$/u;

/** Rows of tables, and rules. */
const NO_PROSE = /^(?:\||[-*_=\s]{3,}$)/;

/** A bold label of a list, as `**Tasks:**`. */
const LABEL = /^\*\*[^*]{1,40}(?::\*\*|\*\*:)$/;

/** Reads fields, checkboxes and prose. */
export function saidIn(lines: readonly PlanLine[]): Said {
  const said: Said = { fields: [], criteria: [], prose: [], boxes: [] };
  let open: Opened | undefined;
  let before: PlanLine | undefined;
  for (const line of lines) {
    const previous = before;
    before = line;
    if (line.kind === 'blank' || line.kind === 'code' || NO_PROSE.test(line.text)) continue;
    const found = line.box && line.kind === 'item' ? [] : fieldsIn(line);
    if (found.length > 0) {
      said.fields.push(...found);
      const last = found.at(-1)!;
      open = { field: last, indent: line.indent, kind: line.kind, list: last.values.length === 0 };
      continue;
    }
    if (open && !belongs(line, open, previous)) open = undefined;
    if (line.box && open?.field.name !== 'findings') said.boxes.push(line.box);
    const value = { text: plain(line.text), line: line.number };
    if (value.text === '') continue;
    if (line.box && (!open || open.field.name === 'acceptance')) said.criteria.push(value);
    else if (open) open.field.values.push(value);
    else if (line.kind !== 'heading' && !LABEL.test(line.text)) said.prose.push(value);
  }
  return said;
}

interface Opened {
  field: Field;
  indent: number;
  kind: LineKind;
  /** Nothing stands behind the colon, so that a list may follow. */
  list: boolean;
}

/** Whether a line goes on with a field: text at once behind it, or the list below it; below a heading everything. */
function belongs(line: PlanLine, { indent, kind, list }: Opened, previous: PlanLine | undefined): boolean {
  if (line.kind === 'heading') return false;
  if (kind === 'heading') return true;
  if (line.kind !== 'item') return previous?.kind !== 'blank' && (list || !line.box);
  return list && (kind !== 'item' || line.indent > indent);
}

/** The fields of a line; several where signs divide them, as in `**Priority:** P1 | **Depends on:** 1.1`. */
function fieldsIn(line: PlanLine): Field[] {
  const parts = line.text.split(/\s+[|·]\s+/);
  const all = parts.map((part) => fieldOf(part, line));
  if (parts.length > 1 && parts.every((part) => SHAPE.test(part))) return all.filter((field) => field !== undefined);
  const field = fieldOf(line.text, line);
  return field ? [field] : [];
}

function fieldOf(text: string, { kind, number }: PlanLine): Field | undefined {
  const shaped = SHAPE.exec(text);
  const alone = kind === 'heading' || /^\*\*[^*]+\*\*$/.test(text);
  const called = shaped?.[1] ?? (alone ? plain(text) : undefined);
  const name = called === undefined ? undefined : named(called);
  if (!name) return undefined;
  const value = plain((shaped?.[2] ?? '').replace(/^[*_~]{1,3}\s*/, ''));
  return { name, line: number, values: value === '' ? [] : [{ text: value, line: number }] };
}

function named(called: string): FieldName | undefined {
  const lower = called
    .toLowerCase()
    .replace(/\s*\(.*\)$/, '')
    .trim();
  return (Object.keys(NAMES) as FieldName[]).find((name) => NAMES[name].test(lower));
}

/** Without the emphasis around it or at its ends; stars inside may be globs. */
export function plain(text: string): string {
  const bold = text.trim().replace(/^(\*\*|__)([^*_`]+)\1/, '$2');
  const whole = /^([*_])(?!\1)([^*_`]+)\1$/.exec(bold);
  return (whole ? whole[2]! : bold.replace(/(?<=[\p{L}\p{N}.)])[*_]+$/u, ''))
    .replace(/^[*_]+(?=\p{L}[^*_]*$)/u, '')
    .trim();
}

/** All values of the fields of a name. */
export const valuesOf = ({ fields }: Said, name: FieldName): Value[] =>
  fields.flatMap((field) => (field.name === name ? field.values : []));
